"""One form sent twice is one thing; a corrected form is another; nobody's key hits another's."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client

from quotes import actions, links
from quotes.models import Answer, Message, QuoteRequest, Transition
from tests.factories import UserFactory
from tests.quotes.factories import answer, confirmed, make_treatment, recipients, sent, submit
from tests.quotes.pages import as_patient, clinic_path, hidden, page_two, send
from trust import links as secret_links
from trust.models import LimitHit, OutboxMail

pytestmark = pytest.mark.django_db


def test_a_corrected_form_is_a_new_request_and_an_unchanged_one_is_not():
    first, second = make_treatment(), make_treatment()
    key = uuid4()
    one = submit(first, second, idempotency_key=key)
    assert submit(first, second, idempotency_key=key) == one
    others = [
        submit(first, second, idempotency_key=key, message="Corrected"),
        submit(first, second, idempotency_key=key, send_to={first.clinic_id}),
        submit(first, idempotency_key=key),
        submit(first, second, idempotency_key=key, facts=None),
    ]
    assert len({one.pk, *(other.pk for other in others)}) == 5
    assert others[0].message == "Corrected"


def test_the_stored_key_does_not_give_the_form_key_away():
    key = uuid4()
    assert submit(idempotency_key=key).idempotency_key != key


def test_one_key_at_two_clinics_makes_two_answers():
    request, key = sent(make_treatment(), make_treatment()), str(uuid4())
    for row in recipients(request):
        data = {"do": "published", "key": key}
        assert Client().post(clinic_path(row), data).status_code == 303
    assert Answer.objects.count() == 2


def test_one_key_in_two_requests_makes_two_replies():
    key = str(uuid4())
    for request in (sent(), sent(email="other@example.org")):
        data = {"text": "Hello", "key": key}
        assert as_patient(request).post("/quotes/mine/reply/", data).status_code == 303
    assert Message.objects.count() == 2


def test_one_key_of_patient_staff_and_clinic_is_three_messages():
    request, key = sent(), uuid4()
    actions.reply(request=request, text="Same", key=key)
    actions.ask_patient(request=request, text="Same", key=key, by=UserFactory())
    actions.ask_question(recipient=recipients(request)[0], text="Same", key=key)
    assert Message.objects.count() == 3


def test_a_corrected_message_or_answer_is_not_dropped():
    request, key = sent(), uuid4()
    for text in ("Mai", "May", "May"):
        actions.reply(request=request, text=text, key=key)
    assert {row.text for row in Message.objects.all()} == {"Mai", "May"}
    row = recipients(request)[0]
    for total in (2_000_000, 1_000_000, 1_000_000):
        answer(row, key=key, total_min=total)
    assert Answer.objects.current().get().total_min == 1_000_000
    assert Answer.objects.count() == 2


def test_the_same_form_again_is_answered_after_the_request_closed():
    request, key = sent(), uuid4()
    actions.reply(request=request, text="Hello", key=key)
    actions.withdraw_request(request=request)
    actions.reply(request=request, text="Hello", key=key)
    assert Message.objects.count() == 1


def test_sending_the_same_form_again_counts_for_no_limit(client):
    treatment = make_treatment()
    html = page_two(client, treatment).content.decode()
    data = {**hidden(html[: html.rindex("</main>")]), "send": "1", "keep": "on"}
    data[f"send_{treatment.clinic_id}"] = "on"
    for _ in range(7):
        assert client.post("/quotes/request/check/", data)["Location"] == "/quotes/request/sent/"
    assert QuoteRequest.objects.count() == 1
    assert list(LimitHit.objects.filter(name="quote-email").values_list("count", flat=True)) == [1]
    assert send(client, treatment).status_code == 303
    assert QuoteRequest.objects.count() == 2


def test_a_reply_written_before_the_clinic_answered_is_kept():
    request = sent()
    actions.ask_question(recipient=recipients(request)[0], text="HbA1c?", key=uuid4())
    as_the_page_showed_it = recipients(request)[0]
    answer(recipients(request)[0])
    actions.reply(request=request, text="8.2", key=uuid4(), recipient=as_the_page_showed_it)
    assert recipients(request)[0].state == "answered"
    assert Message.objects.filter(sender="patient").count() == 1


def _at_once(*steps) -> list:
    barrier, results = Barrier(len(steps)), []

    def run(step):
        try:
            barrier.wait()
            results.append(step())
        except Exception as error:
            results.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=[step]) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _posts(path: str, data: dict, cookies=None) -> set:
    def post():
        client = Client(raise_request_exception=False)
        if cookies:
            client.cookies = cookies
        response = client.post(path, data)
        return response.status_code, response.get("Location")

    return set(_at_once(post, post, post))


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(4))
@pytest.mark.parametrize("what", ["answer", "question"])
def test_a_double_click_of_the_clinic_is_one_thing(what, round_):
    request = sent()
    path = clinic_path(recipients(request)[0])
    do = {"answer": "published", "question": "question"}[what]
    data = {"do": do, "text": "Which month?", "key": str(uuid4())}
    assert _posts(path, data) == {(303, "/ja/quotes/clinic/done/")}
    assert Answer.objects.count() + Message.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(4))
@pytest.mark.parametrize("to", ["staff", "clinic"])
def test_a_double_click_of_the_patient_is_one_message(to, round_):
    request = sent()
    row = recipients(request)[0]
    actions.ask_question(recipient=row, text="Which month?", key=uuid4())
    path = "/quotes/mine/reply/" if to == "staff" else f"/quotes/mine/clinic/{row.pk}/reply/"
    cookies = as_patient(request).cookies
    data = {"text": "May", "key": str(uuid4())}
    assert _posts(path, data, cookies) == {(303, "/quotes/mine/")}
    assert Message.objects.filter(sender="patient").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", range(4))
def test_a_double_click_on_confirm_confirms_once(round_):
    request = submit()
    token = secret_links.current(purpose=links.CONFIRM, object_id=request.pk).token
    assert _posts(f"/quotes/confirm/{token}/", {}) == {(303, "/quotes/mine/")}
    assert Transition.objects.filter(to_state="checking").count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_double_click_of_staff_is_one_message_and_one_mail():
    request, staff, key = confirmed(), UserFactory(), uuid4()
    OutboxMail.objects.all().delete()

    def ask():
        return actions.ask_patient(request=request, text="Which month?", key=key, by=staff).pk

    assert len(set(_at_once(ask, ask, ask))) == 1
    assert Message.objects.count() == OutboxMail.objects.count() == 1
