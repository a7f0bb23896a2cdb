"""CSV files whose cells a spreadsheet cannot take for formulas.

Source: OWASP, "CSV Injection": cells that begin with = + - @ tab or return may run.
Japanese input methods give full-width twins, which some programs fold to the same signs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

DANGEROUS_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def safe_cell(value: Any) -> Any:
    """Numbers stay numbers; text that could be a formula gets a leading apostrophe."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        text = str(value).replace("\0", "")
        # Spreadsheets skip leading blanks before they look for the sign.
        risky = text.lstrip(" \u3000\u00a0\ufeff").startswith(DANGEROUS_STARTS)
        return f"'{text}" if risky or text.startswith(DANGEROUS_STARTS) else text
    return value


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> tuple[str, int]:
    """The file's text (with the byte order mark Excel needs) and the number of rows."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL)
    writer.writerow([safe_cell(column) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
        count += 1
    return "\ufeff" + buffer.getvalue(), count


def csv_response(
    *,
    filename: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    log: Callable[[int], None],
) -> HttpResponse:
    """A download. `log(number of rows)` writes the audit row before anything is sent."""
    text, count = csv_text(columns, rows)
    log(count)
    return HttpResponse(
        text.encode(),
        headers={
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{filename}"',
            "Cache-Control": "no-store",
        },
    )
