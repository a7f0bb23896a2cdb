"""Keyed digests: equality of values that are stored encrypted or not at all."""

import hashlib
import hmac
import unicodedata

from django.conf import settings


def digest(purpose: str, value: str) -> str:
    """Return HMAC-SHA256 (64 hex digits). Equal values under two purposes never look equal."""
    message = f"{purpose}\x00{value}".encode("utf-8", "surrogatepass")
    return hmac.new(settings.DIGEST_KEY.encode("utf-8"), message, hashlib.sha256).hexdigest()


def email_digest(address: str) -> str:
    """Return the digest of an e-mail address, the same however it was typed."""
    return digest("email", unicodedata.normalize("NFKC", address).strip().casefold())
