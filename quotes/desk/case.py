"""Everything the case page shows, in a constant number of queries."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import translation

from clinics import vocabulary
from quotes import languages, links, questions
from quotes.actions.desk import OBJECT
from quotes.actions.treated import months_since
from quotes.desk import mail_trouble, meanwhile, replies, words
from quotes.desk.forms import CloseForm, RefuseForm, SendForm
from quotes.models import Answer, Message, QuoteRequest, Recipient, RecordFile, Transition
from quotes.patient.forms import MessageForm, TreatedForm
from quotes.patient.page import names_here
from quotes.records import AskPapersForm
from trust import access_log
from trust.models import SecretLink


def case_context(quote: QuoteRequest, **bound: Any) -> dict[str, Any]:
    """Return the template's variables; ``bound`` replaces forms that hold errors."""
    recipients = list(
        quote.recipients.select_related("clinic", "treatment", "consent", "introduction", "papers")
        .prefetch_related(
            Prefetch("answers", Answer.objects.order_by("-version")),
            Prefetch("papers__files", RecordFile.objects.readable().order_by("uploaded_at")),
        )
        .order_by("clinic_id", "pk")
    )
    waits = Message.objects.waiting_for_staff().filter(pk=OuterRef("pk")).order_by()
    written = quote.messages.select_related("by").annotate(waits=Exists(waits))
    messages = list(written.order_by("created_at", "pk"))
    addresses = _clinic_addresses(recipients)
    waiting = {message.recipient_id for message in messages if message.waits}
    moves = Transition.objects.filter(request=quote)
    forms = bound.pop("papers", {})
    return {
        "quote": quote,
        "condition": vocabulary.label("condition", quote.condition or ""),
        "languages": languages.as_text(quote.languages),
        "facts": questions.facts_as_text(quote.facts, for_others=True),
        "parts": [_part(row, messages, addresses, waiting, forms) for row in recipients],
        "staff_messages": [row for row in messages if row.recipient_id is None],
        "moves": words.of_moves(moves.select_related("by").order_by("at", "pk")),
        "reads": words.of_reads(access_log.entries_for(OBJECT, quote.pk), names_here(recipients)),
        "mail_trouble": mail_trouble.of_case(quote, recipients),
        "seen": meanwhile.stamp(),
        "replies": replies.REPLIES,
        "treated_form": _treated_form(quote),
        "ask_form": MessageForm(),
        "refuse_form": RefuseForm(),
        "close_form": CloseForm(),
        **bound,
    }


def _treated_form(quote: QuoteRequest) -> TreatedForm | None:
    is_chosen = quote.state == "closed" and quote.outcome == "chosen"
    is_asked = is_chosen and quote.treated_in is None
    return TreatedForm(months=months_since(quote)) if is_asked else None


def _part(
    row: Recipient,
    messages: list[Any],
    addresses: dict[str, str],
    waiting: set[Any],
    forms: dict[Any, AskPapersForm],
) -> dict[str, Any]:
    answer = next((item for item in row.answers.all() if item.state != "superseded"), None)
    has_address = bool(row.clinic.contact_email and row.clinic.contact_confirmed_on)
    consent = row.consent
    may_send = consent is not None and consent.withdrawn_at is None
    return {
        "recipient": row,
        "answer": answer,
        "words": words.of_recipient(row),
        "messages": [message for message in messages if message.recipient_id == row.pk],
        "has_address": has_address,
        "can_send": row.state == "waiting" and may_send,
        "can_answer": row.state in {"sent", "question", "answered", "no_answer"},
        "send_form": SendForm(initial={"how": "mail" if has_address else "phone"}, about=row.pk),
        "to_tell": row.pk in waiting,
        "introduction": getattr(row, "introduction", None),
        "papers": getattr(row, "papers", None),
        "papers_form": forms.get(row.pk) or AskPapersForm(about=row.pk),
        "address": addresses.get(str(row.pk), ""),
    }


def _clinic_addresses(recipients: list[Recipient]) -> dict[str, str]:
    """Return the links to read out or fax, one query for all clinics."""
    keys = [str(row.pk) for row in recipients]
    found = SecretLink.objects.live().filter(purpose=links.CLINIC, object_id__in=keys)
    with translation.override("ja"):
        return {
            link.object_id: links.address("clinic_answer", link)
            for link in found.order_by("created_at", "pk")
        }
