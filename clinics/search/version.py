"""The token of what the public sees, read at most once a second per process.

Every public change writes a new one (``clinics.actions.public_change``); the search index and the
page cache belong to the token they were made under. It is read from the primary; the replica is
used for public pages only while it has the same one (ADR 080).
"""

import threading
import time

from clinics.models import PublicVersion
from trust.services import replica

SECONDS = 1.0
_lock = threading.Lock()
_read: tuple[float, str] | None = None


def token() -> str:
    """Return the newest token this process knows, at most a second old ("" before the first)."""
    global _read
    # One at a time: the replica is compared with the token that all go on with.
    with _lock:
        now = time.monotonic()
        if _read is None or now - _read[0] >= SECONDS:
            found = _token_in(replica.PRIMARY)
            replica.follow(lambda: _token_in(replica.NAME) == found)
            _read = (now, found)
        return _read[1]


def _token_in(database: str) -> str:
    rows = PublicVersion.objects.using(database).filter(pk=1)
    return rows.values_list("token", flat=True).first() or ""


def forget() -> None:
    """Read the token again at the next look."""
    global _read
    _read = None
