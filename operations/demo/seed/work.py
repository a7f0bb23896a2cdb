"""Work that waits in the staff's queues: findings, suggestions, price wishes."""

import uuid
from typing import Any

from clinics import actions, checks
from clinics.models import Clinic, Treatment

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


def make_wishes() -> None:
    """Visitors' price wishes on a few list entries, so that "Next to check" has an order."""
    listed = Treatment.objects.listed().filter(level=Treatment.Level.LIST)
    asked = listed.filter(conditions__code="diabetes").order_by("pk")[:4]
    for count, treatment in enumerate(asked, 1):
        for _time in range(count * 2):
            actions.wish_price(treatment=treatment)
