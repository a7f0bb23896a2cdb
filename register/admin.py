"""What was read of the ministry's list, to look at."""

from django.contrib import admin

from register.models import Entry, Snapshot
from staff.admin_views import ReadOnlyModelAdmin
from staff.roles import ADMINISTRATOR, LISTING_EDITOR, VERIFIER


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyModelAdmin):
    roles = (LISTING_EDITOR, VERIFIER, ADMINISTRATOR)
    list_display = ["file_name", "list_class", "is_complete", "rows", "read_at", "read_by"]
    list_select_related = ["source", "read_by"]


@admin.register(Entry)
class EntryAdmin(ReadOnlyModelAdmin):
    roles = (LISTING_EDITOR, VERIFIER, ADMINISTRATOR)
    list_display = ["list_class", "institution", "prefecture", "title", "key"]
    search_fields = ["institution", "title", "key"]
