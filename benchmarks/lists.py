"""Large lists of the ministry's shape: the committed sample, repeated under invented names."""

import csv
from pathlib import Path

from register.reading import Row, read

SAMPLE = Path("register/data/ministry_list_sample.csv")


def write_list(path: Path, count: int, *, reworded: bool = False) -> Path:
    """Write ``count`` rows as CSV; ``reworded`` spells every title a little otherwise."""
    with SAMPLE.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for number in range(count):
            row = dict(rows[number % len(rows)])
            row["facility"] += f" 第{number // len(rows)}見本院"
            if reworded:
                row["treatment"] = row["treatment"].replace("を用いた", "をもちいた") + "法"
            writer.writerow(row)
    return path


def rows_of(path: Path) -> list[Row]:
    return read(path)[0]
