"""Read filed titles and print what each states, one JSON object a line."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from clinics.asrm.titles import FIELDS, read_title, render_title_en
from clinics.sheets import Column, WrongFile, collect, find_columns, tables

COLUMNS = (
    Column("title", ("treatment", "therapy", "再生医療等の名称", "治療名"), required=True),
    Column("list_class", ("class", "区分")),
)


def _titles(path: Path) -> Iterator[tuple[str, str]]:
    """Titles with their class from a table with a header, or from the lines of a plain text."""
    for file in collect(path):
        for table in tables(file):
            try:
                places, lines = find_columns(table, COLUMNS, name=file.name)
            except WrongFile:
                if len(table[0].cells) > 1:
                    raise
                places, lines = {"title": 0}, table
            for line in lines:
                cells = {
                    name: line.cells[at] for name, at in places.items() if at < len(line.cells)
                }
                yield cells.get("title", "").replace("\\n", "\n"), cells.get("list_class", "")


class Command(BaseCommand):
    help = (
        "Read filed titles (CSV or XLSX with a column 'title' and perhaps 'list_class', or one "
        "title a line) and print one JSON object a line: each value with the words that led to it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for title, list_class in _titles(options["file"]):
                self.stdout.write(json.dumps(_said(title, list_class), ensure_ascii=False))
        except WrongFile as error:
            raise CommandError(str(error)) from error


def _said(title: str, list_class: str) -> dict[str, Any]:
    reading = read_title(title, list_class.strip())
    return {
        "title": title,
        "class": list_class,
        **{name: getattr(reading, name) or None for name in FIELDS},
        "conditions": list(reading.conditions),
        "words": {name: list(words) for name, words in reading.words.items()},
        "class_agrees": reading.class_agrees,
        "title_en": render_title_en(reading),
    }
