import logging
import smtplib
import socket
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from trust import outbox
from trust.models import OutboxMail
from trust.outbox import Letter, enqueue, register_mail, send_due

ADDRESS = "canary.patient@example.org"
TEXT = "canary-text <b>&"


@pytest.fixture
def trial(letters, db):
    register_mail("trial", lambda object_id: Letter(ADDRESS, {"subject": "S", "text": TEXT}))
    return lambda **more: enqueue(**{"template": "trial", "object_id": 1, "language": "en", **more})


def read(envelope):
    return message_from_bytes(envelope.content, policy=policy.default)


def test_a_mail_reaches_a_real_server(trial, postman, settings):
    settings.SITE_URL = "https://clinics.example.org"
    mail = trial()
    assert send_due() == 1
    [envelope] = postman.mails
    message = read(envelope)
    assert envelope.rcpt_tos == [ADDRESS]
    assert message["Message-ID"] == f"<{mail.pk}@clinics.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Subject"] == "Yes: S"
    plain = message.get_body(["plain"]).get_content()
    assert TEXT in plain and "https://clinics.example.org/quotes/" in plain
    assert "canary-text &lt;b&gt;&amp;" in message.get_body(["html"]).get_content()
    mail.refresh_from_db()
    assert mail.sent_at and mail.tries == 1 and mail.leased_until is None
    assert send_due() == 0


def test_the_row_holds_neither_address_nor_text(trial, postman):
    trial()
    send_due()
    row = str(OutboxMail.objects.values().get())
    assert ADDRESS not in row and "canary" not in row


def test_a_mail_without_html_is_plain(trial, letters, postman):
    (letters / "body.html").unlink()
    trial()
    send_due()
    assert not read(postman.mails[0]).is_multipart()


def test_the_row_language_counts(letters, trial, postman):
    register_mail("trial", lambda object_id: Letter(ADDRESS, {"subject": "S", "text": "x"}))
    trial(language="ja")
    send_due()
    assert read(postman.mails[0])["Subject"] == "はい: S"


def test_a_rolled_back_transaction_sends_nothing(trial, postman):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        trial()
        raise ZeroDivisionError
    assert send_due() == 0 and not postman.mails


def test_an_unknown_template_is_refused_at_once(letters, db):
    with pytest.raises(outbox.UnknownMail):
        enqueue(template="nobody", object_id=1, language="en")


def test_the_same_key_makes_one_mail(trial):
    assert trial(dedupe_key="k") == trial(dedupe_key="k")
    assert trial() != trial()
    assert OutboxMail.objects.count() == 3


def test_a_delayed_mail_waits(trial, postman):
    trial(delay=timedelta(hours=1))
    assert send_due() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        assert send_due() == 1


def test_nothing_to_say_any_more_drops_the_mail(trial, postman):
    register_mail("trial", lambda object_id: None)
    mail = trial()
    assert send_due() == 0
    mail.refresh_from_db()
    assert mail.dropped_at and not mail.sent_at and not postman.mails


def test_a_refused_mail_is_tried_ten_times_ever_later_then_given_up(trial, postman):
    postman.recipient_answer = "550 no such person"
    mail = trial()
    waits = []
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(10):
            assert send_due() == 0
            assert send_due() == 0
            mail.refresh_from_db()
            waits.append((mail.next_try_at - timezone.now()) // timedelta(minutes=1))
            clock.move_to(mail.next_try_at)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]
    assert mail.failed_at and mail.tries == 10
    assert mail.last_error == "SMTPRecipientsRefused 550"
    postman.recipient_answer = None
    assert send_due() == 0
    outbox.try_again(mail=mail)
    assert send_due() == 1


def test_one_refused_mail_does_not_stop_the_next(trial, postman):
    register_mail(
        "trial",
        lambda key: Letter("a@example.org" if key == "1" else ADDRESS, {"subject": "", "text": ""}),
    )
    trial(object_id=1), trial(object_id=2)
    postman.on_data = lambda envelope: setattr(
        postman, "answer", "451 later" if envelope.rcpt_tos == ["a@example.org"] else "250 OK"
    )
    assert send_due() == 1
    assert [envelope.rcpt_tos for envelope in postman.mails] == [[ADDRESS]]
    assert OutboxMail.objects.waiting().get().last_error == "SMTPDataError 451"


def test_a_server_that_is_away_for_a_day_costs_no_mail_a_try(trial, postman, settings):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    mails = [trial(object_id=number) for number in range(5)]
    due = [mail.next_try_at for mail in mails]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(24 * 60):
            assert send_due(limit=1) == 0
            clock.shift(timedelta(minutes=1))
        assert set(OutboxMail.objects.values_list("tries", flat=True)) == {0}
        assert list(OutboxMail.objects.waiting().values_list("next_try_at", flat=True)) == due
        settings.EMAIL_PORT = port
        assert send_due() == 5
    assert len(postman.mails) == 5


def test_while_the_server_is_away_it_is_asked_once_a_minute(trial, postman, settings):
    settings.EMAIL_PORT = 9
    trial(), trial()
    assert send_due(limit=1) == 0
    assert not OutboxMail.objects.due().exists()
    later = timezone.now() + outbox.SERVER_WAIT
    assert OutboxMail.objects.due(later + timedelta(seconds=1)).count() == 2


def test_a_server_that_breaks_off_costs_one_try_of_one_mail(trial, postman, settings):
    postman.on_data = lambda envelope: setattr(postman, "answer", "421 closing")
    trial(), trial()
    assert send_due(limit=1) == 0
    assert sorted(OutboxMail.objects.values_list("tries", flat=True)) == [0, 1]


def test_a_server_that_accepts_and_hangs_is_left_after_the_timeout(trial, postman, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = silent.getsockname()[1], 0.3
        trial(), trial()
        assert send_due() == 0
    assert set(OutboxMail.objects.values_list("tries", flat=True)) == {0}


def test_a_worker_that_dies_frees_the_mail_when_its_lease_ends(trial, postman):
    def die(object_id):
        raise KeyboardInterrupt

    register_mail("trial", die)
    mail = trial()
    with pytest.raises(KeyboardInterrupt):
        send_due()
    register_mail("trial", lambda object_id: Letter(ADDRESS, {"subject": "S", "text": "x"}))
    assert send_due() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=5, seconds=1)):
        assert send_due() == 1
    assert read(postman.mails[0])["Message-ID"].startswith(f"<{mail.pk}@")


def test_a_late_worker_does_not_undo_what_another_did(trial, postman):
    """The first one hangs past its lease; meanwhile another one sends; then the first fails."""
    mail = trial()

    def hang(object_id):
        later = timezone.now() + timedelta(minutes=1)
        OutboxMail.objects.update(sent_at=later, leased_until=None)
        raise smtplib.SMTPServerDisconnected

    register_mail("trial", hang)
    assert send_due() == 0
    mail.refresh_from_db()
    assert mail.sent_at and mail.tries == 0 and not mail.last_error


def test_two_workers_never_claim_the_same_row(trial):
    mail = trial()
    assert outbox._claim(mail.pk) == mail
    assert outbox._claim(mail.pk) is None


def test_a_resolver_with_a_fault_is_tried_again(trial, postman):
    register_mail("trial", lambda object_id: {}["missing"])
    mail = trial()
    assert send_due() == 0
    mail.refresh_from_db()
    assert mail.last_error == "KeyError" and mail.tries == 1


def test_a_template_that_nobody_registers_any_more_waits(trial, postman):
    mail = trial()
    outbox._resolvers.pop("trial")
    assert send_due() == 0
    mail.refresh_from_db()
    assert mail.last_error == "UnknownMail"


@pytest.mark.parametrize(
    "subject", ["A\r\nBcc: x@example.org", "A\nBcc: x@example.org", "A\x0bB", "A\u2028B"]
)
def test_a_subject_stays_one_line(trial, postman, subject):
    register_mail("trial", lambda object_id: Letter(ADDRESS, {"subject": subject, "text": "x"}))
    trial()
    assert send_due() == 1
    assert postman.mails[0].rcpt_tos == [ADDRESS]
    assert read(postman.mails[0])["Bcc"] is None


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org, b@example.org",
        "a@example.org\nb",
        "",
        "x",
    ],
)
def test_an_address_that_is_none_is_never_sent_to(trial, postman, address):
    register_mail("trial", lambda object_id: Letter(address, {"subject": "S", "text": "x"}))
    trial()
    assert send_due() == 0 and not postman.mails
    assert OutboxMail.objects.get().last_error == "ValidationError"


def test_logs_name_neither_address_nor_text(trial, postman, caplog):
    caplog.set_level(logging.DEBUG, logger="trust")
    trial()
    send_due()
    postman.recipient_answer = f"550 {ADDRESS} is unknown"
    trial()
    send_due()
    ours = " | ".join(r.getMessage() for r in caplog.records if r.name != "mail.log")
    assert "sent" in ours and "SMTPRecipientsRefused" in ours
    assert "canary" not in ours and repr(Letter(ADDRESS)) == "<Letter>"


def test_old_rows_are_purged_and_waiting_ones_kept(trial, postman):
    trial()
    send_due()
    waiting = trial(delay=timedelta(days=365))
    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert outbox.purge() == 1
    assert OutboxMail.objects.get() == waiting


def test_a_mail_ends_only_once(trial):
    trial()
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.update(sent_at=now, failed_at=now)
