"""The mail to the writer after somebody looked at the receipt. Names no clinic."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from reviews.actions.create import MINE
from reviews.models.receipt import Receipt
from trust import links, outbox


def register() -> None:
    outbox.register_mail("review_receipt_decided", _decided)


def _decided(review_id: str) -> outbox.Letter | None:
    decided = [Receipt.State.SEEN, Receipt.State.REFUSED]
    found = Receipt.objects.filter(review=review_id, state__in=decided)
    receipt = found.select_related("review").first()
    link = links.current(purpose=MINE, object_id=review_id)
    if receipt is None or link is None or not receipt.review.email:
        return None
    return outbox.Letter(
        to=receipt.review.email,
        context={
            "seen": receipt.state == Receipt.State.SEEN,
            "reason": receipt.why,
            "mine_url": settings.SITE_URL + reverse("reviews:mine", args=[link.token]),
        },
    )
