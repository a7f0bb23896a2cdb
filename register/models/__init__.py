"""What was read of the ministry's list, when, and what changed between two readings."""

from register.models.difference import Difference
from register.models.entry import Entry, Sighting
from register.models.lock import RegisterLock
from register.models.snapshot import PendingImport, Snapshot

__all__ = ["Difference", "Entry", "PendingImport", "RegisterLock", "Sighting", "Snapshot"]
