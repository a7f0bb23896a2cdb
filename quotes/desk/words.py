"""What staff read on the case page for states, moves and readings."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from quotes import reasons
from quotes.models import Answer, QuoteRequest, Recipient, Transition
from quotes.patient.words import of_access
from ui.templatetags.kakunin import day

STATES: dict[str, Any] = {
    "request": QuoteRequest.State,
    "recipient": Recipient.State,
    "answer": Answer.State,
}


def of_state(machine: str, state: str) -> str:
    """Return the label of a state; a state that is known no more stays as it is."""
    return str(dict(STATES[machine].choices).get(state, state)) if state else "–"


def of_recipient(row: Recipient) -> str:
    """One line: where this clinic stands, with the day or the reason."""
    more = reasons.words(row.reason) if row.state == "declined" else ""
    if row.state == "sent":
        more = day(row.sent_at)
    return " · ".join(filter(None, [str(row.get_state_display()), more]))


def of_moves(moves: Iterable[Transition]) -> list[dict[str, Any]]:
    """Return [{at, kind, before, after, role, by, reason}] for the table."""
    return [
        {
            "at": move.at,
            "kind": move.get_object_type_display(),
            "before": of_state(move.object_type, move.from_state),
            "after": of_state(move.object_type, move.to_state),
            "role": move.get_role_display(),
            "by": move.by,
            "reason": reasons.words(move.reason) or move.reason,
        }
        for move in moves
    ]


def _role(role: str) -> str:
    return {"patient": _("the patient"), "reader": _("the patient's view-only link")}.get(role, "")


def of_reads(entries: Iterable[Any], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return [{at, who, what}]; ``names``: stored name of a clinic → name for this reader."""
    return [
        {
            "at": entry.at,
            "who": names.get(entry.actor_label, entry.actor_label) or _role(entry.role),
            "what": of_access(entry.role, entry.action),
        }
        for entry in entries
    ]
