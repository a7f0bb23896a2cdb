"""The last reports of our own tests, as `reports.json` holds them, with words for readers.

The file is written by `make reports` from what the test programs left in var/reports.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

FILE = Path(__file__).with_name("reports.json")
Words = str | Promise


def number(value: float) -> str:
    return f"{value:,}"


def seconds(value: float) -> str:
    return _("%(n)s seconds") % {"n": number(value)}


def minutes(value: float) -> str:
    return _("%(n)s minutes") % {"n": number(value)}


def milliseconds(value: float) -> str:
    return _("%(n)s ms") % {"n": number(value)}


def percent(value: float) -> str:
    return f"{value} %"


def size(value: int) -> str:
    """1999998240 → "2.0 GB"; 20000000 → "20 MB"."""
    return f"{value / 1e9:.1f} GB" if value >= 1e9 else f"{value / 1e6:.0f} MB"


@dataclass(frozen=True)
class Kind:
    """One kind of test: ``figures`` are (name in the file, words, form)."""

    name: str
    title: Words
    told: Words
    command: str
    figures: tuple[tuple[str, Words, Callable[[Any], str]], ...]


@dataclass(frozen=True)
class Report:
    """``date`` is None when it never ran; a figure without value was not measured in that run."""

    kind: Kind
    date: datetime | None
    short: bool
    missed: int
    figures: list[tuple[Words, str]]


KINDS = (
    Kind(
        "security",
        __("Attack programs"),
        __(
            "Two programs that look for security holes attack the site as a visitor, with a "
            "patient’s link, with a clinic’s link and as each kind of staff."
        ),
        "make security",
        (
            ("roles", __("Kinds of people they acted as"), number),
            ("addresses", __("Addresses they found and attacked"), number),
            ("findings", __("Holes found"), number),
            (
                "waived",
                __("Reports we looked at and set aside, each with a written reason"),
                number,
            ),
            ("server_errors", __("Times the site broke"), number),
        ),
    ),
    Kind(
        "fuzz",
        __("Hostile input"),
        __("Addresses filled with rubbish and attacks, on both databases we support."),
        "make fuzz",
        (
            ("inputs", __("Inputs tried"), number),
            ("crashes", __("Times the site broke"), number),
        ),
    ),
    Kind(
        "drill",
        __("Crash drill"),
        __(
            "We kill the site’s programs and its database in the middle of work, cut off the mail "
            "server, and let two people do the same thing at once. Then we look for what is lost, "
            "doubled or leaked."
        ),
        "make drill",
        (
            ("acknowledged", __("Requests sent while things crashed"), number),
            ("kills", __("Programs killed"), number),
            ("crashes", __("Crashes of the database"), number),
            ("lost", __("Requests lost"), number),
            ("duplicates", __("Requests stored twice"), number),
            ("double_winners", __("Times two people were both told that they were first"), number),
            ("canaries", __("Marked requests whose words we then searched for"), number),
            ("leaks", __("Marked words found in logs, mails or files"), number),
        ),
    ),
    Kind(
        "restore",
        __("Backup and restore"),
        __(
            "We fill the site, back it up, bring the backup to an empty computer and compare. What "
            "people had erased in between must stay erased."
        ),
        "make restore-drill",
        (
            ("requests", __("Requests in the backup"), number),
            ("file_bytes", __("Files in the backup"), size),
            ("restore_s", __("Time to bring it back"), seconds),
            ("tables_that_differ", __("Tables that came back different"), number),
            ("files_that_differ", __("Files that came back different"), number),
            ("erased_again", __("Erased requests that were erased again"), number),
            ("still_there", __("Erased requests that came back"), number),
        ),
    ),
    Kind(
        "install",
        __("Installing by the guide"),
        __("A program types our guide, word for word, on an empty computer."),
        "make try-install",
        (
            ("commands", __("Commands"), number),
            ("minutes", __("Time"), minutes),
            ("failed", __("Commands that failed"), number),
        ),
    ),
    Kind(
        "audit",
        __("Pages in a browser"),
        __("Programs read our pages as a screen reader, a browser and a search engine would."),
        "make audit",
        (
            ("pages", __("Page views looked at"), number),
            ("axe", __("Problems for people with disabilities that a program can see"), number),
            ("html", __("Errors in the HTML"), number),
            ("observatory", __("Security headers, Mozilla Observatory"), str),
            ("performance", __("Speed, lowest of all pages, Lighthouse (100 is best)"), number),
        ),
    ),
    Kind(
        "load",
        __("Many visitors at once"),
        __("30 mixed requests each second on a computer with 2 cores."),
        "make load",
        (
            ("minutes", __("Time"), minutes),
            ("requests", __("Requests"), number),
            ("errors", __("Requests that failed"), number),
            ("p95_read_ms", __("19 of 20 pages came within"), milliseconds),
            ("growth_percent", __("Memory grew by"), percent),
            ("slow_p95_ms", __("The same while 500 slow connections block the door"), milliseconds),
        ),
    ),
    Kind(
        "asvs",
        __("A public list of security rules"),
        __(
            "OWASP ASVS 5.0.0, levels 1 and 2. For each rule our code says what meets it; a test "
            "fails when that is missing. We did this ourselves; nobody else has checked it."
        ),
        "docs/security/asvs.md",
        (
            ("done", __("Rules met"), number),
            ("operator", __("Rules that whoever runs a site must meet"), number),
            ("open", __("Rules not met yet"), number),
            ("not_applicable", __("Rules about things we do not have"), number),
        ),
    ),
)


def read() -> dict[str, dict[str, Any]]:
    """Return {kind: {"date", "size", "missed", "figures"}} of the kinds that ever ran."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def reports() -> Iterator[Report]:
    """Yield a report for each kind, in the order of the page, in the active language."""
    recorded = read()
    for kind in KINDS:
        row = recorded.get(kind.name)
        if row is None:
            yield Report(kind, None, False, 0, [])
            continue
        measured = row["figures"]
        figures = [
            (words, form(measured[name]) if measured.get(name) is not None else "")
            for name, words, form in kind.figures
        ]
        date = datetime.fromisoformat(row["date"])
        yield Report(kind, date, row["size"] == "small", len(row["missed"]), figures)
