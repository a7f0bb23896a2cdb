"""From the choice to the invitation: one mail, one reminder, no trace of the request in reviews."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from quotes import actions
from quotes.actions.treated import REMIND_AFTER, months_since
from quotes.states import IllegalMove
from reviews.models import Invitation
from tests.quotes.factories import EMAIL, answered, choose, fresh_answer, sent
from tests.quotes.pages import as_patient
from trust import outbox
from trust.models import OutboxMail

pytestmark = pytest.mark.django_db


def chosen():
    request = answered()
    choose(fresh_answer(request))
    request.refresh_from_db()
    OutboxMail.objects.all().delete()
    return request


def this_month():
    return timezone.localdate().replace(day=1)


def mails() -> list:
    mail.outbox.clear()
    outbox.send_due()
    return [message for message in mail.outbox if message.to == [EMAIL]]


def later(days: int) -> None:
    OutboxMail.objects.waiting().update(next_try_at=timezone.now() - timedelta(seconds=1))
    assert days == REMIND_AFTER.days


def test_she_says_the_month_and_gets_one_mail_and_one_reminder(client):
    request = chosen()
    page = as_patient(request)
    assert "I was treated there" in page.get("/quotes/mine/").text
    said = {"month": this_month().isoformat()}
    for _twice in range(2):
        assert page.post("/quotes/mine/treated/", said).status_code == 303
    assert Invitation.objects.count() == 1
    [first] = mails()
    assert request.reference in first.subject
    path = f"/reviews/new/{request_token(request)}/"
    assert path in first.body
    assert client.get(path).status_code == 200
    assert mails() == []
    later(21)
    [reminder] = mails()
    assert path in reminder.body
    later(21)
    assert mails() == []


def request_token(request) -> str:
    request.refresh_from_db()
    return request.review_token


def test_a_review_that_was_written_needs_no_reminder():
    request = chosen()
    actions.note_treated(request=request, month=this_month())
    mails()
    Invitation.objects.update(used_at=timezone.now())
    later(21)
    assert mails() == []


def test_an_erased_request_is_not_asked_any_more():
    request = chosen()
    actions.note_treated(request=request, month=this_month())
    request.refresh_from_db()
    actions.erase_request(request=request)
    assert mails() == []
    assert request_token(request) is None


def test_reviews_learn_treatment_and_month_only():
    request = chosen()
    actions.note_treated(request=request, month=this_month())
    row = Invitation.objects.values().get()
    row.pop("id")
    assert str(request.pk) not in str(row)
    assert request.reference not in str(row)
    assert row["treatment_id"] == fresh_answer(request).recipient.treatment_id
    assert row["treated_month"] == this_month()


def test_only_after_a_choice_and_only_a_month_since(db):
    with pytest.raises(IllegalMove):
        actions.note_treated(request=sent(), month=this_month())
    request = chosen()
    assert months_since(request) == [this_month()]
    before = (this_month() - timedelta(days=1)).replace(day=1)
    with pytest.raises(ValueError, match="month"):
        actions.note_treated(request=request, month=before)
    as_patient(request).post("/quotes/mine/treated/", {"month": before.isoformat()})
    as_patient(request).post("/quotes/mine/treated/", {"month": "x"})
    assert not Invitation.objects.exists()


def test_staff_note_it_too(staff_client):
    request = chosen()
    desk = staff_client("quote coordinator")
    address = f"/admin/quotes/case/{request.pk}/"
    assert "The patient was treated" in desk.get(address).text
    assert desk.post(f"{address}treated/", {"month": "x"}).status_code == 200
    said = {"month": this_month().isoformat()}
    assert desk.post(f"{address}treated/", said).status_code == 303
    request.refresh_from_db()
    assert request.treated_in == this_month()
    assert "The invitation to review was mailed." in desk.get(address).text


def test_taking_the_choice_back_ends_it():
    request = chosen()
    actions.note_treated(request=request, month=this_month())
    actions.withdraw_recipient(recipient=fresh_answer(request).recipient)
    request.refresh_from_db()
    assert (request.treated_in, request.review_token) == (None, None)
    assert mails() == []
