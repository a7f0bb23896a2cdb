"""Read a list into listings in one transaction; the same list twice changes nothing."""

import datetime
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from clinics.actions import public_change
from clinics.models import Source
from clinics.sheets import SavedFile, collect, digest
from register.actions.gone import note_gone, refused_institutions, settle_gone
from register.actions.placing import Places
from register.actions.recognising import write_near, write_same
from register.actions.writing import write_new
from register.matching import Known, match
from register.models import Difference, Entry, RegisterLock, Snapshot
from register.reading import Row, WrongFile, read_files

LIST_URL = "https://saiseiiryo.mhlw.go.jp/published_plan/index/{}"
LIST_TITLE = "厚生労働省 e-再生医療 公表一覧"
MOST_SHRINK = 0.20
"""A complete list that lost more than this share of its rows is probably not complete."""
EXAMPLES = 10


class Shrunk(WrongFile):
    """The list is much shorter than the last complete one; somebody must say that it is right."""


@dataclass
class Report:
    """read = created + updated + unchanged + refused."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    differences: Counter[str] = field(default_factory=Counter)
    """How many of each kind of Difference."""
    snapshot: Snapshot | None = None
    examples: dict[str, list[str]] = field(default_factory=dict)
    """Of each kind of Difference the first few, for a preview: what was → what is."""

    def __str__(self) -> str:
        return (
            f"read {self.read} = created {self.created} + updated {self.updated} "
            f"+ unchanged {self.unchanged} + refused {len(self.refused)}"
        )


class _DryRun(Exception):
    pass


def import_file(path: Path, *, list_class: str = "", **options: Any) -> Report:
    """Import a file, folder or ZIP; options as ``import_rows``. Raises WrongFile and Shrunk."""
    return import_files(collect(path), name=path.name, list_class=list_class, **options)


def import_files(
    files: list[SavedFile], *, name: str, list_class: str = "", **options: Any
) -> Report:
    """Import files that are at hand. Raises WrongFile and Shrunk; nothing is written then."""
    return import_rows(
        read_files(files, list_class),
        file_name=name,
        files=[{"name": file.name, "sha256": file.sha256} for file in files],
        sha256=digest(files),
        **options,
    )


def import_rows(
    rows: Sequence[Row],
    *,
    file_name: str,
    sha256: str,
    seen_on: datetime.date | None = None,
    files: list[dict[str, str]] | None = None,
    url: str = "",
    is_complete: bool = False,
    accept_shrink: bool = False,
    by: Any = None,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """Write rows in one transaction and return the report; a dry run writes nothing.

    ``seen_on`` is the day of the list, in Tokyo: today, unless this very file was read before.
    Raises Shrunk when a complete list is more than 20 % shorter than the last one.
    """
    report = Report(read=len(rows))
    good = [row for row in rows if not row.problem]
    report.refused = [(row.line, row.problem) for row in rows if row.problem]
    if not good:
        raise WrongFile(
            f"{file_name}: no row can be taken (line {rows[0].line}: {rows[0].problem})"
        )
    by_class = Counter(row.list_class for row in good)
    classes = "".join(sorted(by_class))
    try:
        with transaction.atomic():
            RegisterLock.take()
            if read_before := _read_before(sha256, classes, seen_on, is_complete=is_complete):
                report.unchanged, report.snapshot = len(good), read_before
                return report
            if is_complete and not accept_shrink:
                _refuse_shrink(by_class)
            seen_on = seen_on or timezone.localdate()
            snapshot = Snapshot.objects.create(
                file_name=file_name[:200],
                files=files or [],
                sha256=sha256,
                source=_source(url, classes, seen_on),
                list_class=classes,
                is_complete=is_complete,
                rows=len(rows),
                rows_by_class=dict(sorted(by_class.items())),
                refused=[
                    {
                        "position": row.position,
                        "reason": row.problem,
                        "raw": row.raw,
                        "institution": row.institution,
                    }
                    for row in rows
                    if row.problem
                ],
                read_by=by,
            )
            report.snapshot = snapshot
            _write(good, snapshot, report, progress)
            if dry_run:
                raise _DryRun
    except _DryRun:
        return report
    _count_again()
    return report


def _count_again() -> None:
    """Until the database has counted new rows, it plans searches as if there were few."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(("clinics_", "register_")):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(table)}")


def _read_before(
    sha256: str, classes: str, seen_on: datetime.date | None, *, is_complete: bool
) -> Snapshot | None:
    """The same file read in the same sense. Without a day, whenever that was."""
    same = Snapshot.objects.standing().filter(
        sha256=sha256, list_class=classes, is_complete=is_complete
    )
    if seen_on is not None:
        # A list that did not change since last month is a new reading all the same.
        same = same.filter(source__seen_on=seen_on)
    return same.select_related("source").order_by("-pk").first()


def _source(url: str, classes: str, seen_on: datetime.date) -> Source:
    # With more classes than one in a file, the first class's page stands for the list.
    source, _new = Source.objects.get_or_create(
        url=url or LIST_URL.format(classes[:1] or "2"),
        title=LIST_TITLE,
        seen_on=seen_on,
        defaults={"publisher": "厚生労働省"},
    )
    return source


def _refuse_shrink(by_class: Counter[str]) -> None:
    for list_class, count in sorted(by_class.items()):
        last = Snapshot.objects.complete(list_class).first()
        before = last.rows_by_class.get(list_class, 0) if last else 0
        if count < before * (1 - MOST_SHRINK):
            raise Shrunk(
                f"class {list_class}: {count} rows, {before} in the last complete list "
                f"({last.source.seen_on}). If the file holds only a part, import it as partial."
            )


def _write(
    rows: list[Row], snapshot: Snapshot, report: Report, progress: Callable[[int], None]
) -> None:
    known = _known(set(snapshot.list_class))
    # An older whole list may say what stood there then; it changes nothing that is known since.
    is_late = any(
        newest.source.seen_on > snapshot.source.seen_on
        for list_class in snapshot.list_class
        if (newest := Snapshot.objects.complete(list_class).select_related("source").first())
    )
    matching = match(known, rows, is_complete=snapshot.is_complete and not is_late)
    refused = refused_institutions(snapshot)
    matching.spare(refused)
    places = Places(snapshot.source)
    same = write_same(matching.same, places=places, snapshot=snapshot)
    progress(len(matching.same))
    near = write_near(matching, places=places, snapshot=snapshot, progress=progress)
    created = write_new(matching.new, places=places, snapshot=snapshot, progress=progress)
    new_clinics = {entry.treatment.clinic_id for entry in created} - near.touched - same.touched
    report.created = len(created) + near.created
    report.updated = same.updated + near.updated
    report.unchanged = len(rows) - report.created - report.updated
    if places.all_filled:
        snapshot.filled = places.all_filled
        snapshot.save(update_fields=["filled"])
    gone = note_gone(snapshot)
    settle_gone(snapshot)
    report.differences = same.differences + near.differences + Counter(gone=gone)
    report.examples = _examples(snapshot)
    stale = near.touched | same.touched
    public_change(new_clinics | stale | same.seen, stale=stale)


def _examples(snapshot: Snapshot) -> dict[str, list[str]]:
    """Read before a dry run is rolled back."""
    found: dict[str, list[str]] = {}
    for kind in Difference.Kind:
        rows = Difference.objects.filter(snapshot=snapshot, kind=kind).select_related(
            "entry", "other"
        )
        lines = [
            f"{row.entry.institution} · {row.before.get('title', row.entry.title)}"
            + (f" → {row.other.institution} · {row.other.title}" if row.other else "")
            for row in rows.order_by("pk")[:EXAMPLES]
        ]
        if lines:
            found[str(kind.label)] = lines
    return found


def _known(classes: set[str]) -> list[Known]:
    rows = Entry.objects.real().filter(list_class__in=classes).values_list(
        "pk", "list_class", "prefecture", "institution", "title", "address", "key", "documents",
        "identity", "twin", "snapshot__source__seen_on", "gone_on",
        "replaced_by__first_snapshot__source__seen_on", "replaced_by",
    )  # fmt: skip
    return [
        Known(
            *row[:11],
            ended_on=max(filter(None, row[11:13]), default=None),
            standing=row[11] is None and row[13] is None,
        )
        for row in rows.order_by().iterator(chunk_size=5_000)
    ]
