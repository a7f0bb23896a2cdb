"""The published price of a treatment as an answer: 公表料金のとおり, in one click."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from clinics.models import PriceSheet, Treatment

VALID_FOR = timedelta(days=30)


def current_sheet(treatment: Treatment) -> PriceSheet | None:
    return treatment.prices.current().first()


def as_answer(sheet: PriceSheet) -> dict[str, Any]:
    """Return lines, total_min, total_max, tax and valid_until of a price sheet.

    The lines add up to ``total_min``: what the sheet's total holds beyond its price and its named
    extras stands in one line of other costs.
    """
    per_dose = sheet.basis == PriceSheet.Basis.DOSE
    price = sheet.jpy_min * (sheet.doses if per_dose else 1)
    lines = [{"code": "treatment", "label": "", "jpy": price}]
    for label_en, label_ja, jpy in sheet.extras:
        if jpy:
            line = {"code": "other", "label": label_en, "label_ja": label_ja, "jpy": int(jpy)}
            lines.append(line)
    rest = sheet.total_min - sum(line["jpy"] for line in lines)
    if rest < 0:
        lines = [{"code": "treatment", "label": "", "jpy": sheet.total_min}]
    elif rest > 0:
        lines.append({"code": "other", "label": "", "jpy": rest})
    return {
        "lines": lines,
        "total_min": sheet.total_min,
        "total_max": sheet.total_max,
        "tax": "included",  # the comparable total has it, however the clinic prints its price
        "valid_until": timezone.localdate() + VALID_FOR,
    }


def form_initial(sheet: PriceSheet | None) -> dict[str, Any]:
    """Return initial values of the answer form; the clinic corrects what has changed."""
    until = timezone.localdate() + VALID_FOR
    if sheet is None:
        return {"valid_until": until}
    answer = as_answer(sheet)
    treatment, *others = (line["jpy"] for line in answer["lines"])
    initial = {"line_treatment": treatment, "tax": answer["tax"], "valid_until": until}
    if others:
        initial["line_other"] = sum(others)
    if sheet.total_max > sheet.total_min:
        initial["total_max"] = sheet.total_max
    return initial
