"""Requests for quotes and everything that hangs on them."""

from quotes.models.answer import Answer
from quotes.models.consent import Consent
from quotes.models.message import Message
from quotes.models.recipient import Recipient
from quotes.models.request import QuoteRequest
from quotes.models.transition import Transition

__all__ = ["Answer", "Consent", "Message", "QuoteRequest", "Recipient", "Transition"]
