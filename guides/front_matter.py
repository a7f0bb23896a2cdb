"""The head of a content file: who keeps the page, when it was checked, on what it stands."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from guides.errors import ContentError
from guides.sources import Source, read

TEXTS = ("title", "summary", "owner", "language")


@dataclass(frozen=True)
class FrontMatter:
    title: str
    summary: str
    owner: str
    language: str
    version: int
    last_checked: date
    next_check: date
    clinical_reviewer: str | None
    legal_reviewer: str | None
    about: tuple[str, ...]
    """Vocabulary codes the page explains; "any" stands for every treatment."""
    sources: tuple[Source, ...]


def split(text: str, *, path: Path) -> tuple[str, str]:
    """Return (front matter, body). Raises ContentError if the file has no head."""
    lines = text.splitlines(keepends=True)
    if not lines or lines[0].strip() != "---":
        raise ContentError(path, "the first line must be ---")
    for number, line in enumerate(lines[1:], 1):
        if line.strip() == "---":
            return "".join(lines[1:number]), "".join(lines[number + 1 :])
    raise ContentError(path, "the front matter has no closing ---")


def parse(head: str, *, path: Path) -> FrontMatter:
    """Return the checked front matter. Raises ContentError naming file and field."""
    try:
        data = yaml.safe_load(head)
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError(path, f"the front matter is no YAML: {error}") from error
    if not isinstance(data, dict):
        raise ContentError(path, "the front matter must be a list of names and values")
    for name in TEXTS:
        if not isinstance(data.get(name), str) or not data[name].strip():
            raise ContentError(path, f"{name} is missing")
    if f".{data['language']}.md" not in path.name or data["language"] not in {"en", "ja"}:
        raise ContentError(path, f"language {data['language']!r} does not fit the file's name")
    if not isinstance(data.get("version"), int) or data["version"] < 1:
        raise ContentError(path, "version must be a whole number from 1")
    for name in ("last_checked", "next_check"):
        if type(data.get(name)) is not date:
            raise ContentError(path, f"{name} must be a date such as 2026-11-22")
    for name in ("clinical_reviewer", "legal_reviewer"):
        if data.get(name) is not None and not isinstance(data[name], str):
            raise ContentError(path, f"{name} must be a name and a date, or null")
    if "clinical_reviewer" not in data:
        raise ContentError(path, "clinical_reviewer is missing: write null if nobody reviewed it")
    return FrontMatter(
        **{name: data[name].strip() for name in TEXTS},
        version=data["version"],
        last_checked=data["last_checked"],
        next_check=data["next_check"],
        clinical_reviewer=data["clinical_reviewer"],
        legal_reviewer=data.get("legal_reviewer"),
        about=tuple(str(code) for code in data.get("about") or ()),
        sources=read(data.get("sources") or [], path=path, language=data["language"]),
    )
