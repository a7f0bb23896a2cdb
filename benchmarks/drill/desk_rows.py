"""Any number of requests in every state, sealed as real ones are."""

import datetime
import random
from typing import Any
from uuid import uuid4

BATCH = 2_000
# Of a hundred requests so many are in each state. The first thousand are what a desk has before
# it at one time; the rest is what remains of years: mostly erased, as retention wants it.
AT_WORK = {"unconfirmed": 5, "checking": 10, "open": 40, "chosen": 10, "closed": 15, "erased": 20}
HISTORY = {"unconfirmed": 1, "checking": 0, "open": 4, "chosen": 1, "closed": 6, "erased": 88}


def fill(shares: dict[str, int], number: int, user: Any) -> None:
    """Add ``number`` requests; then the planner learns the new sizes."""
    from django.db import connection

    from quotes.models import QuoteRequest

    taken = set(QuoteRequest.objects.values_list("reference", flat=True))
    chance = random.Random(number)  # noqa: S311
    while number > 0:
        _batch(shares, min(number, BATCH), chance, user, taken)
        number -= BATCH
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _batch(
    shares: dict[str, int], number: int, chance: random.Random, user: Any, taken: set[str]
) -> None:
    from django.db import transaction

    from clinics.models import Treatment
    from quotes.models import Answer, Consent, Message, QuoteRequest, Recipient, Transition
    from quotes.references import new_reference

    treatments = list(Treatment.objects.listed().checked().order_by("pk")[:10])
    rows: dict[Any, list[Any]] = {
        model: [] for model in (Consent, QuoteRequest, Recipient, Answer, Message, Transition)
    }
    for _row in range(number):
        treatment = chance.choice(treatments)
        request = _request(shares, chance, user)
        while request.reference in taken:
            request.reference = new_reference()
        taken.add(request.reference)
        keep = _consent(request, "keep", None)
        send = _consent(request, "send", treatment.clinic_id)
        request.keep_consent = keep
        rows[Consent] += [keep, send]
        rows[QuoteRequest].append(request)
        _clinic(rows, request, treatment, send, chance)
    with transaction.atomic():
        for model, made in rows.items():
            model.objects.bulk_create(made, batch_size=BATCH)


def _request(shares: dict[str, int], chance: random.Random, user: Any) -> Any:
    from django.utils import timezone

    from quotes.models import QuoteRequest

    [state] = chance.choices(list(shares), list(shares.values()))
    # What nobody confirms is gone after a week.
    days = 6 if state == "unconfirmed" else 20
    at = timezone.now() - datetime.timedelta(hours=chance.randrange(1, 24 * days))
    is_over = state in {"chosen", "closed", "erased"}
    kept = {} if state == "erased" else _words(chance)
    return QuoteRequest(
        idempotency_key=uuid4(),
        state={"chosen": "closed"}.get(state, state),
        outcome={"chosen": "chosen"}.get(state, "none") if is_over else "",
        for_whom="myself",
        language="en",
        created_at=at,
        confirmed_at=None if state == "unconfirmed" else at,
        last_activity_at=at,
        closed_at=at if is_over else None,
        erased_at=at if state == "erased" else None,
        assignee=user if chance.random() < 0.3 else None,
        **kept,
    )


def _words(chance: random.Random) -> dict[str, Any]:
    return {
        "country": chance.choice(["PH", "US", "TW"]),
        "languages": ["en"],
        "condition": "t2d",
        "email": "someone@drill.example.org",
        "email_digest": f"{chance.getrandbits(256):064x}",
        "message": "How much is it?",
        "facts": {"hba1c": {"value": "8.2", "unit": "percent"}},
    }


def _consent(request: Any, kind: str, clinic: int | None) -> Any:
    from quotes.models import Consent

    return Consent(
        subject=request.pk, kind=kind, clinic_id=clinic, text_version="drill", text="I agree.",
        text_sha256="0" * 64, language="en", given_at=request.created_at,
    )  # fmt: skip


def _clinic(
    rows: dict[Any, list[Any]], request: Any, treatment: Any, send: Any, chance: random.Random
) -> None:
    from quotes.models import Answer, Message, Recipient, Transition

    state = "waiting" if request.state in {"unconfirmed", "checking"} else "withdrawn"
    if request.state == "open":
        state = chance.choice(["sent", "answered", "question", "no_answer", "waiting", "declined"])
    elif request.outcome == "chosen":
        state = "answered"
    is_sent = state not in {"waiting", "withdrawn"}
    recipient = Recipient(
        request=request, clinic_id=treatment.clinic_id, treatment=treatment, state=state,
        consent=send, sent_at=request.created_at if is_sent else None, sent_how="mail" * is_sent,
    )  # fmt: skip
    rows[Recipient].append(recipient)
    if is_sent:
        rows[Transition].append(
            Transition(
                request=request, object_type="recipient", object_id=recipient.pk,
                from_state="waiting", to_state="sent", at=request.created_at, role="staff",
            )
        )  # fmt: skip
    if state == "answered":
        rows[Answer].append(_answer(recipient, request))
    if request.state in {"checking", "open"} and chance.random() < 0.2:
        rows[Message].append(Message(request=request, sender="patient", text="One more thing"))


def _answer(recipient: Any, request: Any) -> Any:
    from quotes.models import Answer

    return Answer(
        recipient=recipient, version=1, total_min=1_000_000, total_max=1_000_000, tax="included",
        valid_until=datetime.date(2030, 1, 1), source="link",
        state="chosen" if request.outcome == "chosen" else "open",
        lines=[{"code": "treatment", "label": "", "jpy": 1_000_000}],
    )  # fmt: skip
