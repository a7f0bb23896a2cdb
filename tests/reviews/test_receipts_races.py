"""Several people at one receipt in the same moment."""

import pytest

from reviews import actions
from reviews.models import Receipt, Review
from reviews.receipts import actions as receipts
from tests.factories import UserFactory
from tests.reviews.factories import published_review, waiting_receipt
from tests.reviews.test_receipts import folder, stored
from tests.reviews.test_replies_races import at_once

__all__ = ["folder"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_moderators_at_once_decide_a_receipt_once(folder):
    a, b = UserFactory(), UserFactory()
    for _ in range(15):
        receipt = waiting_receipt(published_review(level="email"))
        outcomes = at_once(
            lambda key=receipt.pk: receipts.confirm_receipt(receipt_id=key, by=a),
            lambda key=receipt.pk: receipts.refuse_receipt(
                receipt_id=key, by=b, reason="unreadable"
            ),
        )
        assert sorted(map(str, outcomes)) == ["None", "ReceiptClosed"]
        level = Review.objects.get(pk=receipt.review_id).level
        assert level == ("receipt" if outcomes[0] is None else "email")
    assert stored(folder) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_erasing_seeing_and_sending_at_once_leave_nothing_behind(folder):
    by = UserFactory()
    for n in range(15):
        receipt = waiting_receipt(published_review(level="email"))
        review = receipt.review
        outcomes = at_once(
            lambda review=review: actions.withdraw_review(review_id=review.pk),
            lambda key=receipt.pk: receipts.confirm_receipt(receipt_id=key, by=by),
            lambda review=review: waiting_receipt(review),
            *[lambda review=review: receipts.take_back_receipt(review_id=review.pk)] * (n % 2),
        )
        assert outcomes[0] is None
        assert set(outcomes[1:]) <= {None, "ReceiptClosed", "DoesNotExist"}
        assert not Receipt.objects.filter(review=review).exists()
        assert stored(folder) == []
