"""The published price of a treatment as an answer: 公表料金のとおり, in one click."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from clinics.models import PriceSheet, Treatment
from quotes.cost_words import code_for
from quotes.lines import CODES, label
from quotes.models.answer import TERMS

VALID_FOR = timedelta(days=30)
Line = dict[str, Any]


def current_sheet(treatment: Treatment) -> PriceSheet | None:
    return treatment.prices.current().first()


def as_answer(sheet: PriceSheet) -> dict[str, Any]:
    """Return lines, total_min, total_max, tax, valid_until and terms of a price sheet.

    The lines add up to ``total_min``: what the sheet's total holds beyond its price and its named
    extras stands in one line of other costs. What the price includes has a line without money:
    {"code", "label", "jpy": 0, "included": True}.
    """
    times = sheet.doses if sheet.basis == PriceSheet.Basis.DOSE else 1
    lines = [_line("treatment", sheet.jpy_min * times), *_extras(sheet)]
    rest = sheet.total_min - sum(line["jpy"] for line in lines)
    if rest < 0:
        lines = [_line("treatment", sheet.total_min)]
    elif rest > 0:
        lines.append(_line("other", rest))
    _spread(sheet, lines, times)
    named = {line["code"] for line in lines}
    lines += [
        {**_line(code, 0), "included": True}
        for code in sheet.includes
        if code in CODES and code not in named
    ]
    return {
        "lines": lines,
        "total_min": sheet.total_min,
        "total_max": sheet.total_max,
        "tax": "included",  # the comparable total has it, however the clinic prints its price
        "valid_until": timezone.localdate() + VALID_FOR,
        "doses": sheet.doses,
        "visits": sheet.treatment.visits,
        "days_in_japan": sheet.days_in_japan,
        "no_refund_after": _refund_words(sheet),
    }


def _refund_words(sheet: PriceSheet) -> dict[str, str]:
    said = {"en": sheet.no_refund_after_en, "ja": sheet.no_refund_after_ja}
    return {language: words for language, words in said.items() if words}


def refund_words(sheet: PriceSheet | None, typed: str) -> dict[str, str]:
    """Return what is stored of a typed term: with both languages where it is the sheet's own."""
    if sheet and typed and typed == sheet.no_refund_after:
        return _refund_words(sheet)
    return {"": typed} if typed else {}


def _line(code: str, jpy: int, **words: str) -> Line:
    return {"code": code, "label": "", "jpy": jpy, **words}


def _extras(sheet: PriceSheet) -> list[Line]:
    """Return one line for each known cost, and the others under their own words."""
    known: dict[str, Line] = {}
    others = []
    for label_en, label_ja, jpy in sheet.extras:
        code = code_for(label_en, label_ja)
        if code == "other":
            others.append(_line(code, int(jpy or 0), label=label_en, label_ja=label_ja))
        else:
            known.setdefault(code, _line(code, 0))["jpy"] += int(jpy or 0)
    return [line for line in [*known.values(), *others] if line["jpy"]]


def _spread(sheet: PriceSheet, lines: list[Line], times: int) -> None:
    """Give lines their highest amount ("jpy_max"), so that they add up to ``total_max`` too."""
    left = sheet.total_max - sheet.total_min
    treatment, last = lines[0], lines[-1]
    unnamed = last if last["code"] == "other" and not last["label"] else treatment
    of_price = left
    if unnamed is not treatment:
        of_price = min(left, (sheet.jpy_max - sheet.jpy_min) * times)
    for line, more in ((treatment, of_price), (unnamed, left - of_price)):
        if more:
            line["jpy_max"] = line["jpy"] + more


def form_initial(sheet: PriceSheet | None = None) -> dict[str, Any]:
    """Return initial values of the answer form: the clinic's published price, for it to correct.

    Without ``sheet`` no amount: staff who type an answer write down what the clinic named.
    """
    initial: dict[str, Any] = {"valid_until": timezone.localdate() + VALID_FOR}
    if sheet is None:
        return initial
    values = as_answer(sheet)
    initial |= {name: values[name] for name in ("tax", *TERMS)}
    initial["no_refund_after"] = sheet.no_refund_after
    if values["total_max"] > values["total_min"]:
        initial["total_max"] = f"{values['total_max']:,}"
    for code in CODES:
        found = [line for line in values["lines"] if line["code"] == code]
        if found:
            jpy = sum(line["jpy"] for line in found)
            initial[f"line_{code}"] = f"{jpy:,}" if jpy else _("included")
    others = [label(line) for line in values["lines"] if line["code"] == "other"]
    return {**initial, "other_label": ", ".join(others)[:60]}
