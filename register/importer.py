"""Write rows of the ministry's list as list-level listings; the same file twice changes nothing."""

import base64
import datetime
import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction

from clinics.actions import public_change, set_conditions
from clinics.asrm import bureaus
from clinics.asrm.titles import read_title, render_title_en
from clinics.models import Clinic, Source, Treatment, TreatmentDocument
from register.cities import city_of
from register.models import Entry, Snapshot
from register.reading import PREFECTURE_CODES, Row, read

LIST_URL = "https://saiseiiryo.mhlw.go.jp/published_plan/index/{}"
DOCUMENT_URL = "https://saiseiiryo.mhlw.go.jp/published_plan/download/{}/5/{}"
LIST_TITLE = "厚生労働省 e-再生医療 公表一覧"


@dataclass
class Report:
    """read = created + updated + unchanged + refused."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"read {self.read} = created {self.created} + updated {self.updated} "
            f"+ unchanged {self.unchanged} + refused {len(self.refused)}"
        )


def institution_kind(name: str) -> str:
    """Return dental, hospital or clinic from the words of the name."""
    if any(word in name for word in ("歯科", "デンタル", "口腔", "Dental", "DENTAL")):
        return "dental"
    if any(word in name for word in ("病院", "医療センター", "Hospital", "医学部")):
        return "hospital"
    return "clinic"


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def slug_of(row: Row) -> str:
    """Return a stable address: prefecture and a short hash of the institution's plain name."""
    digest = hashlib.sha256(f"{row.prefecture}\x1f{_plain(row.institution)}".encode()).digest()
    prefecture = bureaus.PREFECTURES[PREFECTURE_CODES[row.prefecture]].en.lower()
    return f"{prefecture}-{base64.b32encode(digest[:5]).decode().lower()}"


class _Clinics:
    """Finds or makes the clinic of a row: one institution name in one prefecture."""

    def __init__(self) -> None:
        self.known = {clinic.slug: clinic for clinic in Clinic.objects.filter(is_sample=False)}

    def of(self, row: Row, source: Source) -> Clinic:
        slug = slug_of(row)
        clinic = self.known.get(slug)
        city_ja, city_en = city_of(row.address)
        if clinic is None:
            iso = PREFECTURE_CODES[row.prefecture]
            clinic = self.known[slug] = Clinic.objects.create(
                slug=slug,
                name_ja=" ".join(row.institution.split()),
                institution=institution_kind(row.institution),
                prefecture=iso,
                region=bureaus.PREFECTURES[iso].bureau,
                city_ja=city_ja,
                city_en=city_en,
                address_ja=" ".join(row.address.split()),
                source=source,
            )
        elif row.address and not clinic.address_ja:
            clinic.address_ja = " ".join(row.address.split())
            clinic.city_ja, clinic.city_en = city_ja, city_en
            clinic.save(update_fields=["address_ja", "city_ja", "city_en"])
        return clinic


def _new_treatment(row: Row, clinic: Clinic, source: Source) -> Treatment:
    title = " ".join(row.title.split())
    reading = read_title(title, row.list_class)
    treatment = Treatment.objects.create(
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
        title_en=render_title_en(reading),
        list_source=source,
        list_key=row.key,
        list_last_seen=source.seen_on,
    )
    set_conditions(treatment=treatment, codes=reading.conditions)
    return treatment


def _documents(treatment: Treatment, row: Row) -> None:
    treatment.documents.all().delete()
    TreatmentDocument.objects.bulk_create(
        TreatmentDocument(
            treatment=treatment, label=f"資料{n + 1}", url=DOCUMENT_URL.format(row.key, n)
        )
        for n in range(min(row.documents, 20) if row.key else 0)
    )


def _take(row: Row, twin: int, known: dict, clinics: _Clinics, snapshot: Snapshot) -> str:
    """Write one row; return created, updated or unchanged."""
    entry: Entry | None = known.get((row.identity, twin))
    if entry is None:
        clinic = clinics.of(row, snapshot.source)
        treatment = _new_treatment(row, clinic, snapshot.source)
        Entry.objects.create(
            list_class=row.list_class,
            institution=row.institution,
            prefecture=row.prefecture,
            address=row.address,
            title=row.title,
            key=row.key,
            identity=row.identity,
            twin=twin,
            treatment=treatment,
            snapshot=snapshot,
        )
        _documents(treatment, row)
        return "created"
    fresh = {"address": row.address or entry.address, "key": row.key}
    changed = [name for name, value in fresh.items() if getattr(entry, name) != value]
    newer = entry.treatment.list_last_seen != snapshot.source.seen_on
    if not changed and not newer:
        return "unchanged"
    for name in changed:
        setattr(entry, name, fresh[name])
    entry.snapshot = snapshot
    entry.save()
    Treatment.objects.filter(pk=entry.treatment_id).update(
        list_key=row.key, list_last_seen=snapshot.source.seen_on, list_source=snapshot.source
    )
    if "key" in changed:
        _documents(entry.treatment, row)
    clinics.of(row, snapshot.source)
    return "updated"


class _DryRun(Exception):
    pass


def import_rows(
    rows: Sequence[Row],
    *,
    file_name: str,
    sha256: str,
    seen_on: datetime.date,
    url: str = "",
    list_class: str = "",
    is_complete: bool = False,
    by: Any = None,
    dry_run: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Report:
    """Write rows in one transaction and return the report; a dry run writes nothing."""
    report = Report(read=len(rows))
    if Snapshot.objects.filter(sha256=sha256).exists():
        report.unchanged = len(rows)
        return report
    try:
        with transaction.atomic():
            source, _new = Source.objects.get_or_create(
                url=url or LIST_URL.format(list_class or "2"),
                title=LIST_TITLE,
                seen_on=seen_on,
                defaults={"publisher": "厚生労働省"},
            )
            snapshot = Snapshot.objects.create(
                file_name=file_name,
                sha256=sha256,
                source=source,
                list_class=list_class,
                is_complete=is_complete,
                rows=len(rows),
                read_by=by,
            )
            clinics = _Clinics()
            known = {
                (entry.identity, entry.twin): entry
                for entry in Entry.objects.select_related("treatment")
            }
            twins: Counter[str] = Counter()
            touched: set[int] = set()
            for done, row in enumerate(rows, 1):
                if row.problem:
                    report.refused.append((row.line, row.problem))
                    continue
                outcome = _take(row, twins[row.identity], known, clinics, snapshot)
                twins[row.identity] += 1
                setattr(report, outcome, getattr(report, outcome) + 1)
                if outcome != "unchanged":
                    touched.add(clinics.known[slug_of(row)].pk)
                progress(done)
            public_change(touched)
            if dry_run:
                raise _DryRun
    except _DryRun:
        pass
    return report


def import_file(path: Path, **options: Any) -> Report:
    """Read a file and import it. Raises register.reading.WrongFile."""
    rows, sha256 = read(path)
    return import_rows(rows, file_name=path.name, sha256=sha256, **options)
