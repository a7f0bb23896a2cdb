"""What a page stands on: each source has an id, an address, a date and a kind."""

import re
from dataclasses import dataclass
from pathlib import Path

from guides import partial_dates
from guides.errors import ContentError
from guides.studies import Study, study_at

KINDS = {
    "law": {"en": "Law", "ja": "法令"},
    "ministry": {"en": "Health ministry", "ja": "厚生労働省"},
    "society": {"en": "Society of experts", "ja": "学会"},
    "journal": {"en": "Journal", "ja": "専門誌"},
    "study": {"en": "Study", "ja": "研究論文"},
    "practitioner": {"en": "Filing adviser's page", "ja": "届出実務家の解説"},
    "press": {"en": "News report", "ja": "報道"},
    "authority": {"en": "Authority of another country", "ja": "海外の規制当局"},
    "institution": {"en": "Page of a clinic or university", "ja": "医療機関・大学のページ"},
    "rules": {"en": "Rules of this site", "ja": "当サイトの決まり"},
    "own": {
        "en": "Our own comparison, not an official document",
        "ja": "当サイトの比較(公的文書ではない)",
    },
}
ADDRESS = re.compile(r"(https?://|/)\S+")
ID = re.compile(r"s\d+")


@dataclass(frozen=True)
class Source:
    id: str
    number: int
    """Its place in the page's list, as printed in the text."""
    title: str
    address: str
    url: str
    """The address as a link of the page's language: ours lead to the page in that language."""
    type: str
    """A key of ``KINDS``; ``kind`` is its label."""
    kind: str
    dated: str
    """The date it bears, in words; "" if it bears none."""
    opened: str
    """When it was read, in words; always there if ``dated`` is empty."""
    note: str
    study: Study | None = None
    study_words: str = ""


def read(rows: object, *, path: Path, language: str) -> tuple[Source, ...]:
    """Return the sources of a front matter. Raises ContentError naming file and source."""
    if not isinstance(rows, list):
        raise ContentError(path, "sources must be a list")
    found = tuple(_one(row, number, path, language) for number, row in enumerate(rows, 1))
    if len({source.id for source in found}) < len(found):
        raise ContentError(path, "two sources have the same id")
    return found


def _one(row: object, number: int, path: Path, language: str) -> Source:
    if not isinstance(row, dict) or not ID.fullmatch(str(row.get("id"))):
        raise ContentError(path, f"source {number} needs an id such as s{number}")
    wrong = f"source {row['id']}"
    for name in ("title", "address", "type"):
        if not row.get(name):
            raise ContentError(path, f"{wrong} has no {name}")
    if row["type"] not in KINDS:
        raise ContentError(path, f"{wrong} has type {row['type']!r}; known: {', '.join(KINDS)}")
    if not ADDRESS.fullmatch(str(row["address"])):
        raise ContentError(path, f"{wrong} has no web address")
    if not (row.get("date") or row.get("opened")):
        raise ContentError(path, f"{wrong} has no date; if the page bears none, write opened")

    address = str(row["address"])

    def words(name: str) -> str:
        try:
            return (
                partial_dates.text(partial_dates.parse(row[name]), language)
                if row.get(name)
                else ""
            )
        except ValueError as error:
            raise ContentError(path, f"{wrong}: {name}: {error}") from error

    study = study_at(address)
    return Source(
        study=study,
        study_words=study.words(language) if study else "",
        id=row["id"],
        number=number,
        title=str(row["title"]),
        address=address,
        url=f"/ja{address}" if language == "ja" and address.startswith("/") else address,
        type=row["type"],
        kind=KINDS[row["type"]][language],
        dated=words("date"),
        opened=words("opened"),
        note=str(row.get("note") or ""),
    )
