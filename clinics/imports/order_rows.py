"""A sheet of official orders: its columns, and one row as words of an order."""

import re
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from clinics.imports import values
from clinics.imports.rows import SheetRow
from clinics.imports.running import Refused
from clinics.models import OfficialOrder, OrderAddressee
from clinics.orders.addressing import is_sample, read_addressee
from clinics.orders.entering import Words
from clinics.sheets import Column, plain_header

Kind = OfficialOrder.Kind
INVENTED = "記入例"
"""Marks the row of the template."""
COLUMNS = (
    Column("kind", ("種別", "処分の種別"), required=True),
    Column("date", ("命令日", "処分日", "年月日", "date of the order"), required=True),
    Column("authority_ja", ("行政機関", "処分庁", "authority"), required=True),
    Column("authority_en", ("行政機関(英語)",), required=True),
    Column("summary_ja", ("内容", "概要", "summary"), required=True),
    Column("summary_en", ("内容(英語)",), required=True),
    Column("source_url", ("出典", "出典URL", "source"), required=True),
    Column("seen_on", ("確認日", "閲覧日"), required=True),
    Column("plan_number", ("計画番号", "plan")),
    Column("corporation_number", ("法人番号", "operator")),
    Column("facility_number", ("施設番号", "培養加工施設番号", "facility")),
    Column("committee_number", ("委員会番号", "committee")),
    Column("institution", ("医療機関名", "名称", "institution as printed")),
    Column("lifted_on", ("解除日",)),
    Column("lifted_source_url", ("解除の出典",)),
    Column("lifted_seen_on", ("解除の確認日",)),
)
SAMPLE = {
    "kind": "改善命令",
    "date": "令和8年4月1日",
    "authority_ja": "見本厚生局",
    "authority_en": "Sample bureau",
    "summary_ja": "記録がなかった(見本)。",
    "summary_en": "Records were not kept (sample).",
    "source_url": "https://www.example.org/sample-order",
    "seen_on": "2026-04-02",
    "plan_number": "PB9250001",
    "institution": f"見本クリニック({INVENTED})",
}
_KINDS = {
    Kind.EMERGENCY: ("緊急命令", "emergency order", "emergency order to stop"),
    Kind.IMPROVEMENT: ("改善命令", "improvement order", "order to improve"),
    Kind.MANUFACTURE: ("製造停止命令", "停止命令", "stop of manufacture", "order to stop making cells"),
    Kind.REQUEST: ("要請", "停止の要請", "request by the ministry"),
}  # fmt: skip
KIND_WORDS = {
    plain_header(word): kind.value for kind, words in _KINDS.items() for word in (kind, *words)
}
_TO = {
    "plan_number": OrderAddressee.Kind.PLAN,
    "corporation_number": OrderAddressee.Kind.OPERATOR,
    "facility_number": OrderAddressee.Kind.FACILITY,
    "committee_number": OrderAddressee.Kind.COMMITTEE,
    "institution": OrderAddressee.Kind.INSTITUTION,
}
_MANY = re.compile(r"[;；\n]+")
_url = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True)
class Lifting:
    lifted_on: date
    source_url: str
    seen_on: date


@dataclass(frozen=True)
class OrderRow:
    """``lifting`` is None where the row does not say that the order was lifted."""

    words: Words
    lifting: Lifting | None


def read_order(row: SheetRow) -> OrderRow:
    """Return the row as words. Raises Refused with the reason."""
    if INVENTED in row.get("institution"):
        raise Refused(_("this is the invented row of the template"))
    kind = values.choice(row, "kind", KIND_WORDS)
    date, seen_on = values.day(row, "date"), values.day(row, "seen_on")
    if not kind or date is None or seen_on is None:
        blank = next(name for name in ("kind", "date", "seen_on") if not row.get(name))
        raise Refused(_("%(column)s is empty") % {"column": blank})
    words = Words(
        kind=kind,
        date=date,
        authority_ja=_text(row, "authority_ja", 100),
        authority_en=_text(row, "authority_en", 100),
        summary_ja=_text(row, "summary_ja", 2000),
        summary_en=_text(row, "summary_en", 2000),
        source_url=_address(row, "source_url"),
        seen_on=seen_on,
        addressees=_addressees(row),
    )
    return OrderRow(words, _lifting(row, words))


def _text(row: SheetRow, name: str, most: int) -> str:
    text = values.needed(row, name)
    if len(text) > most:
        raise Refused(
            _("%(column)s: more than %(most)d characters") % {"column": name, "most": most}
        )
    return text


def _address(row: SheetRow, name: str) -> str:
    text = values.needed(row, name)
    try:
        _url(text)
    except ValidationError as error:
        raise Refused(_("%(column)s: not a web address") % {"column": name}) from error
    if len(text) > 500:
        raise Refused(
            _("%(column)s: more than %(most)d characters") % {"column": name, "most": 500}
        )
    return text


def _addressees(row: SheetRow) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    for column, kind in _TO.items():
        for part in filter(None, (part.strip() for part in _MANY.split(row.get(column)))):
            try:
                value = read_addressee(kind, part)
            except ValidationError as error:
                raise Refused(f"{column}: {error.messages[0]}") from error
            if is_sample(kind, value) and not settings.SAMPLE_LISTINGS:
                raise Refused(_("%(column)s: a number of the sample data") % {"column": column})
            found.append((str(kind), value))
    if not found:
        raise Refused(_("it does not say to whom the order was addressed"))
    return tuple(dict.fromkeys(found))


def _lifting(row: SheetRow, words: Words) -> Lifting | None:
    lifted_on = values.day(row, "lifted_on")
    if lifted_on is None:
        return None
    if lifted_on < words.date:
        raise Refused(_("lifted_on: an order cannot be lifted before its day"))
    url = _address(row, "lifted_source_url") if row.get("lifted_source_url") else words.source_url
    return Lifting(lifted_on, url, values.day(row, "lifted_seen_on") or words.seen_on)
