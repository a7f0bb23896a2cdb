"""The mails to the writer of a review. They name no clinic and no treatment."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from reviews import reasons
from reviews.actions.create import MINE
from reviews.models import Appeal, Review, UnconfirmedReview
from trust import links, outbox


def register() -> None:
    outbox.register_mail("review_code", _code)
    outbox.register_mail("review_received", _received)
    outbox.register_mail("review_already", _received)
    outbox.register_mail("review_decided", _decided)


def _absolute(name: str, *args: object) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _code(object_id: str) -> outbox.Letter | None:
    kept = UnconfirmedReview.objects.filter(pk=object_id).first()
    if kept is None or not kept.code_is_open:
        return None
    return outbox.Letter(
        to=kept.email, context={"code": kept.code, "url": _absolute("reviews:confirm", kept.pk)}
    )


def _received(object_id: str) -> outbox.Letter | None:
    review = Review.objects.standing().filter(pk=object_id).first()
    return None if review is None else _letter(review)


def _decided(object_id: str) -> outbox.Letter | None:
    states = [Review.State.PUBLISHED, Review.State.REFUSED]
    review = Review.objects.filter(pk=object_id, state__in=states).first()
    return None if review is None else _letter(review)


def _letter(review: Review) -> outbox.Letter | None:
    link = links.current(purpose=MINE, object_id=review.pk)
    if link is None or not review.email:
        return None
    now = timezone.now()
    appeal = Appeal.objects.filter(review=review).first()
    refused_again = appeal is not None and appeal.outcome == Appeal.Outcome.REFUSED
    return outbox.Letter(
        to=review.email,
        context={
            "published": review.state == Review.State.PUBLISHED,
            "removed": review.removed_at is not None,
            "stands": refused_again,
            "may_change": review.may_change(now),
            "may_appeal": review.may_appeal(now),
            "until": review.chances_until,
            "reason": reasons.BY_CODE.get(review.reason),
            "note": appeal.note if appeal is not None and refused_again else review.note,
            "mine_url": _absolute("reviews:mine", link.token),
            "policy_url": _absolute("reviews:policy"),
        },
    )
