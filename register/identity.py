"""By what a row of the ministry's list is known, however it is spelled this month.

The list prints no plan numbers and its key changes with each filing, so the words must do:
class, prefecture, institution and therapy, without width, case, spaces, brackets, line breaks
and the legal form of whoever runs the institution.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache

# The legal form says who runs an institution; filings add and drop it freely.
_LEGAL = re.compile(
    r"(?:特定|社会)?医療法人(?:社団|財団)?|[((]医[社財]?[))]|一般(?:社団|財団)法人|公益(?:社団|財団)法人"
    r"|社会福祉法人|学校法人|宗教法人|国立大学法人|公立大学法人|(?:地方)?独立行政法人|国立研究開発法人"
    r"|株式会社|[((]株[))]"
)
_BRANCH = re.compile(r"([^\s]{1,10}院)$")
_EXACT = re.compile(r"[a-z0-9]+")


def _bare(text: str) -> str:
    """NFKC, lower case, without punctuation, spaces and control characters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] not in "PZC")


@lru_cache(maxsize=65_536)
def plain_institution(name: str) -> str:
    """Return an institution's name for comparing, without its legal form where a name remains."""
    folded = unicodedata.normalize("NFKC", name)
    return _bare(_LEGAL.sub("", folded)) or _bare(folded)


@lru_cache(maxsize=65_536)
def plain_title(title: str) -> str:
    return _bare(title)


def identity(list_class: str, prefecture: str, institution: str, title: str) -> str:
    """Return the SHA-256 (hex) by which a row is recognised."""
    parts = (list_class, prefecture, plain_institution(institution), plain_title(title))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def branch(institution: str) -> str:
    """Return the branch an institution's name ends with ("銀座院"), or ""."""
    found = _BRANCH.search(unicodedata.normalize("NFKC", institution).strip())
    return found.group(1) if found else ""


def exact_words(text: str) -> tuple[str, ...]:
    """Return Latin words and numbers of a text: kits and branches differ by nothing else."""
    return tuple(sorted(_EXACT.findall(unicodedata.normalize("NFKC", text).casefold())))
