"""What staff decided about official orders besides showing them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinics.models.clinic import Clinic
from clinics.models.order import OfficialOrder


class OrderNotMeant(models.Model):
    """A listing with a like name that an order does not concern, so that nobody asks again."""

    order = models.ForeignKey(
        OfficialOrder, models.CASCADE, related_name="not_meant", verbose_name=_("official order")
    )
    clinic = models.ForeignKey(
        Clinic, models.CASCADE, related_name="orders_not_meant", verbose_name=_("clinic")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_on = models.DateField(_("decided on"))

    class PersonalData:
        personal: list[str] = []
        not_personal = ["order", "clinic", "decided_by", "decided_on"]

    class Meta:
        verbose_name = _("listing an order does not concern")
        verbose_name_plural = _("listings an order does not concern")
        constraints = [
            models.UniqueConstraint(fields=["order", "clinic"], name="clinics_order_not_meant_once")
        ]

    def __str__(self) -> str:
        return f"{self.order} ≠ {self.clinic}"


class OrderRemovalQuerySet(models.QuerySet):
    def waiting(self) -> "OrderRemovalQuerySet":
        """Wishes that a second person can still decide on: what they name stands."""
        return self.filter(state=OrderRemoval.State.ASKED, order__isnull=False)

    def confirmed(self) -> "OrderRemovalQuerySet":
        return self.filter(state=OrderRemoval.State.CONFIRMED)


class OrderRemoval(models.Model):
    """The wish to take an order out, wholly or from one listing, and a second person's answer.

    It outlives what was removed: ``what`` keeps the words as they stood.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waits for a second person")
        CONFIRMED = "confirmed", _("removed")
        REFUSED = "refused", _("kept")

    order = models.ForeignKey(
        OfficialOrder,
        models.SET_NULL,
        null=True,
        related_name="removals",
        verbose_name=_("official order"),
    )
    order_key = models.CharField(_("key of the order"), max_length=64, blank=True, db_index=True)
    clinic = models.ForeignKey(
        Clinic,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("only from this listing"),
    )
    whole = models.BooleanField(_("the whole order"))
    what = models.JSONField(_("what stood there"), default=dict)
    reason = models.CharField(_("reason"), max_length=40)
    note = models.CharField(_("note"), max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = OrderRemovalQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "order", "order_key", "clinic", "whole", "what", "reason", "note", "asked_by",
            "asked_at", "state", "decided_by", "decided_at",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("removal of an order")
        verbose_name_plural = _("removals of orders")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(state="asked", whole=True),
                name="clinics_order_removal_asked_once",
            ),
            models.UniqueConstraint(
                fields=["order", "clinic"],
                condition=Q(state="asked", whole=False),
                name="clinics_order_target_removal_asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="clinics_order_removal_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | Q(~Q(state="asked"), decided_by__isnull=False, decided_at__isnull=False),
                name="clinics_order_removal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="clinics_order_removal_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.asked_at:%Y-%m-%d}"
