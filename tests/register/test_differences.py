"""Two lists after each other: what goes on, what ends, what a person decides, and the undo."""

import datetime
from pathlib import Path

import pytest
from django.db import transaction

from clinics.actions import wish_price
from clinics.models import Clinic, Treatment
from register import actions
from register.actions import Shrunk, import_file
from register.actions.deciding import NewRowInUse
from register.exporting import export_rows
from register.models import Difference, Entry, Sighting, Snapshot
from tests.factories import UserFactory
from tests.register.lists import SAMPLE, as_csv, as_page, row

pytestmark = pytest.mark.django_db

FIRST = datetime.date(2026, 9, 18)
KIND, STATE = Difference.Kind, Difference.State
LONG = "自己脂肪由来間葉系幹細胞を用いた変形性膝関節症に対する関節内投与による再生医療の治療"


@pytest.fixture
def read(tmp_path):
    """Import rows as the complete list of the n-th month."""
    number = iter(range(100))

    def _read(*rows, month=None, complete=True, **options):
        place = next(number)
        path = tmp_path / f"{place}.csv"
        path.write_text(as_csv(list(rows)), encoding="utf-8")
        day = FIRST + datetime.timedelta(days=30 * (place if month is None else month))
        options = {"accept_shrink": True} | options
        return import_file(path, seen_on=day, is_complete=complete, **options)

    return _read


def others(count=4):
    return [row(facility=f"別院{n}クリニック", register_key="") for n in range(count)]


def state():
    """Everything an undo must bring back."""
    tables = (Clinic, Treatment, Entry)
    skip = {"updated_at", "search_text"}
    found = [
        [{k: v for k, v in r.items() if k not in skip} for r in m.objects.order_by("pk").values()]
        for m in tables
    ]
    return [*found, list(Sighting.objects.order_by("pk").values_list("entry", "snapshot"))]


@pytest.mark.parametrize(
    "same",
    [
        {"facility": "医療法人社団見本会　テスト クリニック"},
        {"facility": "見本会テストクリニック"},
        {"facility": "(医社)見本会\\nテストｸﾘﾆｯｸ"},
        {"treatment": "自己脂肪由来幹細胞を用いた「糖尿病」の治療"},
        {"treatment": "自己脂肪由来幹細胞を用いた\\n糖尿病　の治療"},
    ],
)
def test_spaces_brackets_width_and_legal_form_do_not_make_a_new_row(read, same):
    read(row())
    report = read(row(**same))
    assert (report.created, report.updated) == (0, 1)
    assert Entry.objects.get().snapshot == report.snapshot


def test_a_near_match_goes_on_by_itself(read):
    read(row(treatment=LONG))
    before = Treatment.objects.get()
    report = read(row(treatment=LONG.replace("による再生医療の", "による再生医療")))
    assert dict(report.differences)["respelled"] == 1
    after = Treatment.objects.get()
    assert after.pk == before.pk
    assert after.title_ja.endswith("再生医療治療")
    difference = Difference.objects.get()
    assert difference.score >= 0.95
    assert difference.before["title"] == LONG


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"treatment": LONG}, {"treatment": LONG.replace("膝", "股")}),
        ({"treatment": LONG + "ACP"}, {"treatment": LONG + "APS"}),
        ({"facility": "医療法人社団見本会 とても長い名前の整形外科スポーツクリニック銀座院"},
         {"facility": "医療法人社団見本会 とても長い名前の整形外科スポーツクリニック新宿院"}),
    ],
)  # fmt: skip
def test_likeness_is_not_sameness(read, old, new):
    """A knee and a hip, two kits, two branches: never continued by themselves."""
    read(row(**old), *others())
    report = read(row(**new), *others())
    assert report.differences["respelled"] == 0
    assert report.created == 1


def test_a_reworded_row_ends_and_its_page_leads_to_the_new_one(read, client):
    read(row(register_key="02E2604001"), *others())
    old = Clinic.objects.get(name_ja__contains="テスト")
    renamed = row(
        facility="医療法人甲乙会 新しい名前の医院",
        treatment="自己脂肪由来幹細胞を用いた糖尿病の治療",
        register_key="02E2604001",
    )
    # The same filing under a new name: close enough to be looked at, surely the same house.
    report = read(
        row(facility="医療法人甲会 テストクリニック", register_key="02E2604001"), *others()
    )
    assert renamed["register_key"]
    assert report.differences["reworded"] == 1
    ended = Entry.objects.exclude(replaced_by=None).get()
    assert ended.treatment.publication == "withdrawn"
    response = client.get(old.get_absolute_url())
    assert response.status_code == 301
    assert response.url == ended.replaced_by.treatment.clinic.get_absolute_url()


def test_two_clinics_with_like_names_are_not_one(read):
    read(row(facility="山田整形外科クリニック", register_key="02E2604001"), *others())
    report = read(row(facility="山本整形外科クリニック", register_key="02E2609001"), *others())
    assert report.differences["reworded"] == 0
    assert Entry.objects.exclude(replaced_by=None).count() == 0


def test_where_something_hangs_on_it_a_person_decides(read):
    read(row(treatment=LONG), *others())
    wish_price(treatment=Treatment.objects.get(title_ja=LONG))
    changed = LONG.replace("関節内投与による再生医療の", "関節内への投与での再生医療による")
    report = read(row(treatment=changed), *others())
    assert report.differences["unsure"] == 1
    difference = Difference.objects.waiting().get()
    assert Treatment.objects.listed().filter(title_ja__in=[LONG, changed]).count() == 2
    by = UserFactory()
    actions.decide(difference=difference, yes=True, by=by)
    kept = Entry.objects.get(pk=difference.entry_id)
    assert kept.title == changed
    assert kept.treatment.price_wish.count == 1
    assert Treatment.objects.filter(title_ja=changed).count() == 0 or kept.treatment.title_ja
    assert Sighting.objects.filter(entry=kept).count() == 2
    with pytest.raises(actions.AlreadyDecided):
        actions.decide(difference=difference, yes=False, by=by)


def test_rows_are_not_joined_when_the_new_one_is_in_use(read):
    read(row(treatment=LONG), *others())
    wish_price(treatment=Treatment.objects.get(title_ja=LONG))
    read(row(treatment=LONG.replace("再生医療の", "再生医療による")[:-2]), *others())
    difference = Difference.objects.waiting().get()
    wish_price(treatment=difference.other.treatment)
    with pytest.raises(NewRowInUse), transaction.atomic():
        actions.decide(difference=difference, yes=True, by=UserFactory())
    difference.refresh_from_db()
    assert difference.state == STATE.WAITING


def test_a_row_is_gone_only_after_two_complete_lists_and_a_person(read, client):
    read(row(), *others())
    treatment = Treatment.objects.get(clinic__name_ja__contains="テスト")
    read(*others(), month=1)
    assert not Difference.objects.exists()
    read(*others(2), month=2, complete=False)
    assert not Difference.objects.exists()
    report = read(*others(), row(facility="新院", register_key=""), month=3)
    assert report.differences["gone"] == 1
    assert Treatment.objects.listed().filter(pk=treatment.pk).exists()
    difference = Difference.objects.waiting().get()
    actions.decide(difference=difference, yes=True, by=UserFactory())
    treatment.refresh_from_db()
    assert treatment.list_gone_on == report.snapshot.source.seen_on
    assert not Treatment.objects.listed().filter(pk=treatment.pk).exists()
    page = client.get(treatment.clinic.get_absolute_url())
    assert page.status_code == 200
    assert "No longer found in the ministry" in page.content.decode()


def test_a_row_that_comes_back_is_listed_again(read):
    read(row(), *others())
    read(*others(), month=1)
    read(*others(3), month=2)
    actions.decide_all(kind="gone", up_to=Difference.objects.latest("pk").pk, by=UserFactory())
    report = read(row(), *others(), month=3)
    assert report.differences["back"] == 1
    assert Treatment.objects.get(clinic__name_ja__contains="テスト").list_gone_on is None
    assert Treatment.objects.listed().count() == 5


def test_an_open_question_is_settled_when_the_row_is_seen_again(read):
    read(row(), *others())
    read(*others(), month=1)
    read(*others(3), month=2)
    assert Difference.objects.waiting().count() == 1
    read(row(), *others(), month=3)
    assert not Difference.objects.waiting().exists()


def test_confirming_all_leaves_what_came_after_the_page_was_shown(read):
    read(*others(6))
    read(*others(4), month=1)
    read(*others(3), month=2)
    shown = Difference.objects.latest("pk").pk
    read(*others(2), month=3)
    assert actions.decide_all(kind="gone", up_to=shown, by=UserFactory()) == 2
    assert Difference.objects.waiting().count() == 1


def test_an_older_file_moves_no_date_back(read):
    read(row(register_key="02E2609001"), month=5)
    report = read(row(register_key="02E2604001"), month=1, complete=False)
    assert report.unchanged == 1
    treatment = Treatment.objects.get()
    assert treatment.list_key == "02E2609001"
    assert treatment.list_last_seen == FIRST + datetime.timedelta(days=150)
    assert Entry.objects.get().snapshot.source.seen_on == treatment.list_last_seen


def test_a_list_that_shrank_asks_first(read):
    read(*others(10))
    with pytest.raises(Shrunk, match="7 rows, 10 in the last complete list"):
        read(*others(7), accept_shrink=False)
    assert Snapshot.objects.count() == 1
    assert read(*others(7), complete=False, accept_shrink=False).unchanged == 0


def test_branches_stay_apart_and_rows_without_address_are_grouped(read):
    name = "見本クリニック"
    read(
        row(facility=name, address="大阪府大阪市北区梅田1-1"),
        row(facility=name, address="大阪府堺市堺区1-1"),
        row(facility=name, treatment="糖尿病の治療"),
        row(facility="一つだけ医院", address="大阪府豊中市1-1"),
        row(facility="一つだけ医院", treatment="糖尿病の治療"),
    )
    cities = sorted(Clinic.objects.filter(name_ja=name).values_list("city_ja", flat=True))
    assert cities == ["", "堺市堺区", "大阪市北区"]
    assert Clinic.objects.get(name_ja="一つだけ医院").treatments.count() == 2


def test_addresses_that_appear_later_part_the_branches_and_undo_joins_them(read):
    rows = [row(), row(treatment="糖尿病の治療"), row(treatment="慢性疼痛の治療")]
    read(*rows)
    [clinic] = Clinic.objects.all()
    before = state()
    addresses = ["大阪府大阪市北区1-1", "大阪府堺市堺区1-1", "大阪府大阪市北区1-1"]
    told = [r | {"address": a} for r, a in zip(rows, addresses, strict=True)]
    report = read(*told)
    assert report.differences["changed"] == 3
    cities = Clinic.objects.order_by("city_ja").values_list("city_ja", "slug")
    assert [city for city, _slug in cities] == ["堺市堺区", "大阪市北区"]
    assert dict(cities)["大阪市北区"] == clinic.slug
    assert clinic.treatments.count() == 2
    again = read(*[r | {"documents": "2"} for r in told])
    assert again.created == 0
    assert Clinic.objects.count() == 2
    for snapshot in Snapshot.objects.order_by("-pk")[:2]:
        actions.undo_import(snapshot=snapshot, by=UserFactory())
    assert state() == before


def test_a_branch_that_moves_keeps_its_page(read):
    read(row(address="大阪府大阪市北区1-1"))
    slug = Clinic.objects.get().slug
    read(row(address="大阪府堺市堺区1-1"))
    clinic = Clinic.objects.get()
    assert (clinic.slug, clinic.city_ja) == (slug, "堺市堺区")


def test_an_address_that_appears_later_fills_the_clinic(read):
    read(row())
    read(row(address="大阪府大阪市北区梅田1-1"))
    clinic = Clinic.objects.get()
    assert (clinic.city_ja, clinic.city_en) == ("大阪市北区", "Kita, Osaka")


@pytest.mark.parametrize(
    "second",
    [
        [row(register_key="02E2609009", documents="3", address="大阪府豊中市1-1"), *others()],
        [row(treatment=LONG.replace("の治療", "治療")), *others()],
        [row(facility="医療法人甲会 テストクリニック"), *others()],
        [*others(6)],
        [row(), row(), *others(2)],
    ],
)
def test_undo_brings_back_exactly_what_stood_before(read, second):
    first = [row(), row(treatment=LONG), *others()]
    read(*first)
    read(*first, row(facility="もう一つ医院"), month=1)
    before, waiting = state(), Difference.objects.waiting().count()
    report = read(*second, month=2)
    assert state() != before
    actions.undo_import(snapshot=report.snapshot, by=UserFactory())
    assert state() == before
    assert Difference.objects.waiting().count() == waiting
    again = read(*second, month=2)
    assert again.created == report.created


def test_undo_refuses_where_something_hangs_or_builds_on_it(read):
    one = read(row())
    read(row(), *others(1))
    with pytest.raises(actions.CannotUndo, match="later import"):
        actions.undo_import(snapshot=one.snapshot, by=UserFactory())
    last = Snapshot.objects.latest("pk")
    wish_price(treatment=Treatment.objects.get(clinic__name_ja__contains="別院"))
    with pytest.raises(actions.CannotUndo, match="1 of its new"):
        actions.undo_import(snapshot=last, by=UserFactory())
    assert Treatment.objects.count() == 2


def test_the_export_of_a_list_is_the_file_character_by_character():
    report = import_file(SAMPLE, seen_on=FIRST)
    assert "".join(export_rows(report.snapshot)) == SAMPLE.read_text(encoding="utf-8")


def test_the_page_the_site_serves_imports_like_the_csv(tmp_path):
    path = Path(tmp_path) / "list.html"
    path.write_text(as_page([row(), *others()]), encoding="utf-8")
    report = import_file(path, list_class="2", seen_on=FIRST, is_complete=True)
    assert report.created == 5
    assert Treatment.objects.get(list_key="02E2604001").documents.count() == 1
