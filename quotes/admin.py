"""Desk pages, and read-only lists without health data. Nothing is changed here."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path

from quotes.desk import deletion, views
from quotes.desk.export import export
from quotes.models import QuoteRequest
from staff.admin_views import ReadOnlyModelAdmin, register_admin_urls
from staff.roles import QUOTE_COORDINATOR

register_admin_urls(
    "quotes",
    [
        path("queue/", views.queue, name="quotes_queue"),
        path("queue/export/", export, name="quotes_export"),
        path("case/<uuid:pk>/", views.case, name="quotes_case"),
        path("case/<uuid:pk>/preview/", views.preview, name="quotes_preview"),
        path("case/<uuid:pk>/take/", views.take, name="quotes_take"),
        path("case/<uuid:pk>/ask/", views.ask, name="quotes_ask"),
        path("case/<uuid:pk>/refuse/", views.refuse, name="quotes_refuse"),
        path("case/<uuid:pk>/treated/", views.treated, name="quotes_treated"),
        path("case/<uuid:pk>/file/<uuid:file>/", views.file, name="quotes_file"),
        path("case/<uuid:pk>/clinic/<uuid:recipient>/papers/", views.papers, name="quotes_papers"),
        path("case/<uuid:pk>/close/", views.close, name="quotes_close"),
        path("case/<uuid:pk>/clinic/<uuid:recipient>/send/", views.send, name="quotes_send"),
        path("case/<uuid:pk>/clinic/<uuid:recipient>/answer/", views.answer, name="quotes_answer"),
        path("case/<uuid:pk>/clinic/<uuid:recipient>/told/", views.told, name="quotes_told"),
        path("deletion/", deletion.deletion, name="quotes_deletion"),
    ],
)


@admin.register(QuoteRequest)
class QuoteRequestAdmin(ReadOnlyModelAdmin):
    """Reference, state and dates. What a person wrote is read on the case page only."""

    roles = (QUOTE_COORDINATOR,)
    list_display = ["reference", "state", "outcome", "created_at", "confirmed_at", "assignee"]
    list_filter = ["state", "outcome"]
    list_select_related = ["assignee"]
    search_fields = ["reference"]
    fields = [
        "reference", "state", "outcome", "reason", "language", "ask_us_to_write", "created_at",
        "confirmed_at", "last_activity_at", "closed_at", "erased_at", "assignee", "assigned_at",
    ]  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[QuoteRequest]:
        rows: Any = super().get_queryset(request)
        return rows.known_to_staff()
