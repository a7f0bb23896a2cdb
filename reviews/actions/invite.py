"""Invitations: the way in for people who were treated after a quote here."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from clinics.models import Treatment
from reviews.actions.create import AlreadyReviewed, create_review
from reviews.content import ReviewContent
from reviews.models import Invitation, Review
from reviews.models.invitation import OPEN_FOR
from trust import links, outbox
from trust.digests import email_digest

PURPOSE = "review_invitation"


class InvitationUsed(Exception):
    """A review was written with this invitation before."""


@transaction.atomic
def create_invitation(*, treatment: Treatment, month: date) -> str:
    """Return the token for `/reviews/new/<token>/`, open for 180 days and one review.

    `month` is any day of the month of treatment. Nothing of the request is kept.
    """
    invitation = Invitation.objects.create(treatment=treatment, treated_month=month.replace(day=1))
    expires_at = invitation.created_at + OPEN_FOR
    return links.issue(purpose=PURPOSE, object_id=invitation.pk, expires_at=expires_at).token


def invitation_of(token: str) -> Invitation | None:
    """The invitation a live link opens, used or not; None for anything else."""
    link = links.resolve(purpose=PURPOSE, token=token)
    if link is None:
        return None
    found = Invitation.objects.select_related("treatment__clinic").filter(pk=link.object_id)
    return found.first()


def is_open(token: str) -> bool:
    """Return whether this link still waits for its review: a reminder makes sense."""
    invitation = invitation_of(token)
    return invitation is not None and invitation.used_at is None


def submit_invited(
    *,
    invitation: Invitation,
    content: ReviewContent,
    email: str,
    language: str,
    idempotency_key: uuid.UUID,
) -> Review:
    """Store the review of an invited person; the same form sent twice gives the same review.

    Raises InvitationUsed, AlreadyReviewed: then the address is told by mail, and nobody else.
    """
    values = {"content": content, "email": email, "language": language}
    try:
        return _store(invitation, idempotency_key=idempotency_key, **values)
    except AlreadyReviewed:
        _tell_already(content, email, language)
        raise


@transaction.atomic
def _tell_already(content: ReviewContent, email: str, language: str) -> None:
    month, digest = content.treated_month, email_digest(email)
    for review in Review.objects.by_person(digest, content.treatment_id, month):
        outbox.enqueue(template="review_already", object_id=review.pk, language=language)


@transaction.atomic
def _store(
    invitation: Invitation, *, content: ReviewContent, email: str, language: str, **form: uuid.UUID
) -> Review:
    taken = Invitation.objects.unused().filter(pk=invitation.pk).update(used_at=timezone.now())
    if not taken:
        earlier = Review.objects.filter(invitation=invitation, **form).first()
        if earlier is None:
            raise InvitationUsed
        return earlier
    level = Review.Level.QUOTE if invitation.through_quote else Review.Level.EMAIL
    return create_review(
        content=content,
        email=email,
        level=level,
        language=language,
        invitation=invitation,
        **form,
    )
