"""Health addresses: alive, and ready to serve."""

import pytest
from django.db import OperationalError

from operations.watching import lines


def test_healthz_needs_no_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok\n")
    assert response["Content-Type"].startswith("text/plain")
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_is_ok_when_every_migration_is_applied(client):
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_readyz_says_that_migrations_are_missing(client):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="clinics").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "not applied" in response.text


@pytest.mark.django_db
def test_readyz_says_that_the_database_is_away(client, monkeypatch):
    def away():
        raise OperationalError("secret host name")

    monkeypatch.setattr(lines, "missing_migrations", away)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "secret" not in response.text


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_a_balancer_that_knows_only_an_ip_address_is_answered(db, client, settings, address):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["kakunin.example"]
    response = client.get(address, headers={"host": "10.1.2.3:8000"})
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert client.get("/", headers={"host": "10.1.2.3:8000"}).status_code != 200
