"""Sealed files in private storage: random names, AES-256-GCM bound to what they belong to.

Envelope: one byte (length of the key id), the key id, 12 bytes nonce, ciphertext with tag.
"""

import errno
import logging
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from trust.sealing import NONCE_BYTES, DecryptionError, current_key_id

logger = logging.getLogger(__name__)


# Walked by ``manage.py rotate_field_keys``: each gives (stored name, context, note). ``note`` takes
# the new name and returns whether the old one still stood there.
Held = Iterator[tuple[str, str, Callable[[str], bool]]]
_holders: list[Callable[[], Held]] = []


def register_holder(holder: Callable[[], Held]) -> None:
    """Name who keeps files: (name, context, function that notes the new name) for each."""
    _holders.append(holder)


def held() -> Iterator[tuple[str, str]]:
    """Yield (stored name, context) of every file that a row names."""
    for holder in _holders:
        yield from ((name, context) for name, context, _note in holder())


class CannotStore(Exception):
    """The storage takes nothing at the moment: full, or away."""


class StorageAway(Exception):
    """The storage does not answer at the moment; the same may work in a few seconds."""


def storage() -> Storage:
    return storages["private"]


def put(content: bytes, context: str) -> str:
    """Seal and store; returns the random name. Only the same ``context`` opens it again.

    Raises CannotStore.
    """
    name = f"{secrets.token_hex(1)}/{secrets.token_hex(24)}"
    try:
        return storage().save(name, ContentFile(seal(content, context)))
    except OSError as error:
        logger.error("private storage: %s", errno.errorcode.get(error.errno or 0, "no answer"))
        raise CannotStore from None


def get(name: str, context: str) -> bytes:
    """Return the clear content. Raises FileNotFoundError, StorageAway, DecryptionError."""
    try:
        with storage().open(name) as stored:
            sealed = stored.read()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise StorageAway from error
    return open_sealed(sealed, context)


def delete(name: str) -> None:
    """Delete; a file that is gone already is fine."""
    if name:
        storage().delete(name)


def seal(content: bytes, context: str) -> bytes:
    key_id = current_key_id()
    nonce = secrets.token_bytes(NONCE_BYTES)
    box = AESGCM(settings.FIELD_KEYS[key_id]).encrypt(nonce, content, context.encode("utf-8"))
    head = key_id.encode("ascii")
    return bytes([len(head)]) + head + nonce + box


def key_id_of(sealed: bytes) -> str:
    return sealed[1 : 1 + sealed[0]].decode("ascii", "replace") if sealed else ""


def open_sealed(sealed: bytes, context: str) -> bytes:
    """Return the clear bytes. Raises DecryptionError."""
    key = settings.FIELD_KEYS.get(key_id_of(sealed))
    if key is None:
        raise DecryptionError("sealed with a key that is not in FIELD_KEYS, or not sealed at all")
    body = sealed[1 + sealed[0] :]
    try:
        return AESGCM(key).decrypt(body[:NONCE_BYTES], body[NONCE_BYTES:], context.encode("utf-8"))
    except (InvalidTag, ValueError):
        raise DecryptionError(f"changed, or moved from another place: {context}") from None


def rotate(*, dry_run: bool = False) -> int:
    """Seal old files again under the newest key; returns how many. Safe to stop and run twice.

    The new file is written under a new name and noted before the old one goes. A file that was
    deleted meanwhile stays deleted; a lost one is for ``manage.py verify`` to tell.
    """
    count = 0
    for holder in _holders:
        for name, context, note in holder():
            try:
                with storage().open(name) as stored:
                    sealed = stored.read()
            except FileNotFoundError:
                continue
            if key_id_of(sealed) == current_key_id():
                continue
            try:
                content = open_sealed(sealed, context)
            except DecryptionError:
                logger.exception("a stored file does not open: %s", context)
                continue
            count += 1
            if not dry_run:
                new = put(content, context)
                delete(name if note(new) else new)
    return count


def sweep(older_than: datetime) -> int:
    """Delete stored files that nobody holds, left by a crash; returns how many."""
    held = {name for holder in _holders for name, _context, _note in holder()}
    kept, count = storage(), 0
    try:
        folders = kept.listdir("")[0]
    except FileNotFoundError:  # nothing was ever stored
        return 0
    for folder in folders:
        for file in kept.listdir(folder)[1]:
            name = f"{folder}/{file}"
            if name not in held and kept.get_modified_time(name) < older_than:
                kept.delete(name)
                count += 1
    return count
