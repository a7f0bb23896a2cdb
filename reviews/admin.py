"""Reviews in the admin: lists to read, blind until all is decided; decisions are made at the desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from reviews.actions import read_case
from reviews.aspects import BLIND
from reviews.desk.blind import is_settled
from reviews.desk.urls import urlpatterns
from reviews.models import Review, ReviewEvent
from reviews.receipts.desk import urlpatterns as receipt_urls
from reviews.replies.desk import urlpatterns as reply_urls
from staff.admin_views import ReadOnlyModelAdmin, register_admin_urls
from staff.roles import REVIEW_MODERATOR

register_admin_urls("reviews", [*urlpatterns, *reply_urls, *receipt_urls])

# Shown to nobody here: who wrote it, and what was told in confidence.
NEVER = ("email", "email_digest", "complication_help", "idempotency_key", "invitation")
SAFE = (
    "treatment", "treated_month", "text", "level", "language", "complication", "received_at",
    "state", "reason", "note", "decided_by", "decided_at", "resubmitted_at", "appealed_at",
    "held_since", "text_hidden_at", "removed_at", "public_note",
)  # fmt: skip


class BlindLookups:
    """Filters in the address could ask for a score; only the list's own filters may be asked."""

    list_filter: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        return lookup.split("__")[0] in self.list_filter


@admin.register(Review)
class ReviewAdmin(BlindLookups, ReadOnlyModelAdmin):
    roles = (REVIEW_MODERATOR,)
    list_display = ("received_at", "clinic_name", "state", "level", "reason", "decided_at")
    list_filter = ("state", "level", "reason")
    list_select_related = ("treatment__clinic",)
    ordering = ("-received_at",)

    def get_fields(self, request: HttpRequest, obj: Review | None = None) -> list[str]:
        scores = [f.name for f in Review._meta.fields if f.name in BLIND]
        open_now = obj is not None and is_settled(obj.pk)
        return [*SAFE, *(scores if open_now else [])]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).defer(*NEVER[:3], *BLIND)

    def render_change_form(self, request: HttpRequest, context: Any, **kwargs: Any) -> HttpResponse:
        if review := kwargs.get("obj"):
            read_case(review_id=review.pk, by=request.user)
        return super().render_change_form(request, context, **kwargs)

    @admin.display(description=_("clinic"))
    def clinic_name(self, review: Review) -> str:
        return review.treatment.clinic.name


@admin.register(ReviewEvent)
class ReviewEventAdmin(BlindLookups, ReadOnlyModelAdmin):
    roles = (REVIEW_MODERATOR,)
    list_display = ("at", "review", "from_state", "to_state", "reason", "by")
    list_filter = ("to_state",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        hidden = (f"review__{name}" for name in (*NEVER[:3], *BLIND))
        return super().get_queryset(request).select_related("review", "by").defer(*hidden)
