"""Several people at one reply in the same moment."""

import threading
import uuid

import pytest
from django.db import connection

from reviews import actions
from reviews.models import Reply
from reviews.replies import actions as replies
from tests.factories import UserFactory
from tests.reviews.factories import asked_reply, waiting_reply


def at_once(*calls):
    """Run all at the same moment; returns what each raised, or None, by its place."""
    gate, outcomes = threading.Barrier(len(calls)), {}

    def run(n, call):
        try:
            gate.wait()
            call()
            outcomes[n] = None
        except Exception as error:  # looked at by the test
            outcomes[n] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [outcomes[n] for n in range(len(calls))]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_decide_a_reply_once():
    a, b = UserFactory(), UserFactory()
    for _ in range(15):
        key = waiting_reply().pk
        outcomes = at_once(
            lambda key=key: replies.publish_reply(reply_id=key, by=a),
            lambda key=key: replies.refuse_reply(reply_id=key, by=b, reason="abuse"),
        )
        assert sorted(map(str, outcomes)) == ["None", "ReplyClosed"]
        reply = Reply.objects.get(pk=key)
        assert reply.decided_by_id == (a if outcomes[0] is None else b).pk
        assert reply.events.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_erasing_and_deciding_at_once_leave_nothing_behind():
    by = UserFactory()
    for _ in range(15):
        reply = waiting_reply()
        outcomes = at_once(
            lambda key=reply.review_id: actions.withdraw_review(review_id=key),
            lambda key=reply.pk: replies.publish_reply(reply_id=key, by=by),
        )
        assert outcomes[0] is None
        assert outcomes[1] in {None, "DoesNotExist", "ReplyClosed"}
        assert not Reply.objects.filter(pk=reply.pk).exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_send_one_reply():
    for _ in range(10):
        key = asked_reply().pk
        outcomes = at_once(*[
            lambda key=key, n=n: replies.send_reply(
                reply_id=key, text=f"Window {n}", form_key=uuid.uuid4()
            )
            for n in range(2)
        ])  # fmt: skip
        assert sorted(map(str, outcomes)) == ["None", "ReplyClosed"]
        assert Reply.objects.get(pk=key).tries == 1
