"""Many reviews in one go; the actions that make single ones have their own tests."""

import itertools
import uuid
from datetime import timedelta

from django.utils import timezone

from reviews.aspects import ASPECT_NAMES
from reviews.models import Review, ReviewEvent
from tests.reviews.factories import last_month

_numbers = itertools.count(1)


def many(treatments, state, number, by=None, **values) -> list[Review]:
    now = timezone.now()
    decided = {"decided_by": by, "decided_at": now} if state != "waiting" else {}
    rows = [
        Review(
            treatment=treatments[n % len(treatments)],
            treated_month=last_month(),
            **dict.fromkeys(ASPECT_NAMES, 3),
            paid_vs_quoted="as_quoted",
            complication=n % 10 == 0,
            text="The papers came on time.",
            email="w@example.org",
            email_digest=f"{next(_numbers):064}",
            no_relation=True,
            no_reward=True,
            state=state,
            reason="abuse" if state == "refused" else "",
            language="en",
            idempotency_key=uuid.uuid4(),
            received_at=now - timedelta(minutes=n),
            **{"level": "email"} | decided | values,
        )
        for n in range(number)
    ]
    Review.objects.bulk_create(rows)
    ReviewEvent.objects.bulk_create(ReviewEvent(review=row, to_state="waiting") for row in rows)
    return rows
