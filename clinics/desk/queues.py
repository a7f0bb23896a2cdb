"""What waits for the listing staff, as rows and as tasks on Today."""

import datetime

from django.conf import settings
from django.db.models import Count, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics import demand
from clinics.models import ClinicLetter, Finding, Source, Suggestion, Treatment
from staff import queues
from staff.roles import LISTING_EDITOR, VERIFIER


def suggestions() -> QuerySet:
    return Suggestion.objects.filter(state=Suggestion.State.WAITING).order_by("created_at")


def unchecked() -> QuerySet:
    """Public entries of the ministry's list that nobody has checked yet."""
    return Treatment.objects.listed().filter(level=Treatment.Level.LIST)


def wanted() -> QuerySet:
    """All unchecked entries, most asked for first (``demand.by_demand``)."""
    return demand.by_demand(unchecked())


def asked_for() -> QuerySet:
    """Unchecked entries that visitors asked for or somebody is checking."""
    return demand.asked_for(unchecked())


def drafts() -> QuerySet:
    """Treatments added by hand that are in no public list yet, oldest change first."""
    return Treatment.objects.filter(publication=Treatment.Publication.DRAFT).order_by(
        "updated_at", "pk"
    )


def findings() -> QuerySet:
    """What nobody has accepted: what waits for a second person first, then contradictions."""
    return Finding.objects.open().order_by("state", "severity", "found_at", "pk")


def recheck_after() -> datetime.timedelta:
    """The age at which a check counts as old, on public pages too."""
    return datetime.timedelta(days=getattr(settings, "PRICE_STALE_DAYS", 180))


def rechecks() -> QuerySet:
    """Sources whose facts were last checked too many days ago, oldest first."""
    limit = timezone.localdate() - recheck_after()
    due = Treatment.objects.checked().listed().filter(checked_on__lt=limit)
    return (
        Source.objects.filter(pk__in=due.order_by().values("source"))
        .annotate(oldest=Min("treatment_blocks__checked_on"), blocks=Count("treatment_blocks"))
        .order_by("oldest", "pk")
    )


def _day(date: datetime.date | None) -> datetime.datetime | None:
    if date is None:
        return None
    return timezone.make_aware(datetime.datetime.combine(date, datetime.time()))


def _oldest_recheck() -> datetime.datetime | None:
    first = rechecks().first()
    return _day(first.oldest + recheck_after()) if first else None


def register() -> None:
    editors = (LISTING_EDITOR,)
    queues.register(
        queues.Queue(
            name="suggestions", title=_("Listings to decide"), roles=editors,
            url="admin:listing_suggestions", count=lambda: suggestions().count(),
            oldest=lambda: suggestions().aggregate(at=Min("created_at"))["at"],
            minutes_each=4, target=datetime.timedelta(days=3),
        )
    )  # fmt: skip
    queues.register(
        queues.Queue(
            name="wanted", title=_("Next to check"), roles=editors,
            url="admin:listing_wanted", count=lambda: asked_for().count(),
            oldest=lambda: None, minutes_each=8, target=datetime.timedelta(days=14),
        )
    )  # fmt: skip
    queues.register(
        queues.Queue(
            name="drafts", title=_("Drafts to finish"), roles=editors,
            url="admin:listing_drafts", count=lambda: drafts().count(),
            oldest=lambda: drafts().aggregate(at=Min("updated_at"))["at"],
            minutes_each=8, target=datetime.timedelta(days=14),
        )
    )  # fmt: skip
    queues.register(
        queues.Queue(
            name="letters", title=_("Letters without an answer"), roles=editors,
            url="admin:listing_letters", count=lambda: ClinicLetter.objects.due().count(),
            oldest=lambda: _day(ClinicLetter.objects.due().aggregate(at=Min("remind_on"))["at"]),
            minutes_each=3, target=datetime.timedelta(days=7),
        )
    )  # fmt: skip
    queues.register(
        queues.Queue(
            name="findings", title=_("To look into"), roles=(LISTING_EDITOR, VERIFIER),
            url="admin:listing_findings", count=lambda: findings().count(),
            oldest=lambda: findings().aggregate(at=Min("found_at"))["at"],
            minutes_each=5, target=datetime.timedelta(days=3),
        )
    )  # fmt: skip
    queues.register(
        queues.Queue(
            name="rechecks", title=_("Due for re-check"), roles=editors,
            url="admin:listing_rechecks", count=lambda: rechecks().count(),
            oldest=_oldest_recheck, minutes_each=1, target=datetime.timedelta(days=14),
        )
    )  # fmt: skip
