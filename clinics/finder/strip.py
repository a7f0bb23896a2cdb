"""The price strip: how the published prices of the matching treatments are spread."""

from dataclasses import dataclass
from statistics import median_low

from django.utils.translation import gettext as _

from clinics import vocabulary
from clinics.finder.links import Links
from clinics.search.asked import Asked

# Bands in yen a patient thinks in; the last one is open.
EDGES = (0, 300_000, 500_000, 1_000_000, 1_500_000, 2_000_000, 3_000_000, 4_000_000, 5_000_000)
FEWEST = 5


@dataclass(frozen=True)
class Bar:
    """``low``/``high`` in yen (high None = open), ``height`` 0–100 of the tallest bar."""

    label: str
    low: int
    high: int | None
    count: int
    height: int
    url: str
    selected: bool


@dataclass(frozen=True)
class Strip:
    """Comparable totals in yen: lowest, middle, highest of ``priced`` of ``total`` treatments."""

    bars: list[Bar]
    lowest: int
    middle: int
    highest: int
    priced: int
    total: int
    is_sample: bool


def band_label(low: int, high: int | None) -> str:
    """Return "1–1.5 M" (million yen) or "100〜150万円"; the last band is open."""
    if vocabulary.is_japanese():
        if high is None:
            return f"{low // 10_000}万円超"
        return f"{low // 10_000}〜{high // 10_000}万円"
    if high is None:
        return _("over %(low)s M") % {"low": f"{low / 1e6:g}"}
    return f"{low / 1e6:g}–{high / 1e6:g} M"


def build(
    asked: Asked, *, links: Links, price_min: int | None, price_max: int | None
) -> Strip | None:
    """Return the strip, or None where fewer than five prices are published.

    Real prices and invented ones are never mixed: samples show only where no real price does.
    """
    matching = asked.matching(without=("price_min", "price_max"))
    samples = matching & asked.index.kind("sample")
    real = matching - samples
    is_sample = real.intersection_cardinality(asked.day.priced) < FEWEST
    shown = samples if is_sample else real
    amounts = [
        amount
        for amount, treatments in asked.day.lowest.items()
        for _one in range(shown.intersection_cardinality(treatments))
    ]
    if len(amounts) < FEWEST:
        return None
    highs = [*EDGES[1:], None]
    counted = [
        sum(1 for amount in amounts if amount >= low and (high is None or amount < high))
        for low, high in zip(EDGES, highs, strict=True)
    ]
    bars = [
        Bar(
            band_label(low, high),
            low,
            high,
            count,
            round(100 * count / max(counted)),
            links.to(
                price_min=str(low) if low else None,
                price_max=str(high - 1) if high else None,
            ),
            (price_min or 0) == low and price_max == (high - 1 if high else None)
            and (price_min, price_max) != (None, None),
        )
        for (low, high), count in zip(zip(EDGES, highs, strict=True), counted, strict=True)
    ]  # fmt: skip
    return Strip(
        bars,
        min(amounts),
        median_low(amounts),
        max(amounts),
        len(amounts),
        len(shown),
        is_sample,
    )
