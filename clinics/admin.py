"""The catalogue in the admin: stock pages for single facts, our own pages for the work."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import path

from clinics import models
from clinics.asrm import bureaus
from clinics.desk import check, finding_views, forms, letter_views, stock_forms, views
from clinics.desk.stock import CatalogueAdmin, PublicRows
from clinics.imports.urls import urlpatterns as import_pages
from clinics.orders.stock import OrderFacts
from clinics.orders.urls import urlpatterns as order_pages
from staff.admin_views import ReadOnlyModelAdmin, register_admin_urls
from staff.roles import ADMINISTRATOR, LISTING_EDITOR, VERIFIER

register_admin_urls(
    "listings",
    [
        path("suggestions/", views.suggestion_queue, name="listing_suggestions"),
        path("suggestions/<uuid:pk>/", views.suggestion_decide, name="listing_suggestion"),
        path("wanted/", views.wanted_queue, name="listing_wanted"),
        path("findings/", finding_views.finding_queue, name="listing_findings"),
        path("findings/<int:pk>/", finding_views.finding_decide, name="listing_finding"),
        path("report/", finding_views.report, name="listing_report"),
        path("drafts/", finding_views.draft_queue, name="listing_drafts"),
        path("rechecks/", views.recheck_queue, name="listing_rechecks"),
        path("rechecks/<int:pk>/same/", views.still_the_same, name="listing_same"),
        path("<int:pk>/", check.check, name="listing_check"),
        path("<int:pk>/claim/", check.claim, name="listing_claim"),
        path("<int:pk>/withdraw/", views.withdraw, name="listing_withdraw"),
        path("<int:pk>/letter/", letter_views.letter, name="listing_letter"),
        path("letters/", letter_views.letter_queue, name="listing_letters"),
        path("letters/<int:pk>/", letter_views.letter_decide, name="listing_letter_decide"),
    ],
)

register_admin_urls("orders", order_pages)
register_admin_urls("sheets", import_pages)


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
    form = stock_forms.ClinicFacts
    shown_at = ("pk", "moved_to")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        prefecture = bureaus.PREFECTURES.get(obj.prefecture)
        obj.region = prefecture.bureau if prefecture else ""
        super().save_model(request, obj, form, change)


@admin.register(models.Treatment)
class TreatmentAdmin(CatalogueAdmin):
    """Level and publication change on the check page only, where the gate stands."""

    form = forms.TreatmentFacts
    shown_at = ("treatments",)

    list_display = ["title_ja", "clinic", "number", "asrm_class", "product", "level", "publication"]
    list_filter = ["level", "publication", "asrm_class", "product", "origin", "is_sample"]
    list_select_related = ["clinic"]
    search_fields = ["title_ja", "title_en", "number", "clinic__name_ja", "clinic__name_en"]
    readonly_fields = [
        "level", "publication", "is_sample", "published_at", "override_reason", "override_by",
        "being_checked_by", "list_source", "list_key", "list_last_seen", "list_gone_on",
        "search_text",
    ]  # fmt: skip
    autocomplete_fields = ["clinic", "committee", "source", "number_source", "cell_labs"]


@admin.register(models.PriceSheet)
class PriceSheetAdmin(CatalogueAdmin):
    form = stock_forms.PriceFacts
    shown_at = ("treatments__prices",)

    list_display = ["treatment", "jpy_min", "jpy_max", "basis", "valid_from", "valid_to"]
    list_select_related = ["treatment"]
    autocomplete_fields = ["treatment", "source"]


@admin.register(models.OfficialOrder)
class OfficialOrderAdmin(CatalogueAdmin):
    """Corrects words only: entering, showing and taking out have pages of their own."""

    form = OrderFacts
    list_display = ["date", "kind", "authority_ja", "lifted_on"]
    autocomplete_fields = ["source", "lifted_source"]
    shown_at = ("order_targets__order",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(models.Source)
class SourceAdmin(PublicRows):
    form = stock_forms.SourceFacts
    shown_at = (
        "source", "treatments__source", "treatments__number_source", "treatments__list_source",
        "treatments__prices__source", "order_targets__order__source",
        "order_targets__order__lifted_source",
    )  # fmt: skip
    list_display = ["title", "url", "seen_on"]
    search_fields = ["title", "url"]


@admin.register(models.Operator)
class OperatorAdmin(PublicRows):
    shown_at = ("operator",)
    list_display = ["name_ja", "name_en", "corporation_number"]
    search_fields = ["name_ja", "name_en", "former_names", "corporation_number"]


@admin.register(models.Committee)
class CommitteeAdmin(PublicRows):
    shown_at = ("treatments__committee",)
    list_display = ["number", "name_ja"]
    search_fields = ["number", "name_ja", "name_en"]


@admin.register(models.CellLab)
class CellLabAdmin(PublicRows):
    shown_at = ("treatments__cell_labs",)
    list_display = ["number", "name_ja", "country"]
    search_fields = ["number", "name_ja", "name_en"]


@admin.register(models.CommercialLink)
class CommercialLinkAdmin(PublicRows):
    """Entering hides the clinic's reviews at once; ending it takes a second person."""

    form = stock_forms.TieFacts
    shown_at = ("ties",)
    list_display = ["clinic", "kind", "since", "until"]
    list_select_related = ["clinic"]
    autocomplete_fields = ["clinic"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["clinic", "kind", "since", "until"] if obj else ["clinic", "kind", "since"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["clinic", "kind", "since"] if obj else []

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, **kwargs)
        form.by = request.user
        return form

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.entered_by = request.user
        obj.ended_by = request.user if obj.until else None
        super().save_model(request, obj, form, change)


@admin.register(models.ListingEvent)
class ListingEventAdmin(ReadOnlyModelAdmin):
    roles = (LISTING_EDITOR, VERIFIER, ADMINISTRATOR)
    list_display = ["at", "clinic", "treatment", "action", "by", "reason"]
    list_select_related = ["clinic", "treatment", "by"]


@admin.register(models.RiskPhrase)
class RiskPhraseAdmin(admin.ModelAdmin):
    list_display = ["product", "route", "changed_on"]
