"""What others did to a case while somebody had its page open.

Each form of the case page carries the time at which the page was made. A form that comes back
after somebody else did something is shown again, with everything typed and with what happened.
"""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from quotes.desk.words import of_moves
from quotes.models import QuoteRequest, Transition
from ui.templatetags.kakunin import day

FIELD = "seen"
LONGEST = 40


def stamp() -> str:
    """Return what the page's forms carry."""
    return timezone.now().isoformat()


def since(quote: QuoteRequest, seen: str, user: Any) -> list[str]:
    """Return one line for each thing that others did after ``seen``; [] when nothing or unknown.

    Newest last. What ``user`` did in another window is known to them.
    """
    moment = _moment(seen)
    if moment is None:
        return []
    moves = Transition.objects.filter(request=quote, at__gt=moment).exclude(by=user)
    written = quote.messages.filter(created_at__gt=moment).exclude(by=user)
    lines = [
        (move["at"], f"{move['kind']}: {move['before']} → {move['after']} ({_who(move)})")
        for move in of_moves(moves.select_related("by").order_by("at", "pk"))
    ]
    lines += [
        (row.created_at, f"{row.get_sender_display()}: {row.text}")
        for row in written.order_by("created_at", "pk")
    ]
    taken = quote.assigned_at
    if quote.assignee_id not in {None, user.pk} and taken and taken > moment:
        lines.append((taken, _("%(who)s took the case.") % {"who": quote.assignee}))
    return [f"{_time(at)} {text}" for at, text in sorted(lines)]


def _who(move: dict[str, Any]) -> str:
    return str(move["by"] or move["role"])


def _time(at: datetime) -> str:
    return f"{day(at)} {timezone.localtime(at):%H:%M}"


def _moment(seen: str) -> datetime | None:
    try:
        moment = parse_datetime(seen[:LONGEST])
    except ValueError:
        return None
    return moment if moment and timezone.is_aware(moment) else None
