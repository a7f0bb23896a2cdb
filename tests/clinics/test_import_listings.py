"""The operator's own sheet: drafts and values of entries being checked, never a live listing."""

import datetime

import pytest
from django.core.management import CommandError, call_command

from clinics.imports.listing_rows import COLUMNS, SAMPLE
from clinics.imports.listings import import_listings
from clinics.models import Clinic, Finding, PriceSheet, Treatment
from clinics.sheets import WrongFile, collect
from tests.clinics.order_helpers import write_csv
from tests.factories import (
    ClinicFactory,
    PriceSheetFactory,
    SourceFactory,
    TreatmentFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ROW = {
    "clinic_name": "あおぞら医院", "prefecture": "東京都",
    "title": "自己脂肪由来幹細胞を用いた2型糖尿病の治療", "plan_number": "ＰＢ３２５０７７７",
    "class": "第二種", "product": "fat_msc", "origin": "own", "tissue": "adipose",
    "processing": "cultured", "route": "iv", "conditions": "t2d、慢性疼痛",
    "price_min": "２４２万円", "tax": "税込", "basis": "1回", "doses": "1", "visits": "3",
    "source_url": "https://aozora.example.org/price", "seen_on": "令和8年9月1日",
}  # fmt: skip
SEEN = datetime.date(2026, 9, 1)


@pytest.fixture
def sheet(tmp_path):
    def read(*rows, columns=COLUMNS, **options):
        return import_listings(
            collect(write_csv(tmp_path / "s.csv", *rows, columns=columns)), **options
        )

    return read


@pytest.fixture
def entry():
    """An entry of the ministry's list at the clinic the rows name."""
    return TreatmentFactory(
        clinic__name_ja="医療法人 あおぞら医院", title_ja=ROW["title"], list_source=SourceFactory(),
        product="", origin="", tissue="", processing="", route="", conditions=[],
    )  # fmt: skip


def only_reason(report) -> str:
    assert report.read == report.created + report.updated + report.unchanged + len(report.refused)
    [(_line, reason)] = report.refused
    return reason


def test_a_new_treatment_becomes_a_draft_of_a_new_clinic(sheet, client):
    by = UserFactory()
    report = sheet(ROW, by=by)
    assert (report.created, report.refused) == (1, [])
    treatment = Treatment.objects.get()
    assert (treatment.publication, treatment.level) == ("draft", "list")
    assert (treatment.number, treatment.asrm_class, treatment.visits) == ("PB3250777", "2", 3)
    assert treatment.being_checked_by == by
    assert {c.code for c in treatment.conditions.named()} == {"t2d", "chronic_pain"}
    assert (treatment.source.url, treatment.checked_on) == (ROW["source_url"], SEEN)
    price = treatment.prices.get()
    assert (price.jpy_min, price.jpy_max, price.total_min, price.tax) == (
        2_420_000, 2_420_000, 2_420_000, "included",
    )  # fmt: skip
    clinic = treatment.clinic
    assert (clinic.prefecture, clinic.region, clinic.is_sample) == ("JP-13", "3", False)
    assert client.get(f"/clinics/{clinic.slug}/").status_code == 404
    assert not Clinic.objects.listed().exists()


def test_values_of_a_list_entry_are_not_public(sheet, entry, client):
    by = UserFactory()
    assert sheet(ROW, by=by).updated == 1
    entry.refresh_from_db()
    assert (entry.level, entry.publication) == ("list", "published")
    assert (entry.number, entry.being_checked_by) == ("PB3250777", by)
    page = client.get(f"/clinics/{entry.clinic.slug}/").content.decode()
    assert "PB3250777" not in page
    assert "2,420,000" not in page


def test_findings_are_recorded(sheet, entry):
    sheet(ROW | {"origin": "donor", "class": "", "price_min": ""}, by=UserFactory())
    assert Finding.objects.get(rule="donor_class").severity == "error"
    assert Treatment.objects.get().level == "list"


def test_the_same_file_twice_changes_nothing(sheet, entry):
    by = UserFactory()
    sheet(ROW, ROW | {"title": "別の治療", "plan_number": ""}, by=by)

    def everything():
        rows = (Treatment, PriceSheet, Clinic)
        return [list(model.objects.order_by("pk").values()) for model in rows]

    before = everything()
    report = sheet(ROW, ROW | {"title": "別の治療", "plan_number": ""}, by=by)
    assert (report.unchanged, report.refused) == (2, [])
    assert everything() == before


def test_a_live_listing_is_never_changed(sheet):
    live = TreatmentFactory(checked=True, clinic__name_ja="あおぞら医院", number="PB3250777")
    PriceSheetFactory(treatment=live)
    before = Treatment.objects.values().get()
    row = ROW | {"conditions": "t2d", "price_min": "", "basis": "", "tax": "", "doses": ""}
    assert sheet(row).unchanged == 1, "what it says already"
    reason = only_reason(sheet(row | {"visits": "4", "route": "intra_articular"}))
    assert reason == "live: change it on the check page (route, visits)"
    assert "live" in only_reason(sheet(row | {"price_min": "1", "basis": "dose", "tax": "税込"}))
    assert Treatment.objects.values().get() == before
    assert PriceSheet.objects.count() == 1


def test_what_somebody_else_checks_is_left_alone(sheet, entry):
    Treatment.objects.update(being_checked_by=UserFactory())
    for by in (UserFactory(), None):
        assert only_reason(sheet(ROW, by=by)) == "somebody else is checking it now"
    assert not PriceSheet.objects.exists()


def test_an_older_sheet_does_not_undo_a_newer_one(sheet, entry):
    by = UserFactory()
    sheet(ROW, by=by)
    older = ROW | {"seen_on": "2026-08-01"}
    assert sheet(older, by=by).unchanged == 1
    assert "older than what stands here" in only_reason(sheet(older | {"visits": "9"}, by=by))
    newer = ROW | {"seen_on": "2026-10-01"}
    assert sheet(newer, by=by).updated == 1
    assert Treatment.objects.get().checked_on == datetime.date(2026, 10, 1)


def test_empty_cells_change_nothing(sheet, entry):
    by = UserFactory()
    sheet(ROW, by=by)
    blank = dict.fromkeys(ROW, "") | {
        "clinic": entry.clinic.slug, "treatment_id": str(entry.pk), "visits": "5",
        "source_url": ROW["source_url"], "seen_on": ROW["seen_on"],
    }  # fmt: skip
    assert sheet(blank, by=by).updated == 1
    entry.refresh_from_db()
    assert (entry.visits, entry.number, entry.product) == (5, "PB3250777", "fat_msc")
    assert entry.conditions.named().count() == 2
    assert entry.prices.get().jpy_min == 2_420_000


def test_a_changed_price_ends_the_one_before(sheet, entry):
    by = UserFactory()
    sheet(ROW, by=by)
    later = ROW | {"price_min": "198万円", "price_max": "220万円", "seen_on": "2026-10-01"}
    assert sheet(later, by=by).updated == 1
    old, new = PriceSheet.objects.order_by("valid_from")
    assert (old.valid_to, new.valid_from) == (
        datetime.date(2026, 9, 30),
        datetime.date(2026, 10, 1),
    )
    assert (new.jpy_min, new.total_max) == (1_980_000, 2_200_000)


def test_the_filed_title_and_class_stay_the_ministrys(sheet, entry):
    row = ROW | {"treatment_id": str(entry.pk), "title": "よく効く治療"}
    assert "the ministry's list says otherwise" in only_reason(sheet(row))
    assert "class" in only_reason(sheet(ROW | {"class": "3", "plan_number": ""}))


def test_a_treatment_is_told_apart_by_number_title_and_id(sheet, entry):
    twin = TreatmentFactory(clinic=entry.clinic, title_ja=ROW["title"])
    by = UserFactory()
    assert "2 treatments there fit" in only_reason(sheet(ROW, by=by))
    assert sheet(ROW | {"treatment_id": str(twin.pk)}, by=by).updated == 1
    assert Treatment.objects.get(number="PB3250777") == twin
    assert sheet(ROW, by=by).unchanged == 1, "now the number says which"
    other = TreatmentFactory()
    row = ROW | {"treatment_id": str(other.pk)}
    assert "no such treatment at this clinic" in only_reason(sheet(row, by=by))


def test_a_treatment_id_alone_is_enough(sheet, entry):
    row = {"treatment_id": str(entry.pk), "source_url": ROW["source_url"], "seen_on": "2026-09-01"}
    assert sheet(row | {"visits": "2"}).updated == 1


def test_two_lines_about_one_treatment_are_refused(sheet, entry):
    report = sheet(ROW, ROW | {"visits": "4"}, by=UserFactory())
    assert report.refused == [(3, "line 2 is about the same treatment")]
    assert Treatment.objects.get().visits == 3


def test_a_clinic_is_found_under_its_former_and_english_name_but_only_if_it_is_one(sheet):
    clinic = ClinicFactory(
        name_ja="新しい医院", name_en="Blue Sky", former_names="あおぞら医院(2020年)"
    )
    by = UserFactory()
    sheet(ROW, by=by)
    sheet(
        ROW | {"clinic_name": "BLUE SKY", "prefecture": "Tokyo", "title": "B", "plan_number": ""},
        by=by,
    )
    assert Treatment.objects.filter(clinic=clinic).count() == 2
    ClinicFactory(name_ja="あおぞら医院")
    assert "2 clinics there have this name" in only_reason(sheet(ROW, by=by))


def test_rows_of_one_new_clinic_share_it_and_a_refused_row_leaves_none(sheet):
    bad = ROW | {"clinic_name": "みなと医院", "plan_number": "FA3250001"}
    report = sheet(bad, ROW, ROW | {"title": "二つ目", "plan_number": ""})
    assert (report.created, len(report.refused)) == (2, 1)
    assert Clinic.objects.get().name_ja == "あおぞら医院"


def test_the_clinic_may_be_given_by_its_address(sheet, entry):
    row = ROW | {
        "clinic": f"https://site.example.org/clinics/{entry.clinic.slug}/",
        "clinic_name": "",
    }
    assert sheet(row).updated == 1
    assert "no listing with this address" in only_reason(sheet(row | {"clinic": "nowhere"}))


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"clinic_name": ""}, "say the clinic"),
        ({"prefecture": "大きな県"}, "prefecture"),
        ({"title": "", "plan_number": ""}, "a title and a class"),
        ({"class": ""}, "a title and a class"),
        ({"class": "4"}, "class: “4” cannot be read"),
        ({"plan_number": "FA3250001"}, "not a plan number"),
        ({"plan_number": "PB9250001"}, "sample data"),
        ({"plan_number": "なし"}, "Plan number"),
        ({"class": "outside"}, "outside the law has no plan number"),
        ({"product": "magic"}, "product"),
        ({"conditions": "t2d; everything"}, "everything"),
        ({"price_min": "0"}, "price_min"),
        ({"price_min": "about 2 million"}, "price_min"),
        ({"price_min": "3", "price_max": "2"}, "below the lowest"),
        ({"price_min": "99億円"}, "price_min"),
        ({"basis": ""}, "Price is for"),
        ({"doses": "3"}, "total_min is needed"),
        ({"tax": "税抜"}, "total_min is needed"),
        ({"tax": "maybe"}, "tax"),
        ({"visits": "9999"}, "visits"),
        ({"source_url": "aozora"}, "source_url"),
        ({"source_url": ""}, "source_url is empty"),
        ({"seen_on": "yesterday"}, "seen_on"),
        ({"seen_on": "2999-01-01"}, "not come yet"),
        ({"seen_on": ""}, "seen_on is empty"),
        ({"treatment_id": "9" * 25}, "treatment_id"),
        ({"treatment_id": "abc"}, "treatment_id"),
        ({"title": "治" * 301}, "300"),
        ({"clinic_name": "医" * 151}, "clinic_name"),
        ({"clinic_name": "、"}, "clinic_name"),
        ({"clinic_name": SAMPLE["clinic_name"]}, "invented row"),
    ],
)
def test_a_bad_row_is_refused_with_its_reason_and_leaves_nothing(sheet, changes, why):
    report = sheet(ROW | changes)
    assert why in only_reason(report)
    assert not Treatment.objects.exists()
    assert not PriceSheet.objects.exists()
    assert not Clinic.objects.exists()


def test_words_of_the_vocabulary_are_read_in_both_languages(sheet):
    from clinics.asrm import terms

    for n, language in enumerate(("en", "ja")):
        row = ROW | {"title": f"治療{n}", "plan_number": ""}
        for column, group in {
            "class": "class",
            "product": "product",
            "origin": "origin",
            "route": "route",
        }.items():
            code = "2" if group == "class" else ROW[column]
            row[column] = terms.label(group, code, language)
        assert sheet(row).refused == []
    assert Treatment.objects.filter(product="fat_msc", origin="own", route="iv").count() == 2


def test_an_exact_product_also_sets_the_kind_above_it(sheet):
    from clinics.asrm import terms

    exact = next(term for term in terms.terms("product") if term.parent)
    sheet(ROW | {"product": exact.code})
    treatment = Treatment.objects.get()
    assert (treatment.product, treatment.product_detail) == (exact.parent, exact.code)


@pytest.mark.parametrize(
    "left_out", [{"source_url"}, {"seen_on"}, {"clinic_name"}, {"title", "plan_number"}]
)
def test_a_wrong_header_is_refused_loudly_and_nothing_is_written(tmp_path, left_out):
    columns = [name for name in ROW if name not in left_out]
    row = {name: ROW[name] for name in columns}
    path = write_csv(tmp_path / "a.csv", row, columns=columns)
    with pytest.raises(CommandError, match="missing columns"):
        call_command("import_listings", str(path))
    assert not Treatment.objects.exists()


def test_too_many_rows_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("clinics.imports.rows.MOST_ROWS", 2)
    path = write_csv(tmp_path / "a.csv", ROW, ROW, ROW, columns=COLUMNS)
    with pytest.raises(WrongFile, match="more than 2 rows"):
        import_listings(collect(path))


def test_a_spreadsheet_is_read_and_its_notes_are_left(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["Notes of the office"])
    sheet = book.create_sheet("list")
    sheet.append(list(ROW))
    sheet.append([*list(ROW.values())[:-1], datetime.date(2026, 9, 1)])
    book.save(tmp_path / "s.xlsx")
    assert import_listings(collect(tmp_path / "s.xlsx")).created == 1
    assert Treatment.objects.get().checked_on == SEEN


def test_a_dry_run_writes_nothing(tmp_path, capsys, entry):
    before = Treatment.objects.values().get()
    path = write_csv(tmp_path / "a.csv", ROW, columns=COLUMNS)
    call_command("import_listings", str(path), "--dry-run")
    assert "dry run: read 1 = created 0 + updated 1" in capsys.readouterr().out
    assert Treatment.objects.values().get() == before
    assert not PriceSheet.objects.exists()


def test_a_row_the_database_refuses_is_counted_and_the_others_stand(sheet, monkeypatch):
    monkeypatch.setattr("clinics.imports.values.HIGHEST_PRICE", 2**80)
    report = sheet(
        ROW | {"price_min": str(2**70), "total_min": "5", "total_max": "5"}, ROW | {"title": "B"}
    )
    assert (report.created, len(report.refused)) == (1, 1)
