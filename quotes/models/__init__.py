"""Requests for quotes and everything that hangs on them."""

from quotes.models.answer import Answer
from quotes.models.consent import Consent
from quotes.models.erasure import Erasure
from quotes.models.introduction import Introduction
from quotes.models.message import Message
from quotes.models.recipient import Recipient
from quotes.models.record_file import PapersAsked, RecordFile
from quotes.models.request import QuoteRequest
from quotes.models.transition import Transition

__all__ = [
    "Answer",
    "Consent",
    "Erasure",
    "Introduction",
    "Message",
    "PapersAsked",
    "QuoteRequest",
    "Recipient",
    "RecordFile",
    "Transition",
]
