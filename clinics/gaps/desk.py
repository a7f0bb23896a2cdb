"""Searches without a result, in words, for the Today page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from clinics.filters import ClinicFilter
from clinics.gaps.pairs import OPEN_END, WORDS, as_values
from clinics.models import SearchGap
from clinics.models.search_gap import SHOWN_DAYS
from staff import queues
from staff.roles import LISTING_EDITOR
from ui.templatetags.kakunin import yen

MOST = 10


@dataclass(frozen=True)
class Gap:
    """``text`` "Condition: Type 2 diabetes · Place: Tokyo"; ``url`` the same search today."""

    text: str
    count: int
    url: str


def gaps() -> list[Gap]:
    """Return the searches that most often found nothing (two queries at most)."""
    fields = ClinicFilter(QueryDict()).form.fields
    found = SearchGap.objects.often()[:MOST]
    return [_gap(row["filters"], row["searches"], fields) for row in found]


def _gap(line: str, count: int, fields: Any) -> Gap:
    parts, query = [], QueryDict(mutable=True)
    for name, values in as_values(line).items():
        if name == WORDS:
            parts.append(_("with words typed by the visitor"))
            continue
        field = fields.get(name)  # None: a filter that the site had until lately
        labels = dict(getattr(field, "choices", ()))
        said = ", ".join(str(labels.get(value) or _amount(name, value)) for value in values)
        parts.append(f"{field.label if field else name}: {said}")
        if field and OPEN_END not in values:
            query.setlist(name, values)
    return Gap(" · ".join(parts), count, f"{reverse('clinics:list')}?{query.urlencode()}")


def _amount(name: str, value: str) -> str:
    if not name.startswith("price_"):
        return value
    return yen(int(value)) if value.isdecimal() else _("any amount")


def panel(request: HttpRequest) -> dict[str, Any]:
    return {"gaps": gaps(), "days": SHOWN_DAYS}


def register() -> None:
    queues.register_panel("search_gaps", "clinics/desk/gaps.html", panel, roles=(LISTING_EDITOR,))
