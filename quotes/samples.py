"""Invented requests for the demo, made through the real actions. All addresses end @example.org."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from clinics.models import Treatment
from quotes import actions, published
from quotes.models import Answer, QuoteRequest, Recipient

PEOPLE = [
    ("PH", ["en", "fil"], {"age_band": "50", "medicines": ["tablets"], "when": "half_year"}),
    ("US", ["en"], {"hba1c": {"value": "8.2", "unit": "percent"}, "budget": "3000"}),
    ("TW", ["zh-Hant"], {"hba1c": {"value": "66", "unit": "mmol_mol"}}),
    ("VN", ["vi", "en"], {"c_peptide": {"value": None, "unit": "not_tested"}}),
    ("AU", ["en"], {}),
    ("SG", ["en", "zh-Hans"], {"budget": "5000", "when": "soon"}),
]
QUESTIONS = [
    "What does the whole course cost, with all tests?",
    "How many days do I have to stay?",
    "Is an interpreter included in the price?",
    "How many visits are needed, and how far apart?",
]


def create_sample_requests(treatments: Sequence[Treatment], by: Any) -> list[QuoteRequest]:
    """Make 12 requests over all states. ``treatments``: at least 2, listed, better of 4 clinics.

    ``by``: a quote coordinator, who takes, sends and types what staff would.
    """
    steps: list[Callable[[QuoteRequest, Any], Any]] = [
        _leave,
        _confirm,
        _confirm,
        _take,
        _send,
        _ask_back,
        _answer,
        _answer_all,
        _choose,
        _close,
        _refuse,
        _withdraw,
    ]
    made = []
    for number, step in enumerate(steps):
        pair = [treatments[(number + k) % len(treatments)] for k in range(2)]
        request = _submit(number, list(dict.fromkeys(pair)))
        step(request, by)
        request.refresh_from_db()
        made.append(request)
    return made


def _submit(number: int, treatments: list[Treatment]) -> QuoteRequest:
    country, languages, facts = PEOPLE[number % len(PEOPLE)]
    return actions.submit_request(
        idempotency_key=uuid4(),
        language="en",
        treatments=treatments,
        send_to={item.clinic_id for item in treatments},
        shown_on=timezone.localdate(),
        email=f"sample-{number + 1}@example.org",
        for_whom="someone_agreed" if number % 4 == 3 else "myself",
        country=country,
        languages=languages,
        condition="t2d",
        message=QUESTIONS[number % len(QUESTIONS)],
        facts=facts or None,
    )


def _leave(request: QuoteRequest, by: Any) -> None:
    """Stays unconfirmed."""


def _confirm(request: QuoteRequest, by: Any) -> None:
    actions.confirm_email(request=request)


def _take(request: QuoteRequest, by: Any) -> None:
    _confirm(request, by)
    actions.take_case(request=request, by=by)


def _rows(request: QuoteRequest) -> list[Recipient]:
    found = request.recipients.exclude(consent=None).order_by("pk")
    return list(found.select_related("clinic", "treatment", "request", "consent"))


def _send(request: QuoteRequest, by: Any) -> None:
    _take(request, by)
    for row in _rows(request):
        by_mail = row.clinic.contact_email and row.clinic.contact_confirmed_on
        actions.release_to_clinic(recipient=row, by=by, how="mail" if by_mail else "phone")


def _ask_back(request: QuoteRequest, by: Any) -> None:
    _send(request, by)
    text = "直近のHbA1cの値を教えてください。 / Please tell us your last HbA1c."
    actions.ask_question(recipient=_rows(request)[0], text=text, key=uuid4())


def _answer(request: QuoteRequest, by: Any, most: int = 1) -> None:
    _send(request, by)
    for row in _rows(request)[:most]:
        sheet = published.current_sheet(row.treatment)
        values = published.as_answer(sheet) if sheet else _without_sheet()
        actions.record_answer(recipient=row, key=uuid4(), as_published=bool(sheet), **values)


def _without_sheet() -> dict[str, Any]:
    return {
        "lines": [{"code": "treatment", "label": "", "jpy": 1_980_000}],
        "total_min": 1_980_000,
        "total_max": 1_980_000,
        "tax": Answer.Tax.INCLUDED,
        "valid_until": timezone.localdate() + timedelta(days=30),
    }


def _answer_all(request: QuoteRequest, by: Any) -> None:
    _answer(request, by, most=4)


def _choose(request: QuoteRequest, by: Any) -> None:
    _answer_all(request, by)
    answer = Answer.objects.filter(recipient__request=request, state="open").order_by("pk")[:1]
    for one in answer.select_related("recipient__request", "recipient__clinic"):
        actions.choose_answer(answer=one, name="Sample Person", contact=request.email or "")


def _close(request: QuoteRequest, by: Any) -> None:
    _send(request, by)
    actions.close_request(request=request, by=by, reason="no_answer")


def _refuse(request: QuoteRequest, by: Any) -> None:
    _take(request, by)
    actions.refuse_request(request=request, by=by, reason="not_a_request")


def _withdraw(request: QuoteRequest, by: Any) -> None:
    _send(request, by)
    actions.withdraw_request(request=request)
