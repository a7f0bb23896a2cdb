"""A sheet of official orders: numbers attach, names wait, the same file twice changes nothing."""

import pytest
from django.core.management import CommandError, call_command

from clinics.imports.order_rows import COLUMNS, SAMPLE
from clinics.imports.orders import import_orders
from clinics.models import OfficialOrder, OrderTarget, PublicChange
from clinics.orders import removing
from clinics.sheets import WrongFile, collect
from tests.clinics.order_helpers import verifier, write_csv
from tests.factories import CellLabFactory, ClinicFactory, TreatmentFactory, UserFactory

pytestmark = pytest.mark.django_db

ROW = {
    "kind": "改善命令", "date": "令和7年3月5日", "authority_ja": "九州厚生局",
    "authority_en": "Kyushu bureau", "summary_ja": "記録がなかった。",
    "summary_en": "Records were not kept.", "source_url": "https://bureau.example.org/1",
    "seen_on": "2025-03-06", "facility_number": "ＦＡ３２５０００１",
}  # fmt: skip
NAMED = ROW | {"facility_number": "", "institution": "あおぞら医院", "date": "2025-03-07"}


@pytest.fixture(autouse=True)
def _roles(db):
    call_command("sync_roles", verbosity=0)


@pytest.fixture
def lab_clinic():
    treatment = TreatmentFactory(checked=True)
    treatment.cell_labs.add(CellLabFactory(number="FA3250001"))
    return treatment.clinic


@pytest.fixture
def sheet(tmp_path):
    def read(*rows, name="orders.csv", columns=COLUMNS, **options):
        path = write_csv(tmp_path / name, *rows, columns=columns)
        return import_orders(collect(path), **options)

    return read


def adds_up(report):
    return report.read == report.created + report.updated + report.unchanged + len(report.refused)


def test_numbers_attach_and_names_wait(sheet, lab_clinic):
    ClinicFactory(name_ja="あおぞら医院")
    report = sheet(ROW, NAMED)
    assert (report.read, report.created, report.refused) == (2, 2, [])
    [target] = OrderTarget.objects.all()
    assert (target.clinic, target.order.waits_since) == (lab_clinic, None)
    assert "not to this clinic" in target.scope_en
    waiting = OfficialOrder.objects.waiting().get()
    assert waiting.addressees.get().value == "あおぞら医院"
    assert not waiting.targets.exists()
    assert PublicChange.objects.filter(clinic=lab_clinic).exists()


def test_an_order_with_a_number_and_a_name_shows_by_number_and_waits_for_the_name(
    sheet, lab_clinic
):
    sheet(ROW | {"institution": "あおぞら医院"})
    order = OfficialOrder.objects.get()
    assert order.targets.get().clinic == lab_clinic
    assert order.waits_since


def test_the_same_file_twice_changes_nothing(sheet, lab_clinic):
    sheet(ROW, NAMED)

    def everything():
        return [
            list(OfficialOrder.objects.order_by("pk").values()),
            list(OrderTarget.objects.order_by("pk").values()),
            PublicChange.objects.count(),
        ]

    before = everything()
    report = sheet(ROW, NAMED)
    assert (report.unchanged, report.created, report.refused) == (2, 0, [])
    assert everything() == before


def test_a_lifting_is_the_only_news_about_an_order(sheet, lab_clinic):
    sheet(ROW)
    lifted = ROW | {"lifted_on": "R7.9.1", "lifted_source_url": "https://bureau.example.org/2"}
    report = sheet(lifted)
    assert (report.updated, adds_up(report)) == (1, True)
    order = OfficialOrder.objects.get()
    assert str(order.lifted_on) == "2025-09-01"
    assert order.lifted_source.url == "https://bureau.example.org/2"
    assert sheet(lifted).unchanged == 1
    assert sheet(ROW).unchanged == 1, "a sheet that does not know of it lifts nothing back"
    [(line, why)] = sheet(lifted | {"lifted_on": "2025-09-02"}).refused
    assert (line, "another day" in why) == (2, True)
    [(_line, why)] = sheet(ROW | {"summary_en": "Other words."}).refused
    assert "summary_en" in why
    [(_line, why)] = sheet(ROW | {"source_url": "https://bureau.example.org/9"}).refused
    assert "source" in why


def test_an_order_two_people_removed_does_not_come_back(sheet):
    sheet(ROW)
    order = OfficialOrder.objects.get()
    removal = removing.ask_removal(order=order, by=UserFactory(), reason="wrong_order")
    removing.confirm_removal(removal=removal, by=verifier())
    [(_line, why)] = sheet(ROW).refused
    assert "two people removed this order" in why
    assert not OfficialOrder.objects.exists()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"kind": "rumour"}, "kind"),
        ({"kind": ""}, "kind is empty"),
        ({"date": "5 March"}, "date"),
        ({"date": "2999-01-01"}, "not come yet"),
        ({"date": ""}, "date is empty"),
        ({"seen_on": ""}, "seen_on is empty"),
        ({"authority_en": ""}, "authority_en is empty"),
        ({"authority_ja": "局" * 101}, "authority_ja"),
        ({"summary_ja": "", "summary_en": "x"}, "summary_ja is empty"),
        ({"source_url": "ftp://x"}, "source_url"),
        ({"source_url": "https://x.example.org/" + "a" * 500}, "source_url"),
        ({"facility_number": "PB3250001"}, "is not a number of a cell lab"),
        ({"facility_number": ""}, "to whom"),
        ({"corporation_number": "123"}, "13 digits"),
        ({"lifted_on": "2025-01-01"}, "before its day"),
        ({"lifted_on": "2025-09-01", "lifted_source_url": "no"}, "lifted_source_url"),
        ({"institution": SAMPLE["institution"]}, "invented row"),
    ],
)
def test_a_bad_row_is_refused_with_line_and_reason_and_the_others_stand(sheet, changes, why):
    report = sheet(NAMED, ROW | changes)
    assert (report.created, adds_up(report)) == (1, True)
    [(line, reason)] = report.refused
    assert line == 3
    assert why in reason
    assert OfficialOrder.objects.count() == 1


def test_sample_numbers_are_for_sites_that_show_samples(sheet, settings):
    settings.SAMPLE_LISTINGS = False
    [(_line, why)] = sheet(ROW | {"plan_number": "PB9250001"}).refused
    assert "sample data" in why


def test_headers_are_read_in_japanese_and_in_any_order(tmp_path, lab_clinic):
    pairs = [(column.also[0], ROW.get(column.name, "")) for column in reversed(COLUMNS)]
    path = tmp_path / "b.csv"
    path.write_bytes(
        "\r\n".join([",".join(n for n, _v in pairs), ",".join(v for _n, v in pairs)]).encode(
            "cp932"
        )
    )
    assert import_orders(collect(path)).created == 1
    assert OfficialOrder.objects.get().targets.get().clinic == lab_clinic


@pytest.mark.parametrize("name", ["kind", "date", "seen_on", "source_url", "summary_ja"])
def test_a_wrong_header_is_refused_loudly_and_nothing_is_written(tmp_path, name):
    columns = ["other" if c.name == name else c.name for c in COLUMNS]
    path = write_csv(tmp_path / "a.csv", {"other": "x"}, columns=columns)
    with pytest.raises(CommandError, match=f"missing columns {name}"):
        call_command("import_orders", str(path))
    assert not OfficialOrder.objects.exists()


def test_a_column_nobody_reads_is_told(sheet):
    report = sheet(ROW | {"memo": "x"}, columns=[*(c.name for c in COLUMNS), "memo"])
    assert report.ignored == ["memo"]


def test_a_header_alone_is_refused(tmp_path):
    with pytest.raises(WrongFile, match="no row"):
        import_orders(collect(write_csv(tmp_path / "a.csv", columns=COLUMNS)))


def test_a_dry_run_writes_nothing_and_says_the_same(tmp_path, capsys, lab_clinic):
    path = write_csv(tmp_path / "a.csv", ROW, ROW | {"kind": "rumour"}, columns=COLUMNS)
    call_command("import_orders", str(path), "--dry-run")
    out = capsys.readouterr().out
    assert "refused line 3: kind: “rumour” cannot be read" in out
    assert "dry run: read 2 = created 1 + updated 0 + unchanged 0 + refused 1" in out
    assert not OfficialOrder.objects.exists()
    assert not OrderTarget.objects.exists()


def test_the_command_names_who_answers_for_it(tmp_path, lab_clinic):
    person = UserFactory(username="mori")
    path = write_csv(tmp_path / "a.csv", ROW, columns=COLUMNS)
    with pytest.raises(CommandError, match="no active staff member 'nobody'"):
        call_command("import_orders", str(path), "--by", "nobody")
    call_command("import_orders", str(path), "--by", "mori")
    assert OfficialOrder.objects.get().entered_by == person
