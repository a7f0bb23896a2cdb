"""Run the rules over all listings that are live or being checked, and attach orders anew."""

from typing import Any

from django.core.management.base import BaseCommand

from clinics.checks import record_findings
from clinics.models import Treatment
from clinics.orders.actions import refresh_order_targets


class Command(BaseCommand):
    help = "Look for contradictions in live listings and those being checked."

    def handle(self, *args: Any, **options: Any) -> None:
        looked_at = (
            Treatment.objects.under_check()
            .select_related("clinic")
            .prefetch_related("findings")
            .order_by("pk")
        )
        count = record_findings(looked_at)
        self.stdout.write(f"listings {looked_at.count()}, open findings {count}")
        self.stdout.write(f"listings that show an order anew: {len(refresh_order_targets())}")
