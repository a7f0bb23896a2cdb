"""AES-256-GCM with named keys. Envelope: ``<key id>:<base64 of nonce + ciphertext + tag>``.

The first key of ``settings.FIELD_KEYS`` seals, all of them open: a new key is put in front.
A nonce is 96 random bits: change the key before about 4 billion values (NIST SP 800-38D, 8.3).
"""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class DecryptionError(Exception):
    """A sealed value was changed, moved to another place, or its key is missing.

    The text never holds the value.
    """


class Envelope(str):
    """Sealed text as the database holds it. ``repr`` keeps it out of logs and error pages."""

    __slots__ = ()

    @property
    def key_id(self) -> str:
        return self.partition(":")[0]

    def __repr__(self) -> str:
        return "<sealed>"


def current_key_id() -> str:
    """Return the id of the key that seals."""
    return next(iter(settings.FIELD_KEYS))


def seal(text: str, context: str) -> Envelope:
    """Seal ``text``; only the same ``context`` opens it again."""
    key_id = current_key_id()
    nonce = secrets.token_bytes(NONCE_BYTES)
    box = AESGCM(settings.FIELD_KEYS[key_id]).encrypt(
        nonce, text.encode("utf-8"), context.encode("utf-8")
    )
    return Envelope(f"{key_id}:{base64.b64encode(nonce + box).decode('ascii')}")


def open_sealed(envelope: str, context: str) -> str:
    """Return the clear text; raises DecryptionError."""
    key_id, _, body = envelope.partition(":")
    key = settings.FIELD_KEYS.get(key_id)
    if key is None:
        # An id that stands in no setting may itself be clear text put there by hand.
        raise DecryptionError("sealed with a key that is not in FIELD_KEYS, or not sealed at all")
    try:
        box = base64.b64decode(body, validate=True)
        clear = AESGCM(key).decrypt(box[:NONCE_BYTES], box[NONCE_BYTES:], context.encode("utf-8"))
    except (binascii.Error, InvalidTag, ValueError):
        raise DecryptionError(f"changed, or moved from another place: {context}") from None
    return clear.decode("utf-8")
