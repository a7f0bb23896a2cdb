from trust.middleware.away import DatabaseAway
from trust.middleware.headers import SecurityHeaders
from trust.middleware.hostile import HostileInput
from trust.middleware.read_only import ReadOnlyGet, WriteInGet, writes_on_get

__all__ = [
    "DatabaseAway",
    "HostileInput",
    "ReadOnlyGet",
    "SecurityHeaders",
    "WriteInGet",
    "writes_on_get",
]
