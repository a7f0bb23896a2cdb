"""One index per process and public version, swapped whole."""

import threading

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinics.actions import renew_version
from clinics.models import Treatment
from clinics.search import building, live, version
from tests.factories import TreatmentFactory
from tests.plugins import fresh_index

pytestmark = pytest.mark.django_db


@pytest.fixture
def unwatched(monkeypatch):
    """As on a real site: only the public version says that something changed."""
    monkeypatch.setattr(fresh_index, "watching", False)


def pass_a_second(monkeypatch):
    now = version.time.monotonic()
    monkeypatch.setattr(version.time, "monotonic", lambda: now + version.SECONDS)


def test_the_index_stays_until_the_version_changes(unwatched, monkeypatch):
    TreatmentFactory()
    first = live.current()
    with CaptureQueriesContext(connection) as queries:
        assert live.current() is first
    assert not queries
    pass_a_second(monkeypatch)
    with CaptureQueriesContext(connection) as queries:
        assert live.current() is first
    assert len(queries) == 1


def test_a_change_shows_within_a_second(unwatched, monkeypatch):
    one = TreatmentFactory()
    first = live.current()
    TreatmentFactory(clinic=one.clinic)
    assert live.current() is first
    pass_a_second(monkeypatch)
    second = live.current()
    assert (len(first.treatment_pks), len(second.treatment_pks)) == (1, 2)


def test_a_change_during_the_build_is_not_lost(unwatched, monkeypatch):
    TreatmentFactory()
    live.forget()
    building_once = iter([True])

    def build_and_change():
        index = building.build()
        if next(building_once, False):
            TreatmentFactory()  # commits between reading and swapping
        return index

    monkeypatch.setattr(live, "build", build_and_change)
    assert len(live.current().treatment_pks) == 2


def test_what_never_stands_still_is_built_again_at_the_next_look(unwatched, monkeypatch):
    TreatmentFactory()
    live.forget()
    built = []

    def build_and_change():
        built.append(building.build())
        renew_version()
        return built[-1]

    monkeypatch.setattr(live, "build", build_and_change)
    assert live.current() is built[-1]
    assert len(built) == live.TRIES
    monkeypatch.setattr(live, "build", building.build)
    assert live.current() is not built[-1]


def test_others_read_the_old_index_while_one_builds(unwatched, monkeypatch):
    TreatmentFactory()
    old = live.current()
    renew_version()
    version.forget()
    token = version.token()
    monkeypatch.setattr(live.version, "token", lambda: token)
    with live._lock:  # as if another thread were building
        found = []
        thread = threading.Thread(target=lambda: found.append(live.current()))
        thread.start()
        thread.join(timeout=10)
    assert found == [old]


def test_samples_come_and_go_with_the_setting(settings):
    TreatmentFactory()
    TreatmentFactory(clinic__sample=True, is_sample=True, checked=True, number="PB9250001")
    settings.SAMPLE_LISTINGS = True
    assert len(live.current().treatment_pks) == 2
    settings.SAMPLE_LISTINGS = False
    assert len(live.current().treatment_pks) == 1


def test_building_needs_the_same_queries_for_more_rows():
    TreatmentFactory()
    with CaptureQueriesContext(connection) as few:
        building.build()
    for _n in range(5):
        TreatmentFactory()
    with CaptureQueriesContext(connection) as many:
        building.build()
    assert len(few) == len(many) == 9


def test_an_empty_catalogue_has_an_index():
    assert not Treatment.objects.exists()
    index = live.current()
    assert len(index.numbering.every) == 0
