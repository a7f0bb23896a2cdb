"""Write new rows of the list as published list-level listings, many at a time."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import lru_cache

from clinics.actions import widened
from clinics.asrm.titles import Reading, read_title, render_title_en
from clinics.models import Clinic, Treatment, TreatmentCondition, TreatmentDocument
from clinics.search.text import search_text
from register.actions.placing import Places, one_line
from register.models import Entry, Sighting, Snapshot
from register.reading import Row

DOCUMENT_URL = "https://saiseiiryo.mhlw.go.jp/published_plan/download/{}/5/{}"
BATCH = 1_000
MOST_DOCUMENTS = 20


@lru_cache(maxsize=16_384)
def reading_of(title: str, list_class: str) -> tuple[Reading, str, dict[str, str]]:
    """Return what a title says, our rendering, and its conditions: titles repeat from clinic to
    clinic."""
    reading = read_title(title, list_class)
    return reading, render_title_en(reading), widened(reading.conditions)


def documents_of(treatment: Treatment, key: str, count: int) -> list[TreatmentDocument]:
    return [
        TreatmentDocument(
            treatment=treatment, label=f"資料{number + 1}", url=DOCUMENT_URL.format(key, number)
        )
        for number in range(min(count, MOST_DOCUMENTS) if key else 0)
    ]


def _treatment(row: Row, clinic: Clinic, snapshot: Snapshot) -> Treatment:
    title = one_line(row.title)
    reading, title_en, conditions = reading_of(title, row.list_class)
    treatment = Treatment(
        clinic=clinic,
        publication=Treatment.Publication.PUBLISHED,
        asrm_class=row.list_class,
        product=reading.product,
        product_detail=reading.product_detail,
        origin=reading.origin,
        tissue=reading.tissue,
        processing=reading.processing,
        route=reading.route,
        title_ja=title,
        title_en=title_en,
        list_source=snapshot.source,
        list_key=row.key,
        list_last_seen=snapshot.source.seen_on,
    )
    named = [c for c, how in conditions.items() if how != TreatmentCondition.How.NOT_STATED]
    treatment.search_text = search_text(treatment, named)
    return treatment


def free_twins(identities: set[str]) -> dict[str, int]:
    """Return the next free number among equal rows, for identities that are taken already."""
    taken: dict[str, int] = {}
    for identity, twin in Entry.objects.values_list("identity", "twin").order_by().iterator():
        if identity in identities:
            taken[identity] = max(taken.get(identity, 0), twin + 1)
    return taken


def write_new(
    rows: Sequence[Row],
    *,
    places: Places,
    snapshot: Snapshot,
    progress: Callable[[int], None],
) -> list[Entry]:
    """Write clinics, treatments, conditions, documents, entries and sightings of new rows."""
    placed = places.of_rows(rows)
    places.save_new()
    twins = Counter(free_twins({row.identity for row in rows}) if Entry.objects.exists() else {})
    entries: list[Entry] = []
    for start in range(0, len(placed), BATCH):
        batch = placed[start : start + BATCH]
        entries += _write_batch(batch, snapshot, twins)
        progress(len(batch))
    return entries


def _write_batch(
    batch: list[tuple[Row, Clinic]], snapshot: Snapshot, twins: Counter[str]
) -> list[Entry]:
    treatments = Treatment.objects.bulk_create(
        [_treatment(row, clinic, snapshot) for row, clinic in batch]
    )
    pairs = [(treatment, row) for treatment, (row, _clinic) in zip(treatments, batch, strict=True)]
    TreatmentCondition.objects.bulk_create(
        TreatmentCondition(treatment=treatment, code=code, how=how)
        for treatment, row in pairs
        for code, how in reading_of(treatment.title_ja, row.list_class)[2].items()
    )
    TreatmentDocument.objects.bulk_create(
        document
        for treatment, row in pairs
        for document in documents_of(treatment, row.key, row.documents)
    )
    entries = []
    for treatment, row in pairs:
        entries.append(_entry(row, treatment, snapshot, twins[row.identity]))
        twins[row.identity] += 1
    Entry.objects.bulk_create(entries)
    write_sightings(
        [(entry.pk, row) for entry, (_t, row) in zip(entries, pairs, strict=True)], snapshot
    )
    return entries


def _entry(row: Row, treatment: Treatment, snapshot: Snapshot, twin: int) -> Entry:
    return Entry(
        list_class=row.list_class,
        institution=row.institution,
        prefecture=row.prefecture,
        address=row.address,
        title=row.title,
        key=row.key,
        documents=row.documents,
        identity=row.identity,
        twin=twin,
        treatment=treatment,
        snapshot=snapshot,
        first_snapshot=snapshot,
    )


def write_sightings(seen: Sequence[tuple[int, Row]], snapshot: Snapshot) -> None:
    Sighting.objects.bulk_create(
        (
            Sighting(entry_id=pk, snapshot=snapshot, position=row.position, raw=row.raw)
            for pk, row in seen
        ),
        batch_size=BATCH,
    )
