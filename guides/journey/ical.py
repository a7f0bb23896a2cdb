"""A plan as an iCalendar file (RFC 5545): whole days, no person, no illness, no clinic."""

import datetime
from collections.abc import Iterable, Iterator
from uuid import uuid4

from guides.journey.plan import DAY, Step

LONGEST_LINE = 75  # octets


def calendar(steps: Iterable[Step], *, now: datetime.datetime) -> str:
    """Return the file's text with CRLF line ends; steps without a day are left out."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kakunin//Journey//EN", "METHOD:PUBLISH"]
    for step in steps:
        if step.day:
            lines += _event(step, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in folded(line))


def _event(step: Step, now: datetime.datetime) -> list[str]:
    if step.day is None:
        return []
    last = step.until or step.day
    return [
        "BEGIN:VEVENT",
        f"UID:{uuid4()}",
        f"DTSTAMP:{now.astimezone(datetime.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{step.day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{last + DAY:%Y%m%d}",  # the day after the last one
        f"SUMMARY:{escaped(step.title)}",
        f"DESCRIPTION:{escaped(step.words)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def folded(line: str) -> Iterator[str]:
    """Yield parts of at most 75 octets, never inside a character; later ones begin with a space."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            yield part
            part, size = " ", 1
        part, size = part + letter, size + octets
    yield part
