"""After a breach: whose requests were opened in a window of time, or by one person."""

import csv
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count, Max, Min
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from quotes.actions.desk import OBJECT, note_access
from quotes.models import QuoteRequest
from staff.models import User
from trust.access_log import actor_digest
from trust.models import AccessLog


class Command(BaseCommand):
    """``manage.py who_was_read --from 2026-11-01T00:00 --to 2026-11-02T00:00 [--by NAME]``."""

    help = "List requests that were opened, from the read log: reference, times, first, last."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", required=True, metavar="TIME", type=_moment)
        parser.add_argument("--to", dest="end", metavar="TIME", type=_moment, help="default: now")
        parser.add_argument(
            "--by", metavar="NAME", help="only what this person opened; a clinic's link: clinic:12"
        )
        parser.add_argument(
            "--addresses", action="store_true", help="with the patients' addresses, to tell them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        rows = AccessLog.objects.filter(
            object_type=OBJECT, at__gte=options["start"], at__lt=options["end"] or timezone.now()
        )
        if options["by"]:
            rows = rows.by_actor(_reader(options["by"]))
        found = list(
            rows.order_by("object_ref")
            .values_list("object_ref")
            .annotate(times=Count("id"), first=Min("at"), last=Max("at"))
        )
        known = {str(one.pk): one for one in _requests([row[0] for row in found])}
        if options["addresses"]:
            for request in known.values():
                note_access(request, by=None, action="opened", reason="breach: to tell the patient")
        out = csv.writer(self.stdout, lineterminator="\n")
        more = ["address"] if options["addresses"] else []
        out.writerow(["request", "times", "first", "last", *more])
        for key, times, first, last in found:
            request = known.get(key)
            name = request.reference if request else f"deleted {key}"
            address = [(request and request.email) or "erased"] if more else []
            out.writerow([name, times, _shown(first), _shown(last), *address])
        self.stderr.write(f"{len(found)} requests")


def _requests(keys: list[str]) -> list[QuoteRequest]:
    return list(QuoteRequest.objects.filter(pk__in=keys).order_by("pk"))


def _reader(name: str) -> str:
    """Return how the log names the person or clinic. Raises CommandError."""
    if name.startswith("clinic:"):
        return actor_digest(name)
    person = User.objects.filter(username=name).first()
    if person is None:
        raise CommandError(f"There is no person named {name}.")
    return actor_digest(person)


def _moment(text: str) -> datetime:
    """Read a time such as 2026-11-01T09:30, in Tokyo unless it says otherwise."""
    found = parse_datetime(text)
    if found is None:
        raise ValueError(text)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _shown(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds")
