"""Names of institutions made comparable. A like name is a proposal to staff, never an answer."""

import re
from functools import lru_cache

from clinics.asrm.folding import fold
from clinics.names import short_ja

SHORTEST_PART = 4
_WHEN = re.compile(r"[\s　]*[（(][^（()）]*[)）][\s　]*$|[\s　]+(?:\d{4}\S*)$")


@lru_cache(maxsize=65_536)
def plain(name: str) -> str:
    """Return a name without legal form, width, case and spaces."""
    return fold(short_ja(name)).replace(" ", "")


def former(lines: str) -> list[str]:
    """Return former names, one a line, without the years behind them."""
    return [_WHEN.sub("", line).strip() for line in lines.splitlines() if line.strip()]


def likeness(
    printed: str, *, names: list[str], former_names: list[str], operators: list[str]
) -> str:
    """Return how a printed name is like a clinic's: ``name``, ``former_name``, ``operator_name``,
    ``part_of_name``, or "" for not at all."""
    wanted = plain(printed)
    if not wanted:
        return ""
    own, old = [plain(name) for name in names], [plain(name) for name in former_names]
    if wanted in own:
        return "name"
    if wanted in old:
        return "former_name"
    if wanted in [plain(name) for name in operators]:
        return "operator_name"
    return "part_of_name" if any(_part(wanted, name) for name in own + old) else ""


def _part(first: str, second: str) -> bool:
    short, long = sorted((first, second), key=len)
    return len(short) >= SHORTEST_PART and short in long
