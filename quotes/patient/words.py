"""What the patient reads for the states of the three machines."""

from datetime import datetime

from django.utils.translation import gettext as _

from quotes import reasons
from quotes.models import Answer, QuoteRequest, Recipient
from ui.templatetags.kakunin import day


def of_request(request: QuoteRequest) -> str:
    """One line: where the request stands."""
    if request.state == "closed":
        return {
            "chosen": _("You chose a clinic"),
            "none": _("Closed without a choice"),
            "withdrawn": _("Withdrawn"),
            "refused": _("We could not pass it on"),
        }[request.outcome]
    return {
        "unconfirmed": _("Confirm your e-mail"),
        "checking": _("Being checked"),
        "open": _("With the clinics"),
        "erased": _("Data deleted"),
    }[request.state]


def of_recipient(recipient: Recipient, answer: Answer | None) -> str:
    """One line: where this clinic stands."""
    if recipient.state == "withdrawn" and answer is not None and answer.state == "chosen":
        return _("Withdrawn")  # chosen once, then taken back
    if answer is not None and recipient.state in {"answered", "withdrawn", "question"}:
        if recipient.state == "question":
            return _("The clinic has a question")
        return of_answer(answer)
    if recipient.state == "waiting":
        return _("Waiting for your tick") if recipient.consent_id is None else _("Not sent yet")
    if recipient.state == "sent":
        return _("Sent to the clinic on %(day)s") % {"day": day(recipient.sent_at)}
    if recipient.state == "declined":
        return reasons.words(recipient.reason) or _("The clinic gives no price.")
    return {
        "question": _("The clinic has a question"),
        "answered": _("Answer received"),
        "no_answer": _("No answer after 5 working days"),
        "withdrawn": _("Withdrawn"),
    }[recipient.state]


def of_answer(answer: Answer) -> str:
    if answer.state == "open" and answer.is_expired:
        return _("Expired on %(day)s") % {"day": day(answer.valid_until)}
    if answer.state == "open":
        return _("Answer received (valid until %(day)s)") % {"day": day(answer.valid_until)}
    return {
        "chosen": _("Chosen"),
        "not_this_one": _("Not this one"),
        "superseded": _("Replaced by a newer answer"),
    }[answer.state]


def timeline(request: QuoteRequest, recipients: list[Recipient]) -> list[dict]:
    """Return items for components/timeline.html."""
    sent = [row.sent_at for row in recipients if row.sent_at]
    answers = [a for row in recipients for a in row.answers.all() if a.version == 1]
    items = [
        _item(_("Request received"), request.created_at, "done"),
        _item(
            _("E-mail confirmed") if request.confirmed_at else _("Confirm your e-mail"),
            request.confirmed_at,
            "next",
        ),
        _item(_("Being checked"), min(sent, default=None), "next"),
        _item(_("Sent to the clinics"), min(sent, default=None), "next"),
        _item(_("Answer received"), min((a.created_at for a in answers), default=None), "next"),
    ]
    items[2]["when"] = request.confirmed_at if request.confirmed_at else None
    if request.state == "closed":
        items = [item for item in items if item["state"] == "done"]
        items.append(_item(of_request(request), request.closed_at, "stopped"))
        items[-1]["state"] = "done" if request.outcome == "chosen" else "stopped"
        items[-1]["text"] = reasons.words(request.reason)
    else:
        _mark_now(items)
    gone = {"title": _("Data deleted"), "when": request.delete_on, "text": "", "state": "next"}
    return [*items, gone]


def _item(title: str, when: datetime | None, otherwise: str) -> dict:
    return {"title": title, "when": when, "text": "", "state": "done" if when else otherwise}


def _mark_now(items: list[dict]) -> None:
    for item in items:
        if item["state"] == "next":
            item["state"] = "now"
            break


def of_access(role: str, action: str) -> str:
    """What the access log says, in plain words."""
    return {
        ("quote coordinator", "opened"): _("our staff read it"),
        ("quote coordinator", "took"): _("our staff took the case"),
        ("quote coordinator", "exported"): _(
            "our staff saved a list: reference, clinics and states, nothing you wrote"
        ),
        ("quote coordinator", "sent"): _("our staff sent it to this clinic"),
        ("clinic", "opened"): _("the clinic's link was opened"),
        ("quote coordinator", "downloaded"): _("our staff downloaded a file"),
        ("clinic", "downloaded"): _("the clinic downloaded a file"),
        ("patient", "sent a file"): _("you sent a file"),
        ("patient", "downloaded"): _("you downloaded your file"),
        ("reader", "opened"): _("your view-only link was opened"),
        ("patient", "shared"): _("you made a view-only link"),
        ("patient", "stopped sharing"): _("you ended the view-only link"),
        ("patient", "exported"): _("you saved a copy of everything"),
    }.get((role, action), action)


def of_reader(role: str) -> str:
    """Who it was, where the log keeps no name: the patient herself, or whoever she shared with."""
    return {"patient": _("you"), "reader": _("somebody with your link")}.get(role, "")
