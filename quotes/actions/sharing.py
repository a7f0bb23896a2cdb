"""The view-only link for family or doctor, and the copy of everything for oneself."""

from django.db import transaction
from django.utils import timezone

from quotes import links
from quotes.actions.desk import OBJECT
from quotes.actions.moving import lock
from quotes.models import QuoteRequest
from quotes.states import IllegalMove
from trust import access_log
from trust import links as secret_links
from trust.models import SecretLink


@transaction.atomic
def share_request(*, request: QuoteRequest) -> SecretLink:
    """Return the view-only link; there is one at a time. Raises IllegalMove when time is over."""
    if lock(request) is None:
        raise IllegalMove(request, "shared")
    known = links.view_link(request)
    if known is not None:
        return known
    _note(request, "patient", "shared")
    return secret_links.issue(
        purpose=links.PATIENT,
        object_id=request.pk,
        expires_at=timezone.now() + links.OUTER_BOUND,
        view_only=True,
    )


@transaction.atomic
def stop_sharing(*, request: QuoteRequest) -> int:
    """End the view-only link and every visit made with it; returns how many there were."""
    ended = secret_links.revoke(purpose=links.PATIENT, object_id=request.pk, view_only=True)
    if ended:
        _note(request, "patient", "stopped sharing")
    return ended


@transaction.atomic
def open_as_reader(*, request: QuoteRequest) -> QuoteRequest:
    """Note that somebody opened the view-only link: the patient sees it."""
    _note(request, "reader", "opened")
    return request


@transaction.atomic
def note_export(*, request: QuoteRequest) -> QuoteRequest:
    """Note that the patient took a copy of everything with her."""
    _note(request, "patient", "exported")
    return request


def _note(request: QuoteRequest, role: str, action: str) -> None:
    access_log.record(
        actor=f"{role}:{request.pk}",
        role=role,
        action=action,
        object_type=OBJECT,
        object_ref=request.pk,
    )
