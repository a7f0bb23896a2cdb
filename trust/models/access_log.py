import uuid
from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AccessLogQuerySet(models.QuerySet):
    def about(self, object_type: str, object_ref: object) -> "AccessLogQuerySet":
        """Entries on one thing, oldest first."""
        return self.filter(object_type=object_type, object_ref=str(object_ref)).order_by("at", "id")

    def by_actor(self, actor_digest: str) -> "AccessLogQuerySet":
        return self.filter(actor_digest=actor_digest)

    def older_than(self, moment: datetime) -> "AccessLogQuerySet":
        return self.filter(at__lt=moment)


class AccessLog(models.Model):
    """Who read or did what with somebody's data, and why.

    No foreign keys: an entry outlives what it is about. Triggers in the database refuse every
    change, and deleting before 24 months (trust/triggers.py).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField(_("when"), default=timezone.now)
    actor_digest = models.CharField(_("who, as a digest"), max_length=64)
    actor_label = models.CharField(_("organisation"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=40)
    action = models.CharField(_("action"), max_length=40)
    object_type = models.CharField(_("kind of object"), max_length=60)
    object_ref = models.CharField(_("object"), max_length=64)
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = AccessLogQuerySet.as_manager()

    class PersonalData:
        personal = ["actor_digest", "reason"]
        not_personal = ["at", "actor_label", "role", "action", "object_type", "object_ref"]

    class Meta:
        verbose_name = _("access log entry")
        verbose_name_plural = _("access log")
        ordering = ["-at", "id"]
        indexes = [
            models.Index(fields=["object_type", "object_ref", "at"], name="trust_access_of_object"),
            models.Index(fields=["actor_digest", "at"], name="trust_access_of_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.object_type}"
