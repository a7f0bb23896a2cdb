"""Months of treatment as choices, newest first."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import get_language

YEARS_BACK = 3


def month_label(month: date) -> str:
    """Return e.g. "October 2026" or "2026年10月"."""
    if (get_language() or "en").startswith("ja"):
        return f"{month.year}年{month.month}月"
    return f"{MONTHS[month.month]} {month.year}"


def recent_months() -> list[date]:
    """First days of this month and the 36 before it."""
    today = timezone.localdate()
    newest = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(newest, newest - 12 * YEARS_BACK - 1, -1)]
