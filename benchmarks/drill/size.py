"""How much is done: the whole drill, or with DRILL=small about five minutes."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    name: str
    submissions: int
    kills: int
    crashes: int
    clients: int
    mails: int
    rounds: int
    canaries: int
    cost: int
    desk_rows: tuple[int, int]  # requests in the table at which the desk is timed
    minutes: int  # the whole run is ended after so long


SMALL = Size("small", 600, 12, 1, 8, 96, 40, 60, 100, (1_000, 5_000), 12)
WHOLE = Size("whole", 10_000, 100, 5, 16, 500, 300, 1_000, 200, (1_000, 100_000), 60)


def chosen() -> Size:
    """Return the size that the variable DRILL asks for."""
    return SMALL if os.environ.get("DRILL") == "small" else WHOLE
