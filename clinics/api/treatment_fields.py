"""What is said of a treatment. On a list entry, what staff noted so far is not public yet."""

import datetime
from collections.abc import Callable
from typing import Any

from django.conf import settings

from clinics.api.field import (
    Field,
    address,
    code,
    day,
    many,
    maybe,
    one_of,
    text,
    whole,
)
from clinics.api.rows import TreatmentRow
from clinics.models import PriceSheet, Source, Treatment, TreatmentCondition
from clinics.models.price import Include

NAMED, NOT_STATED = TreatmentCondition.How.NAMED, TreatmentCondition.How.NOT_STATED
Row = TreatmentRow


def _fact(name: str) -> Callable[[Row], Any]:
    """Read a column; an empty text is null."""
    return lambda row: getattr(row.treatment, name) or None


def _checked(name: str) -> Callable[[Row], Any]:
    """Read a column that staff fill in: null on a list entry."""
    return lambda row: (getattr(row.treatment, name) or None) if row.is_checked else None


def _price(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.price, name) if row.price else None


def _url(source: Source | None) -> str | None:
    return (source.url or None) if source else None


def _seen(source: Source | None) -> Any:
    return source.seen_on if source else None


def _under(*hows: str) -> Callable[[Row], list[str]]:
    return lambda row: sorted(code for code, how in row.conditions if how in hows)


def number_status(row: Row) -> str:
    """Which face an absent number has (never blank, never a guess)."""
    if row.treatment.public_number:
        return "printed_by_clinic"
    if row.treatment.asrm_class == "outside":
        return "does_not_apply"
    return "not_published" if row.is_checked else "not_looked_up"


def price_status(row: Row) -> str:
    if row.price:
        return "published"
    if not row.is_checked:
        return "not_looked_up"
    return "ended" if price_ended_on(row) else "not_published"


def price_ended_on(row: Row) -> datetime.date | None:
    """Day the last price ended, where there is none today."""
    ended = row.treatment.price_ended_on  # type: ignore[attr-defined]  # rows.joined
    return ended if row.is_checked and not row.price else None


def _page(row: Row) -> str:
    return f"{settings.SITE_URL}/clinics/{row.treatment.clinic.slug}/#t{row.treatment.pk}"


def _includes(row: Row) -> list[str]:
    return [code for code in row.price.includes if code in Include.values] if row.price else []


IDENTITY = (
    Field("id", whole(), "Stays the same when the listing is checked.", lambda r: r.treatment.pk),
    Field("url", address(), "Its place on the clinic's page.", _page),
    Field(
        "kind",
        one_of(["checked", "list"]),
        "checked: checked by us. list: known from the ministry's public list only.",
        lambda r: r.treatment.kind,
    ),
    Field(
        "number",
        maybe(text()),
        "Plan number (ASRM). It belongs to one treatment. It is filed with the ministry, "
        "not approved by it.",
        lambda r: r.treatment.public_number or None,
    ),
    Field(
        "number_status",
        one_of(["printed_by_clinic", "not_looked_up", "not_published", "does_not_apply"]),
        "Why a number stands here or not.",
        number_status,
    ),
    Field(
        "number_source_url",
        maybe(address()),
        "Page on which the clinic prints the number.",
        lambda r: _url(r.treatment.number_source) if r.treatment.public_number else None,
    ),
    Field(
        "number_seen_on",
        maybe(day()),
        "Day on which we saw the number there.",
        lambda r: _seen(r.treatment.number_source) if r.treatment.public_number else None,
    ),
    Field("title_ja", text(), "Title as filed. A quotation, not a promise.", _fact("title_ja")),
    Field("title_en", maybe(text()), "Our English rendering of it.", _fact("title_en")),
)
CODES = (
    Field(
        "class",
        code("class"),
        "Risk class of the law (1, 2, 3 or outside), not a grade.",
        _fact("asrm_class"),
    ),
    Field("product", maybe(code("product", exact=False)), "What is given.", _fact("product")),
    Field(
        "product_detail",
        maybe(code("product", exact=True)),
        "What is given, exactly.",
        _fact("product_detail"),
    ),
    Field("origin", maybe(code("origin")), "Whose cells.", _fact("origin")),
    Field("cells", maybe(code("tissue")), "Tissue the cells come from.", _fact("tissue")),
    Field("processing", maybe(code("processing")), "How they are processed.", _fact("processing")),
    Field("route", maybe(code("route")), "How it is given.", _fact("route")),
    Field(
        "conditions",
        many(code("condition")),
        "Conditions named in the filed title, with their parents.",
        _under(NAMED, TreatmentCondition.How.PARENT),
    ),
    Field(
        "conditions_named",
        many(code("condition")),
        "Only those that the title itself names.",
        _under(NAMED),
    ),
    Field(
        "conditions_not_stated",
        many(code("condition")),
        "Conditions under which it is also found because the title does not state the type.",
        _under(NOT_STATED),
    ),
)
PRICE = (
    Field(
        "price_status",
        one_of(["published", "ended", "not_looked_up", "not_published"]),
        "Why a price stands here or not.",
        price_status,
    ),
    Field(
        "price_min",
        maybe(whole()),
        "JPY, lowest comparable total: the usual course with tax and usual extras. "
        "The filters price_min and price_max look at it.",
        _price("total_min"),
    ),
    Field("price_max", maybe(whole()), "JPY, highest comparable total.", _price("total_max")),
    Field("price_printed_min", maybe(whole()), "JPY as printed, from.", _price("jpy_min")),
    Field("price_printed_max", maybe(whole()), "JPY as printed, to.", _price("jpy_max")),
    Field(
        "price_basis",
        maybe(one_of(PriceSheet.Basis.values)),
        "What the printed price is for: one dose or a course.",
        _price("basis"),
    ),
    Field("price_doses", maybe(whole(0)), "Doses in the usual course.", _price("doses")),
    Field(
        "price_tax",
        maybe(one_of(PriceSheet.Tax.values)),
        "Whether the printed price has tax in it.",
        _price("tax"),
    ),
    Field("price_includes", many(one_of(Include.values)), "What it includes.", _includes),
    Field("price_valid_from", maybe(day()), "First day of this price.", _price("valid_from")),
    Field("price_valid_to", maybe(day()), "Last day, null = no end known.", _price("valid_to")),
    Field(
        "price_ended_on",
        maybe(day()),
        "Last day of the last price, where there is none today.",
        price_ended_on,
    ),
    Field(
        "price_source_url",
        maybe(address()),
        "Page on which the price stands.",
        lambda r: _url(r.price.source) if r.price else None,
    ),
)
FACTS = (
    Field("visits", maybe(whole(0)), "Visits of the usual course.", _checked("visits")),
    Field("risks_en", maybe(text()), "Main risks, in English.", _checked("risks_en")),
    Field("risks_ja", maybe(text()), "Main risks, in Japanese.", _checked("risks_ja")),
    Field(
        "how_studied",
        one_of(Treatment.Studied.values),
        "How well it is studied.",
        lambda r: r.treatment.how_studied if r.is_checked else "not_looked_up",
    ),
    Field(
        "committee",
        maybe(text()),
        "Number of the committee that gave its opinion.",
        lambda r: r.treatment.committee.number if r.is_checked and r.treatment.committee else None,
    ),
    Field("checked_on", maybe(day()), "Day of our last check.", _checked("checked_on")),
    Field(
        "source_url",
        maybe(address()),
        "Page of the clinic on which we checked.",
        lambda r: _url(r.treatment.source) if r.is_checked else None,
    ),
    Field(
        "list_last_seen",
        maybe(day()),
        "Day on which it was last seen in the ministry's public list.",
        _fact("list_last_seen"),
    ),
    Field(
        "list_source_url",
        maybe(address()),
        "That list. Name it as the source when you use the row.",
        lambda r: _url(r.treatment.list_source),
    ),
)
TREATMENT = (*IDENTITY, *CODES, *PRICE, *FACTS)
