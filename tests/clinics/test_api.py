"""What programs are told, and what they are never told."""

import json
import random
import re

import pytest
import time_machine
from django.conf import settings
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from clinics import actions
from clinics.api import schema
from clinics.finder.results import find
from clinics.models import Clinic, Treatment
from tests.clinics.api_shop import make_shop
from tests.factories import (
    OrderTargetFactory,
    PriceSheetFactory,
    TreatmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
LISTS = ("/api/v1/clinics/", "/api/v1/facets/", "/api/v1/changes/")


@pytest.fixture
def shop():
    return make_shop()


def ask(client, address, **query):
    response = client.get(address, query)
    assert response.status_code == 200, response.text
    return response.json()


def matches(value, described) -> None:
    """Fail unless the value is what the schema says; no property more, no property less."""
    if "$ref" in described:
        described = schema.document()["components"]["schemas"][described["$ref"].split("/")[-1]]
    types = described["type"] if isinstance(described["type"], list) else [described["type"]]
    kind = {
        str: "string", int: "integer", bool: "boolean", list: "array", dict: "object",
        type(None): "null",
    }[type(value)]  # fmt: skip
    assert kind in types, (value, described)
    assert value in described.get("enum", [value]), (value, described)
    if kind == "integer":
        assert value >= described.get("minimum", value)
    if kind == "array":
        for item in value:
            matches(item, described["items"])
    if kind == "object":
        assert value.keys() == described["properties"].keys() == set(described["required"])
        for name, item in value.items():
            matches(item, described["properties"][name])


# -- what is there -----------------------------------------------------------------------------


def test_a_clinic_is_told_with_its_matching_treatments_only(client, shop):
    [found] = ask(client, "/api/v1/clinics/", condition="t2d", kind="checked")["results"]
    assert (found["slug"], found["name_en"], found["kind"]) == (shop.clinic.slug, "A", "checked")
    assert (found["prefecture"], found["city"], found["languages"]) == (
        "JP-13", "JP-13:新宿区", ["en"],
    )  # fmt: skip
    [treatment] = found["treatments"]
    expected = {
        "id": shop.pk, "number": shop.number, "class": "2", "product": "fat_msc",
        "origin": "own", "cells": "adipose", "processing": "cultured", "route": "iv",
        "conditions": ["diabetes", "t2d"], "price_min": 2_450_000, "price_max": 2_450_000,
        "price_printed_min": 2_420_000, "number_status": "printed_by_clinic", "visits": 3,
        "checked_on": shop.checked_on.isoformat(), "source_url": shop.source.url,
    }  # fmt: skip
    assert {name: treatment[name] for name in expected} == expected
    assert len(ask(client, "/api/v1/clinics/", kind="checked")["results"][0]["treatments"]) == 1
    both = ask(client, "/api/v1/clinics/", q="A 新宿")["results"]
    assert [len(row["treatments"]) for row in both if row["name_en"] == "A"] == [2]


def test_type_not_stated_is_told_apart(client, shop):
    [found] = ask(client, "/api/v1/clinics/", prefecture="JP-27")["results"]
    [treatment] = found["treatments"]
    assert treatment["conditions"] == ["diabetes", "diabetes_ns"]
    assert treatment["conditions_named"] == ["diabetes_ns"]
    assert treatment["conditions_not_stated"] == ["t1d", "t2d"]


def test_what_staff_noted_on_a_list_entry_is_not_told(client):
    entry = TreatmentFactory(number="PB3250123", visits=2, risks_en="Secret", committee=None)
    PriceSheetFactory(treatment=entry)
    text = client.get("/api/v1/clinics/").text + client.get(f"/api/v1/treatments/{entry.pk}/").text
    assert "PB3250123" not in text
    assert "Secret" not in text
    assert "2420000" not in text
    found = client.get(f"/api/v1/treatments/{entry.pk}/").json()
    assert (found["number"], found["number_status"]) == (None, "not_looked_up")
    assert (found["price_min"], found["price_status"]) == (None, "not_looked_up")
    assert (found["visits"], found["checked_on"]) == (None, None)


def test_unknown_has_its_faces(client):
    outside = TreatmentFactory(asrm_class="outside", origin="none", product="cell_free")
    bare = TreatmentFactory(checked=True, number="")
    status = {
        pk: client.get(f"/api/v1/treatments/{pk}/").json()["number_status"]
        for pk in (outside.pk, bare.pk)
    }
    assert status == {outside.pk: "does_not_apply", bare.pk: "not_published"}
    assert client.get(f"/api/v1/treatments/{bare.pk}/").json()["price_status"] == "not_published"


def test_official_orders_stand_on_the_clinic_with_their_scope(client):
    target = OrderTargetFactory()
    TreatmentFactory(clinic=target.clinic)
    TreatmentFactory()
    found = {row["slug"]: row for row in ask(client, "/api/v1/clinics/")["results"]}
    [order] = found.pop(target.clinic.slug)["orders"]
    assert (order["kind"], order["date"]) == ("improvement", "2025-03-05")
    assert order["scope_en"] == "This order was to the clinic."
    [other] = found.values()
    assert (other["orders"], other["orders_looked_up_on"]) == ([], None)


def test_everything_told_is_described_and_everything_described_is_told(client, shop):
    OrderTargetFactory(clinic=shop.clinic)
    for address, name in [
        ("/api/v1/clinics/", "Clinics"),
        ("/api/v1/clinics/?page_size=1", "Clinics"),
        ("/api/v1/facets/", "Facets"),
        ("/api/v1/changes/", "Changes"),
        (f"/api/v1/treatments/{shop.pk}/", "TreatmentOfClinic"),
    ]:
        matches(client.get(address).json(), {"$ref": f"#/components/schemas/{name}"})
    for address in ("/api/v1/clinics/?class=9", "/api/v1/changes/?since=x"):
        matches(client.get(address).json(), {"$ref": "#/components/schemas/Error"})


def test_the_schema_names_every_parameter_that_is_taken(client, shop):
    document = ask(client, "/api/v1/schema/")
    assert document["openapi"] == "3.1.0"
    for path, item in document["paths"].items():
        address = f"/api/v1{path}".replace("{id}", str(shop.pk))
        told = {p["name"] for p in item["get"]["parameters"] if p["in"] == "query"}
        wrong = client.get(address, {"nonsense": "1"})
        assert wrong.status_code == 400
        assert set(wrong.json()["allowed"]) == told, path


def test_facet_values_say_what_they_would_find(client, shop):
    found = ask(client, "/api/v1/facets/", prefecture="JP-13")
    assert (found["count"], found["count_checked"]) == (3, 1)
    places = {v["value"]: v for v in found["facets"]["prefecture"]}
    assert len(places) == 47
    assert places["JP-13"] == {
        "value": "JP-13", "label": "Tokyo", "count": 3, "count_checked": 1, "selected": True,
    }  # fmt: skip
    assert (places["JP-27"]["count"], places["JP-27"]["selected"]) == (1, False)
    assert [v["value"] for v in found["facets"]["kind"]] == ["checked", "list"]
    japanese = ask(client, "/api/v1/facets/", lang="ja")["facets"]["prefecture"]
    assert next(v["label"] for v in japanese if v["value"] == "JP-13") == "東京都"


def test_every_facet_count_equals_the_clinics_behind_it(client, shop):
    for query in ({}, {"condition": "t2d"}, {"product": "platelets"}):
        for name, values in ask(client, "/api/v1/facets/", **query)["facets"].items():
            for value in values:
                if value["count"]:
                    alone = ask(client, "/api/v1/clinics/", **query | {name: value["value"]})
                    assert alone["count"] == value["count"], (query, name, value)
                    assert alone["count_checked"] == value["count_checked"]


CHOICES = {
    "condition": ["t2d", "diabetes", "t1d", "knee_oa", "cancer"],
    "product": ["fat_msc", "platelets", "cell_free", "immune"],
    "class": ["1", "2", "3", "outside"],
    "origin": ["own", "donor", "none"],
    "route": ["iv", "intra_articular"],
    "prefecture": ["JP-13", "JP-27", "JP-01"],
    "region": ["3", "5"],
    "city": ["JP-13:新宿区"],
    "institution": ["clinic", "dental"],
    "language": ["en", "ja"],
    "kind": ["checked", "list"],
    "q": ["膝", "A", "糖尿病", "tokyo", "nothing"],
    "price_max": ["2449999", "2450000", "9000000"],
    "price_min": ["2450000", "2450001"],
    "visits": ["2", "3"],
    "no_order": ["1"],
    "sort": ["price", "checked", "name", "relevance"],
}
SINGLE = {"q", "price_max", "price_min", "visits", "no_order", "sort"}
QUERIES = st.dictionaries(st.sampled_from(sorted(CHOICES)), st.randoms(), max_size=4)


def test_counts_are_those_of_the_results_page(client, shop):
    for number, treatment in enumerate(Treatment.objects.filter(is_sample=False)):
        if number % 2:
            Clinic.objects.filter(pk=treatment.clinic_id).update(
                orders_looked_up_on="2026-10-01", institution="dental"
            )

    @hypothesis_settings(
        max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(QUERIES)
    def check(wanted):
        pairs = []
        for name, chance in wanted.items():
            most = 1 if name in SINGLE else 2
            values = chance.sample(CHOICES[name], min(most, len(CHOICES[name])))
            pairs += [(name, value) for value in values]
        query = urlencode(pairs)
        told = client.get(f"/api/v1/clinics/?{query}").json()
        page = find(QueryDict(query))
        real = {kind: page.counts[kind] for kind in ("checked", "list")}
        assert told["count"] == sum(real.values()), query
        assert told["count_checked"] == real["checked"], query
        assert len(told["results"]) == told["count"], query
        cards = [c for b in page.blocks if b.kind != "sample" for c in b.cards]
        assert [f"/clinics/{row['slug']}/" for row in told["results"]] == [
            card.url.split("#")[0] for card in cards
        ], query

    check()


# -- pages -------------------------------------------------------------------------------------


def follow(client, address) -> list[str]:
    found = []
    while address:
        page = client.get(address).json()
        found += [row["slug"] for row in page["results"]]
        address = page["next"]
        assert len(found) < 200
    return found


@pytest.mark.parametrize("sort", ["relevance", "price", "checked", "name"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_pages_give_every_clinic_once_and_in_order(client, sort, lang):
    chance = random.Random(4)
    for number in range(23):
        checked = number % 3 == 0
        name = chance.choice(["X", "Y", ""])
        treatment = TreatmentFactory(
            clinic__name_en=name,
            checked=checked,
            conditions=[chance.choice(["t2d", "diabetes_ns"])],
        )
        if checked:
            Treatment.objects.filter(pk=treatment.pk).update(
                checked_on=f"2026-0{1 + number % 2}-01"
            )
        if number % 6 == 0:
            total = chance.choice([900_000, 300_000])
            PriceSheetFactory(treatment=treatment, total_min=total, total_max=total)
    for query in ("", "&condition=t2d"):
        address = f"/api/v1/clinics/?sort={sort}&lang={lang}{query}"
        whole = follow(client, f"{address}&page_size=100")
        assert len(set(whole)) == 23
        assert follow(client, f"{address}&page_size=4") == whole


def test_a_clinic_added_meanwhile_shifts_nothing(client):
    for letter in "BDF":
        TreatmentFactory(clinic__name_en=letter, clinic__slug=letter.lower())
    first = client.get("/api/v1/clinics/?sort=name&page_size=2").json()
    assert [row["slug"] for row in first["results"]] == ["b", "d"]
    TreatmentFactory(clinic__name_en="A", clinic__slug="a")
    TreatmentFactory(clinic__name_en="E", clinic__slug="e")
    assert follow(client, first["next"]) == ["e", "f"]


def test_the_last_page_has_no_next(client, shop):
    assert ask(client, "/api/v1/clinics/", page_size=4)["next"] is None
    assert ask(client, "/api/v1/clinics/", page_size=3)["next"]


def test_changes_since_a_moment(client, shop):
    with time_machine.travel("2026-03-01T00:30:00+09:00", tick=False):
        actions.public_change([shop.clinic_id])
    with time_machine.travel("2026-03-02T09:00:00+09:00", tick=False):
        actions.public_change(list(Clinic.objects.values_list("pk", flat=True)))
    query = {"since": "2026-03-01T00:30:00+09:00", "page_size": 5}
    found = ask(client, "/api/v1/changes/", **query)["results"]
    old = [row for row in found if row["at"] < "2026-04"]
    assert [row["slug"] for row in old].count(shop.clinic.slug) == 2
    assert len(old) == 5
    later = ask(client, "/api/v1/changes/", since="2026-03-02", page_size=4)
    assert len({row["slug"] for row in later["results"]}) == 4
    everything = follow(client, "/api/v1/changes/?page_size=2")
    assert len(everything) == len(ask(client, "/api/v1/changes/", page_size=100)["results"])
    unencoded = client.get("/api/v1/changes/?since=2026-03-01T00:30:00+09:00")
    assert unencoded.status_code == 200


# -- what is refused ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "parameter", "allowed"),
    [
        ("/api/v1/clinics/?class=9", "class", ["1", "2", "3", "outside"]),
        ("/api/v1/clinics/?class=2&class=4", "class", ["1", "2", "3", "outside"]),
        ("/api/v1/clinics/?kind=sample", "kind", ["checked", "list"]),
        ("/api/v1/clinics/?sort=money", "sort", ["relevance", "price", "checked", "name"]),
        ("/api/v1/clinics/?price_max=much", "price_max", ["0–100000000"]),
        ("/api/v1/clinics/?price_max=-1", "price_max", ["0–100000000"]),
        ("/api/v1/clinics/?price_min=99999999999999999999", "price_min", ["0–100000000"]),
        ("/api/v1/clinics/?no_order=yes", "no_order", ["1"]),
        ("/api/v1/clinics/?city=JP-13:見本区", "city", ["JP-13:新宿区", "JP-27:新宿区"]),
        ("/api/v1/clinics/?page_size=101", "page_size", ["1–100"]),
        ("/api/v1/clinics/?page_size=0", "page_size", ["1–100"]),
        ("/api/v1/clinics/?page_size=²", "page_size", ["1–100"]),
        ("/api/v1/clinics/?lang=fr", "lang", ["en", "ja"]),
        ("/api/v1/clinics/?cursor=nonsense", "cursor", []),
        ("/api/v1/clinics/?sort=name&sort=price", "sort", []),
        ("/api/v1/facets/?origin=mine", "origin", ["own", "donor", "none"]),
        ("/api/v1/changes/?since=yesterday", "since", ["YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ"]),
        ("/api/v1/changes/?since=2026-02-30", "since", ["YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ"]),
        ("/api/v1/changes/?since=0001-01-01", "since", ["YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ"]),
        ("/api/v1/changes/?page=2", "page", ["since", "lang", "cursor", "page_size"]),
        ("/api/v1/schema/?x=1", "x", ["lang"]),
    ],
)  # fmt: skip
def test_an_unknown_parameter_or_value_is_told(client, shop, address, parameter, allowed):
    response = client.get(address)
    assert response.status_code == 400
    assert response["Access-Control-Allow-Origin"] == "*"
    body = response.json()
    assert body.keys() == {"error", "parameter", "allowed"}
    assert (body["parameter"], body["allowed"]) == (parameter, allowed)


def test_empty_values_are_no_values(client, shop):
    assert ask(client, "/api/v1/clinics/", **{"class": "", "q": "", "sort": "", "cursor": ""})[
        "count"
    ] == 4  # fmt: skip


def test_a_cursor_holds_for_its_own_order_only(client, shop):
    following = ask(client, "/api/v1/clinics/", page_size=1, sort="name")["next"]
    assert client.get(following).status_code == 200
    assert client.get(following.replace("sort=name", "sort=price")).status_code == 400
    assert client.get(f"{following}&lang=ja").status_code == 400


@pytest.mark.parametrize(
    "values",
    [
        [], {}, None, ["x"], ["relevance-en-0"], ["relevance-en-0", 0, 0, "2026-02-30", "a", 1],
        ["relevance-en-0", 0, 0, None, "a", 2**80], ["relevance-en-0", 0, 0, None, "\0", 1],
        ["relevance-en-0", 0, 0, None, "\ud800", 1], ["relevance-en-0", True, 0, None, "a", 1],
        ["relevance-en-0", None, 0, None, "a", 1], ["relevance-en-0", 0, 0, None, None, 1],
        ["relevance-en-0", 0, 0, 5, "a", 1], ["relevance-en-0", 1.5, 0, None, "a", 1],
    ],
)  # fmt: skip
def test_a_forged_cursor_is_refused(client, shop, values):
    import base64

    forged = base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")
    assert client.get("/api/v1/clinics/", {"cursor": forged}).status_code == 400
    deep = base64.urlsafe_b64encode(b"[" * 1400).decode()
    assert client.get("/api/v1/clinics/", {"cursor": deep}).status_code == 400


@pytest.mark.parametrize("cursor", ["%00", "é", "=", "%ed%a0%80", "a" * 5000, "W10"])
@pytest.mark.parametrize("address", ["/api/v1/clinics/", "/api/v1/changes/"])
def test_a_hostile_cursor_is_refused(client, shop, address, cursor):
    assert client.get(f"{address}?cursor={cursor}").status_code == 400


@pytest.mark.parametrize("pk", ["0", str(2**63), "9" * 400])
def test_an_unknown_treatment_is_not_found(client, pk):
    response = client.get(f"/api/v1/treatments/{pk}/")
    assert response.status_code == 404
    assert response.json() == {"error": "Nothing is listed here."}


def test_the_documentation_names_every_parameter_and_address(client):
    text = (settings.BASE_DIR / "docs" / "api.md").read_text()
    for path, item in schema.document()["paths"].items():
        assert f"`/api/v1{path}".replace("{id}", "<id>") in text
        for parameter in item["get"]["parameters"]:
            named = parameter["in"] == "path" or re.search(rf"\b{parameter['name']}\b", text)
            assert named, parameter["name"]
