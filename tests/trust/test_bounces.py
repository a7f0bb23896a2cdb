"""Reports of mail servers, as they come: which row they mark, and which they leave alone."""

import io
import mailbox
from email.message import EmailMessage

import pytest
from django.core.management import CommandError, call_command

from trust import bounces
from trust.models import OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://kakunin.example"


@pytest.fixture
def mail():
    return OutboxMail.objects.create(template="quote_update", object_id="x", language="en")


def report(
    mail: OutboxMail, *, status="5.1.1", host="kakunin.example", kind="text/rfc822-headers"
) -> bytes:
    """A report as Postfix writes it."""
    original = f"From: office@example.org\nMessage-ID: <{mail.pk}@{host}>\nSubject: Update\n"
    if kind == "message/rfc822":
        original += "\nThere is something new.\n"
    return f"""\
From: MAILER-DAEMON@mx.example.net
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

The mail could not be delivered to anna@example.org.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; anna@example.org
Action: failed
Status: {status}
Diagnostic-Code: smtp; 550 no such user
--b
Content-Type: {kind}

{original}
--b--
""".encode()


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_marks_its_mail(mail, kind):
    assert bounces.note(report(mail, kind=kind)) == mail
    mail.refresh_from_db()
    assert mail.bounce_code == "5.1.1"
    first = mail.bounced_at
    bounces.note(report(mail, status="5.7.1", kind=kind))
    mail.refresh_from_db()
    assert (mail.bounced_at, mail.bounce_code) == (first, "5.1.1")
    assert mail in OutboxMail.objects.not_received()


def test_a_report_about_a_delay_marks_nothing(mail):
    assert bounces.note(report(mail, status="4.4.1")) is None
    mail.refresh_from_db()
    assert mail.bounced_at is None


def test_a_report_about_somebody_elses_mail_marks_nothing(mail):
    assert bounces.note(report(mail, host="other.example")) is None


def test_an_answer_out_of_office_marks_nothing(mail):
    message = EmailMessage()
    message["Subject"], message["In-Reply-To"] = "Away", f"<{mail.pk}@kakunin.example>"
    message.set_content(f"Status: 5.1.1\nMessage-ID: <{mail.pk}@kakunin.example>")
    assert bounces.note(message.as_bytes()) is None


@pytest.mark.parametrize(
    "raw", [b"", b"\x00\xff", b"Content-Type: multipart/report\n\n--", b"x: " * 10_000]
)
def test_rubbish_is_no_report(raw):
    assert bounces.read(raw) is None


def test_the_command_reads_a_pipe(mail, monkeypatch, capsys):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(report(mail))))
    call_command("note_bounces")
    assert capsys.readouterr().out.strip() == "1 read, 1 marked"


def test_the_command_empties_a_maildir(mail, tmp_path, capsys):
    box = mailbox.Maildir(tmp_path / "box", create=True)
    box.add(report(mail))
    box.add(b"Subject: hello\n\nnothing")
    call_command("note_bounces", maildir=tmp_path / "box")
    assert capsys.readouterr().out.strip() == "2 read, 1 marked"
    assert len(box) == 0
    with pytest.raises(CommandError, match="no maildir"):
        call_command("note_bounces", maildir=tmp_path)
