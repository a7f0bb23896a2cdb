"""Treatments that came in a sheet and that nobody published yet."""

import datetime

from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

from clinics.models import Clinic, Treatment
from staff import queues
from staff.roles import LISTING_EDITOR


def drafts() -> QuerySet:
    return Treatment.objects.filter(
        publication=Treatment.Publication.DRAFT, clinic__status=Clinic.Status.OPEN
    ).order_by("updated_at", "pk")


def register() -> None:
    queues.register(
        queues.Queue(
            name="drafts", title=_("Drafts to check"), roles=(LISTING_EDITOR,),
            url="admin:sheet_drafts", count=lambda: drafts().count(),
            oldest=lambda: drafts().aggregate(at=Min("updated_at"))["at"],
            minutes_each=8, target=datetime.timedelta(days=14),
        )
    )  # fmt: skip
