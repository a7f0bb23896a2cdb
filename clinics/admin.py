"""The catalogue in the admin: stock pages for single facts, our own pages for the work."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path
from simple_history.admin import SimpleHistoryAdmin

from clinics import actions, models
from clinics.asrm import bureaus
from clinics.desk import check, forms, views
from staff.admin_views import ReadOnlyModelAdmin, register_admin_urls
from staff.roles import ADMINISTRATOR, LISTING_EDITOR, VERIFIER

register_admin_urls(
    "listings",
    [
        path("suggestions/", views.suggestion_queue, name="listing_suggestions"),
        path("suggestions/<uuid:pk>/", views.suggestion_decide, name="listing_suggestion"),
        path("wanted/", views.wanted_queue, name="listing_wanted"),
        path("findings/", views.finding_queue, name="listing_findings"),
        path("findings/<int:pk>/", views.finding_decide, name="listing_finding"),
        path("rechecks/", views.recheck_queue, name="listing_rechecks"),
        path("rechecks/<int:pk>/same/", views.still_the_same, name="listing_same"),
        path("<int:pk>/", check.check, name="listing_check"),
        path("<int:pk>/claim/", check.claim, name="listing_claim"),
        path("<int:pk>/withdraw/", views.withdraw, name="listing_withdraw"),
    ],
)


class CatalogueAdmin(SimpleHistoryAdmin):
    """Saves through ``public_change``, so that lists and caches see every correction."""

    list_per_page = 50
    show_full_result_count = False

    def clinic_ids(self, obj: Any) -> list[int]:
        return []

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        actions.public_change(self.clinic_ids(form.instance))


class LanguageInline(admin.TabularInline):
    model = models.ClinicLanguage
    extra = 1


@admin.register(models.Clinic)
class ClinicAdmin(CatalogueAdmin):
    list_display = ["name_ja", "name_en", "prefecture", "institution", "status", "is_sample"]
    list_filter = ["status", "is_sample", "institution", "prefecture"]
    search_fields = ["name_ja", "name_en", "name_kana", "former_names", "slug"]
    readonly_fields = ["is_sample", "region", "created_at"]
    autocomplete_fields = ["operator", "moved_to", "source"]
    inlines = [LanguageInline]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        prefecture = bureaus.PREFECTURES.get(obj.prefecture)
        obj.region = prefecture.bureau if prefecture else ""
        super().save_model(request, obj, form, change)

    def clinic_ids(self, obj: Any) -> list[int]:
        return [obj.pk]


@admin.register(models.Treatment)
class TreatmentAdmin(CatalogueAdmin):
    """Level and publication change on the check page only, where the gate stands."""

    form = forms.TreatmentFacts

    list_display = ["title_ja", "clinic", "number", "asrm_class", "product", "level", "publication"]
    list_filter = ["level", "publication", "asrm_class", "product", "origin", "is_sample"]
    list_select_related = ["clinic"]
    search_fields = ["title_ja", "title_en", "number", "clinic__name_ja", "clinic__name_en"]
    readonly_fields = [
        "level", "publication", "is_sample", "published_at", "override_reason", "override_by",
        "being_checked_by", "list_source", "list_key", "list_last_seen", "search_text",
    ]  # fmt: skip
    autocomplete_fields = ["clinic", "committee", "source", "number_source", "cell_labs"]

    def clinic_ids(self, obj: Any) -> list[int]:
        return [obj.clinic_id]


@admin.register(models.PriceSheet)
class PriceSheetAdmin(CatalogueAdmin):
    list_display = ["treatment", "jpy_min", "jpy_max", "basis", "valid_from", "valid_to"]
    list_select_related = ["treatment"]
    autocomplete_fields = ["treatment", "source"]

    def clinic_ids(self, obj: Any) -> list[int]:
        return [obj.treatment.clinic_id]


class OrderTargetInline(admin.TabularInline):
    model = models.OrderTarget
    autocomplete_fields = ["clinic", "operator", "cell_lab", "committee"]
    extra = 0


@admin.register(models.OfficialOrder)
class OfficialOrderAdmin(CatalogueAdmin):
    list_display = ["date", "kind", "authority_ja", "lifted_on"]
    autocomplete_fields = ["source"]
    inlines = [OrderTargetInline]

    def clinic_ids(self, obj: Any) -> list[int]:
        return [target.clinic_id for target in obj.targets.all()]


@admin.register(models.Source)
class SourceAdmin(admin.ModelAdmin):
    list_display = ["title", "url", "seen_on"]
    search_fields = ["title", "url"]


@admin.register(models.Operator)
class OperatorAdmin(admin.ModelAdmin):
    list_display = ["name_ja", "name_en", "corporation_number"]
    search_fields = ["name_ja", "name_en", "former_names", "corporation_number"]


@admin.register(models.Committee)
class CommitteeAdmin(admin.ModelAdmin):
    list_display = ["number", "name_ja"]
    search_fields = ["number", "name_ja", "name_en"]


@admin.register(models.CellLab)
class CellLabAdmin(admin.ModelAdmin):
    list_display = ["number", "name_ja", "country"]
    search_fields = ["number", "name_ja", "name_en"]


@admin.register(models.ListingEvent)
class ListingEventAdmin(ReadOnlyModelAdmin):
    roles = (LISTING_EDITOR, VERIFIER, ADMINISTRATOR)
    list_display = ["at", "clinic", "treatment", "action", "by", "reason"]
    list_select_related = ["clinic", "treatment", "by"]
