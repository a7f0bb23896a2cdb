"""The ministry's list in the admin: imports, differences, and what was read, to look at."""

from django.contrib import admin
from django.urls import path

from register.desk import views
from register.models import Difference, Entry, Snapshot
from staff.admin_views import ReadOnlyModelAdmin, register_admin_urls
from staff.roles import ADMINISTRATOR, LISTING_EDITOR, VERIFIER

register_admin_urls(
    "ministry-list",
    [
        path("import/", views.upload, name="register_import"),
        path("import/<int:pk>/", views.import_preview, name="register_preview"),
        path("differences/", views.difference_queue, name="register_differences"),
        path("differences/confirm/", views.difference_confirm_all, name="register_confirm_all"),
        path("differences/<int:pk>/", views.difference_decide, name="register_decide"),
        path("snapshots/<int:pk>/undo/", views.snapshot_undo, name="register_undo"),
        path("snapshots/<int:pk>/export/", views.snapshot_export, name="register_export"),
    ],
)


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyModelAdmin):
    roles = (LISTING_EDITOR, VERIFIER, ADMINISTRATOR)
    list_display = [
        "file_name", "list_class", "is_complete", "rows", "read_at", "read_by", "undone_at",
    ]  # fmt: skip
    list_select_related = ["source", "read_by"]


@admin.register(Entry)
class EntryAdmin(ReadOnlyModelAdmin):
    roles = (LISTING_EDITOR, VERIFIER, ADMINISTRATOR)
    list_display = ["list_class", "institution", "prefecture", "title", "key", "gone_on"]
    search_fields = ["institution", "title", "key"]
    list_per_page = 50
    show_full_result_count = False


@admin.register(Difference)
class DifferenceAdmin(ReadOnlyModelAdmin):
    roles = (LISTING_EDITOR, VERIFIER, ADMINISTRATOR)
    list_display = ["kind", "state", "entry", "score", "decided_by", "decided_at"]
    list_filter = ["kind", "state"]
    list_select_related = ["entry", "decided_by"]
    list_per_page = 50
    show_full_result_count = False
