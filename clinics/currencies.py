"""About how much yen are in another currency, by a dated table of the European Central Bank.

The table comes with the package currencyconverter (one day's reference rates, 0.4 kB) and changes
with it; nothing is fetched. It is read once a process, when first asked for (under 1 ms).
Amounts are words beside a price: no filter and no order looks at them.
"""

import datetime
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from currency_converter import SINGLE_DAY_CURRENCY_FILE, CurrencyConverter
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ui.templatetags.kakunin import day

# Code: sign before the amount, name. All of them stand in the table.
CURRENCIES = {
    "USD": ("US$", gettext_lazy("US dollar")),
    "EUR": ("€", gettext_lazy("euro")),
    "GBP": ("£", gettext_lazy("pound sterling")),
    "AUD": ("A$", gettext_lazy("Australian dollar")),
    "CAD": ("C$", gettext_lazy("Canadian dollar")),
    "NZD": ("NZ$", gettext_lazy("New Zealand dollar")),
    "SGD": ("S$", gettext_lazy("Singapore dollar")),
    "HKD": ("HK$", gettext_lazy("Hong Kong dollar")),
    "CNY": ("CN¥", gettext_lazy("Chinese yuan")),
    "KRW": ("₩", gettext_lazy("South Korean won")),
    "PHP": ("₱", gettext_lazy("Philippine peso")),
    "THB": ("฿", gettext_lazy("Thai baht")),
    "MYR": ("RM", gettext_lazy("Malaysian ringgit")),
    "IDR": ("Rp", gettext_lazy("Indonesian rupiah")),
    "INR": ("₹", gettext_lazy("Indian rupee")),
}


@dataclass(frozen=True)
class Rates:
    """Units of each currency for one yen, on one day."""

    on: datetime.date
    per_yen: dict[str, Decimal]


@lru_cache(maxsize=1)
def rates() -> Rates:
    """Return the packaged rates (ECB euro reference rates, one day)."""
    table = CurrencyConverter(SINGLE_DAY_CURRENCY_FILE, decimal=True)
    known = [code for code in CURRENCIES if code in table.currencies]
    return Rates(
        on=table.bounds["JPY"].last_date,
        per_yen={code: table.convert(1, "JPY", code) for code in known},
    )


def are_fresh() -> bool:
    """Return whether the table may be shown today (Tokyo date)."""
    return (timezone.localdate() - rates().on).days <= settings.CURRENCY_STALE_DAYS


def choices() -> list[tuple[str, str]]:
    """Return [(code, "US dollar (USD)")] to choose from; none while the table is old."""
    if not are_fresh():
        return []
    return [(code, f"{CURRENCIES[code][1]} ({code})") for code in rates().per_yen]


def _rounded(amount: Decimal, more: int = 0) -> Decimal:
    """Round to two significant digits, three behind a leading 1 (so by at most 2.5 %).

    15388 → 15400, 22847 → 23000; ``more`` digits on top.
    """
    digits = (3 if amount.as_tuple().digits[0] == 1 else 2) + more
    step = Decimal(1).scaleb(amount.adjusted() - digits + 1)
    return (amount / step).to_integral_value(ROUND_HALF_UP) * step


def _written(amount: Decimal) -> str:
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}" if whole else f"{amount.normalize():,f}"


def about(low: int, high: int, currency: str) -> str:
    """Return "about US$16,000 (ECB rate of 30 Oct 2026)" for yen ``low``–``high``.

    "" for an unknown currency and while the table is older than CURRENCY_STALE_DAYS. One more
    digit where rounding would make the ends of a range one number.
    """
    if currency not in CURRENCIES or not are_fresh():
        return ""
    rate = rates().per_yen.get(currency)
    if rate is None or low <= 0:
        return ""
    ends = [_rounded(low * rate), _rounded(high * rate)]
    if low != high and ends[0] == ends[1]:
        ends = [_rounded(low * rate, 1), _rounded(high * rate, 1)]
    words = "–".join(dict.fromkeys(_written(end) for end in ends))
    return _("about %(amount)s (ECB rate of %(day)s)") % {
        "amount": f"{CURRENCIES[currency][0]}{words}",
        "day": day(rates().on),
    }


@dataclass(frozen=True)
class Asked:
    """The currency of an address. ``code`` is "" for none; ``told`` says why it is ignored."""

    code: str = ""
    told: str = ""


def asked(text: str) -> Asked:
    """Read the value of ``?currency=``. Anything may stand in it."""
    code = text.strip().upper()
    if not code:
        return Asked()
    if code not in CURRENCIES:
        return Asked(told=_("We do not know this currency, so prices are in yen only."))
    if not are_fresh():
        words = _(
            "Prices are in yen only: our exchange rates are of %(day)s, more than %(n)d days ago."
        )
        return Asked(told=words % {"day": day(rates().on), "n": settings.CURRENCY_STALE_DAYS})
    return Asked(code)
