"""How open data is sent, what it costs, and what stands nowhere in it."""

import pytest
import time_machine

from clinics import actions
from clinics.models import ClinicLanguage
from clinics.search import live, version
from tests.clinics.api_shop import make_shop
from tests.factories import ClinicFactory, OrderTargetFactory, PriceSheetFactory, TreatmentFactory
from tests.plugins import fresh_index

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
LISTS = ("/api/v1/clinics/", "/api/v1/facets/", "/api/v1/changes/")


@pytest.fixture
def shop():
    return make_shop()


HIDDEN = [
    {"clinic__sample": True, "is_sample": True, "checked": True, "number": "PB9250777"},
    {"publication": "draft"},
    {"publication": "withdrawn"},
    {"clinic__status": "paused"},
    {"clinic__closed": True},
    {"clinic__status": "moved", "clinic__closed_on": "2026-01-01"},
    {"list_gone_on": "2026-01-01"},
]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_is_not_listed_stands_nowhere(client, settings, hidden):
    settings.DEMO = True
    shown = TreatmentFactory()
    gone = TreatmentFactory(clinic__slug="nowhere", clinic__city_ja="無区", **hidden)
    told = client.get("/api/v1/clinics/").json()["results"]
    assert [row["slug"] for row in told] == [shown.clinic.slug]
    assert client.get(f"/api/v1/treatments/{gone.pk}/").status_code == 404
    for address in (*LISTS, "/open-data/clinics.csv", "/open-data/treatments.csv"):
        text = client.get(address).getvalue().decode()
        assert "nowhere" not in text
        assert "無区" not in text
    for address in ("/feeds/changes.atom", "/ja/feeds/changes.atom"):
        assert "nowhere" not in client.get(address).text


# -- how it is sent ----------------------------------------------------------------------------

EVERYTHING = [
    *LISTS, "/api/v1/schema/", "/open-data/clinics.csv", "/open-data/treatments.csv",
    "/feeds/changes.atom", "/ja/feeds/changes.atom",
]  # fmt: skip


@pytest.mark.parametrize("address", EVERYTHING)
def test_answers_are_open_cacheable_and_without_cookies(client, shop, address):
    for method in (client.get, client.head):
        response = method(address)
        assert response.status_code == 200
        assert response["Access-Control-Allow-Origin"] == "*"
        assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=300"}
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("address", EVERYTHING)
def test_an_unchanged_answer_is_not_sent_again(client, shop, address):
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"If-None-Match": f'"x", W/{tag}'})
    assert (again.status_code, again.getvalue(), again["ETag"]) == (304, b"", tag)
    assert again["Access-Control-Allow-Origin"] == "*"
    actions.public_change([shop.clinic_id])
    changed = client.get(address, headers={"If-None-Match": tag})
    assert (changed.status_code, changed["ETag"] == tag) == (200, False)


def test_an_answer_of_an_older_index_has_no_tag(client, shop, monkeypatch):
    """While one thread builds, the others go on with the old index: nobody may keep that."""
    monkeypatch.setattr(fresh_index, "watching", False)
    tag = client.get("/api/v1/facets/")["ETag"]
    actions.renew_version()
    version.forget()
    with live._lock:
        assert "ETag" not in client.get("/api/v1/facets/").headers
        assert "ETag" in client.get("/api/v1/changes/").headers
    assert client.get("/api/v1/facets/")["ETag"] not in {"", tag}


def test_the_tag_knows_query_language_and_day(client, shop):
    def tag(address):
        return client.get(address)["ETag"]

    address = "/api/v1/clinics/?class=2&origin=own"
    with time_machine.travel("2026-11-20T14:59:00+00:00", tick=False):
        first = tag(address)
        assert tag("/api/v1/clinics/?origin=own&class=2") == first
        assert tag("/api/v1/clinics/?origin=own&class=3") != first
        assert tag(f"{address}&lang=ja") != first
    with time_machine.travel("2026-11-20T15:01:00+00:00", tick=False):
        assert tag(address) != first


def test_a_browser_decides_no_language(client, shop):
    response = client.get("/api/v1/facets/", headers={"Accept-Language": "ja"})
    assert response["Content-Language"] == "en"
    assert "Tokyo" in response.text


# -- what it costs -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/api/v1/clinics/?condition=t2d&page_size=100", "/api/v1/facets/?condition=t2d",
     "/api/v1/changes/?page_size=100"],
)  # fmt: skip
def test_the_number_of_queries_does_not_grow(assert_same_queries, address):
    def grow():
        for _n in range(8):
            sheet = PriceSheetFactory()
            ClinicLanguage.objects.create(clinic=sheet.treatment.clinic, code="en")
            OrderTargetFactory(clinic=sheet.treatment.clinic)
            TreatmentFactory(clinic=ClinicFactory())

    grow()
    assert assert_same_queries(address, grow) <= 14


@pytest.mark.parametrize("address", [*LISTS, "/api/v1/treatments/1/", "/api/v1/schema/"])
def test_only_reading_is_allowed(shop, address):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(address)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert client.options(address).status_code == 204
