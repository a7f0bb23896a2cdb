"""Several people move the same review at once; one of them may win."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import uuid4

from django.utils import timezone

from benchmarks.drill.duels import Move
from clinics.models import Treatment
from reviews import actions
from reviews.actions.invite import invitation_of
from reviews.aspects import ASPECT_NAMES
from reviews.content import ReviewContent
from reviews.models import Appeal, Review

LOSING = (actions.AlreadyDecided, actions.NoMoreChance, actions.OwnRefusal)


class ReviewDuels:
    """``treatments``: at least one; ``staff``: three people."""

    def __init__(self, treatments: Sequence[Treatment], staff: Sequence[Any]) -> None:
        self.treatments, self.staff = treatments, staff

    def all(self) -> dict[str, Callable[[], list[Move]]]:
        """Return {name: a function that makes a new review and the moves against it}."""
        return {
            "publish, refuse a review": self.decides,
            "two publish a review": self.publishes,
            "change a review, appeal": self.second_chances,
            "two appeals": self.appeals,
            "grant, refuse an appeal": self.appeal_decisions,
            "two grant an appeal": self.appeal_grants,
            "refuser, another decide an appeal": self.own_refusal,
            "keep, remove a review": self.reports,
            "two close a complication": self.complications,
        }

    def decides(self) -> list[Move]:
        key = self._waiting().pk
        return [partial(actions.publish_review, review_id=key, by=self.staff[0]), self._refuse(key)]

    def publishes(self) -> list[Move]:
        key = self._waiting().pk
        return [partial(actions.publish_review, review_id=key, by=one) for one in self.staff[:2]]

    def second_chances(self) -> list[Move]:
        review = self._refused()
        change = partial(
            actions.resubmit_review, review_id=review.pk, content=self._content(review.treatment)
        )
        return [change, _appeal(review)]

    def appeals(self) -> list[Move]:
        """Two tabs with two keys."""
        review = self._refused()
        return [_appeal(review), _appeal(review)]

    def appeal_decisions(self) -> list[Move]:
        key = self._appealed().pk
        return [
            partial(actions.grant_appeal, appeal_id=key, by=self.staff[0]),
            partial(actions.refuse_appeal, appeal_id=key, by=self.staff[2]),
        ]

    def appeal_grants(self) -> list[Move]:
        key = self._appealed().pk
        return [
            partial(actions.grant_appeal, appeal_id=key, by=one)
            for one in (self.staff[0], self.staff[2])
        ]

    def own_refusal(self) -> list[Move]:
        key = self._appealed().pk
        return [
            partial(actions.grant_appeal, appeal_id=key, by=one)
            for one in (self.staff[1], self.staff[0])
        ]

    def reports(self) -> list[Move]:
        key = self._waiting().pk
        actions.publish_review(review_id=key, by=self.staff[0])
        actions.report_review(review_id=key, reason="abuse", words="", idempotency_key=uuid4())
        return [
            partial(actions.keep_review, review_id=key, by=self.staff[0]),
            partial(actions.remove_review, review_id=key, by=self.staff[1], reason="abuse"),
        ]

    def complications(self) -> list[Move]:
        key = self._waiting(complication=True).pk
        return [
            partial(actions.close_complication, review_id=key, by=one, note="Read.")
            for one in self.staff[:2]
        ]

    def _refuse(self, key: Any) -> Move:
        return partial(actions.refuse_review, review_id=key, by=self.staff[1], reason="abuse")

    def _refused(self) -> Review:
        review = self._waiting()
        self._refuse(review.pk)()
        return Review.objects.select_related("treatment").get(pk=review.pk)

    def _appealed(self) -> Appeal:
        _appeal(review := self._refused())()
        return Appeal.objects.get(review=review)

    def _waiting(self, **values: Any) -> Review:
        treatment = self.treatments[0]
        token = actions.create_invitation(treatment=treatment, month=_month())
        invitation = invitation_of(token)
        assert invitation is not None
        review = actions.submit_invited(
            invitation=invitation,
            content=self._content(treatment, **values),
            email=f"duel-{uuid4().hex[:12]}@drill.example.org",
            language="en",
            idempotency_key=uuid4(),
        )
        # Duels come fast: they are no burst.
        actions.release_burst(clinic_id=treatment.clinic_id, by=self.staff[0], until=timezone.now())
        return review

    def _content(self, treatment: Treatment, *, complication: bool = False) -> ReviewContent:
        return ReviewContent(
            treatment_id=treatment.pk,
            treated_month=_month(),
            scores=dict.fromkeys(ASPECT_NAMES, 3),
            paid_vs_quoted="as_quoted",
            difference_yen=None,
            complication=complication,
            complication_help="",
            text="The papers came on time.",
        )


def _month() -> date:
    return timezone.localdate().replace(day=1)


def _appeal(review: Review) -> Move:
    return partial(
        actions.make_appeal, review_id=review.pk, text="Please look.", idempotency_key=uuid4()
    )
