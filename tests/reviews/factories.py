"""Reviews made by the real actions."""

import itertools
import re
import uuid
from datetime import date, timedelta

from django.utils import timezone

from reviews import actions
from reviews.actions.invite import invitation_of
from reviews.aspects import ASPECT_NAMES
from reviews.content import ReviewContent
from reviews.models import Appeal, Review
from reviews.receipts import actions as receipt_actions
from reviews.replies import actions as reply_actions
from tests.factories import ClinicFactory, TreatmentFactory, UserFactory
from trust.forms import stamp
from trust.uploads import Taken
from trust.uploads.kinds import BY_CODE

_numbers = itertools.count(1)


def last_month() -> date:
    return (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)


def content(treatment, **values) -> ReviewContent:
    """Answers that are all fine; `score` sets all five aspects."""
    score = values.pop("score", 4)
    defaults = {
        "treatment_id": treatment.pk,
        "treated_month": last_month(),
        "scores": dict.fromkeys(ASPECT_NAMES, score),
        "paid_vs_quoted": "as_quoted",
        "difference_yen": None,
        "complication": False,
        "complication_help": "",
        "text": "The papers came on time.",
    }
    return ReviewContent(**{**defaults, **values})


def waiting_review(treatment=None, *, email="", level="quote", **values) -> Review:
    """A review in the queue; level "quote" by invitation, "email" by the code."""
    treatment = treatment or TreatmentFactory()
    given = {
        "content": content(treatment, **values),
        "email": email or f"writer{next(_numbers)}@example.org",
        "language": "en",
        "idempotency_key": uuid.uuid4(),
    }
    if level == "email":
        kept = actions.start_review(**given)
        return actions.confirm_review(review_id=kept.pk, code=kept.code)
    token = actions.create_invitation(treatment=treatment, month=last_month())
    return actions.submit_invited(invitation=invitation_of(token), **given)


def free(review: Review) -> Review:
    """Release it if it came in too fast, as reviews of a test do."""
    if Review.objects.held().filter(pk=review.pk).exists():
        actions.release_burst(
            clinic_id=review.treatment.clinic_id, by=UserFactory(), until=timezone.now()
        )
    return review


def published_review(treatment=None, *, by=None, **values) -> Review:
    review = free(waiting_review(treatment, **values))
    return actions.publish_review(review_id=review.pk, by=by or UserFactory())


def refused_review(treatment=None, *, reason="abuse", by=None, **values) -> Review:
    review = waiting_review(treatment, **values)
    return actions.refuse_review(review_id=review.pk, by=by or UserFactory(), reason=reason)


def told_anew(review: Review) -> Review:
    """Refused, and changed by its writer, who now tells of something worse."""
    actions.refuse_review(
        review_id=review.pk, by=UserFactory(), reason="abuse", note="No names, please."
    )
    help_ = "Intensive care."
    return actions.resubmit_review(
        review_id=review.pk,
        content=content(review.treatment, complication=True, complication_help=help_),
    )


def appealed_review(treatment=None, **values) -> Appeal:
    review = refused_review(treatment, **values)
    return actions.make_appeal(
        review_id=review.pk, text="It names nobody.", idempotency_key=uuid.uuid4()
    )


def reported_review(treatment=None, *, reason="abuse", words="", **values) -> Review:
    review = published_review(treatment, **values)
    actions.report_review(
        review_id=review.pk, reason=reason, words=words, idempotency_key=uuid.uuid4()
    )
    review.refresh_from_db()
    return review


def form_data(**values) -> dict:
    """What a browser sends for a review that is all fine."""
    opened = stamp(timezone.now() - timedelta(seconds=60))
    data = {
        "second_line": "",
        "opened_at": opened,
        "form_key": str(uuid.uuid4()),
        "treated_month": last_month().isoformat(),
        **dict.fromkeys(ASPECT_NAMES, "4"),
        "paid_vs_quoted": "more",
        "difference_yen": "¥80,000",
        "complication": "yes",
        "complication_help": "",
        "text": "The papers came on time.",
        "relation": "no",
        "reward": "no",
        "email": "writer@example.org",
        "agree": "on",
    }
    return {name: value for name, value in {**data, **values}.items() if value is not None}


def asked_reply(**values):
    """The reply that a clinic was asked for, to a review that is out; it has no words yet."""
    clinic = ClinicFactory(
        contact_email="clinic@example.org", contact_confirmed_on=timezone.localdate()
    )
    return published_review(TreatmentFactory(clinic=clinic), **values).reply


def waiting_reply(text="We are sorry for the wait.", **values):
    reply = asked_reply(**values)
    return reply_actions.send_reply(reply_id=reply.pk, text=text, form_key=uuid.uuid4())


def published_reply(**values):
    return reply_actions.publish_reply(reply_id=waiting_reply(**values).pk, by=UserFactory())


def waiting_receipt(review=None, *, content_=b"\x89PNG of nobody", scan="clean"):
    """A receipt in the queue; the file is small and was never rebuilt."""
    review = review or waiting_review(level="email")
    taken = Taken(BY_CODE["png"], content_, scan)
    return receipt_actions.add_receipt(review=review, taken=taken, form_key=uuid.uuid4())


def shown(client, address: str) -> dict[str, str]:
    """Open the page; returns what its forms send along about the state it showed."""
    found = re.search(r'name="seen" value="([^"]+)"', client.get(address).text)
    assert found, f"no form on {address}"
    return {"seen": found[1]}
