"""A copy of the erasure journal beside the archives: small, saved often, without any person in it."""

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone

NAME = "erasures.csv"
KEPT = timedelta(days=36 * 31)


def save(folder: Path) -> int:
    """Add what is new to the file; returns how many lines it has. It never loses a younger line.

    So a database that was set back does not take with it what was erased since.
    """
    out = StringIO()
    call_command("erasure_journal", stdout=out)
    # A name of its own: two may save at once, and both hold all that the database knows.
    target, part = folder / NAME, folder / f".{NAME}.{os.getpid()}"
    before = target.read_text().splitlines() if target.exists() else []
    oldest = (timezone.now() - KEPT).isoformat()
    lines: dict[str, str] = {}
    for line in [*before, *out.getvalue().splitlines()]:
        key, _, at = line.partition(",")
        if at >= oldest:
            lines.setdefault(key, line)
    with part.open("w", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in lines.values())
        file.flush()
        os.fsync(file.fileno())
    part.chmod(0o640)
    part.replace(target)
    return len(lines)
