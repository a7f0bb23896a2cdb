"""Deleting on time: the brake and its release, the warning, and what runs at night."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.utils import timezone

from config import env
from operations import quote_checks
from quotes import actions, limits, retention
from quotes.models import QuoteRequest, Recipient
from quotes.states import IllegalMove
from staff.queues import tasks_for
from tests.factories import UserFactory
from tests.quotes.factories import (
    CANARY,
    EMAIL,
    answered,
    choose,
    confirmed,
    fresh_answer,
    recipients,
    sent,
    sent_days_ago,
    submit,
)
from tests.quotes.pages import as_patient
from trust import jobs, outbox
from trust.models import JobRun, OutboxMail

pytestmark = pytest.mark.django_db


def _overdue(number: int = 8) -> None:
    for n in range(number):
        confirmed(email=f"n{n}@example.org")
    past = timezone.now() - timedelta(days=limits.days("open"), minutes=5)
    QuoteRequest.objects.update(last_activity_at=past)


def _night() -> None:
    JobRun.objects.all().delete()
    job = jobs._jobs[retention.NIGHTLY]
    assert jobs._run_if_due(job, None)


def test_a_stopped_run_shows_on_today_and_in_verify_until_it_is_released(staff_client, capsys):
    _overdue()
    assert retention.left_behind() == {}  # tonight's run has not come yet
    _night()
    assert QuoteRequest.objects.exclude(state="erased").count() == 8
    assert not QuoteRequest.objects.readable().exists()
    assert sum(retention.left_behind().values()) == 8
    assert "8 rows" in quote_checks.deleted_on_time()[0]
    for role in ("administrator", "quote coordinator"):
        client = staff_client(role)
        assert "Data past its day that was not deleted" in client.get("/admin/").content.decode()
        page = client.get("/admin/quotes/deletion/").content.decode()
        assert "purge_quotes --confirm" in page
        assert "<td>8</td>" in page
    call_command("purge_quotes", "--confirm")
    assert "8 of 8 past their day, deleted 8" in capsys.readouterr().out
    assert not QuoteRequest.objects.exclude(state="erased").exists()
    assert quote_checks.deleted_on_time() == []
    task = next(t for t in tasks_for(client.user) if t.queue.name == "quotes-deletion")
    assert task.count == 0


def test_no_worker_at_all_is_noticed_too():
    _overdue(1)
    assert retention.left_behind() == {}
    past = timezone.now() - timedelta(days=limits.days("open") + 2)
    QuoteRequest.objects.update(last_activity_at=past)
    assert sum(retention.left_behind().values()) == 1
    assert retention.left_since() is not None


def test_purge_quotes_says_what_would_go_and_deletes_nothing(capsys):
    _overdue()
    call_command("purge_quotes", "--dry-run")
    assert "8 of 8 past their day, would stop (more than 20 %)" in capsys.readouterr().out
    call_command("purge_quotes", "--dry-run", "--confirm")
    assert "8 of 8 past their day, would delete 8" in capsys.readouterr().out
    assert QuoteRequest.objects.exclude(state="erased").count() == 8


def test_purge_quotes_stops_with_an_error_without_confirm(capsys):
    _overdue()
    with pytest.raises(CommandError, match="--confirm"):
        call_command("purge_quotes")
    assert "stopped" in capsys.readouterr().out
    assert QuoteRequest.objects.exclude(state="erased").count() == 8


def test_purge_quotes_has_one_line_for_each_rule(capsys):
    submit()
    call_command("purge_quotes")
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[1] for line in lines] == [
        rule.name.split(": ")[1] for rule in retention.RULES
    ]
    assert all(line.endswith("past their day, deleted 0") for line in lines)


def _warned(days: float, make=sent, **values):
    request = make(**values)
    OutboxMail.objects.all().delete()
    mail.outbox.clear()
    moment = timezone.now() - timedelta(days=limits.days("open") - days)
    QuoteRequest.objects.filter(pk=request.pk).update(last_activity_at=moment)
    request.refresh_from_db()
    retention.warn()
    return request


def _letter():
    outbox.send_due()
    assert not OutboxMail.objects.exclude(last_error="").exists()
    (message,) = mail.outbox
    return message


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_warning_names_the_day_and_one_click_keeps_the_data(client, language):
    request = _warned(10, language=language)
    message = _letter()
    words = "\n".join([message.subject, message.body, message.alternatives[0][0]])
    ends = timezone.localtime(request.delete_on)
    day = f"{ends.year}年{ends.month}月{ends.day}日" if language == "ja" else f"{ends.day} "
    assert message.to == [EMAIL]
    assert request.reference in message.subject
    assert all(day in part for part in (message.subject, message.body))
    for private in (CANARY, "diabet", "HbA1c", "糖尿病", recipients(request)[0].clinic.name):
        assert private not in words
    path = re.search(r"http://localhost:8000(/\S*/extend/)", message.body)[1]
    page = client.get(path, follow=True)
    assert page.redirect_chain[-1][0].endswith("/quotes/mine/extend/")
    request.refresh_from_db()
    assert request.last_activity_at < timezone.now() - timedelta(days=70)
    assert client.post(page.redirect_chain[-1][0]).status_code == 303
    request.refresh_from_db()
    assert request.last_activity_at > timezone.now() - timedelta(minutes=1)


def test_a_warning_that_is_late_or_needless_is_not_sent():
    request = _warned(10)
    actions.extend_request(request=request)
    outbox.send_due()
    assert mail.outbox == []


def test_an_ended_request_is_warned_without_the_button():
    request = answered()
    choose(fresh_answer(request))
    past = timezone.now() - timedelta(days=limits.days("chosen") - 10)
    QuoteRequest.objects.update(closed_at=past)
    OutboxMail.objects.all().delete()
    retention.warn()
    message = _letter()
    assert "/extend/" not in message.body
    assert "/quotes/r/" in message.body
    page = as_patient(request).get("/quotes/mine/extend/").content.decode()
    assert "cannot be kept longer" in page


def test_an_address_nobody_confirmed_is_not_warned():
    request = submit()
    actions.withdraw_request(request=request)
    QuoteRequest.objects.update(closed_at=timezone.now() - timedelta(days=20))
    assert retention.warn() == 0


def test_a_warning_counts_only_when_it_is_new():
    _warned(10)
    assert retention.warn() == 0


def test_one_case_that_moved_meanwhile_does_not_stop_the_night(monkeypatch):
    requests = [sent(email=f"n{n}@example.org") for n in range(3)]
    sent_days_ago(12)
    moved = recipients(requests[0])[0].pk
    real = actions.mark_no_answer

    def first_moves(*, recipient):
        if recipient.pk == moved:
            actions.decline_to_answer(recipient=recipients(requests[0])[0], reason="other")
        return real(recipient=recipient)

    monkeypatch.setattr("quotes.retention.actions.mark_no_answer", first_moves)
    assert retention.note_silence() == 2
    assert Recipient.objects.filter(state="no_answer").count() == 2


def test_what_staff_do_does_not_move_the_day_the_patient_agreed_to():
    request = submit()
    promised = request.delete_on + (limits.kept("open") - limits.kept("unconfirmed"))
    past = timezone.now() - timedelta(days=5)
    QuoteRequest.objects.update(created_at=past, last_activity_at=past)
    promised = past + limits.kept("open")
    request.refresh_from_db()
    actions.confirm_email(request=request)
    actions.release_to_clinic(recipient=recipients(request)[0], by=UserFactory())
    request.refresh_from_db()
    actions.ask_patient(request=request, text="?", key=uuid4(), by=UserFactory())
    request.refresh_from_db()
    assert request.delete_on == promised
    actions.reply(request=request, text="May", key=uuid4())
    request.refresh_from_db()
    assert request.delete_on > promised + timedelta(days=4)


def test_the_setting_refuses_names_that_shorten_nothing(settings):
    settings.QUOTES_KEPT_DAYS = {"opened": 30}
    with pytest.raises(ImproperlyConfigured, match="opened"):
        limits.check_settings()


def test_an_erased_request_is_skipped_by_the_night(monkeypatch):
    _overdue(2)
    first = QuoteRequest.objects.order_by("pk").first()
    real = actions.erase_request

    def gone(*, request, role):
        if request.pk == first.pk:
            raise IllegalMove(request, "erased")
        return real(request=request, role=role)

    monkeypatch.setattr("quotes.retention.actions.erase_request", gone)
    assert sum(outcome.deleted for outcome in retention.purge()) == 1


def test_the_environment_gives_days_by_name(monkeypatch):
    monkeypatch.setenv("QUOTES_KEPT_DAYS", "open=60, closed = 14")
    assert env.numbers("QUOTES_KEPT_DAYS") == {"open": 60, "closed": 14}
    for wrong in ("open", "open=", "open=0", "open=-1", "open=x", "=3"):
        monkeypatch.setenv("QUOTES_KEPT_DAYS", wrong)
        with pytest.raises(ImproperlyConfigured, match="QUOTES_KEPT_DAYS"):
            env.numbers("QUOTES_KEPT_DAYS")
