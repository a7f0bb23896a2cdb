"""Print the triage flags of texts in a file, one JSON object a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.sheets import Column, WrongFile, collect, find_columns, tables
from clinics.sheets.tables import decode
from reviews.triage import find_flags

COLUMNS = (
    Column("id", ("no", "nr", "number", "key", "review_id", "番号", "識別番号")),
    Column(
        "text",
        ("texts", "review", "review text", "words", "body", "comment", "本文", "口コミ", "文章"),
        required=True,
    ),
    Column("language", ("lang", "locale", "言語")),
)


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Id and text of a table with a header, or of each line of a plain text (id = its number)."""
    for file in collect(path):
        try:
            table = tables(file)[0]
            places, lines = find_columns(table, COLUMNS, name=file.name)
        except WrongFile:
            if path.suffix.lower() in (".csv", ".tsv", ".xlsx", ".zip", ".html", ".htm"):
                raise
            for number, text in enumerate(decode(file).lstrip("\ufeff").splitlines(), 1):
                if text.strip():
                    yield str(number), text
            continue
        for line in lines:
            cells = {name: line.cells[at] for name, at in places.items() if at < len(line.cells)}
            yield cells.get("id", "").strip() or str(line.number), cells.get("text", "")


class Command(BaseCommand):
    help = (
        "Read review texts (CSV with the columns id, text and perhaps language, or a plain file "
        "with one text a line) and print one JSON object a line: the flags a moderator would "
        "see, each with the words that led to it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for key, text in _texts(options["file"]):
                flags = [flag.as_json() for flag in find_flags(text)]
                self.stdout.write(json.dumps({"id": key, "flags": flags}, ensure_ascii=False))
        except (WrongFile, OSError) as error:
            raise CommandError(str(error)) from error
