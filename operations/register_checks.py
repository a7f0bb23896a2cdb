"""What must hold between the ministry's list and the catalogue, whatever was imported or undone."""

from django.db.models import F, OuterRef, Q, Subquery

from operations.verify import register_check
from register.models import Entry, Sighting

MOST = 20


def last_seen() -> list[str]:
    """Every row was last seen in the newest of the lists it stood in, and its listing says so."""
    newest = (
        Sighting.objects.filter(entry=OuterRef("pk"), snapshot__undone_at=None)
        .order_by("-snapshot__source__seen_on")
        .values("snapshot__source__seen_on")[:1]
    )
    agrees = Q(newest=F("snapshot__source__seen_on")) & Q(newest=F("treatment__list_last_seen"))
    silent = Q(newest=None) | Q(treatment__list_last_seen=None)
    wrong = Entry.objects.annotate(newest=Subquery(newest)).filter(~agrees | silent)
    return [f"row {entry.pk}: last seen on {entry.newest}" for entry in wrong.order_by("pk")[:MOST]]


def gone() -> list[str]:
    """A listing says that it left the list exactly when staff confirmed it of its row."""
    wrong = Entry.objects.exclude(gone_on=F("treatment__list_gone_on")).exclude(
        gone_on=None, treatment__list_gone_on=None
    )
    return [f"row {entry.pk}: gone on {entry.gone_on}" for entry in wrong.order_by("pk")[:MOST]]


def register() -> None:
    register_check("register: last seen", last_seen)
    register_check("register: gone", gone)
