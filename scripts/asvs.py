"""The table of OWASP ASVS 5.0.0, levels 1 and 2: docs/security/asvs.csv and its page.

python -m scripts.asvs [--check]: write docs/security/asvs.md, or say what is wrong with the table.
Ids and levels are the standard's; the short words are ours and are not its text.
"""

import ast
import csv
import datetime
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scripts.paths import ROOT

TABLE = ROOT / "docs/security/asvs.csv"
PAGE = ROOT / "docs/security/asvs.md"
# What the standard counts; a row that is missing or too many is a mistake of ours.
LEVELS = {1: 70, 2: 183}
STATES = {
    "done": "met by this code, with its evidence",
    "operator": "for whoever runs a site; the evidence tells how",
    "open": "not met, or met in part",
    "not applicable": "about something that is not here",
}
CHAPTERS = (
    "Encoding and sanitization", "Validation and business logic", "Web frontend",
    "API and web service", "File handling", "Authentication", "Sessions", "Authorization",
    "Self-contained tokens", "OAuth and OIDC", "Cryptography", "Secure communication",
    "Configuration", "Data protection", "Secure coding and architecture",
    "Logging and error handling", "WebRTC",
)  # fmt: skip
HEAD = """\
# OWASP ASVS 5.0.0, levels 1 and 2

Written by `python -m scripts.asvs` from [asvs.csv](asvs.csv); `make check` fails when the two differ, when a row that says *done* names nothing, or when a file or test that it names is not there. The standard is at owasp.org; its ids and levels are used here, with short words of our own instead of its text. Level 3 is not listed. We filled this in ourselves: nobody from outside has checked it.
"""


@dataclass(frozen=True)
class Row:
    """One requirement; ``evidence`` holds paths and ``path::test`` of this repository."""

    id: str
    level: int
    words: str
    state: str
    why: str
    evidence: tuple[str, ...]


def rows(table: Path = TABLE) -> list[Row]:
    """Return the table's rows in its order."""
    with table.open(encoding="utf-8", newline="") as file:
        return [
            Row(
                id=line["id"],
                level=int(line["level"]),
                words=line["words"],
                state=line["state"],
                why=line["why"],
                evidence=tuple(line["evidence"].split()),
            )
            for line in csv.DictReader(file)
        ]


def problems(found: list[Row]) -> list[str]:
    """Return what is wrong: counts, states, missing reasons, evidence that is not there."""
    told = [f"{row.id}: {problem}" for row in found for problem in _problems(row)]
    counted = Counter(row.level for row in found)
    told += [
        f"level {level}: {counted[level]} rows, the standard has {number}"
        for level, number in LEVELS.items()
        if counted[level] != number
    ]
    told += [
        f"{id_}: twice" for id_, times in Counter(row.id for row in found).items() if times > 1
    ]
    return told


def _problems(row: Row) -> list[str]:
    told = []
    if row.state not in STATES:
        told.append(f"unknown state {row.state!r}")
    if row.state in {"done", "operator"} and not row.evidence:
        told.append(f"{row.state} without evidence")
    if row.state != "done" and not row.why:
        told.append(f"{row.state} without a reason")
    return told + [f"{item} is not there" for item in row.evidence if not _is_there(item)]


@cache
def _is_there(item: str) -> bool:
    path, _, test = item.partition("::")
    file = ROOT / path
    if not file.is_file():
        return False
    return not test or test in _tests_in(file)


@cache
def _tests_in(file: Path) -> frozenset[str]:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return frozenset(node.name for node in body if isinstance(node, ast.FunctionDef))


def page(found: list[Row]) -> str:
    """Return the table as Markdown, a section for each chapter."""
    counted = Counter(row.state for row in found)
    parts = [HEAD, *(f"- **{state}**: {counted[state]} ({told})" for state, told in STATES.items())]
    for number, chapter in enumerate(CHAPTERS, 1):
        parts.append(f"\n## V{number} {chapter}\n\n| id | level | about | state | evidence |")
        parts.append("|---|---|---|---|---|")
        parts += [_line(row) for row in found if row.id.split(".")[0] == str(number)]
    return "\n".join(parts) + "\n"


def _line(row: Row) -> str:
    state = f"{row.state}: {row.why}" if row.why else row.state
    evidence = "<br>".join(f"`{item}`" for item in row.evidence)
    return f"| {row.id} | {row.level} | {row.words} | {state} | {evidence} |"


def report() -> dict:
    """Return the counts as one of the reports of the site's own page about its tests."""
    counted = Counter(row.state for row in rows())
    day = subprocess.run(
        ["git", "log", "-1", "--format=%cI", "--", str(TABLE)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.strip()  # fmt: skip
    if not day:  # not committed yet, or no git here
        changed = datetime.datetime.fromtimestamp(TABLE.stat().st_mtime, datetime.UTC)
        day = changed.isoformat(timespec="seconds")
    figures = {state.replace(" ", "_"): counted[state] for state in STATES}
    return {"date": day, "size": "whole", "missed": [], "figures": figures}


def main() -> int:
    """Write the page, or with --check return how much is wrong."""
    found = rows()
    told = problems(found)
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page(found), encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page(found):
        told.append(f"{PAGE.relative_to(ROOT)} is out of date: python -m scripts.asvs")
    print("\n".join(told))
    return len(told)


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
