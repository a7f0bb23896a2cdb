"""Invented replies and one invented receipt for the demonstration, made by the real actions."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta
from typing import Any

from PIL import Image, ImageDraw

from reviews.models import Receipt, Reply, Review
from reviews.models.receipt import confirmable
from reviews.receipts import actions as receipts
from reviews.replies import actions
from trust.models import OutboxMail
from trust.uploads import Taken
from trust.uploads.kinds import BY_CODE
from trust.uploads.taking import CLEAN

PUBLISHED = (
    "Thank you for telling us. We now give everybody the list of extra costs on paper before the "
    "first visit.",
    "ご意見をありがとうございます。英語でのご説明を担当する職員を増やしました。",
    "We are sorry about the waiting time. Two more rooms open next spring.",
)
WAITING = (
    "Thank you. We looked into your chart: when you came in May we told you the price twice.",
    "ご指摘をありがとうございます。受付の案内を見直します。",
)


def create_sample_replies(*, by: Any) -> int:
    """Reply to the newest reviews of sample clinics; return how many. Running twice adds none."""
    if Reply.objects.exclude(state=Reply.State.ASKED).exists():
        return 0
    found = Reply.objects.writable().filter(review__treatment__clinic__is_sample=True)
    asked = list(found.order_by("-review__decided_at", "pk"))
    pairs = list(zip(asked, PUBLISHED + WAITING, strict=False))
    for reply, text in pairs:
        actions.send_reply(reply_id=reply.pk, text=text, form_key=uuid.uuid4())
        if text in PUBLISHED:
            actions.publish_reply(reply_id=reply.pk, by=by)
            _date(reply)
    _show_receipt()
    # Invented people and clinics get no mail.
    OutboxMail.objects.waiting().filter(template__startswith="review_re").delete()
    return len(pairs)


def _date(reply: Reply) -> None:
    """Two days after the review, as far as that is in the past."""
    reply.refresh_from_db()
    review = Review.objects.get(pk=reply.review_id)
    assert reply.decided_at and review.decided_at, "both were published"
    decided = min(reply.decided_at, review.decided_at + timedelta(days=2))
    Reply.objects.filter(pk=reply.pk).update(
        sent_at=decided - timedelta(hours=20), decided_at=decided
    )


def _show_receipt() -> None:
    if Receipt.objects.exists():
        return
    sample = Review.objects.filter(pk__in=confirmable(), treatment__clinic__is_sample=True)
    review = sample.select_related("treatment__clinic").order_by("-received_at").first()
    if review is not None:
        paper = f"SAMPLE RECEIPT\n\n{review.treatment.clinic.name_en}\n{review.treated_month:%Y-%m}"
        taken = Taken(BY_CODE["png"], _picture(paper + "\nJPY 1,000,000"), CLEAN)
        receipts.add_receipt(review=review, taken=taken, form_key=uuid.uuid4())


def _picture(words: str) -> bytes:
    picture, content = Image.new("L", (420, 240), 255), io.BytesIO()
    ImageDraw.Draw(picture).multiline_text((20, 20), words, fill=0)
    picture.save(content, "PNG")
    return content.getvalue()
