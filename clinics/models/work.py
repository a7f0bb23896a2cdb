"""The work on listings: findings, suggestions, and the record of what staff decided."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from clinics.models.clinic import Clinic
from clinics.models.treatment import Treatment


class FindingQuerySet(models.QuerySet):
    def open(self) -> "FindingQuerySet":
        """What nobody has accepted yet, also while it waits for a second person."""
        return self.filter(state__in=Finding.NOT_ACCEPTED)

    def waiting(self) -> "FindingQuerySet":
        """Contradictions that one person asked to accept."""
        return self.filter(state=Finding.State.ASKED)

    def accepted(self) -> "FindingQuerySet":
        return self.filter(state=Finding.State.OVERRIDDEN)


class Finding(models.Model):
    """Something to look into: a rule saw a contradiction in a treatment that is being checked."""

    class Severity(models.TextChoices):
        ERROR = "error", _("contradiction")
        WARNING = "warning", _("to look into")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ASKED = "asked", _("waits for a second person")
        SOLVED = "solved", _("solved")
        OVERRIDDEN = "overridden", _("accepted with a reason")

    NOT_ACCEPTED = (State.OPEN, State.ASKED)

    treatment = models.ForeignKey(
        Treatment, models.CASCADE, related_name="findings", verbose_name=_("treatment")
    )
    rule = models.CharField(_("rule"), max_length=40)
    severity = models.CharField(_("severity"), max_length=8, choices=Severity)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = FindingQuerySet.as_manager()

    class PersonalData:
        personal: list[str] = []
        not_personal = [
            "treatment", "rule", "severity", "detail", "state", "found_at", "asked_by",
            "asked_at", "decided_by", "decided_at", "reason",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["found_at"]
        constraints = [
            models.UniqueConstraint(fields=["treatment", "rule"], name="clinics_finding_once"),
            models.CheckConstraint(
                condition=~Q(state="overridden") | ~Q(reason=""),
                name="clinics_finding_override_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="asked")
                | (Q(asked_by__isnull=False, asked_at__isnull=False) & ~Q(reason="")),
                name="clinics_finding_asked_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="overridden", severity="error") | Q(asked_by__isnull=False),
                name="clinics_finding_contradiction_was_asked",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(asked_by__isnull=True)
                | ~Q(decided_by=F("asked_by")),
                name="clinics_finding_takes_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} ({self.get_state_display()})"


class Suggestion(models.Model):
    """A correction or a missing clinic, suggested by anybody. Holds no address of the sender:
    the answer is read at a private link."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", _("wrong fact")
        NEW_CLINIC = "new_clinic", _("missing clinic")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    clinic = models.ForeignKey(
        Clinic,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="suggestions",
        verbose_name=_("clinic"),
    )
    name = models.CharField(_("name of the clinic"), max_length=150, blank=True)
    text = models.TextField(_("what is wrong or missing"), max_length=2000)
    url = models.URLField(_("where it can be read"), max_length=300, blank=True)
    from_clinic = models.BooleanField(_("sender works at the clinic"), default=False)
    is_sample = models.BooleanField(_("invented sample"), default=False)
    idempotency_key = models.UUIDField(_("form key"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(_("received at"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    answer = models.TextField(_("answer to the sender"), blank=True)

    class PersonalData:
        # Free text may hold anything people write; it is shown to staff only.
        personal = ["text"]
        not_personal = [
            "kind", "clinic", "name", "url", "from_clinic", "is_sample", "idempotency_key",
            "state", "created_at", "decided_by", "decided_at", "reason", "answer",
        ]  # fmt: skip

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting") | ~Q(reason=""),
                name="clinics_suggestion_decision_has_reason",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.created_at:%Y-%m-%d}"


class ListingEvent(models.Model):
    """One decision of staff on a listing: who, when, what, why. Never changed."""

    clinic = models.ForeignKey(
        Clinic, models.CASCADE, related_name="events", verbose_name=_("clinic")
    )
    treatment = models.ForeignKey(
        Treatment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("treatment"),
    )
    action = models.CharField(_("action"), max_length=40)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["clinic", "treatment", "action", "by", "at", "reason"]

    class Meta:
        verbose_name = _("decision on a listing")
        verbose_name_plural = _("decisions on listings")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.at:%Y-%m-%d}"


class PriceWish(models.Model):
    """How often visitors tapped "I want this price". Holds no person."""

    treatment = models.OneToOneField(
        Treatment, models.CASCADE, related_name="price_wish", verbose_name=_("treatment")
    )
    count = models.PositiveIntegerField(_("count"), default=0)

    class PersonalData:
        personal: list[str] = []
        not_personal = ["treatment", "count"]

    class Meta:
        verbose_name = _("price wish")
        verbose_name_plural = _("price wishes")

    def __str__(self) -> str:
        return str(self.count)


class RuleCount(models.Model):
    """How many entries of the ministry's list a rule sees something in. No findings, no tasks."""

    rule = models.CharField(_("rule"), max_length=40, unique=True)
    count = models.PositiveIntegerField(_("count"), default=0)
    examples = models.JSONField(_("examples"), default=list, blank=True)
    counted_at = models.DateTimeField(_("counted at"))

    class PersonalData:
        personal: list[str] = []
        not_personal = ["rule", "count", "examples", "counted_at"]

    class Meta:
        verbose_name = _("count of a rule on the list")
        verbose_name_plural = _("counts of rules on the list")
        ordering = ["rule"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.count}"
