"""Saved files of the ministry's list, read into rows; a wrong file is refused as a whole."""

from pathlib import Path

from clinics.sheets import WrongFile, collect, digest
from register.reading.layout import COLUMNS, read_files
from register.reading.row import PREFECTURE_CODES, Row

__all__ = ["COLUMNS", "PREFECTURE_CODES", "Row", "WrongFile", "read", "read_files"]


def read(path: Path, list_class: str = "") -> tuple[list[Row], str]:
    """Return the rows behind a file, folder or ZIP and their SHA-256. Raises WrongFile."""
    files = collect(path)
    return read_files(files, list_class), digest(files)
