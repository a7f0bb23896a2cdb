"""When two sendings are one form: the same key, about the same thing, with the same words."""

import hashlib
import json
from typing import Any
from uuid import UUID, uuid5


def stored_key(key: UUID, *parts: Any) -> UUID:
    """Return the key that is stored for a form ``key``, what it is about and what it says.

    ``parts`` is plain data (what JSON holds, ids, dates), in a fixed order. A double click gives
    the same key; a corrected text, or a key that belongs to another person's form, a new one.
    The stored key tells nothing of the parts: ``key`` is random and stands in the page only.
    """
    said = json.dumps(parts, sort_keys=True, default=str)
    return uuid5(key, hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest())
