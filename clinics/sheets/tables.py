"""Read a file into tables of text cells; the kind is told by the content, not the name."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice

from lxml import etree, html
from openpyxl import load_workbook

from clinics.sheets.files import MOST_BYTES, SavedFile
from clinics.sheets.wrong import WrongFile

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOOKS_LIKE_HTML = re.compile(r"<\s*(?:!doctype|html|head|body|table|tr|td)\b", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+")
_UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
MOST_CELL = 20_000
MOST_COLUMNS = 200
MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class Line:
    """One row: its number in the file (the first is 1), its cells and the links inside them."""

    number: int
    cells: list[str]
    links: list[list[str]] = field(default_factory=list)


Table = list[Line]


def tables(file: SavedFile) -> list[Table]:
    """Return the tables of a file with at least one row. Raises WrongFile."""
    if file.content.startswith(b"PK"):
        found = _spreadsheet(file)
    else:
        text = decode(file)
        found = _web_page(file, text) if _LOOKS_LIKE_HTML.search(text[:20_000]) else [_csv(text)]
    found = [table for table in found if table]
    if not found:
        raise WrongFile(f"{file.name}: no table in it")
    return found


def decode(file: SavedFile) -> str:
    """Return the text: UTF-8 (with or without BOM), UTF-16 with BOM, or Shift_JIS (cp932)."""
    starts = [(mark, name) for mark, name in _BOMS if file.content.startswith(mark)]
    mark, encoding = starts[0] if starts else (b"", "utf-8")
    try:
        text = file.content.decode(encoding)
    except UnicodeDecodeError as error:
        if mark:
            raise WrongFile(f"{file.name}: not {encoding} text (byte {error.start})") from error
        try:
            text = file.content.decode("cp932")
        except UnicodeDecodeError:
            raise WrongFile(
                f"{file.name}: neither UTF-8 (byte {error.start}) nor Shift_JIS text"
            ) from error
    if "\0" in text:
        raise WrongFile(f"{file.name}: not text (it holds NUL characters)")
    return text


def _csv(text: str) -> Table:
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: Table = []
    start = 1
    try:
        for cells in reader:
            rows.append(Line(start, cells[:MOST_COLUMNS]))
            start = reader.line_num + 1
    except csv.Error as error:
        raise WrongFile(f"line {reader.line_num}: not a CSV file ({error})") from error
    return [row for row in rows if any(cell.strip() for cell in row.cells)]


def _web_page(file: SavedFile, text: str) -> list[Table]:
    # The text is decoded already; a declaration inside it may say otherwise.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, recover=True)
    try:
        page = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise WrongFile(f"{file.name}: not a web page that can be read ({error})") from error
    return [list(_page_rows(table)) for table in page.iter("table")]


def _page_rows(table: html.HtmlElement) -> Iterator[Line]:
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is not table:
            continue
        cells = [cell for cell in row if cell.tag in ("td", "th")][:MOST_COLUMNS]
        if not cells:
            continue
        links = [[href for a in cell.iter("a") if (href := a.get("href"))] for cell in cells]
        yield Line(row.sourceline or 0, [_cell_text(cell) for cell in cells], links)


def _cell_text(cell: html.HtmlElement) -> str:
    """The words of a cell; only a <br> or a new block is a line break, as a browser shows it."""
    parts: list[str] = []
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if element.tag in ("br", "p", "div", "li"):
                parts.append("\n")
            parts.append(_SPACE.sub(" ", element.text or ""))
        elif element is not cell:
            parts.append(_SPACE.sub(" ", element.tail or ""))
    lines = "".join(parts).split("\n")
    return "\n".join(line.strip(" ") for line in lines).strip("\n")[:MOST_CELL]


def _spreadsheet(file: SavedFile) -> list[Table]:
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > MOST_BYTES * 4:
                raise WrongFile(f"{file.name}: unpacked more than {MOST_BYTES // 2**18} MB")
        book = load_workbook(io.BytesIO(file.content), read_only=True, data_only=True)
        return [_sheet_rows(sheet) for sheet in book.worksheets]
    except WrongFile:
        raise
    # A damaged spreadsheet can fail anywhere inside the library: it is the file that is wrong.
    except Exception as error:
        raise WrongFile(f"{file.name}: not a spreadsheet that can be read ({error})") from error


def _sheet_rows(sheet) -> Table:
    # A sheet's own claim of its size can be wrong, and its row numbers may leave huge gaps.
    sheet.reset_dimensions()
    rows = enumerate(
        islice(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), MOST_ROWS + 1), 1
    )
    lines = (Line(number, [_value(value) for value in values]) for number, values in rows)
    found = []
    for line in lines:
        if line.number > MOST_ROWS:
            raise WrongFile(f"more than {MOST_ROWS:,} rows in a sheet")
        if any(line.cells):
            found.append(line)
    return found


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (value.date() if value.time() == datetime.min.time() else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _UNPRINTED.sub("", str(value))[:MOST_CELL]
