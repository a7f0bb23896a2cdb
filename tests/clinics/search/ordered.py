"""The order of clinics as a query (in words: clinics.search.order)."""

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    IntegerField,
    Max,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from clinics import vocabulary
from clinics.models import PriceSheet, TreatmentCondition
from tests.clinics.search.sql_filter import aged

KIND_RANK = Case(
    When(is_sample=True, then=Value(1)),
    When(level="checked", then=Value(0)),
    default=Value(2),
    output_field=IntegerField(),
)


def _price() -> Subquery:
    sheets = PriceSheet.objects.public().order_by("total_min").filter(treatment=OuterRef("pk"))
    return Subquery(sheets.values("total_min")[:1])


def ordered_clinics(treatments: QuerySet, *, sort: str, conditions: list[str]) -> QuerySet:
    """Return rows (clinic id, kind rank) in display order.

    Order (explained at /about/order/): block; then, of the best treatment in that block, whether
    its title names what was asked for and whether its facts are old; the last check; the name.
    Nothing a clinic pays can change it: no such fact is read here.
    """
    name = "clinic__name_ja" if vocabulary.is_japanese() else None
    shown_name = (
        F("clinic__name_ja")
        if name
        else Coalesce(NullIf(F("clinic__name_en"), Value("")), F("clinic__name_ja"))
    )
    named = Exists(
        TreatmentCondition.objects.named().filter(treatment=OuterRef("pk"), code__in=conditions)
    )
    rows = (
        treatments.order_by()
        .annotate(
            rank=KIND_RANK,
            total=_price(),
            fit=KIND_RANK * 4
            + (Case(When(named, then=Value(0)), default=Value(2)) if conditions else Value(0))
            + aged(),
            shown_name=shown_name,
        )
        .values("clinic_id")
        .annotate(
            block=Min("rank"),
            fits=Min("fit"),
            price=Min("total"),
            dated=Max("checked_on"),
            label=Min("shown_name", output_field=CharField()),
        )
    )
    newest, cheapest = F("dated").desc(nulls_last=True), F("price").asc(nulls_last=True)
    orders = {
        "relevance": ["block", "fits", newest, "label"],
        "price": ["block", cheapest, "label"],
        "checked": ["block", newest, "label"],
        "name": ["block", "label"],
        "rating": ["block", "label"],  # the means are put before it by who asks
    }
    return rows.order_by(*orders[sort], "clinic_id").values_list("clinic_id", "block")
