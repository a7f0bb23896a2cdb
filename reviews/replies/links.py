"""The clinic's key to the page where it replies; bound to the review."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from trust import links
from trust.models import SecretLink

REPLY = "review_reply"
TAKE_BACK_FOR = timedelta(days=3650)


def issue(review_id: uuid.UUID, *, open_for: timedelta) -> SecretLink:
    return links.issue(purpose=REPLY, object_id=review_id, expires_at=timezone.now() + open_for)


def current(review_id: uuid.UUID) -> SecretLink | None:
    return links.current(purpose=REPLY, object_id=review_id)


def address(link: SecretLink) -> str:
    """The full address; Japanese first, whatever language the mail is made in."""
    with translation.override("ja"):
        return settings.SITE_URL + reverse("reviews:reply", args=[link.token])
