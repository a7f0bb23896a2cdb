"""The token of what the public sees, read at most once a second per process.

Every public change writes a new one (``clinics.actions.public_change``); the search index and the
page cache belong to the token they were made under.
"""

import time

from clinics.models import PublicVersion

SECONDS = 1.0
_read: tuple[float, str] | None = None


def token() -> str:
    """Return the newest token this process knows, at most a second old ("" before the first)."""
    global _read
    now = time.monotonic()
    if _read is None or now - _read[0] >= SECONDS:
        found = PublicVersion.objects.filter(pk=1).values_list("token", flat=True).first() or ""
        _read = (now, found)
    return _read[1]


def forget() -> None:
    """Read the token again at the next look."""
    global _read
    _read = None
