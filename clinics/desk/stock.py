"""Stock admin pages of rows that stand on public pages."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from simple_history.admin import SimpleHistoryAdmin

from clinics.desk.actions import facts_changed
from clinics.models import Clinic


class PublicRows(admin.ModelAdmin):
    """Tells what each write changed in public, before and after it."""

    # Where a row shows, as paths from a clinic; none: the subclass says it.
    shown_at: tuple[str, ...] = ()
    # Whether rules and search texts read these rows.
    looked_at = False

    def clinic_ids(self, obj: Any) -> Iterable[int]:
        """Return the clinics on whose page a row shows."""
        shown = Q()
        for place in self.shown_at:
            shown |= Q(**{place: obj.pk})
        return Clinic.objects.filter(shown).order_by().values_list("pk", flat=True)

    def _tell(self, clinic_ids: Iterable[int]) -> None:
        facts_changed(clinic_ids, look_again=self.looked_at)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """A row that is about to be written is locked, so that no decision is undone."""
        obj = super().get_object(request, object_id, from_field)
        if obj is None or request.method != "POST":
            return obj
        return self.model._default_manager.select_for_update().get(pk=obj.pk)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        # A row that moves to another clinic changes the page it leaves, too.
        before = self.model._default_manager.get(pk=obj.pk) if change else None
        form.clinics_before = set(self.clinic_ids(before)) if before else set()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self._tell({*form.clinics_before, *self.clinic_ids(form.instance)})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        touched = set(self.clinic_ids(obj))
        super().delete_model(request, obj)
        self._tell(touched)

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        touched = {pk for obj in queryset for pk in self.clinic_ids(obj)}
        super().delete_queryset(request, queryset)
        self._tell(touched)


class CatalogueAdmin(PublicRows, SimpleHistoryAdmin):
    """Rows with a history, which the rules and the search read."""

    list_per_page = 50
    show_full_result_count = False
    looked_at = True

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """History is read here. Writing an old row back would pass by the publish gate."""
        if request.method == "POST":
            raise PermissionDenied
        return super().history_form_view(request, *args, **kwargs)
