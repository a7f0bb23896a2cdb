"""Scores stay hidden from moderators in every state in which something is left to decide."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reviews import actions
from reviews.models import Review
from staff.roles import REVIEW_MODERATOR, VERIFIER
from tests.factories import UserFactory
from tests.reviews.factories import (
    appealed_review,
    content,
    free,
    published_review,
    refused_review,
    reported_review,
    waiting_review,
)

pytestmark = pytest.mark.django_db

# A difference no other number on a page equals; and a score's words.
CANARY = 7_654_321
SCORES = {"paid_vs_quoted": "more", "difference_yen": CANARY, "score": 1}
SCORE_WORDS = re.compile(r"7.?654.?321|more than quoted|[1-5] of 5|very good|very bad")


def resubmitted() -> Review:
    review = refused_review(**SCORES)
    answers = content(review.treatment, **SCORES)
    return actions.resubmit_review(review_id=review.pk, content=answers)


def refused_twice() -> Review:
    review = resubmitted()
    return actions.refuse_review(review_id=free(review).pk, by=UserFactory(), reason="abuse")


def removed() -> Review:
    review = reported_review(**SCORES)
    return actions.remove_review(review_id=review.pk, by=UserFactory(), reason="abuse")


def held() -> Review:
    first = waiting_review(**SCORES)
    for _ in range(4):
        waiting_review(first.treatment, **SCORES)
    first.refresh_from_db()
    assert first.held_since
    return first


OPEN = {
    "waiting": lambda: waiting_review(**SCORES),
    "held": held,
    "refused": lambda: refused_review(**SCORES),
    "resubmitted": resubmitted,
    "refused twice": refused_twice,
    "appealed": lambda: appealed_review(**SCORES).review,
    "reported": lambda: reported_review(**SCORES),
    "words hidden": lambda: reported_review(reason="personal_data", **SCORES),
    "removed": removed,
    "complication": lambda: waiting_review(complication=True, **SCORES),
}


def old_refusal() -> Review:
    with time_machine.travel(timezone.now() - timedelta(days=31), tick=False):
        return refused_review(**SCORES)


def refused_appeal() -> Review:
    appeal = appealed_review(**SCORES)
    return actions.refuse_appeal(appeal_id=appeal.pk, by=UserFactory()).review


def granted_appeal() -> Review:
    appeal = appealed_review(**SCORES)
    return actions.grant_appeal(appeal_id=appeal.pk, by=UserFactory()).review


def kept() -> Review:
    return actions.keep_review(review_id=reported_review(**SCORES).pk, by=UserFactory())


SETTLED = {
    "published": lambda: published_review(**SCORES),
    "refused, time over": old_refusal,
    "appeal refused": refused_appeal,
    "appeal granted": granted_appeal,
    "reports decided": kept,
}


def staff_pages(review: Review) -> list[str]:
    """Every page of the admin that could show something of this review."""
    one = [review.pk]
    pages = [
        reverse("admin:index"),
        reverse("admin:reviews_queue"),
        reverse("admin:reviews_case", args=one),
        reverse("admin:reviews_burst", args=[review.treatment.clinic_id]),
        reverse("admin:reviews_appeals"),
        reverse("admin:reviews_reports"),
        reverse("admin:reviews_report", args=one),
        reverse("admin:reviews_complications"),
        reverse("admin:reviews_complication", args=one),
        reverse("admin:reviews_review_changelist"),
        reverse("admin:reviews_review_change", args=one),
        reverse("admin:reviews_reviewevent_changelist"),
    ]
    pages += [reverse("admin:reviews_reviewevent_change", args=[e.pk]) for e in review.events.all()]
    appeal = getattr(review, "appeal", None)
    return pages + ([reverse("admin:reviews_appeal", args=[appeal.pk])] if appeal else [])


def posts(review: Review) -> list[tuple[str, dict]]:
    """Forms sent with mistakes, whose answers show the case again."""
    one = [review.pk]
    found = [
        (reverse("admin:reviews_publish", args=one), {"publish-note": "x" * 501}),
        (reverse("admin:reviews_refuse", args=one), {}),
        (reverse("admin:reviews_remove", args=one), {}),
        (reverse("admin:reviews_complication_close", args=one), {}),
    ]
    appeal = getattr(review, "appeal", None)
    return found + (
        [(reverse("admin:reviews_appeal_decide", args=[appeal.pk]), {})] if appeal else []
    )


def pages_with_scores(client: Client, review: Review) -> list[str]:
    answers = {page: client.get(page, follow=True) for page in staff_pages(review)}
    answers |= {page: client.post(page, data, follow=True) for page, data in posts(review)}
    for page, answer in answers.items():
        assert answer.status_code in {200, 404, 409}, page
    assert any(a.status_code == 200 for a in answers.values())
    return [page for page, a in answers.items() if SCORE_WORDS.search(a.content.decode())]


@pytest.mark.parametrize("state", OPEN)
def test_no_staff_page_shows_a_score_while_something_is_open(staff_client, state):
    review = Review.objects.get(pk=OPEN[state]().pk)
    assert pages_with_scores(staff_client(REVIEW_MODERATOR), review) == []
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("state", SETTLED)
def test_scores_are_shown_once_nothing_is_open(staff_client, state):
    review = Review.objects.get(pk=SETTLED[state]().pk)
    shown = pages_with_scores(staff_client(REVIEW_MODERATOR), review)
    assert reverse("admin:reviews_case", args=[review.pk]) in shown
    assert reverse("admin:reviews_review_change", args=[review.pk]) in shown


def test_verifier_sees_appeals_blind_and_nothing_else(staff_client):
    review = appealed_review(**SCORES).review
    verifier = staff_client(VERIFIER)
    for page in (
        reverse("admin:reviews_appeals"),
        reverse("admin:reviews_appeal", args=[review.appeal.pk]),
    ):
        answer = verifier.get(page)
        assert answer.status_code == 200
        assert not SCORE_WORDS.search(answer.content.decode())
    for name in ("queue", "reports", "complications", "review_changelist"):
        assert verifier.get(reverse(f"admin:reviews_{name}")).status_code == 403


def test_settled_and_open_are_told_apart_by_the_rows():
    open_ones = {OPEN[name]().pk for name in ("waiting", "refused", "appealed", "reported")}
    settled = {make().pk for make in SETTLED.values()}
    found = set(Review.objects.settled(timezone.now()).values_list("pk", flat=True))
    assert found >= settled
    assert not found & open_ones


def test_taken_back_while_appealed_shows_nothing_of_it(staff_client):
    review = appealed_review(text="Words of the review", **SCORES).review
    actions.withdraw_review(review_id=review.pk)
    moderator = staff_client(REVIEW_MODERATOR)
    address = reverse("admin:reviews_appeal", args=[review.appeal.pk])
    page = moderator.get(address).content.decode()
    assert "It names nobody." not in page
    assert "Words of the review" not in page
    assert (
        moderator.post(
            reverse("admin:reviews_appeal_decide", args=[review.appeal.pk]), {"outcome": "granted"}
        ).status_code
        == 409
    )
    assert moderator.get(reverse("admin:reviews_appeal", args=[uuid.uuid4()])).status_code == 404
