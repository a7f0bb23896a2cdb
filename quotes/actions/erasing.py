"""Take what a person wrote out of the database for good."""

from collections.abc import Collection
from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from quotes import links
from quotes.actions.forgetting import forget_files
from quotes.actions.moving import end_recipients, move
from quotes.actions.patient import withdraw_recipient, withdraw_request
from quotes.models import Answer, Consent, Erasure, PapersAsked, QuoteRequest, Recipient, RecordFile
from quotes.models.erasure import erasure_digest, file_digest, withdrawal_digest
from quotes.states import IllegalMove
from trust import links as secret_links


@transaction.atomic
def erase_request(*, request: QuoteRequest, role: str = "patient") -> QuoteRequest:
    """Blank everything personal; an anonymous row (states, dates, prices) stays.

    ``role``: patient (a button), or system (the time is over). An open request is withdrawn
    first, a forgotten one is closed without a choice. Raises IllegalMove when already erased.
    """
    # Held from the first line on: a file or a message on its way waits, and then finds it over.
    now = QuoteRequest.objects.select_for_update().get(pk=request.pk)
    seen = (request.state, request.last_activity_at)
    if role == "system" and seen != (now.state, now.last_activity_at):
        raise IllegalMove(now, "erased")  # somebody used it since its time seemed over
    request.state, request.outcome = now.state, now.outcome
    if request.state not in {QuoteRequest.State.CLOSED, QuoteRequest.State.ERASED}:
        _close_first(request, role)
    end_recipients(request, role=role, withdraw_consent=role == "patient")
    move(
        request,
        "erased",
        role=role,
        erased_at=timezone.now(),
        email=None,
        message=None,
        condition=None,
        facts=None,
        email_digest="",
        review_token=None,
        country="",
        languages=[],
    )
    request.messages.all().delete()
    PapersAsked.objects.filter(recipient__request=request).delete()  # and the blanked files
    Answer.objects.filter(recipient__request=request).update(
        lines=None, note=None, no_refund_after=None
    )
    if role == "patient":
        standing = Consent.objects.standing().filter(subject=request.pk)
        standing.update(withdrawn_at=timezone.now())
    for purpose in (links.PATIENT, links.CONFIRM):
        secret_links.revoke(purpose=purpose, object_id=request.pk)
    why = Erasure.Why.PATIENT if role == "patient" else Erasure.Why.TIME
    key = erasure_digest(request.pk)
    Erasure.objects.get_or_create(key_digest=key, defaults={"at": request.erased_at, "why": why})
    return request


def replay_erasures(*, digests: Collection[str]) -> tuple[int, int]:
    """Erase and take back again what the journal names and an older copy of the data undid.

    Each in a transaction of its own, so it can be stopped and run again; one that somebody else
    ended in the same minute is left. Returns how many requests were erased, and how often a
    clinic or a file was taken back.
    """
    wanted = set(digests)
    kept = QuoteRequest.objects.exclude(state="erased").values_list("pk", flat=True)
    found = [key for key in kept if erasure_digest(key) in wanted]
    alive = set(QuoteRequest.objects.readable().values_list("pk", flat=True))
    erased = 0
    for request in QuoteRequest.objects.filter(pk__in=found).order_by("pk"):
        with suppress(IllegalMove):
            erase_request(request=request, role="patient" if request.pk in alive else "system")
            erased += 1
    asked = Recipient.objects.at_work().values_list("pk", flat=True)
    back = [key for key in asked if withdrawal_digest(key) in wanted]
    taken_back = 0
    for row in Recipient.objects.select_related("request").filter(pk__in=back).order_by("pk"):
        with suppress(IllegalMove):
            withdraw_recipient(recipient=row)
            taken_back += 1
    held = RecordFile.objects.held().values_list("pk", flat=True)
    files = [key for key in held if file_digest(key) in wanted]
    with transaction.atomic():
        rows = RecordFile.objects.filter(pk__in=files)
        taken_back += forget_files(rows, withdraw_consent=True)
    return erased, taken_back


def _close_first(request: QuoteRequest, role: str) -> None:
    if role == "patient":
        withdraw_request(request=request)
        return
    move(
        request,
        "closed",
        role=role,
        outcome=QuoteRequest.Outcome.NONE,
        closed_at=timezone.now(),
    )


@transaction.atomic
def delete_unconfirmed(*, requests: QuerySet[QuoteRequest]) -> int:
    """Delete requests that nobody confirmed, with everything on them; return how many.

    Nothing was ever done with them, so no proof of consent is needed either.
    """
    keys = list(requests.filter(state="unconfirmed").values_list("pk", flat=True))
    for key in keys:
        secret_links.revoke(purpose=links.PATIENT, object_id=key)
        secret_links.revoke(purpose=links.CONFIRM, object_id=key)
    Recipient.objects.filter(request__in=keys).delete()
    QuoteRequest.objects.filter(pk__in=keys).delete()
    Consent.objects.filter(subject__in=keys).delete()
    return len(keys)
