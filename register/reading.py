"""Read a file of the ministry's list into rows; a wrong file is refused as a whole."""

import csv
import hashlib
import io
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from clinics.asrm import bureaus

COLUMNS = (
    "list_class",
    "facility",
    "prefecture",
    "address",
    "treatment",
    "register_key",
    "documents",
)
PREFECTURE_CODES = {p.ja: iso for iso, p in bureaus.PREFECTURES.items()}


class WrongFile(ValueError):
    """The file is not a list this program can read; the text says why."""


@dataclass(frozen=True)
class Row:
    """One row as published (line breaks restored), with its line number in the file."""

    line: int
    list_class: str
    institution: str
    prefecture: str
    address: str
    title: str
    key: str
    documents: int

    @property
    def identity(self) -> str:
        """Hash of class, prefecture, institution and title without spaces and width."""
        parts = (self.list_class, self.prefecture, self.institution, self.title)
        plain = ["".join(unicodedata.normalize("NFKC", part).split()).casefold() for part in parts]
        return hashlib.sha256("\x1f".join(plain).encode()).hexdigest()

    @property
    def problem(self) -> str:
        """Return why this row cannot be taken, or "" when it can."""
        if self.list_class not in {"1", "2", "3"}:
            return f"class {self.list_class!r} is not 1, 2 or 3"
        if self.prefecture not in PREFECTURE_CODES:
            return f"prefecture {self.prefecture!r} is not known"
        for name, value, most in (
            ("institution", self.institution, 150),
            ("treatment", self.title, 300),
            ("address", self.address, 200),
        ):
            if not value and name != "address":
                return f"{name} is empty"
            if len(value) > most:
                return f"{name} has more than {most} characters"
        return ""


def _text(value: str) -> str:
    return value.replace("\\n", "\n").replace("\r\n", "\n").strip()


def read(path: Path) -> tuple[list[Row], str]:
    """Return the rows of a CSV file (UTF-8, with or without BOM) and its SHA-256.

    Raises WrongFile when the file is unreadable or a column is missing.
    """
    try:
        content = path.read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise WrongFile(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise WrongFile(f"{path}: not UTF-8 text (byte {error.start})") from error
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        header = tuple(reader.fieldnames or ())
        if missing := [name for name in COLUMNS if name not in header]:
            raise WrongFile(
                f"{path}: missing columns {', '.join(missing)}. "
                f"The first line must be: {','.join(COLUMNS)}"
            )
        rows = [
            Row(
                line=reader.line_num,
                list_class=(raw["list_class"] or "").strip(),
                institution=_text(raw["facility"] or ""),
                prefecture=(raw["prefecture"] or "").strip(),
                address=_text(raw["address"] or ""),
                title=_text(raw["treatment"] or ""),
                key=(raw["register_key"] or "").strip()[:12],
                documents=int(raw["documents"]) if (raw["documents"] or "").isdecimal() else 0,
            )
            for raw in reader
        ]
    except csv.Error as error:
        raise WrongFile(f"{path}: not a CSV file ({error})") from error
    return rows, hashlib.sha256(content).hexdigest()
