"""One row of the ministry's list: as written, and as read."""

import re
import unicodedata
from dataclasses import dataclass

from clinics.asrm import bureaus
from register.identity import identity

PREFECTURE_CODES = {p.ja: iso for iso, p in bureaus.PREFECTURES.items()}
_SPELLINGS = {
    **{p.en.casefold(): p.ja for p in bureaus.PREFECTURES.values()},
    **{iso.casefold(): p.ja for iso, p in bureaus.PREFECTURES.items()},
}
_CLASS = re.compile(r"^(?:第)?(1|2|3|i{1,3}|一|二|三)(?:種.*)?$")
_CLASSES = {"i": "1", "ii": "2", "iii": "3", "一": "1", "二": "2", "三": "3"}
KEY = re.compile(r"(?<![0-9A-Z])(0[123][A-G]\d{2}(?:0[1-9]|1[0-2])\d{3})(?![0-9A-Z])")


@dataclass(frozen=True, slots=True)
class Row:
    """Texts with their line breaks, and ``raw``: the cells as written, by column name."""

    line: int
    list_class: str
    institution: str
    prefecture: str
    address: str
    title: str
    key: str
    documents: int
    raw: dict[str, str]
    position: int = 0
    """Place among the rows of the import, from 1; several files have the same line numbers."""

    @property
    def identity(self) -> str:
        return identity(self.list_class, self.prefecture, self.institution, self.title)

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


def read_class(text: str) -> str:
    """Return "1", "2" or "3" from "2", "２", "第二種再生医療等" or "Class II"; else the text."""
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    found = _CLASS.match(plain.removeprefix("class"))
    return _CLASSES.get(found.group(1), found.group(1)) if found else text.strip()[:20]


def read_prefecture(text: str) -> str:
    """Return the Japanese name ("東京都") from it, "Tokyo" or "JP-13"; else the text."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return _SPELLINGS.get(plain.casefold(), plain[:20])


def read_text(text: str) -> str:
    """Return a text with its line breaks; some saved files write them as a backslash and n."""
    text = text.replace("\\r\\n", "\n").replace("\\n", "\n").replace("\r\n", "\n")
    return "".join(
        c for c in text if c == "\n" or c == "\t" or unicodedata.category(c) != "Cc"
    ).strip()


def read_count(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).strip()
    return min(int(plain), 99) if plain.isdecimal() and len(plain) < 5 else 0
