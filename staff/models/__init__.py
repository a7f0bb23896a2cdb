from staff.models.device import BackupCode, BackupCodeDevice
from staff.models.entry import EntryLink
from staff.models.event import StaffEvent
from staff.models.user import User

__all__ = ["BackupCode", "BackupCodeDevice", "EntryLink", "StaffEvent", "User"]
