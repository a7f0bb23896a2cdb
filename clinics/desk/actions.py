"""What the check page writes."""

from typing import Any

from django.db import transaction

from clinics import actions, checks
from clinics.models import PriceSheet, Source, Treatment


@transaction.atomic
def save_check(
    *,
    treatment: Treatment,
    source_url: str,
    seen_on: Any,
    conditions: list[str],
    price: dict[str, Any] | None,
    by: Any,
) -> Treatment:
    """Store what staff read on the clinic's page; every fact inherits source, day and checker.

    ``treatment`` carries the new values, unsaved. A price that did not change is only re-dated.
    """
    source, _new = Source.objects.get_or_create(
        url=source_url, title=treatment.clinic.name_ja[:200], seen_on=seen_on
    )
    treatment.source, treatment.checked_on, treatment.checked_by = source, seen_on, by
    treatment.number_source = source if treatment.number else None
    treatment.save()
    actions.set_conditions(treatment=treatment, codes=conditions)
    if price:
        blame = {"source": source, "checked_on": seen_on, "checked_by": by}
        current = treatment.prices.current().first()
        if current and all(getattr(current, name) == value for name, value in price.items()):
            PriceSheet.objects.filter(pk=current.pk).update(**blame)
        else:
            actions.set_price(treatment=treatment, **price, **blame)
    checks.record_findings([treatment])
    actions.public_change([treatment.clinic_id])
    return treatment
