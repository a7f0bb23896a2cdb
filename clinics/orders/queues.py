"""Orders that wait for staff, as tasks on Today."""

import datetime

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from clinics.models import OfficialOrder, OrderRemoval
from staff import queues
from staff.roles import LISTING_EDITOR, VERIFIER


def register() -> None:
    queues.register(
        queues.Queue(
            name="orders", title=_("Orders to attach"), roles=(LISTING_EDITOR,),
            url="admin:orders", count=lambda: OfficialOrder.objects.waiting().count(),
            oldest=lambda: OfficialOrder.objects.waiting().aggregate(at=Min("waits_since"))["at"],
            minutes_each=5, target=datetime.timedelta(days=1),
        )
    )  # fmt: skip
    queues.register(
        queues.Queue(
            name="order_removals", title=_("Orders to take out"), roles=(VERIFIER,),
            url="admin:order_removals", count=lambda: OrderRemoval.objects.waiting().count(),
            oldest=lambda: OrderRemoval.objects.waiting().aggregate(at=Min("asked_at"))["at"],
            minutes_each=5, target=datetime.timedelta(days=3),
        )
    )  # fmt: skip
