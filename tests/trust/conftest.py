import socket
import uuid

import pytest
from aiosmtpd.controller import Controller
from django.apps.registry import Apps
from django.db import connection, models

from trust import outbox
from trust.fields import EncryptedJSONField, EncryptedTextField

own_apps = Apps()


class SealedNote(models.Model):
    """A table that only these tests have."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    label = models.CharField(max_length=20, default="")
    diagnosis = EncryptedTextField(null=True, blank=True)
    message = EncryptedTextField(blank=True, default="")
    values_given = EncryptedJSONField(null=True, blank=True)

    class Meta:
        app_label = "trust_tests"
        apps = own_apps


@pytest.fixture(scope="session")
def _sealed_note_table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(SealedNote)


@pytest.fixture
def note_model(_sealed_note_table, db):
    return SealedNote


@pytest.fixture
def two_keys(settings):
    """Return (old, new): settings for "only the old key" and "the new one in front"."""
    old, new = {"k1": b"1" * 32}, {"k2": b"2" * 32, "k1": b"1" * 32}
    settings.FIELD_KEYS = old
    return old, new


class Postman:
    """What a mail server got, and how it answers."""

    def __init__(self):
        self.mails = []
        self.answer = "250 OK"
        self.recipient_answer = None
        self.on_data = None

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if self.recipient_answer:
            return self.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.on_data:
            self.on_data(envelope)
        if self.answer.startswith("250"):
            self.mails.append(envelope)
        return self.answer


@pytest.fixture
def postman(settings):
    """A real mail server on this computer."""
    postman = Postman()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_TIMEOUT = 3
    yield postman
    controller.stop()


@pytest.fixture
def letters(settings, tmp_path):
    """Mail templates of our own, and a register without the site's mails."""
    folder = tmp_path / "templates/emails/trial"
    folder.mkdir(parents=True)
    (folder / "subject.txt").write_text("{% translate 'Yes' %}: {{ subject }}\n")
    (folder / "body.txt").write_text("{{ text }} {{ site_url }}/quotes/\n")
    (folder / "body.html").write_text("<p>{{ text }}</p>\n")
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["DIRS"] = [tmp_path / "templates", *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    before = dict(outbox._resolvers)
    yield folder
    outbox._resolvers.clear()
    outbox._resolvers.update(before)
