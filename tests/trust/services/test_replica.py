"""The router against a second connection to the tests' own server; `make stack` has a real replica."""

from copy import deepcopy

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from clinics.models import PublicVersion
from clinics.search import version
from trust.services import replica
from trust.services.circuit import degraded

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True, databases=["default"]),
]


@pytest.fixture
def second(settings, django_db_blocker):
    """Return the settings of the second connection; a test may send it to a closed door."""
    connections.databases["replica"] = deepcopy(connection.settings_dict)
    settings.DATABASE_REPLICA_URL = "postgres://second"
    settings.DATABASE_ROUTERS = ["trust.services.replica.PublicReads"]
    connections["replica"].alias = "default"  # the guard of tests lets no other name through
    replica.CIRCUIT.worked()
    version.forget()
    yield connections.databases["replica"]
    connections["replica"].close()
    del connections["replica"], connections.databases["replica"]
    replica._same_version = None
    replica.CIRCUIT.worked()
    version.forget()


def asked(work) -> int:
    """Return how many queries the second connection had."""
    with CaptureQueriesContext(connections["replica"]) as caught:
        work()
    return len(caught)


def count() -> int:
    return PublicVersion.objects.count()


def test_public_reads_go_there_once_it_shows_the_same_version(second):
    assert asked(lambda: replica.read(count)) == 0
    version.token()
    assert asked(lambda: replica.read(count)) == 1
    assert asked(count) == 0
    assert degraded() == []


def test_a_public_page_is_read_there_and_a_private_one_is_not(second, client):
    version.token()
    assert asked(lambda: client.get("/clinics/")) > 0
    client.cookies["sessionid"] = "x"
    assert asked(lambda: client.get("/clinics/")) == 0


def test_while_it_is_behind_the_primary_answers_alone(second):
    replica.follow(lambda: False)
    assert asked(lambda: replica.read(count)) == 0
    assert degraded() == ["The replica is behind: public pages are read from the primary"]


def test_a_lost_replica_costs_no_answer(second, client):
    version.token()
    connections["replica"].close()
    connections["replica"].settings_dict["PORT"] = 1
    assert client.get("/clinics/").status_code == 200
    assert degraded() == ["The replica is away: public pages are read from the primary"]
