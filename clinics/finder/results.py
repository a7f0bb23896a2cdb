"""One page of results: what was asked, how many match, the cards and the ways on."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.filters import SORTS, ClinicFilter
from clinics.finder import facets, prefecture_map, strip
from clinics.finder.asking import ask
from clinics.finder.cards import Card, card
from clinics.finder.ended import last_ended
from clinics.finder.facets import Facet, Tag
from clinics.finder.links import Links
from clinics.models import ClinicLanguage, Source, Treatment
from clinics.search import order, query
from clinics.search.asked import Asked
from clinics.search.counting import count_clinics, kind_counts
from clinics.search.order import BLOCKS
from clinics.search.spelling import corrected

PAGE_SIZE = 20
FEWEST_RATED = 2  # an order of one is none


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
    def map(self) -> prefecture_map.PrefectureMap:
        """The same counts and links as the facet, as a map."""
        return prefecture_map.of_facet(self.facets)

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    @property
    def count_detailed(self) -> int:
        return self.counts["checked"] + self.counts["sample"]


def _treatments(pks: Iterable[int]) -> list[Treatment]:
    """Return treatments with all that cards show (4 queries).

    The index may be a second old: what left the public lists meanwhile stays out.
    """
    rows = Treatment.objects.listed().filter(pk__in=list(pks)).for_cards()
    return list(
        rows.select_related("clinic", "list_source")
        .defer("search_text", "list_source__page_text")
        .prefetch_related(
            Prefetch("clinic__languages", ClinicLanguage.objects.order_by("code")),
        )
        .annotate(ended=last_ended())
    )


def _ratings(asked: Asked, clinics: Iterable[int]) -> dict[int, tuple[float, int] | None]:
    """Return {clinic key: mean and number of its reviews, or None}."""
    return {asked.index.clinic_pks[clinic]: order.rating(asked, clinic) for clinic in clinics}


def _cards(
    asked: Asked,
    treatments: list[Treatment],
    matching: dict[int, int],
    ratings: dict[int, tuple[float, int] | None],
) -> dict[int, Card]:
    """Return {clinic key: its card}; ``matching`` is {treatment key: how many of its clinic}."""
    detailed = [one for one in treatments if one.kind != Treatment.Level.LIST]
    ended = {one.pk: one.ended for one in detailed}  # type: ignore[attr-defined]
    with_order = {asked.index.clinic_pks[clinic] for clinic in asked.day.under_order}
    return {
        one.clinic_id: card(
            one,
            more_matching=matching[one.pk] - 1,
            has_order=one.clinic_id in with_order,
            ended=ended,
            rated=ratings.get(one.clinic_id),
        )
        for one in treatments
    }


def _tags(clinic_filter: ClinicFilter, built: list[Facet], links: Links) -> list[Tag]:
    tags = [
        Tag(f"{facet.label}: {value.label}", value.url, facet.name, value.value)
        for facet in built
        for value in facet.selected
    ]
    for name, value in clinic_filter.values.items():
        if name == "q":
            tags.append(Tag(f"“{value}”", links.to(q=None), name, value))
        elif name in {"price_min", "price_max", "visits"}:
            amount = f"{value:,}" if name != "visits" else str(value)
            label = clinic_filter.filters[name].label
            tags.append(Tag(f"{label}: {amount}", links.to(**{name: None}), name, str(value)))
        elif name == "no_order":
            label = str(clinic_filter.filters[name].label)
            tags.append(Tag(label, links.to(no_order=None), name, value))
    return tags


def _other_spelling(asked: Asked, links: Links) -> list[WayOn]:
    """Return the words in another spelling, if that finds something under the same filters."""
    if "q" not in asked.values:
        return []
    words = corrected(asked.index, query.read(asked.values["q"]))
    if not words:
        return []
    again = Asked(
        asked.index, asked.day, {**asked.values, "q": " ".join(words)}, within=asked.within
    )
    count = count_clinics(again, again.matching())
    label = _("with the words “%(words)s”") % {"words": " ".join(words)}
    return [WayOn(label, count, links.to(q=" ".join(words)))] if count else []


def _ways_on(asked: Asked, clinic_filter: ClinicFilter, links: Links) -> list[WayOn]:
    """Return another spelling, and for each filter in use how many clinics there are without it."""
    counted = {name: count_clinics(asked, asked.matching(without=(name,))) for name in asked.values}
    return _other_spelling(asked, links) + [
        WayOn(
            _("without “%(filter)s”") % {"filter": clinic_filter.filters[name].label},
            count,
            links.to(**{name: None}),
        )
        for name, count in counted.items()
        if count
    ]


def _list_source(treatments: list[Treatment]) -> Source | None:
    """Return the newest reading of the ministry's list that this page quotes."""
    quoted = [one.list_source for one in treatments if one.list_source]
    return max(quoted, key=lambda source: (source.seen_on, source.pk), default=None)


def find(data: QueryDict) -> Results:
    """Return the page of results for a query string. Anything may stand in it."""
    clinic_filter = ClinicFilter(data)
    asked, links = ask(clinic_filter), Links(data)
    in_use = clinic_filter.values
    offers_rating = order.rated(asked) >= FEWEST_RATED
    sort = clinic_filter.order if clinic_filter.order != "rating" or offers_rating else "relevance"
    counts = kind_counts(asked)
    page = Paginator(range(sum(counts.values())), PAGE_SIZE).get_page(data.get("page"))
    start = (page.number - 1) * PAGE_SIZE
    language = "ja" if vocabulary.is_japanese() else "en"
    listed = order.page(asked, sort=sort, language=language, start=start, stop=start + PAGE_SIZE)
    matching = dict(order.best_of(asked, clinic, sort=sort) for clinic, _kind in listed)
    treatments = _treatments(matching)
    ratings = _ratings(asked, (clinic for clinic, _kind in listed)) if sort == "rating" else {}
    cards = _cards(asked, treatments, matching, ratings)
    pks = asked.index.clinic_pks
    blocks = [
        Block(
            kind,
            [cards[pks[c]] for c, block in listed if block == kind and pks[c] in cards],
            counts[kind],
        )
        for kind in BLOCKS
    ]
    unlimited = asked.matching(without=("price_min", "price_max"))
    price_asked = {"price_min", "price_max"} & in_use.keys()
    base = data.copy()
    base.pop("page", None)
    built = facets.build(clinic_filter, asked, links)
    return Results(
        filter=clinic_filter,
        blocks=[block for block in blocks if block.cards],
        counts=counts,
        page=page,
        facets=built,
        tags=_tags(clinic_filter, built, links),
        strip=strip.build(
            asked,
            links=links,
            price_min=in_use.get("price_min"),
            price_max=in_use.get("price_max"),
        )
        if {"condition", "product"} & in_use.keys()
        else None,
        ways_on=_ways_on(asked, clinic_filter, links) if not any(counts.values()) else [],
        sorts=[
            Sort(value, label, links.to(sort=value), value == sort)
            for value, label in SORTS.items()
            if value != "rating" or offers_rating
        ],
        unpriced=count_clinics(asked, unlimited - asked.day.priced) if price_asked else 0,
        unpriced_url=links.to(price_min=None, price_max=None),
        query=in_use.get("q", ""),
        told=clinic_filter.unknown(),
        base_query=base.urlencode(),
        list_source=_list_source(treatments),
    )
