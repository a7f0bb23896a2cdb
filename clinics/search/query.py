"""What words in the search box ask for: plan numbers in any spelling, and folded words."""

import re
from dataclasses import dataclass

from clinics.asrm.folding import fold
from clinics.asrm.numbers import find_numbers

LONGEST = 200
MOST_WORDS = 8
_LICENCE = re.compile(
    r"\b(?:asrm )?(?:licen[cs]e|plan) (?:number|no\.?)s?\b|計画番号|許可番号|認可番号"
)


@dataclass(frozen=True)
class Query:
    """``numbers`` canonical, one of which the treatment must have; ``any_number``: whichever;
    ``words`` folded, all of which must stand in its search text."""

    numbers: tuple[str, ...]
    any_number: bool
    words: tuple[str, ...]


def read(text: str) -> Query:
    """Read what was typed; nothing in it can fail."""
    text = text[:LONGEST]
    found = find_numbers(text)
    for number in found:
        text = text.replace(number.as_written, " ")
    folded = fold(text)
    any_number = False
    if _LICENCE.search(folded):
        # People call the plan number a licence number; the words stand in no listing.
        folded = _LICENCE.sub(" ", folded)
        any_number = not found and not folded.strip()
    words = tuple(dict.fromkeys(folded.split()[:MOST_WORDS]))
    return Query(tuple(number.canonical for number in found), any_number, words)
