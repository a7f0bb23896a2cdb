"""Work that waits in the staff's queues: findings, suggestions, price wishes."""

import datetime
import uuid
from typing import Any

from clinics import actions, checks
from clinics.models import Clinic, Source, Treatment
from register.models import Difference, Entry, Sighting, Snapshot

LIST_DAY = datetime.date(2026, 4, 1)

SUGGESTIONS = (
    ("correction", "", "The price on this page is older than the one on the clinic's page. (Sample)"),
    ("correction", "", "The clinic now has an interpreter for Chinese. (Sample)"),
    ("correction", "", "The address is wrong: the clinic moved to the next street. (Sample)"),
    ("new_clinic", "見本みどりクリニック", "A clinic near the station that offers PRP. (Sample)"),
    ("new_clinic", "Sample Harbour Clinic", "I saw an advert for it and cannot find it here. (Sample)"),
)  # fmt: skip


def make_suggestions(treatments: list[Treatment]) -> None:
    for n, (kind, name, text) in enumerate(SUGGESTIONS):
        clinic = treatments[n * 3].clinic if kind == "correction" else None
        actions.submit_suggestion(
            idempotency_key=uuid.uuid4(), kind=kind, clinic=clinic, name=name, text=text,
            url="https://example.org/sample", is_sample=True,
        )  # fmt: skip


def make_findings(*, by: Any) -> None:
    """Three treatments being checked, each with a contradiction the rules see."""
    clinics = list(Clinic.objects.filter(is_sample=True).order_by("pk")[:3])
    drafts = (
        {"asrm_class": "2", "origin": "donor", "product": "other_msc", "product_detail": "cord_msc",
         "number": "PB9249001", "title_ja": "(見本)臍帯由来幹細胞を用いた治療"},
        {"asrm_class": "3", "origin": "own", "product": "fat_msc", "product_detail": "asc",
         "number": "PB9249002", "title_ja": "(見本)自己脂肪由来幹細胞を用いた治療"},
        {"asrm_class": "2", "origin": "none", "product": "cell_free", "product_detail": "exosome",
         "number": "PB9249003", "title_ja": "(見本)エクソソームの点滴"},
    )  # fmt: skip
    for clinic, facts in zip(clinics, drafts, strict=True):
        draft = Treatment.objects.create(
            clinic=clinic,
            level=Treatment.Level.CHECKED,
            is_sample=True,
            being_checked_by=by,
            **facts,
        )
        checks.record_findings([draft])


def make_differences() -> None:
    """Two invented rows that the last two (invented) lists no longer held."""
    clinics = Clinic.objects.filter(is_sample=True, status=Clinic.Status.OPEN).order_by("-pk")[:2]
    days = [
        LIST_DAY,
        LIST_DAY + datetime.timedelta(days=30),
        LIST_DAY + datetime.timedelta(days=60),
    ]
    first, *_later, last = (_sample_snapshot(day) for day in days)
    for n, clinic in enumerate(clinics):
        title = "(見本)自己脂肪由来幹細胞を用いた治療"
        treatment = Treatment.objects.create(
            clinic=clinic, is_sample=True, publication=Treatment.Publication.PUBLISHED,
            asrm_class="2", product="fat_msc", origin="own", title_ja=title,
            title_en="(Sample) Own fat stem cells", list_source=first.source,
            list_last_seen=first.source.seen_on,
        )  # fmt: skip
        entry = Entry.objects.create(
            list_class="2", institution=clinic.name_ja, prefecture="東京都", title=title,
            identity=f"sample-{n}", treatment=treatment, snapshot=first, first_snapshot=first,
        )  # fmt: skip
        Sighting.objects.create(entry=entry, snapshot=first, position=n + 1)
        Difference.objects.create(
            snapshot=last, kind=Difference.Kind.GONE, state=Difference.State.WAITING, entry=entry
        )
        actions.public_change([clinic.pk])


def _sample_snapshot(day: datetime.date) -> Snapshot:
    """An invented list; a part of nothing, so that it says nothing about real rows."""
    source = Source.objects.create(title="(見本)公表一覧", publisher="見本", seen_on=day)
    return Snapshot.objects.create(
        file_name="(見本).csv", sha256=f"sample-{day}", source=source, rows=2, list_class=""
    )


def make_wishes() -> None:
    """Visitors' price wishes on a few list entries, so that "Next to check" has an order."""
    listed = Treatment.objects.listed().filter(level=Treatment.Level.LIST)
    asked = listed.filter(conditions__code="diabetes").order_by("pk")[:4]
    for count, treatment in enumerate(asked, 1):
        for _time in range(count * 2):
            actions.wish_price(treatment=treatment)
