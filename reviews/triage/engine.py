"""Run the rules over a text. Explains itself: every flag carries the words that led to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviews.triage.folding import Folded, fold, is_japanese
from reviews.triage.rule import Rule
from reviews.triage.rules import RULES
from reviews.triage.topic import off_topic

_SENTENCE_END = re.compile(
    r"[!?;。！？\n]|\.(?=\s|$)|\s(?:but|however|although|except)\s", re.IGNORECASE
)
_BACK, _AHEAD = 120, 40
_MOST_SPANS = 20
"""Spans kept for each flag: enough to see why."""


@dataclass(frozen=True, slots=True)
class Span:
    """`words` are `text[start:end]` of the text as it was written; `why` in short English."""

    start: int
    end: int
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing for the moderator to look at; it decides nothing."""

    code: str
    spans: tuple[Span, ...]

    @property
    def why(self) -> str:
        return "; ".join(dict.fromkeys(span.why for span in self.spans))

    def as_json(self) -> dict[str, object]:
        spans = [[span.start, span.end, span.words] for span in self.spans]
        return {"code": self.code, "why": self.why, "spans": spans}


def find_flags(text: str) -> list[Flag]:
    """Return the flags of a review's text, in the order of labels.LABELS. Never raises."""
    folded = fold(text)
    breaks = [match.end() for match in _SENTENCE_END.finditer(folded.text)]
    japanese = any(map(is_japanese, folded.text))
    every = {r for rules in RULES.values() for r in rules if japanese or not r.japanese_only}
    hits = {rule: list(_hits(rule, folded.text, breaks)) for rule in every}
    flags = []
    for code, rules in RULES.items():
        found = [hit for rule in rules for hit in hits.get(rule, ())]
        flags.append(Flag(code, _spans(text, folded, found)))
    flags = [flag for flag in flags if flag.spans]
    elsewhere = _spans(text, folded, off_topic(folded.text, flagged=bool(flags)))
    return [*flags, Flag("off_topic", elsewhere)] if elsewhere else flags


def _hits(rule: Rule, text: str, breaks: list[int]) -> Iterator[tuple[int, int, str]]:
    at = 0
    for match in rule.pattern.finditer(text):
        start, end = match.span()
        if start == end:
            continue
        while at < len(breaks) and breaks[at] <= start:
            at += 1
        first = max(breaks[at - 1] if at else 0, start - _BACK)
        if rule.before and rule.before.search(text, first, start):
            continue
        if rule.after and rule.after.match(text, end, end + _AHEAD):
            continue
        yield start, end, rule.why


def _spans(text: str, folded: Folded, found: list[tuple[int, int, str]]) -> tuple[Span, ...]:
    """Places in the original; of spans that overlap the first and longest is kept."""
    spans: list[Span] = []
    for start, end, why in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        start, end = folded.original(start, end)
        if not spans or start >= spans[-1].end:
            spans.append(Span(start, end, text[start:end], why))
        if len(spans) == _MOST_SPANS:
            break
    return tuple(spans)
