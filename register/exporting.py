"""The rows of a snapshot as CSV, character by character as they stood in its file."""

import csv
from collections.abc import Iterator

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
    writer = csv.writer(_Echo(), lineterminator="\n")
    yield writer.writerow(COLUMNS)
    sightings = (
        Sighting.objects.filter(snapshot=snapshot)
        .select_related("entry")
        .order_by("position")
        .iterator(chunk_size=1_000)
    )
    for sighting in sightings:
        yield writer.writerow(_cells(sighting.raw, sighting.entry))


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
