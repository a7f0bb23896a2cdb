from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Suggestion:
    """``field`` of the check page, its ``value`` there, and the ``words`` of the page."""

    field: str
    value: Any
    words: str
    start: int
    end: int
