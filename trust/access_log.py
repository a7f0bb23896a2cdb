"""Write and read the access log."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from trust.digests import digest
from trust.models import AccessLog

# 24 months and a day, so that the triggers never see an entry that is too young.
KEPT = timedelta(days=2 * 366 + 1)


def actor_digest(actor: models.Model | str | None) -> str:
    """Return the pseudonymous id of a person (a model row), of a named party, or of nobody."""
    if isinstance(actor, models.Model):
        actor = f"{actor._meta.label_lower}:{actor.pk}"
    return digest("access-log", actor or "system")


@transaction.atomic(savepoint=False)
def record(
    *,
    actor: models.Model | str | None,
    role: str,
    action: str,
    object_type: str,
    object_ref: object,
    reason: str = "",
    label: str = "",
) -> AccessLog:
    """Write one entry in the same transaction as what it tells about.

    ``actor`` is a staff member, a text such as "clinic:12", or None for the system itself.
    ``label`` names the organisation (a clinic); staff stand under the operator's name. It is never
    the name of a person.
    """
    if not label and isinstance(actor, models.Model):
        label = settings.OPERATOR_NAME
    return AccessLog.objects.create(
        actor_digest=actor_digest(actor),
        actor_label=label[:200],
        role=role,
        action=action,
        object_type=object_type,
        object_ref=str(object_ref),
        reason=reason[:500],
    )


def entries_for(object_type: str, object_ref: object) -> models.QuerySet[AccessLog]:
    """Return the entries about one thing, oldest first."""
    return AccessLog.objects.about(object_type, object_ref)


def last_reading(
    *, actor: models.Model, object_type: str, object_ref: object, action: str = "read"
) -> datetime | None:
    """Return when this person last did that with the thing; None: never."""
    found = entries_for(object_type, object_ref).filter(
        actor_digest=actor_digest(actor), action=action
    )
    return found.aggregate(last=models.Max("at"))["last"]


def purge(now: datetime | None = None) -> int:
    """Delete entries older than 24 months; the database refuses younger ones."""
    return AccessLog.objects.older_than((now or timezone.now()) - KEPT).delete()[0]
