"""How the prices published in this directory are spread, by product."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median_low

from django.db.models import F

from clinics import vocabulary
from clinics.finder.strip import EDGES, FEWEST, band_label
from clinics.models import PriceSheet, Treatment


@dataclass(frozen=True)
class Bar:
    """``height`` 0–100 of the tallest bar, ``x`` its place from the left."""

    label: str
    count: int
    height: int
    x: int


@dataclass(frozen=True)
class Spread:
    """Comparable totals of one product in yen."""

    product: str
    label: str
    count: int
    lowest: int
    middle: int
    highest: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class TooFew:
    label: str
    count: int


@dataclass(frozen=True)
class Group:
    """Real prices or invented ones, never both."""

    is_sample: bool
    spreads: tuple[Spread, ...]
    too_few: tuple[TooFew, ...]


def published() -> list[Group]:
    """Return real prices first, then those of invented samples if the site shows any (1 query).

    A price is the comparable total: the usual course with tax and usual extras. A product with
    fewer than five prices shows no spread.
    """
    amounts: dict[bool, dict[str, list[int]]] = {False: defaultdict(list), True: defaultdict(list)}
    seen: set[int] = set()
    rows = PriceSheet.objects.public().filter(treatment__in=Treatment.objects.listed().order_by())
    for treatment, product, is_sample, total in rows.values_list(
        F("treatment_id"), "treatment__product", "treatment__is_sample", "total_min"
    ):
        if treatment not in seen:
            seen.add(treatment)
            amounts[is_sample][product].append(total)
    groups = [_group(is_sample, found) for is_sample, found in amounts.items()]
    return [group for group in groups if group.spreads or group.too_few or not group.is_sample]


def _group(is_sample: bool, found: dict[str, list[int]]) -> Group:
    in_order = sorted(found.items(), key=lambda row: (-len(row[1]), row[0]))
    return Group(
        is_sample,
        tuple(_spread(product, totals) for product, totals in in_order if len(totals) >= FEWEST),
        tuple(
            TooFew(_label(product), len(totals))
            for product, totals in in_order
            if len(totals) < FEWEST
        ),
    )


def _label(product: str) -> str:
    return vocabulary.label("product", product)


def _spread(product: str, totals: list[int]) -> Spread:
    return Spread(
        product, _label(product), len(totals),
        min(totals), median_low(totals), max(totals), tuple(bars(totals)),
    )  # fmt: skip


def bars(totals: Iterable[int]) -> list[Bar]:
    """Return one bar for each band of prices of the results page."""
    amounts, highs = list(totals), [*EDGES[1:], None]
    bands = list(zip(EDGES, highs, strict=True))
    counts = [
        sum(1 for amount in amounts if amount >= low and (high is None or amount < high))
        for low, high in bands
    ]
    tallest = max(*counts, 1)
    return [
        Bar(band_label(low, high), count, round(100 * count / tallest), 12 * place)
        for place, ((low, high), count) in enumerate(zip(bands, counts, strict=True))
    ]
