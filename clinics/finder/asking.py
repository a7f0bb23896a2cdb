"""Put what a filter asks for to the search index, as of today in Tokyo."""

from django.utils import timezone

from clinics.filters import ClinicFilter
from clinics.finder.ages import list_limit, price_limit
from clinics.search import live
from clinics.search.asked import Asked
from clinics.search.day import Limits


def ask(clinic_filter: ClinicFilter) -> Asked:
    """Return the question; a filter for programs sees real listings only."""
    index = live.current()
    day = index.on(timezone.localdate(), Limits(list_limit(), price_limit()))
    within = index.real if clinic_filter.real_only else None
    return Asked(index, day, clinic_filter.values, within=within)
