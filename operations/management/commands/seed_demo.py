"""Fill a demonstration: the ministry-list sample and invented clinics, requests and reviews."""

import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from clinics.models import Clinic, Treatment
from operations.demo.seed.clinics import make_clinics
from operations.demo.seed.guides import make_page_reports
from operations.demo.seed.work import (
    make_differences,
    make_findings,
    make_suggestions,
    make_wishes,
)
from quotes.samples import create_sample_requests
from register.actions import import_file
from reviews.replies.samples import create_sample_replies
from reviews.samples import create_sample_reviews
from staff.models import User
from staff.roles import (
    ADMINISTRATOR,
    LISTING_EDITOR,
    QUOTE_COORDINATOR,
    REVIEW_MODERATOR,
    VERIFIER,
)

LIST_FILE = settings.BASE_DIR / "register/data/ministry_list_sample.csv"
LIST_DATE = datetime.date(2026, 9, 18)
PEOPLE = {
    "demo": (LISTING_EDITOR, VERIFIER, REVIEW_MODERATOR, QUOTE_COORDINATOR, ADMINISTRATOR),
    "demo-second": (VERIFIER, REVIEW_MODERATOR),
}


def _people() -> User:
    from django.contrib.auth.models import Group

    call_command("sync_roles", verbosity=0)
    for name, roles in PEOPLE.items():
        user, new = User.objects.get_or_create(
            username=name, defaults={"is_staff": True, "email": f"{name}@example.org"}
        )
        if new:
            user.set_unusable_password()
            user.save()
        user.groups.set(Group.objects.filter(name__in=roles))
    return User.objects.get(username="demo")


class Command(BaseCommand):
    help = "Fill a demonstration. Refuses on a live site. Safe to run twice: keeps what is there."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("This site is live: invented clinics do not belong here.")
        by = _people()
        report = import_file(LIST_FILE, seen_on=LIST_DATE)
        self.stdout.write(f"Ministry-list sample: {report}")
        if Clinic.objects.filter(is_sample=True).exists():
            self.stdout.write("Invented samples are there already; kept.")
            return
        with transaction.atomic():
            treatments = make_clinics(by=by)
            make_findings(by=by)
            make_suggestions(treatments)
            make_page_reports()
            make_wishes()
            make_differences()
            create_sample_requests(treatments, by=by)
            create_sample_reviews(treatments)
            create_sample_replies(by=by)
        self.stdout.write(
            f"Invented samples: {Clinic.objects.filter(is_sample=True).count()} clinics, "
            f"{Treatment.objects.filter(is_sample=True).count()} treatments, 12 requests, reviews."
        )
