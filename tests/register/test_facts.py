"""What the list itself says of clinics, in one query."""

import datetime

import pytest

from register import facts
from register.actions import import_file
from register.facts import facts_for
from register.models import Entry
from tests.factories import TreatmentFactory
from tests.register.lists import SAMPLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported():
    import_file(SAMPLE, seen_on=datetime.date(2026, 9, 18))


def test_every_clinic_of_the_sample_is_counted_in_one_query(imported, django_assert_num_queries):
    clinics = {
        entry.treatment.clinic for entry in Entry.objects.select_related("treatment__clinic")
    }
    with django_assert_num_queries(1):
        found = facts_for(clinics)
    assert found.keys() == {clinic.pk for clinic in clinics}
    assert sum(one.without_address for one in found.values()) == Entry.objects.filter(address="").count() > 200  # fmt: skip
    assert sum(len(one.last_seen) for one in found.values()) == Entry.objects.count()


def test_facts_name_the_snapshot_and_whether_it_was_whole(imported):
    entry = Entry.objects.exclude(address="").first()
    found = facts_for([entry.treatment.clinic])[entry.treatment.clinic_id]
    seen = found.last_seen[entry.treatment_id]
    assert seen == facts.LastSeen(datetime.date(2026, 9, 18), is_complete=False)
    assert found.in_whole_list[entry.treatment_id] is False


def test_clinics_outside_the_list_and_hidden_rows_have_no_facts(imported):
    assert facts_for([]) == {}
    assert facts_for([TreatmentFactory().clinic]) == {}
    entry = Entry.objects.first()
    clinic = entry.treatment.clinic
    clinic.treatments.update(publication="withdrawn")
    assert facts_for([clinic]) == {}
