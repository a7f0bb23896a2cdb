"""Secret links: 256 random bits, found by hash, expiring, revocable."""

import hashlib
import hmac
import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from trust.models import SecretLink

LONGEST_TOKEN = 100


def _hash(purpose: str, token: str) -> str:
    # The token is random and long, so a plain hash cannot be guessed back and no key is at stake.
    return hashlib.sha256(f"{purpose}\x00{token}".encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic(savepoint=False)
def issue(
    *, purpose: str, object_id: object, expires_at: datetime, view_only: bool = False
) -> SecretLink:
    """Make a link; ``.token`` is the clear token for the address."""
    token = secrets.token_urlsafe(32)
    return SecretLink.objects.create(
        purpose=purpose,
        object_id=str(object_id),
        token_hash=_hash(purpose, token),
        token=token,
        expires_at=expires_at,
        view_only=view_only,
    )


def resolve(*, purpose: str, token: str) -> SecretLink | None:
    """Return the live link, or None for a wrong, expired or revoked token alike."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    token_hash = _hash(purpose, token)
    link = SecretLink.objects.live().filter(purpose=purpose, token_hash=token_hash).first()
    if link is None or not hmac.compare_digest(link.token_hash, token_hash):
        return None
    return link


def current(*, purpose: str, object_id: object, view_only: bool = False) -> SecretLink | None:
    """Return the newest live link of one thing, so that a later mail repeats the same address."""
    links = SecretLink.objects.live().of(purpose, object_id).filter(view_only=view_only)
    return links.order_by("-created_at", "-pk").first()


@transaction.atomic
def revoke(*, purpose: str, object_id: object, view_only: bool | None = None) -> int:
    """End all live links of one thing at once; ``view_only`` limits it to one kind."""
    links = SecretLink.objects.live().of(purpose, object_id)
    if view_only is not None:
        links = links.filter(view_only=view_only)
    return links.update(revoked_at=timezone.now())


def purge(now: datetime | None = None) -> int:
    """Delete links that open nothing any more."""
    return SecretLink.objects.dead(now).delete()[0]
