"""Remember which steps are done: a stamp file holds the hash of what the step was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from scripts.paths import ROOT, STAMPS


def digest(files: Iterable[Path], *extra: str) -> str:
    """Return a hash over names and contents of ``files`` (order does not matter) and ``extra``."""
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(str(file.relative_to(ROOT)).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    for text in extra:
        total.update(text.encode() + b"\0")
    return total.hexdigest()


def is_done(step: str, key: str) -> bool:
    """Say whether ``step`` was finished from the same inputs."""
    stamp = STAMPS / step
    return stamp.is_file() and stamp.read_text() == key


def mark_done(step: str, key: str) -> None:
    """Write the stamp of a finished step."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(key)


def forget(*steps: str) -> None:
    """Remove stamps, so that the steps run again."""
    for step in steps:
        (STAMPS / step).unlink(missing_ok=True)
