"""The checks of live data see what an import must never leave behind."""

import datetime

import pytest

from clinics.models import Treatment
from operations.register_checks import gone, last_seen
from register.actions import import_file
from register.models import Entry
from tests.register.lists import SAMPLE

pytestmark = pytest.mark.django_db
DAY = datetime.date(2026, 9, 18)


@pytest.fixture
def entry():
    import_file(SAMPLE, seen_on=DAY)
    assert last_seen() == gone() == []
    return Entry.objects.order_by("pk")[0]


def test_a_wrong_day_is_seen(entry):
    Treatment.objects.filter(pk=entry.treatment_id).update(list_last_seen=None)
    assert last_seen() == [f"row {entry.pk}: last seen on {DAY}"]


@pytest.mark.parametrize("where", ["entry", "listing"])
def test_a_listing_that_disagrees_with_its_row_is_seen(entry, where):
    if where == "entry":
        Entry.objects.filter(pk=entry.pk).update(gone_on=DAY)
    else:
        Treatment.objects.filter(pk=entry.treatment_id).update(list_gone_on=DAY)
    assert len(gone()) == 1
