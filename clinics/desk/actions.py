"""What the staff's pages write."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from clinics import actions, checks
from clinics.languages import language_choices
from clinics.models import Clinic, ClinicLanguage, Known, PriceSheet, Source, Treatment

# What a sheet says anew each time; everything else carries over where a form does not show it.
OF_ITS_OWN = {"id", "treatment", "source", "checked_on", "checked_by", "valid_from"}


@transaction.atomic
def save_check(
    *,
    treatment: Treatment,
    source_url: str,
    seen_on: datetime.date,
    conditions: list[str],
    price: dict[str, Any] | None,
    by: Any,
    page_text: str = "",
    languages: list[str] | None = None,
) -> Treatment:
    """Store what staff read on the clinic's page; every fact inherits source, day and checker.

    ``treatment`` carries the new values, unsaved. A price that did not change is only re-dated.
    Raises ``clinics.actions.Contradicts``, and stores nothing, where a live listing would stand
    with a contradiction.
    """
    source, _new = Source.objects.get_or_create(
        url=source_url, title=treatment.clinic.name_ja[:200], seen_on=seen_on
    )
    if page_text and source.page_text != page_text:
        Source.objects.filter(pk=source.pk).update(page_text=page_text)
    blame = {"source": source, "checked_on": seen_on, "checked_by": by}
    treatment.source, treatment.checked_on, treatment.checked_by = source, seen_on, by
    treatment.number_source = source if treatment.number else None
    if not treatment.is_live and treatment.being_checked_by is None:
        treatment.being_checked_by = by
    treatment.save()
    if languages is not None:
        _save_languages(treatment.clinic, languages)
    actions.set_conditions(treatment=treatment, codes=conditions)
    if price:
        _save_price(treatment, price, blame)
    actions.look_again(treatment)
    actions.log(clinic=treatment.clinic, treatment=treatment, action="save_check", by=by)
    actions.public_change([treatment.clinic_id])
    return treatment


def _save_languages(clinic: Clinic, codes: list[str]) -> None:
    """How a language is offered stays as it was; a new one is with staff until told otherwise.

    What the form does not offer ("zh-Hans") was not unticked by anybody and stays.
    """
    known = set(clinic.languages.values_list("code", flat=True))
    gone = (known & {code for code, _label in language_choices()}) - set(codes)
    if not gone and known >= set(codes):
        return
    clinic.languages.filter(code__in=gone).delete()
    ClinicLanguage.objects.bulk_create(
        ClinicLanguage(clinic=clinic, code=code) for code in codes if code not in known
    )
    if codes:
        clinic.languages_known = Known.YES
        clinic.save(update_fields=["languages_known"])


def _save_price(treatment: Treatment, price: dict[str, Any], blame: dict[str, Any]) -> None:
    current = treatment.prices.current().first()
    if current is None:
        actions.replace_price(treatment=treatment, **price, **blame)
        return
    changed = {name for name, value in price.items() if not _same(getattr(current, name), value)}
    if not changed:
        PriceSheet.objects.filter(pk=current.pk).update(**blame)
        return
    if "valid_from" not in changed:
        # The day shown is that of the old price; the new one was first seen on this page.
        price = price | {"valid_from": max(blame["checked_on"], current.valid_from)}
    kept = {
        field.name: getattr(current, field.name)
        for field in PriceSheet._meta.concrete_fields
        if field.name not in OF_ITS_OWN
    }
    if current.valid_to and current.valid_to < price["valid_from"]:
        kept["valid_to"] = None
    actions.replace_price(treatment=treatment, **(kept | price | blame))


def _same(stored: Any, given: Any) -> bool:
    """Lists are choices ticked in any order."""
    if isinstance(stored, list) and isinstance(given, list):
        return sorted(stored) == sorted(given)
    return bool(stored == given)


@transaction.atomic
def facts_changed(clinic_ids: Iterable[int], *, look_again: bool = True) -> None:
    """After a write on a stock page: record what the rules see now, then say what changed.

    ``look_again`` False: neither the rules nor the search text read what was written.
    """
    touched = set(clinic_ids)
    standing = set(Clinic.objects.filter(pk__in=touched).values_list("pk", flat=True))
    if look_again:
        rows = Treatment.objects.under_check().filter(clinic__in=standing)
        checks.record_findings(rows.select_related("clinic").prefetch_related("findings"))
    actions.public_change(standing, stale=None if look_again else ())
    if touched - standing:
        actions.renew_version()
