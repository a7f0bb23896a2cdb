"""The publish gate in words: what a checked listing still lacks. The database says the same."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from clinics.models import Finding, Treatment

# Facts a live, checked listing may not lose; a number too, unless it is outside the law.
LIVE_NEEDS = (
    "title_ja", "product", "origin", "risks_en", "risks_ja", "source", "checked_on", "visits",
    "duration_en", "duration_ja",
)  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """One thing that keeps a treatment from going live."""

    code: str
    label: str | Promise


def missing(treatment: Treatment) -> list[Missing]:
    """Return what the treatment needs before it may be published as checked."""
    needs = [
        ("title_ja", treatment.title_ja, _("The filed title")),
        ("product", treatment.product, _("What is given")),
        ("origin", treatment.origin, _("Whose cells")),
        ("source", treatment.source_id, _("The page the facts were read from")),
        ("checked_on", treatment.checked_on, _("The day the facts were checked")),
        ("risks_en", treatment.risks_en, _("Main risks in English")),
        ("risks_ja", treatment.risks_ja, _("Main risks in Japanese")),
        ("visits", treatment.visits, _("The number of visits")),
        ("duration", treatment.duration_en and treatment.duration_ja, _("How long it takes, in both languages")),
        ("price", treatment.prices.current().exists(), _("A price valid today")),
    ]  # fmt: skip
    found = [Missing(code, label) for code, value, label in needs if not value]
    if treatment.asrm_class != "outside":
        if not treatment.number:
            found.append(Missing("number", _("The plan number")))
        elif not treatment.number_source_id:
            found.append(Missing("number_source", _("Where the plan number was seen")))
    if treatment.findings.open().filter(severity=Finding.Severity.ERROR).exists():
        found.append(Missing("findings", _("A decision on the contradictions found")))
    return found
