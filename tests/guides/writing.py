"""Writes small content files for tests."""

from pathlib import Path

HEAD = """---
title: A page
summary: What it says.
owner: somebody
language: {language}
version: {version}
last_checked: 2026-11-22
next_check: 2027-05-22
clinical_reviewer: null
sources:
  - {{id: s1, title: A source, address: "https://example.org/", type: press, date: 2024-05-20}}
---
"""


def write(
    folder: Path, body: str, *, language: str = "en", version: int = 1, slug: str = "a-page"
) -> Path:
    path = folder / f"{slug}.{language}.md"
    path.write_text(HEAD.format(language=language, version=version) + body, encoding="utf-8")
    return path


def pair(folder: Path, body: str, japanese: str = "{#a}\n## 題\n\n文です[s1]。\n") -> Path:
    """Write both languages; returns the English file."""
    write(folder, japanese, language="ja")
    return write(folder, body)
