"""Lists read one after the other, for tests of what is said about them."""

import datetime

from register.actions import import_file
from tests.register.lists import as_csv

FIRST = datetime.date(2026, 9, 18)


def read_list(folder, *rows, month=0, complete=True):
    """Import rows as the list of the n-th month after September 2026."""
    path = folder / f"list-{month}-{len(rows)}.csv"
    path.write_text(as_csv(list(rows)), encoding="utf-8")
    day = FIRST + datetime.timedelta(days=30 * month)
    return import_file(path, seen_on=day, is_complete=complete, accept_shrink=True)
