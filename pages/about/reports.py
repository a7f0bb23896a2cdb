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
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

FILE = Path(__file__).with_name("reports.json")
Words = str | Promise


def number(value: float) -> str:
    return f"{value:,}"


def seconds(value: float) -> str:
    return gettext("%(n)s seconds") % {"n": number(value)}


def minutes(value: float) -> str:
    return gettext("%(n)s minutes") % {"n": number(value)}


def milliseconds(value: float) -> str:
    return gettext("%(n)s ms") % {"n": number(value)}


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
        _("Attack programs"),
        _(
            "Two programs that look for security holes attack the site as a visitor, with a "
            "patient’s link, with a clinic’s link and as each kind of staff."
        ),
        "make security",
        (
            ("roles", _("Kinds of people they acted as"), number),
            ("addresses", _("Addresses they found and attacked"), number),
            ("findings", _("Holes found"), number),
            (
                "waived",
                _("Reports we looked at and set aside, each with a written reason"),
                number,
            ),
            ("server_errors", _("Times the site broke"), number),
        ),
    ),
    Kind(
        "tls",
        _("Encryption on the way"),
        _("testssl looks at how our sample web server encrypts what travels to it."),
        "make tls",
        (
            ("grade", _("Grade (A+ is best)"), str),
            ("findings", _("Weak points found"), number),
        ),
    ),
    Kind(
        "fuzz",
        _("Hostile input"),
        _("Addresses filled with rubbish and attacks, on both databases we support."),
        "make fuzz",
        (
            ("inputs", _("Inputs tried"), number),
            ("crashes", _("Times the site broke"), number),
        ),
    ),
    Kind(
        "drill",
        _("Crash drill"),
        _(
            "We kill the site’s programs and its database in the middle of work, cut off the mail "
            "server, and let two people do the same thing at once. Then we look for what is lost, "
            "doubled or leaked."
        ),
        "make drill",
        (
            ("acknowledged", _("Requests sent while things crashed"), number),
            ("kills", _("Programs killed"), number),
            ("crashes", _("Crashes of the database"), number),
            ("lost", _("Requests lost"), number),
            ("duplicates", _("Requests stored twice"), number),
            ("double_winners", _("Times two people were both told that they were first"), number),
            ("canaries", _("Marked requests whose words we then searched for"), number),
            ("leaks", _("Marked words found in logs, mails or files"), number),
        ),
    ),
    Kind(
        "restore",
        _("Backup and restore"),
        _(
            "We fill the site, back it up, bring the backup to an empty computer and compare. What "
            "people had erased in between must stay erased."
        ),
        "make restore-drill",
        (
            ("requests", _("Requests in the backup"), number),
            ("file_bytes", _("Files in the backup"), size),
            ("restore_s", _("Time to bring it back"), seconds),
            ("tables_that_differ", _("Tables that came back different"), number),
            ("files_that_differ", _("Files that came back different"), number),
            ("erased_again", _("Erased requests that were erased again"), number),
            ("still_there", _("Erased requests that came back"), number),
        ),
    ),
    Kind(
        "install",
        _("Installing by the guide"),
        _("A program types our guide, word for word, on an empty computer."),
        "make try-install",
        (
            ("commands", _("Commands"), number),
            ("minutes", _("How long it took"), minutes),
            ("failed", _("Commands that failed"), number),
        ),
    ),
    Kind(
        "audit",
        _("Pages in a browser"),
        _("Programs read our pages as a screen reader, a browser and a search engine would."),
        "make audit",
        (
            ("pages", _("Page views looked at"), number),
            ("axe", _("Problems for people with disabilities that a program can see"), number),
            ("html", _("Errors in the HTML"), number),
            ("observatory", _("Security headers, Mozilla Observatory"), str),
            ("performance", _("Speed, lowest of all pages, Lighthouse (100 is best)"), number),
        ),
    ),
    Kind(
        "load",
        _("Many visitors at once"),
        _("30 mixed requests each second on a computer with 2 cores."),
        "make load",
        (
            ("minutes", _("How long it took"), minutes),
            ("requests", _("Requests"), number),
            ("errors", _("Requests that failed"), number),
            ("p95_read_ms", _("19 of 20 pages came within"), milliseconds),
            ("growth_percent", _("Memory grew by"), percent),
            ("slow_p95_ms", _("The same while 500 slow connections block the door"), milliseconds),
        ),
    ),
    Kind(
        "asvs",
        _("A public list of security rules"),
        _(
            "OWASP ASVS 5.0.0, levels 1 and 2. For each rule our code says what meets it; a test "
            "fails when that is missing. We did this ourselves; nobody else has checked it."
        ),
        "docs/security/asvs.md",
        (
            ("done", _("Rules met"), number),
            ("operator", _("Rules that whoever runs a site must meet"), number),
            ("open", _("Rules not met yet"), number),
            ("not_applicable", _("Rules about things we do not have"), number),
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
