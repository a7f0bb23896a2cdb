"""What the ministry's list leaves for people to decide."""

import datetime

from django.db.models import Count, Max, Min, QuerySet
from django.utils.translation import gettext_lazy as _

from register.models import Difference
from staff import queues
from staff.roles import LISTING_EDITOR, VERIFIER


def waiting() -> QuerySet:
    return (
        Difference.objects.waiting()
        .select_related("entry__treatment__clinic", "entry__snapshot__source", "other")
        .order_by("-kind", "pk")
    )


def groups() -> list[dict]:
    """Each kind that waits: its name, how many, and the highest id among them."""
    rows = Difference.objects.waiting().order_by("-kind").values("kind")
    return [
        {**group, "label": Difference.Kind(group["kind"]).label}
        for group in rows.annotate(count=Count("pk"), up_to=Max("pk"))
    ]


def _oldest() -> datetime.datetime | None:
    return Difference.objects.waiting().aggregate(at=Min("snapshot__read_at"))["at"]


def register() -> None:
    queues.register(
        queues.Queue(
            name="differences",
            title=_("Differences of the ministry's list"),
            roles=(LISTING_EDITOR, VERIFIER),
            url="admin:register_differences",
            count=lambda: Difference.objects.waiting().count(),
            oldest=_oldest,
            minutes_each=0.5,
            target=datetime.timedelta(days=7),
        )
    )
