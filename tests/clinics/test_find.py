"""What is found, counted and ordered."""

import datetime

import pytest
import time_machine
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinics import actions
from clinics.finder.results import find
from clinics.models import Clinic, ClinicLanguage
from tests.factories import (
    ClinicFactory,
    OrderTargetFactory,
    PriceSheetFactory,
    TreatmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


def names(query: str) -> list[str]:
    results = find(QueryDict(query))
    return [card.name for block in results.blocks for card in block.cards]


def facet(query: str, name: str) -> dict:
    found = next(facet for facet in find(QueryDict(query)).facets if facet.name == name)
    return {v.value: (v.count_checked, v.count_list) for v in found.values if v.count}


@pytest.fixture
def shop():
    """Six clinics, known by letters."""
    make = TreatmentFactory
    a = make(clinic__name_en="A", checked=True)
    PriceSheetFactory(treatment=a)
    ClinicLanguage.objects.create(clinic=a.clinic, code="en")
    make(
        clinic__name_en="B",
        conditions=["diabetes_ns"],
        title_ja="糖尿病の治療",
        clinic__prefecture="JP-27",
        clinic__region="5",
    )
    make(
        clinic__name_en="C",
        conditions=["knee_oa"],
        product="platelets",
        title_ja="膝関節症の治療",
        route="intra_articular",
    )
    d = ClinicFactory(name_en="D")
    make(clinic=d, conditions=["knee_oa"], product="fat_msc")
    make(clinic=d, conditions=["t2d"], product="platelets")
    make(
        clinic__name_en="E", asrm_class="outside", origin="none", product="cell_free", conditions=[]
    )
    make(clinic__name_en="S", clinic__sample=True, is_sample=True, checked=True, number="PB9250001")
    return a


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "ASBCDE"),
        ("kind=checked", "A"),
        ("kind=sample", "S"),
        ("condition=t2d", "ASDB"),
        ("condition=diabetes", "ASBD"),
        ("condition=t1d", "B"),
        ("condition=knee_oa&product=fat_msc", "D"),
        ("condition=knee_oa&condition=t2d&product=platelets", "CD"),
        ("class=outside", "E"),
        ("class=2&class=outside&origin=none", "E"),
        ("prefecture=JP-27", "B"),
        ("region=5", "B"),
        ("city=JP-13:新宿区&condition=knee_oa", "CD"),
        ("city=JP-27:新宿区", "B"),
        ("language=en", "A"),
        ("price_max=3000000", "A"),
        ("price_max=2449999", ""),
        ("price_min=2450001", ""),
        ("price_min=2450000", "A"),
        ("visits=3", "AS"),
        ("visits=2", ""),
        ("q=膝", "CD"),
        ("q=SHINJUKU 膝", "CD"),
        ("q=ｔｅｓｔ", ""),
        ("route=intra_articular", "C"),
        ("institution=dental", ""),
    ],
)  # fmt: skip
def test_filters_find(shop, query, expected):
    assert sorted(names(query)) == sorted(expected)


def test_plan_level_filters_must_hold_on_one_treatment(shop):
    assert "D" not in names("condition=t2d&product=fat_msc")


def test_type_not_stated_comes_after_the_named_type(shop):
    assert names("condition=t2d&kind=list") == ["D", "B"]


def test_checked_listings_stand_before_samples_and_samples_before_the_list(shop):
    assert [block.kind for block in find(QueryDict("")).blocks] == ["checked", "sample", "list"]


def test_counts_leave_the_own_selection_out(shop):
    assert facet("prefecture=JP-27", "prefecture") == {"JP-13": (2, 3), "JP-27": (0, 1)}
    assert facet("prefecture=JP-27", "product") == {"fat_msc": (0, 1)}


def test_every_count_equals_the_clinics_behind_its_link(shop):
    for query in ("", "condition=t2d", "product=platelets&class=2", "q=膝"):
        for one in find(QueryDict(query)).facets:
            for value in one.values:
                if value.selected or not value.count:
                    continue
                added = find(QueryDict(value.url.lstrip("?")))
                alone = QueryDict(query, mutable=True)
                alone.setlist(one.name, [value.value])
                assert find(alone).count == value.count, (query, one.name, value.value)
                assert added.count >= value.count


def test_unknown_values_are_told_and_ignored(shop):
    results = find(QueryDict("class=9&class=outside&sort=money&price_max=much&prefecture=JP-99"))
    assert {"class", "sort", "price_max", "prefecture"} == results.told.keys()
    assert results.count == 1


def test_an_unpublished_or_closed_listing_appears_nowhere(shop):
    Clinic.objects.filter(name_en="C").update(status="paused")
    Clinic.objects.filter(name_en="E").update(status="closed", closed_on=datetime.date(2026, 1, 1))
    assert names("q=膝") == ["D"]
    assert "outside" not in facet("", "class")


def test_samples_vanish_when_the_site_shows_none(shop, settings):
    settings.SAMPLE_LISTINGS = False
    assert names("kind=sample") == []
    assert "S" not in names("")


def test_no_order_finds_only_clinics_that_were_looked_up(shop):
    assert names("no_order=1") == []
    Clinic.objects.update(orders_looked_up_on=datetime.date(2026, 10, 1))
    OrderTargetFactory(clinic=shop.clinic)
    assert "A" not in names("no_order=1")
    assert "B" in names("no_order=1")


def test_price_filter_says_how_many_have_no_price(shop):
    results = find(QueryDict("price_max=3000000"))
    assert (results.count, results.unpriced) == (1, 5)


def test_an_expired_price_is_no_price(shop):
    shop.prices.update(valid_to=datetime.date(2026, 2, 1))
    assert names("price_max=3000000") == []
    assert find(QueryDict("")).blocks[0].cards[0].price is None


def test_empty_result_offers_ways_on(shop):
    results = find(QueryDict("condition=t1d&product=platelets"))
    assert results.count == 0
    assert {way.count for way in results.ways_on} == {1, 2}


def test_order_by_price_and_name():
    for name, total in (("X", 900_000), ("Y", 300_000), ("Z", None)):
        treatment = TreatmentFactory(clinic__name_en=name, checked=True)
        if total:
            PriceSheetFactory(treatment=treatment, total_min=total, total_max=total)
    assert names("sort=price") == ["Y", "X", "Z"]
    assert names("sort=name") == ["X", "Y", "Z"]


def test_price_strip_needs_five_prices_and_never_mixes_samples():
    for n in range(5):
        PriceSheetFactory(total_min=1_000_000 + n, total_max=2_000_000)
        sample = TreatmentFactory(
            checked=True, is_sample=True, clinic__sample=True, number=f"PB925000{n}"
        )
        PriceSheetFactory(treatment=sample, total_min=9_000_000, total_max=9_000_000)
    strip = find(QueryDict("condition=t2d")).strip
    assert (strip.lowest, strip.middle, strip.highest) == (1_000_000, 1_000_002, 1_000_004)
    assert (strip.priced, strip.total, strip.is_sample) == (5, 5, False)
    assert sum(bar.count for bar in strip.bars) == 5
    assert find(QueryDict("")).strip is None


@pytest.mark.parametrize("wanted", ["0", "-1", "x", "99999999999999999999", "2"])
def test_an_unknown_page_is_a_page(shop, wanted):
    assert find(QueryDict(f"page={wanted}")).blocks


def test_a_number_leads_to_its_treatment(client, shop):
    number = shop.number
    for spelling in (number, number.lower(), f"{number[:2]}-{number[2:]}", f"計画番号:{number}"):
        response = client.get("/clinics/", {"q": spelling})
        assert response.status_code == 302
        assert response["Location"] == f"/clinics/{shop.clinic.slug}/#t{shop.pk}"


def test_results_need_the_same_queries_at_6_and_600_clinics(client):
    from clinics.models import PriceSheet, Treatment, TreatmentCondition

    def count() -> int:
        client.get("/clinics/")  # builds the index
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/clinics/?condition=t2d&price_max=3000000").status_code == 200
        return len(queries)

    for n in range(6):
        PriceSheetFactory(treatment__clinic__name_en=f"N{n}")
    pattern, sheet = Treatment.objects.first(), PriceSheet.objects.first()
    few = count()
    clinics = Clinic.objects.bulk_create(ClinicFactory.build_batch(594))
    copies = []
    for clinic in clinics:
        values = {k: v for k, v in pattern.__dict__.items() if k not in ("_state", "id")}
        copies.append(Treatment(**values | {"clinic_id": clinic.pk}))
    Treatment.objects.bulk_create(copies)
    TreatmentCondition.objects.bulk_create(
        TreatmentCondition(treatment=copy, code="t2d") for copy in copies
    )
    PriceSheet.objects.bulk_create(
        PriceSheet(
            treatment=copy, jpy_min=1, jpy_max=1, tax="included", basis="dose", doses=1,
            total_min=900_000, total_max=900_000, valid_from=sheet.valid_from,
        )
        for copy in copies
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # a real site's database knows the size of its tables
    assert find(QueryDict("condition=t2d&price_max=3000000")).count == 600
    assert count() == few <= 6


def places(query: str = "prefecture=JP-13") -> set[str]:
    found = [facet for facet in find(QueryDict(query)).facets if facet.name == "city"]
    return {str(value.label) for facet in found for value in facet.values}


@pytest.mark.parametrize("state", [{"status": "paused"}, {"is_sample": True, "name_ja": "見本院"}])
def test_wards_come_from_listed_clinics_only(settings, state):
    settings.SAMPLE_LISTINGS = False
    TreatmentFactory()
    hidden = TreatmentFactory(clinic__city_ja="秘密区", clinic__city_en="Secretku")
    assert places() == {"Shinjuku", "Secretku"}
    Clinic.objects.filter(pk=hidden.clinic_id).update(**state)
    assert places() == {"Shinjuku"}
    told = find(QueryDict("city=JP-13:秘密区")).told
    assert "city" in told


def test_a_ward_whose_only_treatment_was_withdrawn_is_not_offered():
    TreatmentFactory()
    TreatmentFactory(clinic__city_ja="秘密区", clinic__city_en="Secretku", publication="withdrawn")
    assert places() == {"Shinjuku"}


@pytest.mark.parametrize(
    ("lifted", "warned"),
    [(None, True), (datetime.timedelta(days=1), True), (datetime.timedelta(), False)],
)
def test_a_card_warns_of_orders_that_still_stand(lifted, warned):
    target = OrderTargetFactory()
    TreatmentFactory(clinic=target.clinic)
    if lifted is not None:
        target.order.lifted_on = timezone.localdate() + lifted
        target.order.save()
    [block] = find(QueryDict("")).blocks
    assert [card.has_order for card in block.cards] == [warned]
    Clinic.objects.update(orders_looked_up_on=timezone.localdate())
    assert names("no_order=1") == [], "an order was found, lifted or not"


def test_what_staff_noted_on_a_list_entry_is_not_public_yet(client):
    """Number, price and visits wait for the publish gate; the row says what the list says."""
    entry = TreatmentFactory(number="PB3250123", visits=2)
    PriceSheetFactory(treatment=entry)
    actions.public_change([entry.clinic_id])
    for query in ("q=PB3250123", "q=pb3250", "price_max=9000000", "visits=5"):
        assert names(query) == [], query
    assert client.get("/clinics/?q=PB3250123").status_code == 200
    [block] = find(QueryDict("")).blocks
    [card] = block.cards
    assert (card.number, card.price, card.price_text) == ("", None, "")
    assert find(QueryDict("price_max=9000000")).unpriced == 1


def test_a_number_noted_before_is_found_once_the_listing_is_live(client):
    entry = TreatmentFactory(checked=True, number="PB3250123")
    response = client.get("/clinics/?q=PB3250123")
    assert response["Location"].endswith(f"#t{entry.pk}")
    assert names("q=PB3250123") == [entry.clinic.name_en]


def test_a_price_that_ended_says_when_on_the_card(shop):
    shop.prices.update(valid_to=datetime.date(2026, 2, 1))
    card = find(QueryDict("")).blocks[0].cards[0]
    assert card.price_basis == "No price valid today; the last one we saw ended on 1 Feb 2026"


OLD_LIST = "Old: last found in the list of 1 Aug 2026, more than 90 days ago"
BEFORE, AFTER = "2026-10-30 14:59:30Z", "2026-10-30 15:00:00Z"
"""Half a minute before midnight and midnight in Tokyo, 90 days after 1 August and a night."""


def rows_of(query: str) -> list[tuple[str, list[str]]]:
    blocks = find(QueryDict(query)).blocks
    return [(card.name, card.age_notes) for block in blocks for card in block.cards]


def test_old_rows_of_the_list_fall_behind_at_midnight_in_tokyo(client):
    for name, seen, conditions in (
        ("A", datetime.date(2026, 8, 1), ["t2d"]),
        ("B", datetime.date(2026, 9, 18), ["t2d"]),
        ("C", datetime.date(2026, 9, 18), ["diabetes_ns"]),
    ):
        TreatmentFactory(clinic__name_en=name, conditions=conditions, list_last_seen=seen)
    with time_machine.travel(BEFORE, tick=False):
        assert rows_of("condition=t2d") == [("A", []), ("B", []), ("C", [])]
        assert "k-old" not in client.get("/clinics/?condition=t2d").content.decode()
    with time_machine.travel(AFTER, tick=False):
        # behind the fresh one of the same match, before the lesser match
        assert rows_of("condition=t2d") == [("B", []), ("A", [OLD_LIST]), ("C", [])]
        assert [name for name, _notes in rows_of("sort=name")] == ["A", "B", "C"]
        html = client.get("/clinics/?condition=t2d").content.decode()
        assert f'<span class="k-old">{OLD_LIST}</span>' in html


def test_old_prices_fall_behind_at_midnight_in_tokyo(client):
    for name, price_seen, checked in (
        ("A", datetime.date(2026, 5, 3), datetime.date(2026, 10, 1)),
        ("B", datetime.date(2026, 9, 1), datetime.date(2026, 9, 1)),
        ("C", None, datetime.date(2026, 5, 1)),
    ):
        treatment = TreatmentFactory(clinic__name_en=name, checked=True, checked_on=checked)
        PriceSheetFactory(treatment=treatment, checked_on=price_seen)
    note = "Old: price last checked on 3 May 2026, more than 180 days ago"
    with time_machine.travel("2026-10-28 12:00:00Z", tick=False):
        assert [name for name, _notes in rows_of("")] == ["A", "B", "C"]
    with time_machine.travel(BEFORE, tick=False):
        assert [name for name, _notes in rows_of("")] == ["A", "B", "C"]
        assert rows_of("")[0] == ("A", [])
        assert rows_of("")[2][1], "a sheet without a day is as old as the check"
    with time_machine.travel(AFTER, tick=False):
        assert [name for name, _notes in rows_of("")] == ["B", "A", "C"]
        assert rows_of("")[1] == ("A", [note])
        assert note in client.get("/clinics/").content.decode()


def test_the_days_come_from_the_settings(settings):
    today = timezone.localdate()
    TreatmentFactory(list_last_seen=today - datetime.timedelta(days=10))
    sheet = PriceSheetFactory(checked_on=today - datetime.timedelta(days=10))
    assert all(not notes for _name, notes in rows_of(""))
    settings.LIST_STALE_DAYS = settings.PRICE_STALE_DAYS = 9
    assert all("more than 9 days ago" in notes[0] for _name, notes in rows_of(""))
    sheet.delete()
    settings.LIST_STALE_DAYS = 10
    assert all(not notes for _name, notes in rows_of(""))


def test_a_card_shows_the_fresh_treatment_of_a_clinic_first():
    clinic = ClinicFactory()
    old, fresh = timezone.localdate() - datetime.timedelta(days=400), timezone.localdate()
    TreatmentFactory(clinic=clinic, title_en="Old one", list_last_seen=old)
    newer = TreatmentFactory(clinic=clinic, title_en="Fresh one", list_last_seen=fresh)
    [[_name, notes]] = rows_of("")
    [block] = find(QueryDict("")).blocks
    assert (block.cards[0].treatment_id, notes) == (newer.pk, [])


def test_results_need_few_queries_also_with_ended_prices(client, assert_same_queries):
    def grow():
        for _n in range(3):
            PriceSheetFactory(valid_to=datetime.date(2026, 2, 1))
            PriceSheetFactory()

    grow()
    client.get("/clinics/")  # builds the index
    with CaptureQueriesContext(connection) as queries:
        client.get("/clinics/?condition=t2d")
    assert len(queries) <= 6
    assert_same_queries("/clinics/?condition=t2d", grow)
