"""What went wrong once between imports, staff and undo, kept from going wrong again."""

import datetime
import io
import re
import threading
import zipfile

import pytest
from django.db import connections

from clinics.actions import wish_price
from clinics.models import Clinic, Treatment
from clinics.sheets import SavedFile, WrongFile, tables
from register import actions
from register.actions import import_file
from register.exporting import export_rows
from register.models import Difference, Entry, Snapshot
from tests.factories import OrderTargetFactory, TreatmentFactory, UserFactory
from tests.register.lists import as_csv, as_sheet, row
from tests.register.test_differences import FIRST, LONG, others, read  # noqa: F401

pytestmark = pytest.mark.django_db
CHANGED = LONG.replace("関節内投与による再生医療の", "関節内への投与での再生医療による")


def checked_on_top(treatment):
    """Staff made this list entry a checked, live listing."""
    facts = TreatmentFactory(checked=True)
    names = ("risks_en", "risks_ja", "product", "origin", "checked_on", "published_at")
    Treatment.objects.filter(pk=treatment.pk).update(
        level="checked", source=treatment.list_source, **{n: getattr(facts, n) for n in names}
    )
    facts.clinic.delete()


def test_an_older_whole_list_changes_nothing_that_is_known_since(read):  # noqa: F811
    read(row(treatment=CHANGED), *others(), month=5)
    read(row(treatment=LONG), *others(), month=1)
    assert Entry.objects.exclude(replaced_by=None).count() == 0
    assert Treatment.objects.listed().filter(title_ja=CHANGED).exists()


def test_an_older_list_revives_no_row(read):  # noqa: F811
    read(row(), *others(), month=0)
    read(*others(), month=2)
    read(*others(3), month=3)
    actions.decide_all(kind="gone", up_to=Difference.objects.latest("pk").pk, by=UserFactory())
    gone = Treatment.objects.exclude(list_gone_on=None).get()
    read(row(), month=1, complete=False)
    gone.refresh_from_db()
    assert gone.list_gone_on is not None


def test_what_staff_withdrew_does_not_come_back_under_new_words(read):  # noqa: F811
    read(row(treatment=LONG), *others())
    Treatment.objects.filter(title_ja=LONG).update(publication="withdrawn")
    read(row(treatment=CHANGED), *others(), month=1)
    assert not Treatment.objects.listed().filter(title_ja=CHANGED).exists()
    difference = Difference.objects.waiting().get()
    actions.decide(difference=difference, yes=False, by=UserFactory())
    assert Treatment.objects.listed().filter(title_ja=CHANGED).exists()


def test_undo_takes_down_nothing_that_was_checked_since(read):  # noqa: F811
    read(row(treatment=LONG), *others())
    read(row(treatment=CHANGED), *others(), month=1)
    back = read(row(treatment=LONG), *others(), month=2)
    treatment = Treatment.objects.get(title_ja=LONG)
    checked_on_top(treatment)
    actions.undo_import(snapshot=back.snapshot, by=UserFactory())
    treatment.refresh_from_db()
    assert treatment.publication == "published"


def test_undo_keeps_a_title_that_staff_edited(read):  # noqa: F811
    read(row(treatment=LONG), *others())
    second = read(row(treatment=LONG.replace("の治療", "治療")), *others(), month=1)
    treatment = Treatment.objects.get(clinic__name_ja__contains="テスト")
    checked_on_top(treatment)
    Treatment.objects.filter(pk=treatment.pk).update(title_ja="担当者が直した名称")
    actions.undo_import(snapshot=second.snapshot, by=UserFactory())
    treatment.refresh_from_db()
    assert treatment.title_ja == "担当者が直した名称"


def test_a_question_is_settled_when_the_old_words_stand_there_again(read):  # noqa: F811
    read(row(treatment=LONG), *others())
    wish_price(treatment=Treatment.objects.get(title_ja=LONG))
    read(row(treatment=CHANGED), *others(), month=1)
    read(row(treatment=LONG), row(treatment=CHANGED), *others(), month=2)
    assert not Difference.objects.waiting().filter(kind="unsure").exists()


def test_an_import_never_renames_or_moves_a_clinic_with_a_checked_listing(read):  # noqa: F811
    read(row(address="大阪府大阪市北区1-1"))
    checked_on_top(Treatment.objects.get())
    Clinic.objects.update(name_ja="担当者が確かめた名前")
    read(row(facility="見本会　テストクリニック", address="大阪府堺市堺区9-9"))
    clinic = Clinic.objects.get()
    assert (clinic.name_ja, clinic.city_ja) == ("担当者が確かめた名前", "大阪市北区")


def test_one_row_of_a_clinic_does_not_move_the_others(read):  # noqa: F811
    here = "大阪府大阪市北区1-1"
    rows = [row(address=here), row(treatment="慢性疼痛の治療", address=here)]
    read(*rows)
    read(rows[0], rows[1] | {"address": "大阪府堺市堺区1-1"})
    assert sorted(Clinic.objects.values_list("city_ja", flat=True)) == ["堺市堺区", "大阪市北区"]


def test_under_an_order_a_question_can_be_answered_and_an_import_undone(read):  # noqa: F811
    read(row(treatment=LONG), *others())
    OrderTargetFactory(clinic=Treatment.objects.get(title_ja=LONG).clinic)
    second = read(row(treatment=CHANGED), *others(), month=1)
    difference = Difference.objects.waiting().get(kind="unsure")
    actions.decide(difference=difference, yes=True, by=UserFactory())
    joined = Entry.objects.get(pk=difference.entry_id).treatment
    assert joined.title_ja == CHANGED
    actions.undo_import(snapshot=second.snapshot, by=UserFactory())
    joined.refresh_from_db()
    assert joined.title_ja == LONG


def test_the_same_file_read_as_the_whole_list_is_another_reading(read, tmp_path):  # noqa: F811
    path = tmp_path / "same.csv"
    path.write_text(as_csv([row()]), encoding="utf-8")
    import_file(path, seen_on=FIRST, is_complete=False)
    again = import_file(path, seen_on=FIRST, is_complete=True)
    assert again.snapshot.is_complete
    assert Snapshot.objects.count() == 2
    assert import_file(path, seen_on=FIRST, is_complete=True).unchanged == 1


def test_a_file_without_a_row_that_can_be_taken_is_refused(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(as_csv([row()]), encoding="utf-8")
    with pytest.raises(WrongFile, match="no row can be taken"):
        import_file(path, list_class="3", seen_on=FIRST)
    assert not Snapshot.objects.exists()


def test_a_refused_row_is_not_missing_and_stays_in_the_export(read):  # noqa: F811
    rows = [row(), *others()]
    for month in range(3):
        broken = row(prefecture="大坂府") if month else row()
        report = read(broken, *others(4 if month < 2 else 3), month=month)
    assert report.refused
    waiting = Difference.objects.waiting().values_list("entry__institution", flat=True)
    assert rows[0]["facility"] not in waiting
    text = "".join(export_rows(report.snapshot))
    assert text == as_csv([row(prefecture="大坂府"), *others(3)])


def test_a_sheet_is_read_whole_whatever_it_claims_of_its_size(tmp_path):
    path = as_sheet([row(facility=f"院{n}") for n in range(10)], tmp_path / "a.xlsx")
    changed = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:G3"', content)
            new.writestr(name, content)
    [table] = tables(SavedFile("a.xlsx", changed.getvalue()))
    assert len(table) == 11


def test_cells_with_a_lone_carriage_return_survive_the_export(read):  # noqa: F811
    report = read(row(facility='甲院\r"分院"'))
    again = "".join(export_rows(report.snapshot))
    assert '"甲院\r""分院"""' in again


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_imports_undos_and_decisions_wait_for_each_other(tmp_path):
    """Two whole lists and an undo at once end as if they had come one by one."""

    def put(number, rows):
        path = tmp_path / f"{number}.csv"
        path.write_text(as_csv(rows), encoding="utf-8")
        day = FIRST + datetime.timedelta(days=30 * number)
        return import_file(path, seen_on=day, is_complete=True, accept_shrink=True)

    put(0, [row()])
    second = put(1, [row(), *others()])
    failures = []

    def run(job):
        try:
            job()
        except actions.CannotUndo:
            pass
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    by = UserFactory()
    jobs = [
        lambda: actions.undo_import(snapshot=second.snapshot, by=by),
        lambda: put(2, [row(), *others()]),
        lambda: put(3, [row(), *others(3)]),
    ]
    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not failures
    for snapshot in Snapshot.objects.standing():
        assert snapshot.sightings.count() == snapshot.rows
