"""What every desk view shares: the role, the case, and the 409 page that says who and when."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.debug import sensitive_post_parameters

from quotes.actions.desk import AlreadyTaken
from quotes.http import last_move, typed_words
from quotes.models import QuoteRequest
from quotes.states import IllegalMove
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import QUOTE_COORDINATOR


def for_coordinator(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ask the role, load the readable case named by ``pk``, turn IllegalMove into a 409 page."""

    @sensitive_post_parameters()
    @wraps(view)
    def guarded(request: HttpRequest, pk: UUID, *args: Any, **kwargs: Any) -> HttpResponse:
        # Before the owner of the address has confirmed it, nobody here may read the request.
        cases = QuoteRequest.objects.readable().known_to_staff()
        cases = cases.select_related("assignee")
        quote = get_object_or_404(cases, pk=pk)
        try:
            return view(request, quote, *args, **kwargs)
        except IllegalMove as conflict:
            return _conflict(request, quote, conflict)

    return role_required(QUOTE_COORDINATOR)(guarded)


def must_be_mine(quote: QuoteRequest, user: Any) -> None:
    """In a larger team only whoever has the case acts on it. Raises AlreadyTaken."""
    if not settings.SMALL_TEAM and quote.assignee_id != user.pk:
        raise AlreadyTaken(quote, "taken")


def _conflict(request: HttpRequest, quote: QuoteRequest, conflict: IllegalMove) -> HttpResponse:
    row = conflict.row
    last = last_move(row)
    taken = isinstance(conflict, AlreadyTaken) and row.assignee is not None
    context = admin_context(
        request,
        title=quote.reference,
        quote=quote,
        row=row,
        who=row.assignee if taken else (last.by or last.get_role_display() if last else ""),
        when=row.assigned_at if taken else (last.at if last else None),
        typed=typed_words(request),
    )
    return render(request, "quotes/desk/conflict.html", context, status=409)
