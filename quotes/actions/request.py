"""From the send button to the confirmed e-mail."""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from clinics.models import Clinic, Treatment
from quotes import consent_texts, links
from quotes.actions.form_keys import stored_key
from quotes.actions.moving import lock, move, note_move
from quotes.consent_texts import Text
from quotes.models import Consent, QuoteRequest, Recipient
from quotes.references import new_reference
from quotes.states import IllegalMove
from trust import links as secret_links
from trust import outbox
from trust.digests import email_digest

MOST_ATTEMPTS = 5


class NobodyToAsk(ValueError):
    """No clinic was ticked and none needs our letter: there is nothing to send."""


class TooManyRequests(Exception):
    """A rate limit was met: nothing was written."""


def _no_limit() -> bool:
    return True


def submit_request(
    *,
    within_limits: Callable[[], bool] = _no_limit,
    idempotency_key: UUID,
    language: str,
    treatments: Sequence[Treatment],
    send_to: Collection[int],
    shown_on: date,
    email: str,
    **answers: Any,
) -> QuoteRequest:
    """Store a request with its consents, clinics, links and the confirmation mail, or nothing.

    ``send_to``: ids of the clinics whose box was ticked. A treatment that stands on the ministry's
    list only needs no tick: it stays with our staff until its clinic is known and ticked.
    ``answers``: for_whom, country, languages, condition, message, facts.
    ``within_limits`` counts this request, in the same transaction; the same form sent again gives
    the same request and counts for nothing. The key stands for everything the form says: whatever
    is corrected makes a new request, and a foreign key opens nothing.
    Raises NobodyToAsk, TooManyRequests.
    """
    key = _key(idempotency_key, treatments, send_to, email, answers)
    asked = [item for item in treatments if item.clinic_id in send_to or is_list_only(item)]
    if not asked:
        raise NobodyToAsk
    request = QuoteRequest(
        idempotency_key=key,
        language=language,
        email=email,
        email_digest=email_digest(email),
        ask_us_to_write=any(is_list_only(item) for item in asked),
        **answers,
    )
    for attempt in range(MOST_ATTEMPTS):
        try:
            with transaction.atomic():
                return _known_or_new(request, asked, send_to, shown_on, within_limits)
        except IntegrityError:
            # The same form arrived twice at once, or the reference is taken.
            if attempt == MOST_ATTEMPTS - 1:
                raise
            request.reference = new_reference()
    return request


def _known_or_new(
    request: QuoteRequest,
    asked: Sequence[Treatment],
    send_to: Collection[int],
    shown_on: date,
    within_limits: Callable[[], bool],
) -> QuoteRequest:
    same_form = QuoteRequest.objects.filter(idempotency_key=request.idempotency_key)
    known = same_form.first()
    if known is None and not within_limits():
        # Its twin may have taken the last place while we waited for the counter.
        known = same_form.first()
        if known is None:
            raise TooManyRequests
    if known is None:
        _write(request, asked, send_to, shown_on)
    return known or request


def _key(
    form_key: UUID,
    treatments: Sequence[Treatment],
    send_to: Collection[int],
    email: str,
    answers: dict[str, Any],
) -> UUID:
    about = [item.pk for item in treatments]
    return stored_key(form_key, "request", email_digest(email), about, sorted(send_to), answers)


def is_list_only(treatment: Treatment) -> bool:
    """Whether we know this treatment from the ministry's list only (no address, no price)."""
    return treatment.kind == Treatment.Level.LIST


def _write(
    request: QuoteRequest, asked: Sequence[Treatment], send_to: Collection[int], shown_on: date
) -> None:
    keep = new_consent(request, Consent.Kind.KEEP, consent_texts.keep(shown_on))
    send = {
        item.clinic_id: new_consent(
            request, Consent.Kind.SEND, consent_texts.send(item.clinic), item.clinic
        )
        for item in asked
        if item.clinic_id in send_to and not is_list_only(item)
    }
    Consent.objects.bulk_create([keep, *send.values()])
    request.keep_consent = keep
    request.save(force_insert=True)
    Recipient.objects.bulk_create(
        Recipient(
            request=request,
            clinic_id=item.clinic_id,
            treatment=item,
            consent=None if is_list_only(item) else send[item.clinic_id],
        )
        for item in asked
    )
    note_move(request, "", role="patient")
    links.issue_patient_link(request)
    links.issue_confirm_link(request)
    outbox.enqueue(template="quote_confirm", object_id=request.pk, language=request.language)


def new_consent(
    request: QuoteRequest, kind: str, text: Text, clinic: Clinic | None = None
) -> Consent:
    """Return an unsaved proof of one tick."""
    return Consent(
        id=uuid4(),
        subject=request.pk,
        kind=kind,
        clinic=clinic,
        text_version=text.version,
        text=text.words,
        text_sha256=text.sha256,
        language=text.language,
    )


@transaction.atomic
def confirm_email(*, request: QuoteRequest) -> QuoteRequest:
    """The owner of the address pressed the button: now staff may read. Pressing twice is fine."""
    now = lock(request)
    if now is None:
        raise IllegalMove(request, "checking")
    if now.state == QuoteRequest.State.UNCONFIRMED:
        move(now, "checking", role="patient", confirmed_at=timezone.now())
    return now


@transaction.atomic
def mail_fresh_link(*, email: str) -> int:
    """Mail the private link of each readable request to its own address; return how many.

    The caller answers the same whatever this returns.
    """
    found = QuoteRequest.objects.readable().filter(email_digest=email_digest(email))
    count = 0
    for request in found.order_by("-created_at", "pk")[:10]:
        is_new = request.state == QuoteRequest.State.UNCONFIRMED
        outbox.enqueue(
            template="quote_confirm" if is_new else "quote_link",
            object_id=request.pk,
            language=request.language,
        )
        count += 1
    return count


@transaction.atomic
def renew_link(*, request: QuoteRequest) -> QuoteRequest:
    """Make a new private link; all older ones stop at once.

    The link of the confirmation mail opens the request too, so it is an older link as well; while
    the address is not confirmed, a fresh one is mailed.
    """
    for purpose in (links.PATIENT, links.CONFIRM):
        secret_links.revoke(purpose=purpose, object_id=request.pk)
    links.issue_patient_link(request)
    if request.state == QuoteRequest.State.UNCONFIRMED:
        outbox.enqueue(template="quote_confirm", object_id=request.pk, language=request.language)
    return request
