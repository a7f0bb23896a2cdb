"""Everything that changes a receipt. A decision, a change of mind or 30 days delete the file.

The review's row is locked before the receipt's wherever both change, so no two steps wait for
each other.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from functools import partial
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from reviews.means import tell
from reviews.models.receipt import MOST_TRIES, Receipt, confirmable
from reviews.models.review import Review
from reviews.receipts import reasons
from reviews.seen import NotSeen
from staff.roles import REVIEW_MODERATOR
from trust import access_log, outbox
from trust.sealing import DecryptionError
from trust.uploads import Taken, files, scanning
from trust.uploads.taking import CLEAN


class ReceiptClosed(Exception):
    """Not possible (any more): decided, taken back, or this review needs no receipt."""

    def __init__(self, receipt: Receipt | None = None) -> None:
        super().__init__(f"receipt {receipt.pk} is {receipt.state}" if receipt else "no receipt")
        self.receipt = receipt


def add_receipt(*, review: Review, taken: Taken, form_key: uuid.UUID) -> Receipt:
    """Keep one sealed file for our staff; the same form twice is one.

    The file is written first and the row afterwards: a crash between leaves a file that nobody
    names, which the sweep deletes. Raises ReceiptClosed, files.CannotStore.
    """
    known = Receipt.objects.filter(review=review.pk).first()
    row = Receipt(
        id=known.pk if known else uuid.uuid4(),
        review_id=review.pk,
        state=Receipt.State.WAITING if taken.scan == CLEAN else Receipt.State.SCANNING,
        kind=taken.kind.code,
        form_key=form_key,
        sent_at=timezone.now(),
    )
    row.stored = files.put(taken.content, row.context)
    try:
        kept = _keep(row)
    except ReceiptClosed:
        files.delete(row.stored)
        raise
    # After any other error the row may stand all the same (a commit whose answer was lost).
    if kept.stored != row.stored:
        files.delete(row.stored)
    return kept


@transaction.atomic
def _keep(row: Receipt) -> Receipt:
    _lock_review(row.review_id)
    before = Receipt.objects.filter(review=row.review_id).first()
    if before and before.form_key == row.form_key:
        return before
    if not confirmable().filter(pk=row.review_id).exists():
        raise ReceiptClosed(before)
    if before is None:
        row.save(force_insert=True)
        return row
    again = [Receipt.State.REFUSED, Receipt.State.GONE]
    # The seal names the row: one that came into being meanwhile cannot take over this file.
    sent = Receipt.objects.filter(pk=row.pk, state__in=again, tries__lt=MOST_TRIES).update(
        state=row.state, kind=row.kind, stored=row.stored, form_key=row.form_key,
        tries=models.F("tries") + 1, reason="", decided_by=None,
        sent_at=row.sent_at, changed_at=row.sent_at,
    )  # fmt: skip
    if not sent:
        raise ReceiptClosed(before)
    return Receipt.objects.get(pk=row.pk)


@transaction.atomic
def open_receipt(*, receipt: Receipt, by: Any, action: str) -> None:
    """Write into the access log that this moderator opened the page, or the file itself."""
    access_log.record(
        actor=by,
        role=REVIEW_MODERATOR,
        action=action,
        object_type="reviews.receipt",
        object_ref=receipt.pk,
    )


def read_receipt(*, receipt: Receipt, by: Any) -> bytes:
    """Return the clear content; the access log is written first.

    Raises FileNotFoundError when it is gone or does not open.
    """
    open_receipt(receipt=receipt, by=by, action="downloaded")
    return _content(receipt)


def _content(receipt: Receipt) -> bytes:
    try:
        return files.get(receipt.stored, receipt.context)
    except DecryptionError as error:
        raise FileNotFoundError(receipt.pk) from error
    except FileNotFoundError:
        # A change of keys may have moved it just now.
        before = receipt.stored
        receipt.refresh_from_db(fields=["stored"])
        if receipt.stored in {"", before}:
            raise
        return files.get(receipt.stored, receipt.context)


@transaction.atomic
def confirm_receipt(*, receipt_id: uuid.UUID, by: Any, seen: datetime | None = None) -> Receipt:
    """Raise the review to "receipt seen by our staff" and delete the file.

    `seen` is when the person last downloaded it, if that is asked. Raises NotSeen, ReceiptClosed,
    Receipt.DoesNotExist.
    """
    receipt = _decide(receipt_id, Receipt.State.SEEN, by=by, seen=seen)
    raised = Review.objects.filter(pk__in=confirmable(), pk=receipt.review_id).update(
        level=Review.Level.RECEIPT
    )
    if not raised:
        raise ReceiptClosed(receipt)
    receipt.review.refresh_from_db(fields=["level"])
    if receipt.review.state == Review.State.PUBLISHED:
        tell([receipt.review.treatment.clinic_id])
    return receipt


@transaction.atomic
def refuse_receipt(
    *, receipt_id: uuid.UUID, by: Any, reason: str, seen: datetime | None = None
) -> Receipt:
    """Say what is missing and delete the file; the writer may send another, three in all.

    `seen` is when the person last opened its page, if that is asked.

    Raises ValueError for an unknown reason, NotSeen, ReceiptClosed, Receipt.DoesNotExist.
    """
    if reason not in dict(reasons.choices_for_people()):
        raise ValueError(f"unknown reason: {reason!r}")
    return _decide(receipt_id, Receipt.State.REFUSED, by=by, reason=reason, seen=seen)


def _decide(
    receipt_id: uuid.UUID, state: str, *, by: Any, reason: str = "", seen: datetime | None
) -> Receipt:
    _lock_review(Receipt.objects.values_list("review", flat=True).get(pk=receipt_id))
    waiting = Receipt.objects.waiting().filter(pk=receipt_id)
    if seen and waiting.filter(sent_at__gt=seen).exists():
        raise NotSeen
    if not _forget(waiting, state, by=by, reason=reason):
        raise ReceiptClosed(_found(receipt_id))
    receipt = _found(receipt_id)
    _tell(receipt)
    return receipt


@transaction.atomic
def take_back_receipt(*, review_id: uuid.UUID) -> None:
    """The writer takes it back before anybody decided; pressed twice is once."""
    _lock_review(review_id)
    _forget(Receipt.objects.held().filter(review=review_id), Receipt.State.GONE)


@transaction.atomic
def forget_receipt(*, review_id: uuid.UUID) -> None:
    """The writer erases the review: file and row go."""
    for receipt in Receipt.objects.select_for_update(of=["self"]).filter(review=review_id):
        _delete_later(receipt.stored)
        receipt.delete()


@transaction.atomic
def lapse(*, receipts: models.QuerySet) -> int:
    """Delete the files of receipts nobody looked at in time; return how many."""
    return sum(
        _forget(Receipt.objects.held().filter(pk=pk), Receipt.State.GONE)
        for pk in list(receipts.values_list("pk", flat=True))
    )


def scan_again(*, receipt: Receipt) -> bool:
    """Ask the scanner about a file that waits; returns whether it answered.

    Asked outside of a transaction, since SQLite would make everybody wait for it.
    """
    try:
        found = scanning.scan(_content(receipt))
    except FileNotFoundError:  # deleted meanwhile, or lost: `manage.py verify` tells
        return False
    return found != scanning.Found.UNKNOWN and _scanned(receipt, found)


@transaction.atomic
def _scanned(receipt: Receipt, found: scanning.Found) -> bool:
    scanning_now = Receipt.objects.filter(pk=receipt.pk, state=Receipt.State.SCANNING)
    if found != scanning.Found.VIRUS:
        return bool(scanning_now.update(state=Receipt.State.WAITING))
    done = _forget(scanning_now, Receipt.State.REFUSED, reason=reasons.VIRUS)
    if done:
        _tell(_found(receipt.pk))
    return bool(done)


def _forget(rows: models.QuerySet, state: str, *, by: Any = None, reason: str = "") -> int:
    """Move one row on, blank it, and delete its file once this transaction stands."""
    stored = rows.values_list("stored", flat=True).first()
    done = rows.order_by().update(
        state=state, reason=reason, decided_by=by, stored="", kind="", form_key=None,
        sent_at=None, changed_at=timezone.now(),
    )  # fmt: skip
    if done and stored:
        _delete_later(stored)
    return done


def _delete_later(stored: str) -> None:
    transaction.on_commit(partial(files.delete, stored), robust=True)


def _lock_review(review_id: uuid.UUID) -> None:
    """Wait for whoever changes this review or its receipt just now."""
    list(Review.objects.select_for_update().filter(pk=review_id).order_by().values_list("pk"))


def _found(receipt_id: uuid.UUID) -> Receipt:
    found = Receipt.objects.select_related("review__treatment", "decided_by")
    return found.get(pk=receipt_id)


def _tell(receipt: Receipt) -> None:
    outbox.enqueue(
        template="review_receipt_decided",
        object_id=receipt.review_id,
        language=receipt.review.language,
    )


def held_files() -> files.Held:
    """Every stored file of this app, for the rotation of keys and the sweep."""
    for receipt in Receipt.objects.held().only("pk", "stored").order_by("pk").iterator():
        yield receipt.stored, receipt.context, partial(_renamed, receipt.pk, receipt.stored)


def _renamed(key: uuid.UUID, before: str, stored: str) -> bool:
    return bool(Receipt.objects.filter(pk=key, stored=before).update(stored=stored))


files.register_holder(held_files)
