"""Several people move the same thing at once; one of them may win."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from clinics.models import Treatment
from quotes import actions
from quotes.models import Answer, QuoteRequest, Recipient
from quotes.states import IllegalMove

Move = Callable[[], object]


class Duels:
    """``treatments``: at least one that takes requests; ``staff``: two people."""

    def __init__(self, treatments: Sequence[Treatment], staff: Sequence[Any]) -> None:
        self.treatments, self.staff = treatments, staff

    def all(self) -> dict[str, Callable[[], list[Move]]]:
        """Return {name: a function that makes a new request and the moves against it}."""
        return {
            "choose, withdraw, expire": self.ends,
            "choose, new answer of the clinic": self.answers,
            "withdraw the clinic, choose": self.one_clinic,
            "two take": self.takes,
            "two send": self.sends,
            "send, refuse": self.decides,
            "two refuse": self.refuses,
        }

    def ends(self) -> list[Move]:
        key = self._answered().pk
        return [
            partial(_choose, key),
            partial(actions.withdraw_request, request=_request(key)),
            partial(actions.erase_request, request=_request(key), role="system"),
        ]

    def answers(self) -> list[Move]:
        key = self._answered().pk
        return [
            partial(_choose, key),
            partial(_record, _recipient(key)),
        ]

    def one_clinic(self) -> list[Move]:
        """Two tabs: in one she withdraws the request, in the other she chooses."""
        key = self._answered().pk
        return [
            partial(_choose, key),
            partial(actions.withdraw_request, request=_request(key)),
        ]

    def takes(self) -> list[Move]:
        key = self._confirmed().pk
        return [partial(actions.take_case, request=_request(key), by=one) for one in self.staff]

    def sends(self) -> list[Move]:
        key = self._confirmed().pk
        return [
            partial(actions.release_to_clinic, recipient=_recipient(key), by=one)
            for one in self.staff
        ]

    def decides(self) -> list[Move]:
        key = self._confirmed().pk
        first, second = self.staff
        return [
            partial(actions.release_to_clinic, recipient=_recipient(key), by=first),
            partial(actions.refuse_request, request=_request(key), by=second, reason="abuse"),
        ]

    def refuses(self) -> list[Move]:
        key = self._confirmed().pk
        return [
            partial(actions.refuse_request, request=_request(key), by=one, reason="abuse")
            for one in self.staff
        ]

    def _confirmed(self) -> QuoteRequest:
        request = actions.submit_request(
            idempotency_key=uuid4(),
            language="en",
            treatments=self.treatments[:1],
            send_to={self.treatments[0].clinic_id},
            shown_on=timezone.localdate(),
            email=f"duel-{uuid4().hex[:12]}@drill.example.org",
            for_whom="myself",
            country="PH",
            languages=["en"],
            condition="t2d",
            message="How much?",
            facts=None,
        )
        return actions.confirm_email(request=request)

    def _answered(self) -> QuoteRequest:
        request = self._confirmed()
        actions.release_to_clinic(recipient=_recipient(request.pk), by=self.staff[0])
        _record(_recipient(request.pk))
        return request


def winners(moves: Sequence[Move], losing: tuple[type[Exception], ...] = (IllegalMove,)) -> int:
    """Let all of them go at once; return how many succeeded.

    ``losing``: the errors of those who came too late. Other errors are raised.
    """
    start = threading.Barrier(len(moves))

    def go(move: Move) -> bool:
        try:
            connection.ensure_connection()
            start.wait(10)
            move()
        except losing:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(moves)) as pool:
        return sum(pool.map(go, moves))


def _request(key: Any) -> QuoteRequest:
    return QuoteRequest.objects.get(pk=key)


def _recipient(key: Any) -> Recipient:
    found = Recipient.objects.select_related("clinic", "treatment", "request", "consent")
    return found.get(request=key)


def _answer(key: Any) -> Answer:
    found = Answer.objects.select_related("recipient__request", "recipient__clinic")
    return found.get(recipient__request=key)


def _choose(key: Any) -> Answer:
    return actions.choose_answer(answer=_answer(key), name="A. Sample", contact="+81 3 0000 0000")


def _record(recipient: Recipient) -> Answer:
    return actions.record_answer(
        recipient=recipient,
        key=uuid4(),
        lines=[{"code": "treatment", "label": "", "jpy": 2_000_000}],
        total_min=2_000_000,
        total_max=2_000_000,
        tax="included",
        valid_until=timezone.localdate() + timedelta(days=30),
    )
