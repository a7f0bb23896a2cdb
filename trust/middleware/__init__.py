from trust.middleware.away import DatabaseAway
from trust.middleware.headers import SecurityHeaders
from trust.middleware.hostile import HostileInput
from trust.middleware.read_only import ReadOnlyGet, WriteInGet, writes_on_get
from trust.middleware.too_big import TooBig

__all__ = [
    "DatabaseAway",
    "HostileInput",
    "ReadOnlyGet",
    "SecurityHeaders",
    "TooBig",
    "WriteInGet",
    "writes_on_get",
]
