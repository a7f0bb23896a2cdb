"""Words of the glossary in a rendered page: the first of each becomes a button that explains it.

The button opens a popover (HTML's own, no script; Escape and a tap elsewhere close it) and names
its text as a description, so that a screen reader says it on focus; style sheets show it on
keyboard focus too. Headings, links, code and quoted claims stay as they are.
"""

import re
from functools import lru_cache

from django.utils.html import escape

from guides.glossary.terms import Term, terms

PIECES = re.compile(r"(<[^>]*>)")
TAG = re.compile(r"<(/?)([a-z0-9]+)")
LEFT_ALONE = {"a", "code", "h1", "h2", "h3", "h4", "th", "blockquote", "button"}
MOST = 14


@lru_cache(maxsize=256)
def mark(html: str, language: str) -> str:
    """Return safe HTML with at most ``MOST`` words explained; ``html`` is safe already."""
    todo = {_key(word, language): term for term in terms(language) for word in term.words}
    pattern = _pattern(tuple(todo), language)
    done: set[str] = set()
    closed, out = 0, []
    for piece in PIECES.split(html):
        if piece.startswith("<"):
            closed += _step(piece)
        elif piece and not closed:
            piece = pattern.sub(lambda match: _explained(match[0], todo, done, language), piece)
        out.append(piece)
    return "".join(out)


def _step(tag: str) -> int:
    """Return +1 where an element begins whose text stays as it is, -1 where it ends."""
    match = TAG.match(tag)
    if not match or match[2] not in LEFT_ALONE:
        return 0
    return -1 if match[1] else 1


def _key(word: str, language: str) -> str:
    return word.casefold() if language == "en" else word


@lru_cache(maxsize=4)
def _pattern(words: tuple[str, ...], language: str) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    if language == "en":
        return re.compile(rf"(?<![\w-])(?:{longest_first})(?![\w-])", re.IGNORECASE)
    return re.compile(longest_first)


def _explained(word: str, todo: dict[str, Term], done: set[str], language: str) -> str:
    term = todo[_key(word, language)]
    if term.id in done or len(done) >= MOST:
        return word
    done.add(term.id)
    name = f"term-{term.id}"
    return (
        f'<button type="button" class="k-term" popovertarget="{name}" aria-describedby="{name}">'
        f'{word}</button><span class="k-term__say" id="{name}" popover>{escape(term.say)}</span>'
    )
