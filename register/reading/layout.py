"""From the tables of saved files to rows: by the header's words, else by the site's own layout."""

from collections.abc import Iterator
from dataclasses import replace

from clinics.sheets import Column, Line, SavedFile, Table, WrongFile, find_columns, tables
from register.reading.row import (
    KEY,
    PREFECTURE_CODES,
    Row,
    read_class,
    read_count,
    read_prefecture,
    read_text,
)

EXPECTED = (
    Column("list_class", (
        "class", "再生医療等の区分", "再生医療等の分類", "区分", "分類", "種別", "種",
    )),
    Column("facility", (
        "institution", "institution name", "name of institution", "medical institution", "clinic",
        "hospital", "医療機関", "医療機関名", "医療機関の名称", "医療機関名称", "施設名", "施設名称",
        "機関名", "再生医療等提供機関", "再生医療等提供機関名", "再生医療等提供機関の名称",
        "再生医療等を提供する医療機関の名称", "提供機関名", "提供機関の名称", "名称",
    ), required=True),
    Column("prefecture", ("都道府県", "都道府県名", "prefectures")),
    Column("address", (
        "所在地", "住所", "医療機関の所在地", "再生医療等提供機関の所在地", "提供機関の所在地",
    )),
    Column("treatment", (
        "therapy", "therapy name", "name of therapy", "treatment name", "title", "plan title",
        "plan", "再生医療等の名称", "提供する再生医療等の名称", "再生医療等の内容", "再生医療等名称",
        "提供しようとする再生医療等の名称", "治療名", "治療の名称", "計画名", "計画の名称",
    ), required=True),
    Column("register_key", ("key", "整理番号", "受付番号", "届出番号")),
    Column("documents", (
        "document", "files", "説明文書", "同意文書", "説明文書同意文書", "説明文書・同意文書",
        "資料", "添付資料", "添付書類", "書類", "説明同意文書", "説明文書及び同意文書",
    )),
)  # fmt: skip
COLUMNS = tuple(column.name for column in EXPECTED)
# Where the site's own page has them (counted from 0), when the saved table lost its header.
SITE_LAYOUT = {"facility": 0, "prefecture": 1, "address": 2, "treatment": 4, "documents": 7}
SITE_CELLS = 8


def read_files(files: list[SavedFile], list_class: str = "") -> list[Row]:
    """Return the rows of all files. Raises WrongFile.

    ``list_class`` is "1", "2" or "3" where the files do not say it themselves: the site has one
    page a class. Rows that name another class are refused one by one.
    """
    read = (row for file in files for row in _rows(file, list_class))
    rows = [replace(row, position=place) for place, row in enumerate(read, 1)]
    if not rows:
        raise WrongFile(f"{files[0].name}: a header and no rows")
    return rows


def _rows(file: SavedFile, list_class: str) -> Iterator[Row]:
    found = False
    fault: WrongFile | None = None
    for table in tables(file):
        try:
            places, lines = _places(table, file.name)
        except WrongFile as error:
            fault = fault or error
            continue
        found = True
        if "list_class" not in places and not list_class:
            raise WrongFile(
                f"{file.name}: no column names the class; say which list it is (--class 2)"
            )
        for line in lines:
            if any(cell.strip() for cell in line.cells):
                yield _row(line, places, list_class)
    if not found:
        raise fault or WrongFile(f"{file.name}: no table in it")


def _places(table: Table, name: str) -> tuple[dict[str, int], list[Line]]:
    if _is_site_layout(table):
        return dict(SITE_LAYOUT), table
    places, lines = find_columns(table, EXPECTED, name=name)
    if "prefecture" not in places and "address" not in places:
        raise WrongFile(f"{name}: missing columns prefecture (or address)")
    return places, lines


def _is_site_layout(table: Table) -> bool:
    """Whether the first row is already data of the site's page: a prefecture in second place."""
    cells = table[0].cells
    return len(cells) >= SITE_CELLS and read_prefecture(cells[1]) in PREFECTURE_CODES


def _row(line: Line, places: dict[str, int], list_class: str) -> Row:
    # Rows may be shorter than the header.
    present = {name: place for name, place in places.items() if place < len(line.cells)}
    raw = {name: line.cells[place] for name, place in present.items()}
    links = line.links[present["documents"]] if "documents" in present and line.links else []
    keys = [found.group(1) for link in links if (found := KEY.search(link))]
    address = read_text(raw.get("address", ""))
    stated = read_class(raw.get("list_class", "")) or list_class
    if list_class and stated != list_class:
        stated = f"{stated} in a list of class {list_class}"
    return Row(
        line=line.number,
        list_class=stated,
        institution=read_text(raw.get("facility", "")),
        prefecture=read_prefecture(raw.get("prefecture", "")) or _prefecture_of(address),
        address=address,
        title=read_text(raw.get("treatment", "")),
        key=(read_text(raw.get("register_key", "")) or (keys[0] if keys else ""))[:12],
        documents=len(keys) if keys else read_count(raw.get("documents", "")),
        raw=raw,
    )


def _prefecture_of(address: str) -> str:
    return next((name for name in PREFECTURE_CODES if address.startswith(name)), "")
