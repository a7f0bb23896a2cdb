"""The sentences of a Markdown text, each with the heading it stands under."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from guides.markdown import CITATION, parser

END = {
    # A citation may also stand behind the full stop; then the sentence ends after it.
    "en": re.compile(r"(?<=[.!?])\s+(?!\[s\d)|(?<=[.!?] \[s\d\])\s+|(?<=[.!?] \[s\d\d\])\s+|\n"),
    "ja": re.compile(r"(?<=[。！？])(?!\[s\d)\s*|(?<=[。！？]\[s\d\])|(?<=[。！？]\[s\d\d\])|\n"),
}
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
CLAIM = ("Claim:", "よくある表現:", "よくある表現：")
NUMBER = re.compile(
    r"[0-9０-９]|\b(three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundreds?|thousands?"
    r"|millions?|half)\b|(?<![第一-九])[二三四五六七八九十百千]+(人|年|割|件|倍|名)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    text: str
    heading: str
    is_heading: bool = False
    is_claim: bool = False
    """It is quoted in a box of somebody else's claims."""

    @property
    def cited(self) -> list[str]:
        return CITATION.findall(self.text)

    @property
    def words(self) -> str:
        """The text without citations, addresses and marks."""
        return re.sub(r"[*_`]", "", CITATION.sub("", LINK.sub(r"\1", self.text))).strip()

    @property
    def has_number(self) -> bool:
        return bool(NUMBER.search(self.words))

    @property
    def in_question(self) -> bool:
        return self.heading.rstrip().endswith(("?", "？", "か"))


def sentences(body: str, language: str) -> Iterator[Sentence]:
    """Cells of a table's row count as one sentence: one source may stand for the row."""
    heading, row, claim = "", None, False
    tokens = parser().parse(
        body, {"numbers": dict.fromkeys(CITATION.findall(body), 0), "language": language}
    )
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            row = []
        elif token.type == "tr_close" and row is not None:
            yield Sentence(" ".join(row), heading, is_claim=claim)
            row = None
        elif token.type in {"blockquote_open", "blockquote_close"}:
            claim = token.type == "blockquote_open" and tokens[place + 2].content.startswith(CLAIM)
        elif token.type == "inline" and tokens[place - 1].type == "heading_open":
            heading = token.content
            yield Sentence(heading, heading, is_heading=True)
        elif token.type == "inline" and row is not None:
            row.append(token.content)
        elif token.type == "inline":
            for text in END[language].split(token.content):
                if text and text.strip():
                    yield Sentence(text.strip(), heading, is_claim=claim)
