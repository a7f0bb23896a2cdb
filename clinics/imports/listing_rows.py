"""The operator's own sheet: its columns, and one row as values of a treatment and its price."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from clinics.asrm import numbers, terms
from clinics.imports import values
from clinics.imports.rows import SheetRow
from clinics.imports.running import Refused
from clinics.sheets import Column, WrongFile, plain_header

INVENTED = "記入例"
COLUMNS = (
    Column("clinic", ("掲載ID", "slug", "clinic slug")),
    Column("clinic_name", ("医療機関名", "クリニック名", "facility", "name of the clinic")),
    Column("prefecture", ("都道府県",)),
    Column("treatment_id", ("治療ID", "id")),
    Column("title", ("提供計画名", "治療名", "再生医療等の名称", "title_ja", "filed title")),
    Column("plan_number", ("計画番号", "licence number", "license number", "plan number (ASRM)", "number")),
    Column("class", ("区分", "種別", "分類")),
    Column("product", ("投与物", "用いる細胞等", "what is given")),
    Column("origin", ("自己他家", "自家他家", "whose cells")),
    Column("tissue", ("組織", "cells", "由来組織")),
    Column("processing", ("加工", "加工方法")),
    Column("route", ("投与経路", "投与方法")),
    Column("conditions", ("対象疾患", "疾患", "condition")),
    Column("price_min", ("料金下限", "料金", "価格", "price")),
    Column("price_max", ("料金上限",)),
    Column("tax", ("税", "税込税抜", "tax included?")),
    Column("basis", ("料金の単位", "price is for")),
    Column("doses", ("投与回数", "回数")),
    Column("total_min", ("比較総額", "比較総額下限", "comparable total")),
    Column("total_max", ("比較総額上限",)),
    Column("visits", ("通院回数", "来院回数")),
    Column("source_url", ("出典", "出典URL", "source"), required=True),
    Column("seen_on", ("確認日", "閲覧日"), required=True),
)  # fmt: skip
SAMPLE = {
    "clinic_name": f"見本クリニック({INVENTED})",
    "prefecture": "東京都",
    "title": "自己脂肪由来幹細胞を用いた2型糖尿病の治療(見本)",
    "plan_number": "PB9250001",
    "class": "第二種",
    "product": "fat_msc",
    "origin": "own",
    "tissue": "adipose",
    "processing": "cultured",
    "route": "iv",
    "conditions": "t2d",
    "price_min": "242万円",
    "price_max": "242万円",
    "tax": "税込",
    "basis": "dose",
    "doses": "1",
    "total_min": "2450000",
    "total_max": "2450000",
    "visits": "3",
    "source_url": "https://www.example.org/sample-prices",
    "seen_on": "2026-04-02",
}
TAX_WORDS = {
    plain_header(word): code
    for code, words in {
        "included": ("included", "tax included", "yes", "税込", "税込み", "込"),
        "excluded": ("excluded", "tax not included", "no", "税抜", "税抜き", "税別", "抜"),
        "not_stated": ("not_stated", "tax not stated", "記載なし", "不明"),
    }.items()
    for word in words
}
BASIS_WORDS = {
    plain_header(word): code
    for code, words in {
        "dose": ("dose", "1 dose", "per dose", "1回", "一回", "1回あたり"),
        "course": ("course", "a course", "コース", "1コース", "総額"),
    }.items()
    for word in words
}
_url = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True)
class ListingRow:
    """Only what the row says: ``facts`` and ``price`` by field name, ``conditions`` None = blank."""

    clinic: str
    clinic_name: str
    prefecture: str
    treatment_id: int | None
    source_url: str
    seen_on: date
    facts: dict[str, Any] = field(default_factory=dict)
    conditions: list[str] | None = None
    price: dict[str, Any] = field(default_factory=dict)


def check_columns(found: set[str]) -> None:
    """Raise WrongFile for a sheet in which no row could say what it is about."""
    if not found & {"clinic", "clinic_name", "treatment_id"}:
        raise WrongFile(_("missing columns: clinic, or clinic_name and prefecture"))
    if not found & {"title", "treatment_id", "plan_number"}:
        raise WrongFile(_("missing columns: title, treatment_id or plan_number"))


def read_listing(row: SheetRow) -> ListingRow:
    """Return the row as values. Raises Refused with the reason."""
    if INVENTED in row.get("clinic_name"):
        raise Refused(_("this is the invented row of the template"))
    seen_on = values.day(row, "seen_on")
    if seen_on is None:
        raise Refused(_("%(column)s is empty") % {"column": "seen_on"})
    return ListingRow(
        clinic=row.get("clinic"),
        clinic_name=" ".join(row.get("clinic_name").split()),
        prefecture=values.choice(row, "prefecture", values.prefecture_words()),
        treatment_id=values.number(row, "treatment_id", most=2**62),
        source_url=_address(row),
        seen_on=seen_on,
        facts=_facts(row),
        conditions=(
            values.choices(row, "conditions", values.words_of("condition"))
            if row.get("conditions")
            else None
        ),
        price=_price(row),
    )


def _address(row: SheetRow) -> str:
    text = values.needed(row, "source_url")
    try:
        _url(text)
    except ValidationError as error:
        raise Refused(_("%(column)s: not a web address") % {"column": "source_url"}) from error
    return text


def _facts(row: SheetRow) -> dict[str, Any]:
    product = values.choice(row, "product", values.words_of("product"))
    found: dict[str, Any] = {
        "title_ja": " ".join(row.get("title").split()),
        "number": _plan_number(row.get("plan_number")),
        "asrm_class": values.choice(row, "class", values.words_of("class")),
        "product": product,
        "visits": values.number(row, "visits", most=366),
    }
    above = terms.ancestors("product", product) if product else ()
    if above:
        found |= {"product": above[-1], "product_detail": product}
    for name in ("origin", "tissue", "processing", "route"):
        found[name] = values.choice(row, name, values.words_of(name))
    return {name: value for name, value in found.items() if value}


def _plan_number(text: str) -> str:
    """The canonical spelling; what is no number goes on to the form, which says why not."""
    try:
        return numbers.parse(text[:200]).canonical if text else ""
    except numbers.NumberError:
        return text[:60]


def _price(row: SheetRow) -> dict[str, Any]:
    most = values.HIGHEST_PRICE
    found: dict[str, Any] = {
        "jpy_min": values.number(row, "price_min", most=most),
        "jpy_max": values.number(row, "price_max", most=most),
        "total_min": values.number(row, "total_min", most=most),
        "total_max": values.number(row, "total_max", most=most),
        "tax": values.choice(row, "tax", TAX_WORDS),
        "basis": values.choice(row, "basis", BASIS_WORDS),
        "doses": values.number(row, "doses", most=1000),
    }
    if not any(found[name] for name in ("jpy_min", "jpy_max", "total_min", "total_max")):
        return {}
    for low, high in (("jpy_min", "jpy_max"), ("total_min", "total_max")):
        if found[low] and not found[high]:
            found[high] = found[low]
    return {name: value for name, value in found.items() if value}
