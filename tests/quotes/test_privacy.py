"""Nothing a person typed stands anywhere in the clear, and limits hold without any job."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from quotes import actions, limits, retention
from quotes.models import Consent, QuoteRequest, Recipient
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
from trust.models import OutboxMail, SecretLink
from trust.personal_data import unclassified_fields

pytestmark = pytest.mark.django_db


def _everything() -> str:
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [f"{table}: {row!r}" for row in cursor.fetchall()]
    return "\n".join(found)


def test_no_table_holds_typed_words_in_the_clear():
    request = answered()
    row = recipients(request)[0]
    actions.ask_question(recipient=row, text=f"ask {CANARY}", key=uuid4())
    actions.reply(request=request, text=f"tell {CANARY}", key=uuid4())
    assert Recipient.objects.exists()
    everything = _everything()
    for private in (CANARY, EMAIL, EMAIL.split("@")[0], "percent"):
        assert private not in everything
    assert request.reference in everything


def test_tokens_are_not_in_the_clear():
    sent()
    everything = _everything()
    for link in SecretLink.objects.all():
        assert link.token not in everything


def test_texts_of_rows_name_the_reference_only():
    request = answered()
    assert str(request) == request.reference
    rows = [*recipients(request), fresh_answer(request), request.keep_consent]
    for row in rows:
        assert CANARY not in str(row)
        assert EMAIL not in repr(row)


def test_every_column_is_declared():
    assert unclassified_fields(apps.get_app_config("quotes").get_models()) == []


def _age(request: QuoteRequest, days: float) -> None:
    past = timezone.now() - timedelta(days=days)
    rows = QuoteRequest.objects.filter(pk=request.pk)
    rows.update(created_at=past, last_activity_at=past)
    rows.filter(closed_at__isnull=False).update(closed_at=past)


def _chosen() -> QuoteRequest:
    request = answered()
    choose(fresh_answer(request))
    return request


def _withdrawn() -> QuoteRequest:
    request = sent()
    actions.withdraw_request(request=request)
    return request


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (submit, "unconfirmed"),
        (confirmed, "open"),
        (answered, "open"),
        (_withdrawn, "closed"),
        (_chosen, "chosen"),
    ],
)
def test_each_limit_holds_at_query_time_and_in_the_job(make, name, client):
    request = make()
    days = limits.days(name)
    _age(request, days - 0.1)
    assert QuoteRequest.objects.readable().filter(pk=request.pk).exists()
    assert sum(row.due for row in retention.purge(dry_run=True)) == 0
    _age(request, days + 0.1)
    assert not QuoteRequest.objects.readable().filter(pk=request.pk).exists()
    token = SecretLink.objects.get(purpose="quote").token
    assert client.get(f"/quotes/r/{token}/").status_code == 404
    assert not Recipient.objects.visible_to_clinic().exists()
    retention.purge()
    assert not QuoteRequest.objects.overdue().exists()
    everything = _everything()
    assert CANARY not in everything
    if name == "unconfirmed":
        assert not QuoteRequest.objects.exists()
        assert not Consent.objects.exists()
    else:
        assert QuoteRequest.objects.get().state == "erased"


def test_a_run_that_would_delete_too_much_stops():
    keys = [submit(email=f"n{n}@example.org").pk for n in range(8)]
    past = timezone.now() - timedelta(days=8)
    QuoteRequest.objects.filter(pk__in=keys).update(created_at=past)
    assert retention.purge()[0].braked
    assert QuoteRequest.objects.count() == 8
    assert retention.purge(confirmed=True)[0].deleted == 8


def test_settings_may_shorten_but_not_lengthen(settings):
    settings.QUOTES_KEPT_DAYS = {"open": 30, "closed": 999}
    assert limits.days("open") == 30
    assert limits.days("closed") == 30
    request = sent()
    _age(request, 31)
    assert not QuoteRequest.objects.readable().exists()


def test_the_patient_is_warned_once_at_14_and_once_at_3_days():
    request = sent()
    OutboxMail.objects.all().delete()
    _age(request, 75)
    assert retention.warn() == 0
    _age(request, 77)
    assert retention.warn() == 1
    assert OutboxMail.objects.count() == 1
    retention.warn()
    assert OutboxMail.objects.count() == 1
    retention.warn(timezone.now() + timedelta(days=10.5))
    assert OutboxMail.objects.count() == 2


def test_old_proofs_go_with_their_anonymous_row():
    request = sent()
    actions.erase_request(request=request)
    old = timezone.now() - timedelta(days=limits.days("consent") + 1)
    Consent.objects.update(given_at=old - timedelta(days=1), withdrawn_at=old)
    retention.purge()
    assert not Consent.objects.exists()
    assert not QuoteRequest.objects.exists()


def test_silent_clinics_are_marked_by_the_job():
    request = sent()
    sent_days_ago(9)
    assert retention.note_silence() == 1
    assert retention.note_silence() == 0
    assert recipients(request)[0].state == "no_answer"
