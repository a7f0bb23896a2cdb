"""The comparison: what is in it, what is never in it, and how it reads."""

import datetime
import re

import pytest
import time_machine

from clinics.comparing.asking import comparison
from clinics.models import ClinicLanguage, Source, Treatment
from tests.clinics.asking import query_dict
from tests.factories import (
    ClinicFactory,
    OfficialOrderFactory,
    OrderTargetFactory,
    PriceSheetFactory,
    SourceFactory,
    TreatmentFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]


def address(*treatments, **more) -> str:
    pairs = [f"treatment={getattr(one, 'pk', one)}" for one in treatments]
    return "/compare/?" + "&".join(pairs + [f"{key}={value}" for key, value in more.items()])


def asked(*treatments, **more):
    return comparison(query_dict(address(*treatments, **more)))


def cells(compared, label: str) -> list:
    """Return what each column says in the row of this label."""
    [row] = [r for group in compared.table.groups for r in group.rows if r.label == label]
    return [cell for _column, cell in row.cells]


def priced(**changes) -> Treatment:
    return PriceSheetFactory(**changes).treatment


@pytest.fixture
def pair():
    return [priced(), priced(jpy_min=990_000, jpy_max=1_430_000)]


def test_columns_stand_in_the_order_of_the_link(pair):
    first, second = pair
    compared = asked(second, first, second)
    assert [column.pk for column in compared.table.columns] == [second.pk, first.pk]
    assert [column.letter for column in compared.table.columns] == ["A", "B"]


def test_the_fifth_and_further_are_told_and_ignored(client):
    many = [priced() for _ in range(6)]
    page = client.get(address(*many))
    assert [c.pk for c in page.context["compared"].columns] == [one.pk for one in many[:4]]
    assert "Here is room for 4 treatments. 2 more are left out." in page.text


@pytest.mark.parametrize(
    "unlisted",
    [
        lambda: TreatmentFactory(checked=True, publication="draft"),
        lambda: TreatmentFactory(checked=True, publication="withdrawn"),
        lambda: TreatmentFactory(checked=True, clinic__closed=True),
        lambda: TreatmentFactory(checked=True, clinic__status="paused"),
        lambda: TreatmentFactory(list_gone_on=datetime.date(2026, 1, 1)),
        lambda: 987_654_321,
        lambda: "9" * 400,
        lambda: "abc",
        lambda: "-1",
        lambda: "²",
    ],
)
def test_what_is_not_listed_is_told_and_left_out(client, pair, unlisted):
    compared = client.get(address(*pair, unlisted()))
    assert compared.status_code == 200
    assert len(compared.context["compared"].columns) == 2
    assert "1 treatment of this link is not listed here, so it is left out." in compared.text


def test_samples_are_not_there_where_the_site_shows_none(settings, pair):
    sample = TreatmentFactory(checked=True, is_sample=True, clinic__sample=True, number="PB9250001")
    assert len(asked(*pair, sample).columns) == 3
    settings.SAMPLE_LISTINGS = False
    assert len(asked(*pair, sample).columns) == 2


@pytest.mark.parametrize("few", [0, 1])
def test_one_or_none_explains_and_leads_on(client, pair, few):
    page = client.get(address(*pair[:few]))
    assert page.status_code == 200
    assert "<table" not in page.text
    assert "A comparison needs two" in page.text
    assert 'href="/shortlist/"' in page.text
    assert ("/clinics/?condition=t2d&amp;product=fat_msc" in page.text) is bool(few)


def test_from_the_shortlist_another_can_be_added(client, pair):
    third = priced()
    client.cookies["shortlist"] = f"{third.pk}.{pair[0].pk}.999999"
    page = client.get(address(*pair, currency=""))
    assert [url for _name, _given, url in page.context["to_add"]] == [address(*pair, third)]


def test_a_column_can_be_removed_and_the_rest_stays(pair):
    compared = asked(*pair, only="differences")
    assert compared.columns[0].remove_url == address(pair[1], only="differences")


def test_only_differences_leaves_out_what_is_the_same(client, pair):
    everything, different = asked(*pair), asked(*pair, only="differences")
    labels = {row.label for group in different.table.groups for row in group.rows}
    assert "Published price" in labels
    assert "Class" not in labels
    count = sum(len(group.rows) for group in everything.table.groups)
    assert count == sum(len(g.rows) for g in different.table.groups) + different.table.left_out
    page = client.get(address(*pair, only="differences")).text
    assert f"{different.table.left_out} rows in which all say the same are not shown." in page
    assert 'value="differences" checked' in page


def test_a_group_in_which_nothing_differs_is_not_shown(pair):
    titles = {group.title for group in asked(*pair, only="differences").table.groups}
    assert "Main risks" not in titles
    Treatment.objects.filter(pk=pair[0].pk).update(risks_en="Bleeding.")
    titles = {group.title for group in asked(*pair, only="differences").table.groups}
    assert "Main risks" in titles


def test_the_same_unknown_of_different_days_is_no_difference(pair):
    Treatment.objects.filter(pk=pair[0].pk).update(
        checked_on=datetime.date(2026, 9, 1), visits=None
    )
    Treatment.objects.filter(pk=pair[1].pk).update(
        checked_on=datetime.date(2026, 10, 1), visits=None
    )
    labels = {r.label for g in asked(*pair, only="differences").table.groups for r in g.rows}
    assert "Visits" not in labels


def test_price_rows_say_basis_total_and_conditions(pair):
    full = priced(
        jpy_min=990_000,
        jpy_max=1_430_000,
        basis="course",
        doses=3,
        total_min=1_100_000,
        total_max=1_540_000,
        includes=["harvest", "doses"],
        extras=[["First visit", "初診料", 11_000]],
        no_refund_after_en="The cells are taken",
        days_in_japan=5,
        cells_per_dose=100_000_000,
    )
    compared = asked(full, pair[0])
    price, _ = cells(compared, "Published price")
    assert price.lines == ("¥990,000–1,430,000",)
    assert price.small == "for a course of 3 doses, tax included"
    assert cells(compared, "Usual course in all")[0].lines == ("¥1,100,000–1,540,000",)
    assert cells(compared, "Includes")[0].lines == ("taking your cells", "the doses")
    assert cells(compared, "Not included: usual extras")[0].lines == ("First visit: ¥11,000",)
    assert cells(compared, "No refund after")[0].lines == ("The cells are taken",)
    assert cells(compared, "Days in Japan")[0].lines == ("5",)
    assert cells(compared, "Cells per dose")[0].lines == ("100,000,000",)
    assert cells(compared, "No refund after")[1].unknown == "not_published"


def test_only_the_price_valid_today_counts(pair):
    ended = priced(valid_from="2026-01-01", valid_to="2026-03-31")
    compared = asked(ended, pair[0])
    said = "No price valid today; the last one we saw ended on 31 Mar 2026"
    assert cells(compared, "Published price")[0].lines == (said,)
    assert cells(compared, "Includes")[0].lines == ("No price valid today",)


def test_nothing_noted_on_a_list_entry_is_shown(client, pair):
    secret = SourceFactory(title="Secret page", url="https://secret.example.org/")
    entry = TreatmentFactory(
        clinic__name_en="List Clinic",
        number="PB3259999",
        number_source=secret,
        source=secret,
        checked_on=datetime.date(2026, 11, 1),
        visits=77,
        risks_en="Secret risk",
        risks_ja="秘密",
        duration_en="Secret weeks",
        how_studied="trial",
        submitted_on=datetime.date(2019, 1, 2),
    )
    PriceSheetFactory(
        treatment=entry, jpy_min=1234, jpy_max=1234, total_min=1234, total_max=1234,
        days_in_japan=78, cells_per_dose=79_000,
    )  # fmt: skip
    page = client.get(address(entry, pair[0])).text
    column = "".join(
        repr(cell)
        for group in asked(entry, pair[0]).table.groups
        for row in group.rows
        for owner, cell in row.cells
        if owner.pk == entry.pk
    )
    hidden = (
        "9999",
        "Secret",
        "secret",
        "秘密",
        "1,234",
        "79,000",
        "77",
        "78",
        "2019",
        "1 Nov 2026",
    )
    for words in (*hidden, "compared in a trial"):
        assert words not in column, words
    assert "Secret" not in page
    assert "1,234" not in page
    assert cells(asked(entry, pair[0]), "Plan number (ASRM)")[0].unknown == "not_looked_up"
    assert cells(asked(entry, pair[0]), "How well studied")[0].unknown == "not_looked_up"


def test_no_cell_is_empty():
    """Unknown is said in words, whatever is missing."""
    kinds = [
        TreatmentFactory(product="", origin="", tissue="", processing="", route="", conditions=[]),
        TreatmentFactory(asrm_class="outside", origin="none", product="cell_free"),
        TreatmentFactory(checked=True, visits=None, duration_en="", duration_ja="", number=""),
        TreatmentFactory(checked=True, is_sample=True, clinic__sample=True, number="PB9250001"),
    ]
    for group in asked(*kinds).table.groups:
        for row in group.rows:
            for column, cell in row.cells:
                said = cell.lines or cell.unknown or cell.asrm_class or cell.plate or cell.source
                assert said, f"{row.label} of {column.treatment}"


def test_the_clinic_rows_name_languages_and_orders(pair):
    clinic = pair[0].clinic
    ClinicLanguage.objects.create(clinic=clinic, code="en")
    OrderTargetFactory(clinic=clinic)
    lifted = OfficialOrderFactory(
        lifted_on=datetime.date(2026, 2, 3), date=datetime.date(2024, 1, 1)
    )
    OrderTargetFactory(clinic=clinic, order=lifted, scope_en="This order was to the cell lab.")
    pair[1].clinic.orders_looked_up_on = datetime.date(2026, 10, 3)
    pair[1].clinic.save()
    compared = asked(*pair, TreatmentFactory())
    assert cells(compared, "Languages")[0].lines == ("English (staff speak it)",)
    assert cells(compared, "Languages")[1].unknown == "not_looked_up"
    ordered, none, unseen = cells(compared, "Official orders")
    assert ordered.lines == (
        "order to improve, 5 Mar 2025",
        "This order was to the clinic.",
        "order to improve, 1 Jan 2024 (lifted on 3 Feb 2026)",
        "This order was to the cell lab.",
    )
    assert none.lines == ("We looked on 3 Oct 2026 and found none.",)
    assert unseen.lines == ("Not looked up by us for this clinic. That is not an all-clear.",)


def test_sources_and_dates_stand_in_the_last_rows(pair):
    Source.objects.filter(pk=pair[0].source_id).update(title="Price page", seen_on="2026-10-01")
    Treatment.objects.filter(pk=pair[0].pk).update(checked_on="2026-10-02")
    compared = asked(*pair)
    source = cells(compared, "Facts read from")[0]
    assert (source.source, source.small) == ("Price page", "1 Oct 2026")
    assert source.source_url.startswith("https://clinic")
    assert cells(compared, "Checked by us")[0].lines == ("2 Oct 2026",)
    with time_machine.travel("2027-11-10T03:00Z"):
        assert "old" in cells(asked(*pair), "Checked by us")[0].old


def test_samples_are_named_and_never_mixed_in_silence(client, pair):
    sample = priced(
        treatment__is_sample=True, treatment__clinic=ClinicFactory(sample=True),
        treatment__number="PB9250001",
    )  # fmt: skip
    page = client.get(address(sample, pair[0])).text
    assert "Invented samples stand beside real treatments" in page
    # In the notice, the head, and beside each value where the table is stacked.
    assert page.count("invented sample") > 30
    assert "invented sample" not in client.get(address(*pair)).text.lower()
    assert cells(asked(sample, pair[0]), "Facts read from")[0].lines == ("Invented",)


def test_the_quote_link_asks_only_whom_one_can_ask(client, pair):
    entry = TreatmentFactory()
    sample = priced(
        treatment__is_sample=True, treatment__clinic=ClinicFactory(sample=True),
        treatment__number="PB9250001",
    )  # fmt: skip
    both = asked(pair[0], entry, pair[1], sample)
    ids = f"treatment={pair[0].pk}&treatment={pair[1].pk}"
    assert both.ask_url == f"/quotes/request/?{ids}"
    assert "This asks about A, C only." in client.get(address(pair[0], entry, pair[1], sample)).text
    assert client.get(both.ask_url).status_code == 200
    assert asked(sample, entry).ask_url == f"/quotes/request/?treatment={sample.pk}"
    assert asked(entry, TreatmentFactory()).ask_url == ""


def test_other_currencies_stand_beside_the_yen(client, pair):
    with time_machine.travel("2026-11-10T03:00Z", tick=False):
        page = client.get(address(*pair, currency="USD"))
        assert page.text.count("(ECB rate of 30 Oct 2026)") == 4
        assert page.context["compared"].columns[0].remove_url.endswith("currency=USD")
        assert "We do not know this currency" in client.get(address(*pair, currency="ZZZ")).text
    with time_machine.travel("2027-11-10T03:00Z", tick=False):
        old = client.get(address(*pair, currency="USD")).text
    assert "ECB" not in old
    assert "Prices are in yen only" in old


def test_compare_is_not_for_search_engines_and_not_for_shared_caches(client, pair):
    page = client.get(address(*pair))
    assert page["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in page.text
    assert "private" in page["Cache-Control"]
    assert "/compare/" not in client.get("/sitemap.xml", follow=True).text


def test_no_value_is_marked_as_better(client, pair):
    """The markup of a value does not depend on the value."""
    page = client.get(address(*pair)).text
    assert set(re.findall(r"<td([^>]*)>", page)) == {""}
    prices = re.findall(r'<span class="(k-compare__line[^"]*)">¥(?:2,420|990),000', page)
    assert prices == ["k-compare__line k-compare__line--price"] * 2
    for word in ("best", "cheapest", "recommended"):
        assert word not in page.lower()


def test_queries_do_not_grow_with_treatments(assert_same_queries, client, pair):
    def full(n):
        treatment = priced(includes=["doses"])
        ClinicLanguage.objects.create(clinic=treatment.clinic, code="en")
        OrderTargetFactory(clinic=treatment.clinic)
        return treatment

    four = [full(n) for n in range(4)]
    two = address(*four[:2])
    before = assert_same_queries(two, lambda: None)

    class Widened(type(client)):
        def get(self, url, *args, **kwargs):
            return super().get(address(*four), *args, **kwargs)

    assert assert_same_queries(two, lambda: None, as_client=Widened()) == before
    assert before <= 8


def test_the_japanese_page_is_japanese(client, pair):
    page = client.get("/ja" + address(*pair))
    assert page.status_code == 200
    assert "自己脂肪由来幹細胞" in page.text
