"""Which archives stay: the newest of each of 7 days, 5 weeks and 12 months."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from django.utils import timezone

KEPT: list[tuple[Callable[[datetime], str], int]] = [
    (lambda at: f"{at:%Y-%m-%d}", 7),
    (lambda at: f"{at:%G-W%V}", 5),
    (lambda at: f"{at:%Y-%m}", 12),
]
_NAME = re.compile(r"kakunin-(\d{8}T\d{6}Z)\.tar\.(age|gpg)")


def name_at(moment: datetime, ending: str) -> str:
    """Return the archive's file name; ``ending`` is age or gpg."""
    return f"kakunin-{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar.{ending}"


def made_at(name: str) -> datetime | None:
    """Return when the archive of that name was begun; None for any other file."""
    found = _NAME.fullmatch(name)
    return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if found else None


def archives(folder: Path) -> list[Path]:
    """Return the finished archives, newest first."""
    found = folder.iterdir() if folder.is_dir() else iter(())
    return sorted((path for path in found if made_at(path.name)), reverse=True)


def to_keep(moments: Iterable[datetime]) -> set[datetime]:
    """Return which stay: of each day, week and month (Tokyo) the newest, as many as KEPT says."""
    newest_first = sorted(moments, reverse=True)
    stay = set()
    for period_of, most in KEPT:
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            newest.setdefault(period_of(timezone.localtime(moment)), moment)
        stay |= set(list(newest.values())[:most])
    return stay


def sweep(folder: Path) -> None:
    """Delete what a backup that was killed left half written; call it while none is at work."""
    for part in folder.glob(".kakunin-*.part"):
        part.unlink(missing_ok=True)


def rotate(folder: Path) -> int:
    """Delete archives that need not stay; returns how many. Other files are never touched."""
    found = {path: made_at(path.name) for path in archives(folder)}
    stay = to_keep(moment for moment in found.values() if moment)
    old = [path for path, moment in found.items() if moment not in stay]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)
