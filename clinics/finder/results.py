"""One page of results: what was asked, how many match, the cards and the ways on."""

from dataclasses import dataclass

from django.core.paginator import Paginator
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
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.filters import ClinicFilter
from clinics.finder import facets, strip, tallies
from clinics.finder.ages import age_notes, aged
from clinics.finder.cards import Card, card
from clinics.finder.ended import last_ended
from clinics.finder.facets import Facet, Tag, link
from clinics.models import (
    Clinic,
    OrderTarget,
    PriceSheet,
    Source,
    Treatment,
    TreatmentCondition,
)
from clinics.models.treatment import TreatmentQuerySet

PAGE_SIZE = 20
# Checked listings first, then samples, then what only the ministry's list says.
BLOCKS = ("checked", "sample", "list")
KIND_RANK = Case(
    When(is_sample=True, then=Value(1)),
    When(level="checked", then=Value(0)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Block:
    """Cards of one kind ("checked", "sample", "list") on this page; ``count`` is over all pages."""

    kind: str
    cards: list[Card]
    count: int


@dataclass(frozen=True)
class WayOn:
    """What would be found without one of the filters."""

    label: str
    count: int
    url: str


@dataclass(frozen=True)
class Sort:
    value: str
    label: str | Promise
    url: str
    selected: bool


@dataclass(frozen=True)
class Results:
    """Everything the results page shows.

    ``counts`` {kind: clinics}; ``page`` a Django page (for its numbers); ``unpriced`` clinics
    that a price filter leaves out and ``unpriced_url`` shows; ``query`` the text asked for;
    ``told`` {parameter: sentence about values that were ignored}.
    """

    filter: ClinicFilter
    blocks: list[Block]
    counts: dict[str, int]
    page: object
    facets: list[Facet]
    tags: list[Tag]
    strip: strip.Strip | None
    ways_on: list[WayOn]
    sorts: list[Sort]
    unpriced: int
    unpriced_url: str
    query: str
    told: dict[str, str]
    base_query: str
    list_source: Source | None

    @property
    def more_in_use(self) -> bool:
        """Whether a filter under "More filters" is in use."""
        more = any(facet.selected for facet in self.facets if facet.group == "more")
        return more or bool({"visits", "no_order"} & self.filter.values.keys())

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def count_detailed(self) -> int:
        return self.counts["checked"] + self.counts["sample"]


def _tallied(clinic_filter: ClinicFilter, treatments: QuerySet) -> dict[str, tallies.Tally]:
    """Count what the page needs to say beside the facets (one query)."""
    unlimited = clinic_filter.without("price_min", "price_max")
    priced = PriceSheet.objects.public().order_by().filter(treatment=OuterRef("pk"))
    return tallies.take(
        {
            "every": treatments,
            "checked": treatments.filter(level="checked", is_sample=False),
            "sample": treatments.filter(is_sample=True),
            "real": unlimited.filter(is_sample=False),
            "samples": unlimited.filter(is_sample=True),
            "unpriced": unlimited.filter(~Exists(priced)),
        }
    )


def _counts(tallied: dict[str, tallies.Tally]) -> dict[str, int]:
    """Return how many clinics match, by block."""
    checked, sample = tallied["checked"].clinics, tallied["sample"].clinics
    return {
        "checked": checked,
        "sample": sample,
        "list": tallied["every"].clinics - checked - sample,
    }


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
    }
    return rows.order_by(*orders[sort], "clinic_id").values_list("clinic_id", "block")


def _cards(
    ids: list[int], treatments: TreatmentQuerySet, *, sort: str, conditions: list[str]
) -> dict[int, Card]:
    clinics = Clinic.objects.filter(pk__in=ids).for_cards()
    matching: dict[int, list[Treatment]] = {}
    ended = {}
    for treatment in treatments.filter(clinic__in=ids).for_cards().annotate(ended=last_ended()):
        if treatment.kind != Treatment.Level.LIST:
            ended[treatment.pk] = treatment.ended
        matching.setdefault(treatment.clinic_id, []).append(treatment)
    standing = OrderTarget.objects.filter(clinic__in=ids).exclude(
        order__lifted_on__lte=timezone.localdate()
    )
    with_order = set(standing.order_by().values_list("clinic_id", flat=True))

    def best_first(treatment: Treatment) -> tuple:
        price = treatment.price.total_min if treatment.price else 10**12
        rank = BLOCKS.index(treatment.kind)
        named = any(condition.code in conditions for condition in treatment.conditions.all())
        is_old = bool(age_notes(treatment))
        return (rank, price if sort == "price" else 0, not named, is_old, treatment.pk)

    return {
        clinic.pk: card(
            clinic,
            sorted(matching[clinic.pk], key=best_first),
            has_order=clinic.pk in with_order,
            ended=ended,
        )
        for clinic in clinics
        if clinic.pk in matching
    }


def _tags(clinic_filter: ClinicFilter, built: list[Facet], data: QueryDict) -> list[Tag]:
    tags = [
        Tag(f"{facet.label}: {value.label}", value.url, facet.name, value.value)
        for facet in built
        for value in facet.selected
    ]
    for name, value in clinic_filter.values.items():
        if name == "q":
            tags.append(Tag(f"“{value}”", link(data, q=None), name, value))
        elif name in {"price_min", "price_max", "visits"}:
            amount = f"{value:,}" if name != "visits" else str(value)
            label = clinic_filter.filters[name].label
            tags.append(Tag(f"{label}: {amount}", link(data, **{name: None}), name, str(value)))
        elif name == "no_order":
            label = str(clinic_filter.filters[name].label)
            tags.append(Tag(label, link(data, no_order=None), name, value))
    return tags


def _ways_on(clinic_filter: ClinicFilter, data: QueryDict) -> list[WayOn]:
    """Return, for each filter in use, how many clinics there are without it (one query)."""
    names = list(clinic_filter.values)
    found = tallies.take({name: clinic_filter.without(name) for name in names})
    return [
        WayOn(
            _("without “%(filter)s”") % {"filter": clinic_filter.filters[name].label},
            found[name].clinics,
            link(data, **{name: None}),
        )
        for name in names
        if found[name].clinics
    ]


def _list_source(listed: list[tuple[int, int]]) -> Source | None:
    """Return the newest reading of the ministry's list that this page quotes."""
    ids = [clinic_id for clinic_id, _block in listed]
    quoted = Treatment.objects.filter(clinic__in=ids, list_source__isnull=False)
    return Source.objects.filter(pk__in=quoted.order_by().values("list_source")).first()


def find(data: QueryDict) -> Results:
    """Return the page of results for a query string. Anything may stand in it."""
    from clinics.filters import SORTS

    clinic_filter = ClinicFilter(data)
    treatments = clinic_filter.without()
    in_use, sort = clinic_filter.values, clinic_filter.order
    tallied = _tallied(clinic_filter, treatments)
    counts = _counts(tallied)
    conditions = in_use.get("condition", [])
    rows = ordered_clinics(treatments, sort=sort, conditions=conditions)
    paginator = Paginator(rows, PAGE_SIZE)
    paginator.count = sum(counts.values())
    page = paginator.get_page(data.get("page"))
    listed = list(page.object_list)
    shown = [clinic_id for clinic_id, _block in listed]
    cards = _cards(shown, treatments, sort=sort, conditions=conditions)
    blocks = [
        Block(
            kind, [cards[pk] for pk, block in listed if block == rank and pk in cards], counts[kind]
        )
        for rank, kind in enumerate(BLOCKS)
    ]
    built = facets.build(clinic_filter, data)
    focused = {"condition", "product"} & in_use.keys()
    price_asked = {"price_min", "price_max"} & in_use.keys()
    base = data.copy()
    base.pop("page", None)
    return Results(
        filter=clinic_filter,
        blocks=[block for block in blocks if block.cards],
        counts=counts,
        page=page,
        facets=built,
        tags=_tags(clinic_filter, built, data),
        strip=strip.build(
            clinic_filter.without("price_min", "price_max"),
            data=data,
            real=tallied["real"].treatments,
            samples=tallied["samples"].treatments,
            price_min=in_use.get("price_min"),
            price_max=in_use.get("price_max"),
        )
        if focused
        else None,
        ways_on=_ways_on(clinic_filter, data) if not any(counts.values()) else [],
        sorts=[
            Sort(value, label, link(data, sort=value), value == sort)
            for value, label in SORTS.items()
        ],
        unpriced=tallied["unpriced"].clinics if price_asked else 0,
        unpriced_url=link(data, price_min=None, price_max=None),
        query=in_use.get("q", ""),
        told=clinic_filter.unknown(),
        base_query=base.urlencode(),
        list_source=_list_source(listed),
    )
