"""The claims from their files, rendered in one language, once a process."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from guides import data, markdown, sources
from guides.claims.verdicts import MEANING, THEMES, VERDICTS
from guides.errors import ContentError

FOLDER = Path(__file__).parent
CITED = re.compile(r"\[@([a-z0-9_]+)\]")
WITH_SPACE = re.compile(rf"\s*{CITED.pattern}")
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
TEXTS = ("claim", "why", "say")
# When all of them were last looked at; one that was looked at again has `checked` of its own.
CHECKED = date(2026, 11, 23)


@dataclass(frozen=True)
class Claim:
    """``claim`` as usually heard; ``why`` and ``say_html`` are safe HTML, ``why_text`` and ``say``
    the same in plain words without citations."""

    id: str
    theme: str
    verdict: str
    verdict_label: str
    meaning: str
    claim: str
    why: str
    why_text: str
    say_html: str
    say: str
    checked: date
    guides: tuple[str, ...]
    sources: tuple[sources.Source, ...]


@dataclass(frozen=True)
class Raw:
    """One claim as its file has it; ``path`` for messages."""

    path: Path
    theme: str
    row: dict[str, Any]


def raw_claims() -> Iterator[Raw]:
    """Yield the claims in the order of themes and files. Raises ContentError for a bad row."""
    for theme in THEMES:
        path = FOLDER / "data" / f"{theme}.yaml"
        for row in data.read(f"claims/data/{theme}.yaml"):
            problem = _problem(row)
            if problem:
                raise ContentError(path, f"{row.get('id')}: {problem}")
            yield Raw(path, theme, row)


def _problem(row: dict[str, Any]) -> str:
    if not ID.fullmatch(str(row.get("id"))):
        return "the id must be words with hyphens"
    if row.get("verdict") not in VERDICTS:
        return f"verdict must be one of {', '.join(VERDICTS)}"
    for language in data.LANGUAGES:
        for name in TEXTS:
            if not str((row.get(language) or {}).get(name) or "").strip():
                return f"{language}.{name} is missing"
    return ""


@cache
def all_claims(language: str) -> tuple[Claim, ...]:
    """Return the claims in reading order."""
    return tuple(_claim(raw, language) for raw in raw_claims())


def claim(key: str, language: str) -> Claim | None:
    return next((one for one in all_claims(language) if one.id == key), None)


def cited(row: dict[str, Any], language: str) -> list[str]:
    """Return the keys of the sources in the order in which a reader meets them."""
    text = f"{row[language]['why']} {row[language]['say']}"
    return list(dict.fromkeys(CITED.findall(text)))


def numbered(text: str, keys: list[str]) -> str:
    """Return "[@zang]" as "[s1]", the form that pages and checks know. Raises ValueError."""
    return CITED.sub(lambda match: f"[s{keys.index(match[1]) + 1}]", text)


def plain(text: str) -> str:
    return WITH_SPACE.sub("", text).strip()


def source_rows(keys: list[str], language: str) -> list[dict[str, Any]]:
    """Return the sources in the form of a page's front matter. Raises KeyError if unknown."""
    known = data.read("claims/sources.yaml")
    return [
        {"id": f"s{number}", **known[key], **known[key][language]}
        for number, key in enumerate(keys, 1)
    ]


def _claim(raw: Raw, language: str) -> Claim:
    row, words = raw.row, raw.row[language]
    keys = cited(row, language)
    try:
        rows = source_rows(keys, language)
    except KeyError as error:
        raise ContentError(raw.path, f"{row['id']}: {error} is no source") from error
    found = sources.read(rows, path=raw.path, language=language)
    numbers = {source.id: source.number for source in found}

    def html(text: str) -> str:
        text = numbered(text, keys)
        return markdown.render(text, path=raw.path, language=language, numbers=numbers).html

    return Claim(
        id=row["id"], theme=raw.theme, verdict=row["verdict"],
        verdict_label=VERDICTS[row["verdict"]][language],
        meaning=MEANING[row["verdict"]][language],
        claim=words["claim"], why=html(words["why"]), say_html=html(words["say"]),
        why_text=plain(words["why"]), say=plain(words["say"]),
        checked=row.get("checked") or CHECKED,
        guides=tuple(row.get("guides") or ()), sources=found,
    )  # fmt: skip
