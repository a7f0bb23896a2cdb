"""Find guides, claims and words of the glossary. Reads files only; makes no query."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from unicodedata import normalize

from django.urls import reverse

from clinics.asrm import terms as vocabulary
from guides.claims.reading import all_claims
from guides.document import Document
from guides.glossary.terms import terms
from guides.loader import active_language, all_guides

LONGEST = 200
TAGS = re.compile(r"<[^>]*>")
# Words that say nothing about the subject.
EMPTY = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "could",
        "do",
        "does",
        "for",
        "from",
        "get",
        "have",
        "how",
        "i",
        "if",
        "in",
        "is",
        "it",
        "me",
        "my",
        "of",
        "on",
        "or",
        "should",
        "that",
        "the",
        "there",
        "they",
        "this",
        "to",
        "was",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "will",
        "with",
        "you",
        "your",
        "は",
        "が",
        "を",
        "に",
        "の",
        "で",
        "と",
        "も",
        "か",
        "です",
        "ます",
    ]
)
GROUPS = ("product", "condition", "origin", "class")
IN_TEXT, NOWHERE = 2, 3


@dataclass(frozen=True)
class Found:
    """``kind`` guide, claim or term; ``url`` in the active language."""

    kind: str
    title: str
    url: str
    summary: str


@dataclass(frozen=True)
class _Entry:
    found: Found
    title: str
    head: str
    """Folded title, summary and names of what it is about."""
    text: str


_folded: dict[str, tuple[list[Document], tuple[_Entry, ...]]] = {}


def folded(text: str) -> str:
    return normalize("NFKC", text).casefold()


def words(text: str) -> list[str]:
    """Return the folded words that say something, at most eight; "" and marks give none."""
    found = re.findall(r"[^\W_][\w%'’-]*", folded(text[:LONGEST]))
    return [word for word in dict.fromkeys(found) if word not in EMPTY][:8]


def find(text: str) -> list[Found]:
    """Return what holds all words: first in the title, then in the head, then in the text."""
    wanted = words(text)
    if not wanted:
        return []
    ranked = [(_rank(entry, wanted), entry.found) for entry in _entries(active_language())]
    return [found for rank, found in sorted(ranked, key=lambda one: one[0]) if rank < NOWHERE]


def about(text: str, *, most: int = 3) -> list[Found]:
    """Return the few guides whose title, summary or subject names all words."""
    wanted = words(text)
    if not wanted:
        return []
    ranked = [(_rank(entry, wanted), entry.found) for entry in _guides(active_language())]
    ranked.sort(key=lambda one: one[0])
    return [found for rank, found in ranked if rank < IN_TEXT][:most]


def _rank(entry: _Entry, wanted: list[str]) -> int:
    texts = (entry.title, entry.head, f"{entry.head}\n{entry.text}")
    return next((rank for rank, text in enumerate(texts) if _holds(text, wanted)), NOWHERE)


def _holds(text: str, wanted: Iterable[str]) -> bool:
    """Return whether each word begins a word of the text; Japanese has no spaces between words."""
    return all(
        word in text and (not word.isascii() or re.search(rf"(?<![^\W_]){re.escape(word)}", text))
        for word in wanted
    )


def _entries(language: str) -> Iterator[_Entry]:
    yield from _guides(language)
    for claim in all_claims(language):
        found = Found("claim", claim.claim, reverse("guides:claim", args=[claim.id]), claim.say)
        yield _Entry(
            found, folded(claim.claim), folded(f"{claim.claim}\n{claim.say}"),
            folded(_plain(claim.why)),
        )  # fmt: skip
    for term in terms(language):
        url = f"{reverse('guides:glossary')}#{term.id}"
        names = "\n".join((*term.words, term.other_words))
        found = Found("term", term.heading, url, term.say)
        yield _Entry(found, folded(term.heading), folded(names), folded(term.say))


def _guides(language: str) -> tuple[_Entry, ...]:
    """Return the guides of today, folded anew only when one of their files changed."""
    guides = all_guides(language)
    known, entries = _folded.get(language, ([], ()))
    if len(known) != len(guides) or any(a is not b for a, b in zip(known, guides, strict=True)):
        entries = tuple(_entry(guide) for guide in guides)
        _folded[language] = guides, entries
    return entries


def _entry(guide: Document) -> _Entry:
    url = reverse("guides:page", args=[guide.slug])
    found = Found("guide", guide.title, url, guide.summary)
    return _Entry(found, folded(guide.title), _head(guide), folded(_plain(guide.html)))


def _head(guide: Document) -> str:
    names = [name for code in guide.meta.about for name in _names(code)]
    headings = [heading for _anchor, heading in guide.contents]
    return folded("\n".join([guide.title, guide.summary, *headings, *names]))


@lru_cache(maxsize=512)
def _names(code: str) -> tuple[str, ...]:
    """Return what a code of the vocabulary is called, in both languages."""
    found = [term for group in GROUPS if (term := vocabulary.find(group, code))]
    return tuple(name for term in found for name in (term.en, term.ja, *term.synonyms))


@lru_cache(maxsize=512)
def _plain(html: str) -> str:
    return unescape(TAGS.sub(" ", html))
