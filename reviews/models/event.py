from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews import reasons
from reviews.models.review import Review


class AppendOnlyQuerySet(models.QuerySet):
    def update(self, **values: Any) -> NoReturn:
        raise TypeError("events of reviews are never changed")

    def delete(self) -> NoReturn:
        raise TypeError("events of reviews are never deleted")


class ReviewEvent(models.Model):
    """One step of a review: from state to state, who, when, why. Never changed."""

    review = models.ForeignKey(
        Review, models.CASCADE, related_name="events", verbose_name=_("review")
    )
    from_state = models.CharField(_("from"), max_length=10, choices=Review.State, blank=True)
    to_state = models.CharField(_("to"), max_length=10, choices=Review.State)
    reason = models.CharField(_("reason"), max_length=24, blank=True, choices=reasons.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
        help_text=_("Empty: the writer of the review."),
    )
    at = models.DateTimeField(_("at"), default=timezone.now)

    objects = AppendOnlyQuerySet.as_manager()

    class PersonalData:
        personal = ["by"]
        not_personal = ["review", "from_state", "to_state", "reason", "at"]

    class Meta:
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of reviews")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(to_state="refused") | ~models.Q(reason=""),
                name="reviews_event_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(to_state__in=["published", "refused"])
                | models.Q(by__isnull=False),
                name="reviews_event_decision_has_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to_state} {self.at:%Y-%m-%d}"

    @property
    def words(self) -> str:
        """What happened; a step that changed no state is told by what it was."""
        if self.from_state != self.to_state:
            return self.get_to_state_display()
        return str(_SAME_STATE[self.to_state])


_SAME_STATE = {
    Review.State.WAITING: _("burst released"),
    Review.State.REFUSED: _("appeal: the refusal stands"),
    Review.State.PUBLISHED: _("reports: the review stays"),
}
