"""Each treatment of a clinic page with the guides that explain it."""

from clinics.page import ClinicView, TreatmentView
from guides import GuideLink, parts_for

MOST = 4


def with_guides(view: ClinicView) -> list[tuple[TreatmentView, list[GuideLink]]]:
    """Return the treatments with at most four guides each, the most fitting first (no query)."""
    return [(shown, parts_for(_codes(shown), most=MOST)) for shown in view.treatments]


def _codes(shown: TreatmentView) -> list[str]:
    treatment = shown.treatment
    conditions = [condition.code for condition in treatment.conditions.all()]
    return [*conditions, treatment.product_detail, treatment.product]
