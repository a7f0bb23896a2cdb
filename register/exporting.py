"""The rows of a snapshot as CSV, character by character as they stood in its file."""

import csv
from collections.abc import Iterator, Sequence
from typing import Any

from register.models import Entry, Sighting, Snapshot
from register.reading import COLUMNS


class _Echo:
    """A file that only hands back what is written, for csv.writer."""

    def write(self, text: str) -> str:
        return text


def export_name(snapshot: Snapshot) -> str:
    return f"ministry-list-{snapshot.list_class}-{snapshot.source.seen_on}.csv"


def export_rows(snapshot: Snapshot) -> Iterator[str]:
    """Yield a header and one line a row, in the order of the import."""
    # With \r\n the writer quotes cells that hold either; the file itself has \n.
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    yield _line(writer, COLUMNS)
    refused = {row["position"]: row["raw"] for row in snapshot.refused}
    sightings = (
        Sighting.objects.filter(snapshot=snapshot)
        .select_related("entry")
        .order_by("position")
        .iterator(chunk_size=1_000)
    )
    for sighting in sightings:
        for position in sorted(place for place in refused if place < sighting.position):
            yield _line(writer, _refused(refused.pop(position)))
        yield _line(writer, _cells(sighting.raw, sighting.entry))
    for _position, raw in sorted(refused.items()):
        yield _line(writer, _refused(raw))


def _line(writer: Any, cells: Sequence[str]) -> str:
    return str(writer.writerow(cells)).removesuffix("\r\n") + "\n"


def _refused(raw: dict[str, str]) -> list[str]:
    """A row that could not be taken, as it was written."""
    return [raw.get(name, "") for name in COLUMNS]


def _cells(raw: dict[str, str], entry: Entry) -> list[str]:
    """The cell as written; what the file had no column for, as it was read."""
    read = {
        "list_class": entry.list_class,
        "facility": entry.institution,
        "prefecture": entry.prefecture,
        "address": entry.address,
        "treatment": entry.title,
        "register_key": entry.key,
        "documents": str(entry.documents),
    }
    return [raw.get(name, read[name]) for name in COLUMNS]
