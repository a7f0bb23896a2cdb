from dataclasses import dataclass
from functools import cache

from guides.data import read
from guides.loader import active_language

FILE = "glossary/terms.yaml"


@dataclass(frozen=True)
class Term:
    """``words``: how it stands in a text, heading first; ``say``: what it means."""

    id: str
    words: tuple[str, ...]
    say: str
    other_words: str
    """The heading in the other language."""

    @property
    def heading(self) -> str:
        return self.words[0]


@cache
def terms(language: str) -> tuple[Term, ...]:
    other = "ja" if language == "en" else "en"
    return tuple(
        Term(
            row["id"],
            tuple(row[language]["words"]),
            row[language]["say"],
            row[other]["words"][0],
        )
        for row in read(FILE)
    )


def in_order() -> list[Term]:
    """Return the terms by their heading, in the active language."""
    return sorted(terms(active_language()), key=lambda term: term.heading.casefold())
