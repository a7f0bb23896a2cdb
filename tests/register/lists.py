"""Files of the ministry's list for tests, in the shapes staff save them in."""

import csv
import html
import io
from pathlib import Path

from openpyxl import Workbook

SAMPLE = Path("register/data/ministry_list_sample.csv")
HEADER = (
    "list_class",
    "facility",
    "prefecture",
    "address",
    "treatment",
    "register_key",
    "documents",
)
SITE_HEADER = (
    "再生医療等提供機関の名称", "都道府県", "所在地", "管理者", "再生医療等の名称",
    "区分", "委員会", "説明文書",
)  # fmt: skip


def sample_rows() -> list[dict[str, str]]:
    with SAMPLE.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def row(**values: str) -> dict[str, str]:
    return {
        "list_class": "2",
        "facility": "医療法人社団見本会 テストクリニック",
        "prefecture": "大阪府",
        "address": "",
        "treatment": "自己脂肪由来幹細胞を用いた糖尿病の治療",
        "register_key": "02E2604001",
        "documents": "1",
    } | values


def as_csv(rows: list[dict[str, str]], *, header: bool = True) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER, lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def as_page(rows: list[dict[str, str]], *, header: bool = True) -> str:
    """The site's table: eight columns, documents as links that carry the key."""
    lines = ["<!DOCTYPE html><html><head><meta charset=utf-8></head><body><table>"]
    if header:
        lines.append("<tr>" + "".join(f"<th>{name}</th>" for name in SITE_HEADER) + "</tr>")
    for entry in rows:
        links = "".join(
            f'<a href="/published_plan/download/{entry["register_key"]}/5/{n}">資料{n + 1}</a>'
            for n in range(int(entry["documents"]))
        )
        texts = [
            entry["facility"],
            entry["prefecture"],
            entry["address"],
            "管理者",
            entry["treatment"],
        ]
        cells = [html.escape(text).replace("\\n", "<br>") for text in texts]
        cells += ["第二種", "委員会", links]
        lines.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return "\n".join([*lines, "</table></body></html>"])


def as_sheet(rows: list[dict[str, str]], path: Path) -> Path:
    book = Workbook()
    book.active.append(list(HEADER))
    for entry in rows:
        book.active.append([entry[name] for name in HEADER])
    book.save(path)
    return path
