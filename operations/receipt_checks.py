"""What must be true of receipts of reviewers at any time."""

from django.utils import timezone

from operations.verify import register_check
from reviews.models import Receipt, Review
from trust.uploads import files


def files_behind_receipts() -> list[str]:
    """Each receipt that says a file is there has one that opens; none is there too long."""
    problems = []
    for receipt in Receipt.objects.held().only("pk", "stored").order_by("pk").iterator():
        try:
            files.get(receipt.stored, receipt.context)
        except Exception as error:  # missing, changed, or another key
            problems.append(f"receipt {receipt.pk}: {type(error).__name__}")
    late = Receipt.objects.unseen_too_long(timezone.now()).count()
    return problems + ([f"{late} receipts are kept for more than 30 days"] if late else [])


def levels_have_a_decision() -> list[str]:
    """A review that says "receipt seen" has the row that says who saw it, and the other way."""
    seen = Receipt.objects.filter(state=Receipt.State.SEEN)
    raised = Review.objects.filter(level=Review.Level.RECEIPT).standing()
    lost = raised.exclude(pk__in=seen.values("review")).order_by("pk")
    low = seen.exclude(review__level=Review.Level.RECEIPT).order_by("pk")
    return [f"review {row.pk}: no receipt was seen" for row in lost.only("pk")] + [
        f"receipt {row.pk}: seen, but its review is not raised" for row in low.only("pk")
    ]


def register() -> None:
    register_check("reviews: files behind receipts", files_behind_receipts)
    register_check("reviews: levels have a decision", levels_have_a_decision)
