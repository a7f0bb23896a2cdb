"""Two pages to print: the answers, and what one's own doctor may want to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clinics.comparing import column, table
from clinics.comparing.column import Column
from quotes.models import QuoteRequest
from quotes.patient.guard import for_readers
from quotes.patient.page import load


@dataclass(frozen=True)
class Unanswered:
    """What nobody has said about one treatment: names of facts."""

    column: Column
    labels: list[str]


@for_readers
@require_safe
def print_answers(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    context = {"page": load(quote), "today": timezone.localdate()}
    return render(request, "quotes/patient/print_answers.html", context)


@for_readers
@require_safe
def dossier(request: HttpRequest, quote: QuoteRequest) -> HttpResponse:
    """Facts with their sources, what she told, and what is still unknown. No advice."""
    page = load(quote)
    asked = [part.recipient.treatment_id for part in page.parts]
    found = column.rows().filter(pk__in=asked)
    treatments = sorted(found, key=lambda one: asked.index(one.pk))
    facts = table.build(column.columns(treatments, currency="", only=""), only_differences=False)
    context = {
        "page": page,
        "today": timezone.localdate(),
        "table": facts,
        "unanswered": _unanswered(facts),
        "not_listed": len(set(asked)) - len(treatments),
    }
    return render(request, "quotes/patient/dossier.html", context)


def _unanswered(facts: table.Table) -> Sequence[Unanswered]:
    asked = ("not_published", "not_looked_up")
    return [
        Unanswered(
            one,
            [
                row.label
                for group in facts.groups
                for row in group.rows
                for column_, cell in row.cells
                if column_ == one and cell.unknown in asked
            ],
        )
        for one in facts.columns
    ]
