"""The list of cases as CSV: what the list shows, nothing that a patient wrote."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from quotes import actions
from quotes.desk.filters import chosen_filter
from quotes.models import QuoteRequest
from staff.access import role_required
from staff.roles import QUOTE_COORDINATOR
from staff.safe_export import csv_response

MOST = 2_000


@role_required(QUOTE_COORDINATOR)
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Each case in the file is noted in its read log before anything is sent."""
    shown = chosen_filter(request.POST.get("show", ""))
    cases = shown.cases(request.user).defer("email", "message", "condition", "facts").for_desk()
    rows = list(cases.order_by("confirmed_at", "pk")[:MOST])
    columns = [_("Reference"), _("State"), _("Outcome"), _("Confirmed"), _("Last activity"),
               _("Clinics"), _("Taken by")]  # fmt: skip
    return csv_response(
        filename=f"requests-{shown.name}-{timezone.localdate():%Y-%m-%d}.csv",
        columns=columns,
        rows=[_row(quote) for quote in rows],
        log=lambda _count: actions.note_exported(requests=rows, by=request.user),
    )


def _row(quote: QuoteRequest) -> list[str]:
    asked = [f"{row.clinic.name}: {row.get_state_display()}" for row in quote.recipients.all()]
    return [
        quote.reference,
        quote.get_state_display(),
        quote.get_outcome_display(),
        f"{timezone.localtime(quote.confirmed_at):%Y-%m-%d %H:%M}" if quote.confirmed_at else "",
        f"{timezone.localtime(quote.last_activity_at):%Y-%m-%d %H:%M}",
        "; ".join(asked),
        str(quote.assignee or ""),
    ]
