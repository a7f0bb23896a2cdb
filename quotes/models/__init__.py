"""Requests for quotes and everything that hangs on them."""

from quotes.models.answer import Answer
from quotes.models.consent import Consent
from quotes.models.erasure import Erasure
from quotes.models.introduction import Introduction
from quotes.models.message import Message
from quotes.models.recipient import Recipient
from quotes.models.request import QuoteRequest
from quotes.models.transition import Transition

__all__ = [
    "Answer",
    "Consent",
    "Erasure",
    "Introduction",
    "Message",
    "QuoteRequest",
    "Recipient",
    "Transition",
]
