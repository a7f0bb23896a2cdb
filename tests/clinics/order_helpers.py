"""Small makers for the tests of official orders and of the operator's sheets."""

import datetime
from pathlib import Path

from django.contrib.auth.models import Group

from clinics.orders import actions, entering
from clinics.sheets import Column
from tests.factories import UserFactory

DAY = datetime.date(2025, 3, 5)


def words(*addressees: tuple[str, str], **changes) -> entering.Words:
    values = {
        "kind": "improvement", "date": DAY, "authority_ja": "九州厚生局",
        "authority_en": "Kyushu bureau", "summary_ja": "記録がなかった。",
        "summary_en": "Records were not kept.", "source_url": "https://bureau.example.org/1",
        "seen_on": datetime.date(2025, 3, 6), "addressees": tuple(addressees),
    }  # fmt: skip
    return entering.Words(**(values | changes))


def entered(*addressees: tuple[str, str], **changes):
    """An order that waits for staff."""
    return entering.enter_order(words=words(*addressees, **changes), by=UserFactory())


def released(*addressees: tuple[str, str], **changes):
    """An order staff let out; nothing of a like name was chosen."""
    order = entered(*addressees, **changes)
    return actions.decide_order(order=order, by=UserFactory())


def verifier():
    user = UserFactory()
    user.groups.add(Group.objects.get(name="verifier"))
    return user


def write_csv(path: Path, *rows: dict[str, str], columns: tuple[Column, ...] | list[str]) -> Path:
    import csv

    names = [column if isinstance(column, str) else column.name for column in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path
