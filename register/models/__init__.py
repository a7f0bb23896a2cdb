"""What was read of the ministry's list."""

from register.models.entry import Entry
from register.models.snapshot import Snapshot

__all__ = ["Entry", "Snapshot"]
