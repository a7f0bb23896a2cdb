"""Texts ready to send, in the patient's language; staff reads them before they go."""

from dataclasses import dataclass

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from quotes.models import QuoteRequest


@dataclass(frozen=True)
class Reply:
    """``title`` is for staff; ``text`` is written to the patient."""

    code: str
    title: Promise
    text: Promise


REPLIES = (
    Reply(
        "waiting",
        _("The clinic is slow"),
        _(
            "The clinic has not answered yet. We have asked it again. "
            "You can also take the request back from this clinic on this page."
        ),
    ),
    Reply(
        "more",
        _("The clinic needs more"),
        _(
            "The clinic needs some more facts before it can name a price. You find its question on "
            "this page. Answer only what you want to tell."
        ),
    ),
    Reply(
        "no_advice",
        _("A medical question"),
        _(
            "We are a directory and give no medical advice. Please ask your own doctor. "
            "Do not stop or change any medicine because of this request."
        ),
    ),
    Reply(
        "not_listed",
        _("The treatment is not listed any more"),
        _(
            "This treatment is not listed here any more, so we did not send your request there. "
            "You can ask about another one."
        ),
    ),
    Reply(
        "next_step",
        _("After the choice: the next step"),
        _(
            "The clinic knows that you want to go on. It writes to you about an appointment. "
            "Before you pay, ask for the explanation paper and for the day after which no money "
            "comes back."
        ),
    ),
    Reply(
        "ill",
        _("The patient feels ill"),
        _(
            "If you feel ill, do not wait for us: call a doctor near you now. In Japan the "
            "ambulance has the number 119. Tell them about the treatment and its day."
        ),
    ),
)


def text_for(quote: QuoteRequest, code: str) -> str:
    """Return the text of ``code`` in the patient's language, "" for an unknown code."""
    found = next((reply for reply in REPLIES if reply.code == code), None)
    if found is None:
        return ""
    with translation.override(quote.language):
        return str(found.text)
