"""Which pages of results are asked for again: only these are worth keeping (ADR 054)."""

from typing import Any

from django.http import QueryDict

from clinics.filters import ClinicFilter

# Words are left out: they come in endless spellings, and may say something about a person.
PARAMETERS = frozenset(ClinicFilter.base_filters) - {"q"} | {"page"}


def is_ordinary(data: QueryDict, results: Any) -> bool:
    """Return whether everything asked for is known and the page exists, as our own links ask."""
    asked_page = data.get("page") or "1"
    return not results.told and str(results.page.number) == asked_page
