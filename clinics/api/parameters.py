"""What was asked, read strictly: an unknown parameter or value raises BadParameter."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from clinics.api.errors import BadParameter
from clinics.api.open_filter import OpenFilter
from clinics.filters import HIGHEST_PRICE

LANGUAGES = ("en", "ja")
PAGE_SIZE, LONGEST_PAGE = 20, 100
SINCE = ("YYYY-MM-DD", "YYYY-MM-DDThh:mm:ssZ")
YEARS = range(2000, 2200)


@dataclass(frozen=True)
class Page:
    """``cursor`` as it came ("" = first page); ``size`` 1–100."""

    cursor: str
    size: int


@dataclass(frozen=True)
class FilterAsked:
    filter: OpenFilter
    page: Page


@dataclass(frozen=True)
class ChangesAsked:
    since: datetime.datetime | None
    page: Page


def only(data: QueryDict, names: Iterable[str]) -> None:
    """Refuse parameters that are not among these."""
    known = list(names)
    for name in data:
        if name not in known:
            raise BadParameter(name[:40], known, _("We do not know this parameter."))


def once(data: QueryDict, *names: str) -> None:
    for name in names:
        if len(data.getlist(name)) > 1:
            raise BadParameter(name, [], _("This parameter can stand here only once."))


def language(data: QueryDict) -> str:
    once(data, "lang")
    found = data.get("lang") or "en"
    if found not in LANGUAGES:
        raise BadParameter("lang", LANGUAGES)
    return found


def _page(data: QueryDict) -> Page:
    once(data, "cursor", "page_size")
    size = data.get("page_size") or str(PAGE_SIZE)
    if not re.fullmatch(r"[0-9]{1,3}", size) or not 1 <= int(size) <= LONGEST_PAGE:
        raise BadParameter("page_size", [f"1–{LONGEST_PAGE}"])
    return Page(data.get("cursor", ""), int(size))


def nothing(data: QueryDict) -> None:
    only(data, [])


def language_only(data: QueryDict) -> None:
    only(data, ["lang"])


def _allowed(field: forms.Field) -> list[str]:
    if isinstance(field, forms.ChoiceField):
        return [str(value) for value, _label in field.choices if value]
    if isinstance(field, forms.IntegerField):
        return [f"0–{HIGHEST_PRICE}"]
    return []


def _filter(data: QueryDict) -> OpenFilter:
    found = OpenFilter(data)
    fields = found.form.fields
    many = {name for name, f in fields.items() if isinstance(f, forms.MultipleChoiceField)}
    once(data, *(fields.keys() - many))
    if not found.form.is_valid():
        name = next(iter(found.form.errors))
        raise BadParameter(name, _allowed(fields[name]))
    for name, field in fields.items():
        if getattr(field, "unknown", []):
            raise BadParameter(name, _allowed(field))
    return found


def facets(data: QueryDict) -> FilterAsked:
    """Read the filters of the results page and ``lang``."""
    only(data, [*OpenFilter.base_filters, "lang"])
    return FilterAsked(_filter(data), Page("", PAGE_SIZE))


def clinics(data: QueryDict) -> FilterAsked:
    """Read the filters of the results page, ``lang``, ``cursor`` and ``page_size``."""
    only(data, [*OpenFilter.base_filters, "lang", "cursor", "page_size"])
    return FilterAsked(_filter(data), _page(data))


def changes(data: QueryDict) -> ChangesAsked:
    only(data, ["since", "lang", "cursor", "page_size"])
    once(data, "since")
    return ChangesAsked(_since(data.get("since", "")), _page(data))


def _since(text: str) -> datetime.datetime | None:
    """Read a day (its beginning in Tokyo) or a moment with its offset."""
    if not text:
        return None
    # A "+" that nobody encoded arrives as a space.
    text = re.sub(r" (\d\d:?\d\d)$", r"+\1", text[:40])
    try:
        day = parse_date(text)
        moment = datetime.datetime.combine(day, datetime.time()) if day else parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.year not in YEARS:
        raise BadParameter("since", SINCE)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
