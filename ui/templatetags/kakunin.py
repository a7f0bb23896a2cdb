"""Filters and tags of the presentation kit. None of them makes a query."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.core.paginator import Paginator
from django.urls import translate_url
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

register = template.Library()


def in_japanese() -> bool:
    return (get_language() or "en").startswith("ja")


@register.filter
def big_number(value: int | None) -> str:
    """6800 → "6,800", in both languages; None → ""."""
    return "" if value is None else f"{value:,}"


@register.filter
def listed(parts: Iterable[object]) -> str:
    """["a", "b"] → "a, b" or "a、b"."""
    return ("、" if in_japanese() else ", ").join(str(part) for part in parts)


@register.filter
def yen(value: int | None) -> str:
    """2420000 → "¥2,420,000" or "2,420,000円"; None → "" (the caller says why)."""
    if value is None:
        return ""
    return f"{value:,}円" if in_japanese() else f"¥{value:,}"


@register.filter
def man_yen(value: int | None) -> str:
    """2420000 → "242万円" in Japanese, where prices are read in units of 10,000; else like yen."""
    if value is None or not in_japanese() or value < 10_000:
        return yen(value)
    tens_of_thousands = (Decimal(value) / 10_000).normalize()
    return f"{tens_of_thousands:,f}万円"


@register.filter
def day(value: date | datetime | None) -> str:
    """The Tokyo date: "3 Oct 2026" or "2026年10月3日"."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value) if timezone.is_aware(value) else value.date()
    if in_japanese():
        return f"{value.year}年{value.month}月{value.day}日"
    return date_format(value, "j M Y")


@register.filter
def stamp_day(value: date | None) -> str:
    """The date as the office stamp prints it: "3 OCT 2026" or "2026.10.3"."""
    if not value:
        return ""
    if in_japanese():
        return f"{value.year}.{value.month}.{value.day}"
    return day(value).upper()


@register.filter
def iso_day(value: date | datetime | None) -> str:
    """For <time datetime>: "2026-10-03"."""
    return value.strftime("%Y-%m-%d") if value else ""


@register.simple_tag(takes_context=True)
def language_url(context: template.Context, language: str) -> str:
    """The same page in another language, query kept; the front page when there is none."""
    request = context.get("request")
    if request is None:
        return "/" if language == "en" else f"/{language}/"
    query = request.META.get("QUERY_STRING", "")
    return translate_url(request.path, language) + (f"?{query}" if query else "")


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, **changes: object) -> str:
    """This page's query with some keys changed (None takes one away): "?q=knee&page=2"."""
    request = context.get("request")
    if request is None:
        return "?"
    query = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        else:
            query[key] = str(value)
    return "?" + query.urlencode()


@register.filter
def tag_name(level: str) -> str:
    """A Django message level as a notice kind; anything unknown is plain information."""
    return {"error": "order", "warning": "caution"}.get(str(level), "info")


@register.filter
def page_numbers(paginator: Paginator, number: int) -> list[int | None]:
    """Page numbers to print around `number`; None stands for a gap."""
    return [
        None if page == Paginator.ELLIPSIS else page
        for page in paginator.get_elided_page_range(number, on_each_side=1, on_ends=1)
    ]


@register.filter
def shade(count: int) -> int:
    """How dark a map tile is, 0–4: none, from 1, 10, 50 and 200 on."""
    return sum(count >= least for least in (1, 10, 50, 200))
