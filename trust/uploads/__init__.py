"""Files that strangers send: looked at, rebuilt, scanned, sealed. Nothing is trusted but the result.

``take(upload)`` gives clean content or raises ``Refused`` with words for the person.
``files.put`` seals it into private storage. See docs/adr/056 and 057.
"""

from trust.uploads.kinds import KINDS, Kind
from trust.uploads.taking import Refused, Taken, take

__all__ = ["KINDS", "Kind", "Refused", "Taken", "take"]
