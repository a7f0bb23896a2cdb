"""What is said of a clinic."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from clinics.api.field import (
    Field,
    address,
    code,
    day,
    described,
    many,
    maybe,
    one_of,
    record,
    text,
)
from clinics.api.rows import ClinicRow
from clinics.asrm import bureaus
from clinics.models import Known, OfficialOrder, OrderTarget
from clinics.vocabulary import REGIONS


def _fact(name: str) -> Callable[[ClinicRow], Any]:
    """Read a column; an empty text is null."""
    return lambda row: getattr(row.clinic, name) or None


def _page(row: ClinicRow) -> str:
    return f"{settings.SITE_URL}/clinics/{row.clinic.slug}/"


def _languages_status(row: ClinicRow) -> str:
    if row.languages:
        return Known.YES
    unknown = row.clinic.languages_known
    return Known.NOT_LOOKED_UP if unknown in (Known.YES, Known.NO) else unknown


ORDER = (
    Field(
        "kind",
        one_of(OfficialOrder.Kind.values),
        "Kind of order.",
        lambda target: target.order.kind,
    ),
    Field("date", day(), "Day of the order.", lambda target: target.order.date),
    Field(
        "lifted_on",
        maybe(day()),
        "Day it was lifted, null = none known.",
        lambda target: target.order.lifted_on,
    ),
    Field("scope_en", text(), "To whom it was, in English.", lambda target: target.scope_en),
    Field("scope_ja", text(), "To whom it was, in Japanese.", lambda target: target.scope_ja),
    Field(
        "source_url",
        maybe(address()),
        "Where it is published.",
        lambda target: target.order.source.url or None,
    ),
)


def _orders(row: ClinicRow) -> list[dict[str, Any]]:
    return [record(ORDER, target) for target in row.orders]


def _order_line(target: OrderTarget) -> str:
    return f"{target.order.kind} {target.order.date}: {target.scope_en}"


def _orders_flat(row: ClinicRow) -> str:
    return "; ".join(map(_order_line, row.orders))


CLINIC = (
    Field("slug", text(), "Stays the same through renames.", _fact("slug")),
    Field("url", address(), "The clinic's page here.", _page),
    Field("name_en", maybe(text()), "The clinic's own English name.", _fact("name_en")),
    Field("name_ja", text(), "Name as filed.", _fact("name_ja")),
    Field(
        "kind",
        one_of(["checked", "list"]),
        "checked: one of the treatments shown is checked by us. "
        "list: known from the ministry's public list only.",
        lambda row: row.kind,
    ),
    Field("institution", code("institution"), "Kind of institution.", _fact("institution")),
    Field("prefecture", maybe(one_of(list(bureaus.PREFECTURES))), "ISO 3166-2.", _fact("prefecture")),
    Field(
        "region", maybe(one_of(REGIONS)), "Digit of the regional bureau.",
        lambda row: row.clinic.region if row.clinic.region in REGIONS else None,
    ),
    Field("city", maybe(text()), "Value of the parameter city.", _fact("city_code")),
    Field("city_en", maybe(text()), "Ward or city, in English.", _fact("city_en")),
    Field("city_ja", maybe(text()), "Ward or city, in Japanese.", _fact("city_ja")),
    Field("address_en", maybe(text()), "Address, in English.", _fact("address_en")),
    Field("address_ja", maybe(text()), "Address, in Japanese.", _fact("address_ja")),
    Field("website", maybe(address()), "The clinic's own site.", _fact("website")),
    Field("languages", many(text()), "Languages patients can use (BCP 47).", lambda r: r.languages),
    Field(
        "languages_status",
        one_of(["yes", "not_looked_up", "not_published", "does_not_apply"]),
        "Why languages stand here or not.",
        _languages_status,
    ),
    Field(
        "orders_looked_up_on",
        maybe(day()),
        "Day we looked for official orders. null: not looked up by us, which is no all-clear.",
        _fact("orders_looked_up_on"),
    ),
    Field(
        "orders",
        many(described(ORDER)),
        "Official orders shown on this listing, with their exact scope.",
        _orders,
        _orders_flat,
    ),
)  # fmt: skip
