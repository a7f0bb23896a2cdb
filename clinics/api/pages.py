"""One page of clinics with their matching treatments, and one page of changes."""

from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import get_language

from clinics.api import cursor, tallies
from clinics.api.clinic_fields import CLINIC
from clinics.api.field import record
from clinics.api.ordered import ordered_clinics
from clinics.api.parameters import ChangesAsked, FilterAsked, Page
from clinics.api.rows import (
    clinic_row,
    open_clinics,
    treatment_row,
    with_clinic_facts,
    with_facts,
)
from clinics.api.treatment_fields import TREATMENT
from clinics.models import Clinic, PublicChange, Treatment


def next_address(request: HttpRequest, following: str | None) -> str | None:
    """Return the absolute address of the next page; the same for every order of parameters."""
    if following is None:
        return None
    pairs = sorted((n, v) for n, values in request.GET.lists() for v in values if n != "cursor")
    return f"{settings.SITE_URL}{request.path}?{urlencode([*pairs, ('cursor', following)])}"


def _cut(rows: QuerySet, page: Page, kind: str) -> tuple[list[tuple], str | None]:
    """Return the rows of a page, as tuples of their sort values, and the cursor of the next one."""
    order = cursor.keys(rows)
    names = [name for name, _descending in order]
    if page.cursor:
        rows = rows.filter(cursor.after(order, cursor.unpack(page.cursor, kind, names)))
    keys = {f"key_{name}": F(name) for name in names}
    found = list(rows.annotate(**keys).values_list(*keys)[: page.size + 1])
    if len(found) <= page.size:
        return found, None
    return found[:-1], cursor.pack(kind, list(found[-2]))


def counts(treatments: QuerySet) -> dict[str, int]:
    """Return {"count", "count_checked"} of clinics (one query)."""
    checked = treatments.filter(level=Treatment.Level.CHECKED)
    tallied = tallies.take({"every": treatments, "checked": checked})
    return {"count": tallied["every"].clinics, "count_checked": tallied["checked"].clinics}


def clinics(asked: FilterAsked, request: HttpRequest) -> dict[str, Any]:
    treatments = asked.filter.without()
    sort = asked.filter.order
    named = asked.filter.values.get("condition", [])
    rows = ordered_clinics(treatments, sort=sort, conditions=named)
    # Names sort by language, and conditions add a key, so a cursor holds for its own order only.
    cut, following = _cut(rows, asked.page, f"{sort}-{get_language()}-{int(bool(named))}")
    ids = [row[-1] for row in cut]
    return {
        **counts(treatments),
        "next": next_address(request, following),
        "results": _records(ids, treatments),
    }


def _records(ids: list[int], treatments: QuerySet) -> list[dict[str, Any]]:
    matching: dict[int, list[Treatment]] = {}
    for treatment in with_facts(treatments.filter(clinic__in=ids)):
        matching.setdefault(treatment.clinic_id, []).append(treatment)
    found = with_clinic_facts(Clinic.objects.filter(pk__in=ids)).in_bulk()
    return [
        record(CLINIC, clinic_row(found[pk], kind=matching[pk][0].kind))
        | {"treatments": [record(TREATMENT, treatment_row(one)) for one in matching[pk]]}
        for pk in ids
        if pk in found and pk in matching
    ]


def changes(asked: ChangesAsked, request: HttpRequest) -> dict[str, Any]:
    rows = PublicChange.objects.filter(clinic__in=open_clinics()).order_by("at", "pk")
    if asked.since:
        rows = rows.filter(Q(at__gte=asked.since))
    cut, following = _cut(rows, asked.page, "changes")
    slugs = dict(
        PublicChange.objects.filter(pk__in=[pk for _at, pk in cut])
        .order_by()
        .values_list("pk", "clinic__slug")
    )
    return {
        "next": next_address(request, following),
        "results": [{"slug": slugs[pk], "at": at.isoformat()} for at, pk in cut if pk in slugs],
    }
