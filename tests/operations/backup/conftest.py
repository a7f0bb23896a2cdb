"""A real database to copy from, empty ones to restore into, and a key pair."""

import shutil
import subprocess
from contextlib import contextmanager

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection

from trust.uploads import files


@contextmanager
def database_at(name):
    """Let Django's connection mean another database meanwhile."""
    before, held = connection.settings_dict["NAME"], connection.connection
    if connection.vendor == "postgresql":
        connection.close()
        held = None
    connection.connection, connection.settings_dict["NAME"] = None, str(name)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = held, before


@pytest.fixture
def filled(transactional_db, tmp_path, settings, monkeypatch):
    """The test's own database, in a file where it was in memory; give a place for files, too."""
    settings.BACKUP_FOLDER = tmp_path / "backups"
    place = FileSystemStorage(tmp_path / "private")
    monkeypatch.setattr(files, "storage", lambda: place)
    return connection


@pytest.fixture
def source(filled, tmp_path):
    """Call it once the rows are there: from then on the connection reads a real file."""
    if connection.vendor == "postgresql":
        yield lambda: None
        return
    entered = []

    def into_a_file():
        import sqlite3

        target = sqlite3.connect(tmp_path / "source.sqlite3")
        connection.connection.backup(target)
        target.close()
        manager = database_at(tmp_path / "source.sqlite3")
        manager.__enter__()
        entered.append(manager)

    yield into_a_file
    for manager in entered:
        manager.__exit__(None, None, None)


@pytest.fixture
def empty(tmp_path, monkeypatch):
    """A context manager: inside it the site stands on an empty database and an empty folder."""

    @contextmanager
    def place():
        there = FileSystemStorage(tmp_path / "restored")
        monkeypatch.setattr(files, "storage", lambda: there)
        if connection.vendor != "postgresql":
            with database_at(tmp_path / "restored.sqlite3"):
                yield
            return
        name = f"{connection.settings_dict['NAME']}_restored"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {name}")
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            with database_at(name):
                yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")

    return place


@pytest.fixture
def age(tmp_path, settings):
    """An age key pair: the settings hold the public half; gives a function that opens."""
    if shutil.which("age") is None:
        pytest.skip("age is not installed (Debian: apt-get install age)")
    secret = tmp_path / "secret.key"
    subprocess.run(["age-keygen", "-o", secret], check=True, capture_output=True)
    shown = subprocess.run(["age-keygen", "-y", secret], check=True, capture_output=True, text=True)
    settings.BACKUP_RECIPIENT = shown.stdout.strip()
    return lambda archive: _output("age", "--decrypt", "-i", secret, archive)


@pytest.fixture
def gpg(tmp_path, settings):
    """The same with an OpenPGP key."""
    if shutil.which("gpg") is None:
        pytest.skip("gpg is not installed")
    home = tmp_path / "gpg"
    home.mkdir(mode=0o700)
    quiet = ["gpg", "--homedir", home, "--batch", "--quiet"]
    make = ["--passphrase", "", "--quick-generate-key", "backup@example.org", "future-default"]
    subprocess.run([*quiet, *make], check=True, capture_output=True)
    public = tmp_path / "public.asc"
    subprocess.run([*quiet, "--armor", "--output", public, "--export"], check=True)
    settings.BACKUP_RECIPIENT = str(public)
    yield lambda archive: _output(*quiet, "--decrypt", archive)
    subprocess.run(["gpgconf", "--homedir", home, "--kill", "all"], check=False)


def _output(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout
