"""Workers as real processes and threads, killed and racing."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as site_settings
from django.db import connection
from django.utils import timezone

from trust.models import OutboxMail
from trust.outbox import Letter, enqueue, register_mail, send_due

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WORKER = """
import sys, django
from django.conf import settings
django.setup()
settings.TEMPLATES[0]["DIRS"].insert(0, sys.argv[2])
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[1])
from trust import outbox
outbox.register_mail(
    "trial", lambda key: outbox.Letter("a@example.org", {"subject": key, "text": ""})
)
outbox.send_due()
"""


def start_worker(settings, letters):
    database = connection.settings_dict
    address = f"{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(settings.EMAIL_PORT), str(letters.parent.parent)],
        cwd=Path(site_settings.BASE_DIR),
        env={**os.environ, "DEBUG": "1", "DATABASE_URL": f"postgres://{address}"},
    )


def register_trial():
    register_mail("trial", lambda key: Letter("a@example.org", {"subject": key, "text": ""}))


def test_a_worker_killed_in_the_middle_loses_nothing(letters, postman, settings):
    register_trial()
    mails = {enqueue(template="trial", object_id=number, language="en").pk for number in range(4)}
    reached, killed = threading.Event(), threading.Event()

    def hold(envelope):
        if len(postman.mails) == 2 and not killed.is_set():
            reached.set()
            killed.wait(20)

    postman.on_data = hold
    worker = start_worker(settings, letters)
    assert reached.wait(60), "the worker never sent its third mail"
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)
    killed.set()
    assert OutboxMail.objects.filter(sent_at__isnull=False).count() == 2
    assert send_due() == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert send_due() == 1
    sent = [_message_id(envelope) for envelope in postman.mails]
    # The server had taken the third one before the kill, so it came twice under one Message-ID.
    assert len(sent) == 5
    assert {name.partition("@")[0] for name in sent} == {f"<{key}" for key in mails}


def test_many_workers_send_each_mail_once(letters, postman):
    register_trial()
    for number in range(60):
        enqueue(template="trial", object_id=number, language="en")

    def work(_):
        try:
            return send_due(limit=60)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(work, range(6))) == 60
    assert len({_message_id(envelope) for envelope in postman.mails}) == len(postman.mails) == 60


def _message_id(envelope):
    lines = envelope.content.decode().splitlines()
    return next(line.partition(": ")[2] for line in lines if line.startswith("Message-ID: "))
