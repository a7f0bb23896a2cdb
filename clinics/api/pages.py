"""One page of clinics with their matching treatments, and one page of changes."""

from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.http import urlencode

from clinics import vocabulary
from clinics.api import cursor
from clinics.api.clinic_fields import CLINIC
from clinics.api.field import record
from clinics.api.parameters import ChangesAsked, FilterAsked, Page
from clinics.api.rows import (
    clinic_row,
    open_clinics,
    open_treatments,
    treatment_row,
    with_clinic_facts,
    with_facts,
)
from clinics.api.treatment_fields import TREATMENT
from clinics.finder.asking import ask
from clinics.models import Clinic, PublicChange, Treatment
from clinics.search import order
from clinics.search.asked import Asked
from clinics.search.counting import kind_counts


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


def clinics(asked: FilterAsked, request: HttpRequest) -> dict[str, Any]:
    """Return one page. A cursor names its last clinic, so that rows added meanwhile shift nothing;
    where that clinic has gone, its place."""
    question, sort = ask(asked.filter), asked.filter.order
    language = "ja" if vocabulary.is_japanese() else "en"
    kind = f"{sort}-{language}"
    start = 0
    if asked.page.cursor:
        start, last = cursor.unpack(asked.page.cursor, kind, ["place", "clinic"])
        number = question.index.clinic(last)
        if number is not None:
            place = order.place_of(question, number, sort=sort, language=language)
            start = start if place is None else place + 1
    stop = start + asked.page.size
    found = order.page(question, sort=sort, language=language, start=start, stop=stop)
    by_kind = kind_counts(question)
    total = sum(by_kind.values())
    pks = [question.index.clinic_pks[clinic] for clinic, _kind in found]
    following = cursor.pack(kind, [stop - 1, pks[-1]]) if pks and stop < total else None
    return {
        "count": total,
        "count_checked": by_kind["checked"],
        "next": next_address(request, following),
        "results": _records(question, [clinic for clinic, _kind in found]),
    }


def _records(question: Asked, numbers: list[int]) -> list[dict[str, Any]]:
    index, met = question.index, question.matching()
    pks = [index.clinic_pks[number] for number in numbers]
    wanted = [pk for number in numbers for pk in index.pks_of(number, met)]
    matching: dict[int, list[Treatment]] = {}
    for treatment in with_facts(open_treatments().filter(pk__in=wanted)):
        matching.setdefault(treatment.clinic_id, []).append(treatment)
    found = with_clinic_facts(Clinic.objects.filter(pk__in=pks)).in_bulk()
    return [
        record(CLINIC, clinic_row(found[pk], kind=matching[pk][0].kind))
        | {"treatments": [record(TREATMENT, treatment_row(one)) for one in matching[pk]]}
        for pk in pks
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
