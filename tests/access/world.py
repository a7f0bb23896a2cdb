"""The people and the things of the sweep."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from quotes import actions
from quotes import links as quote_links
from quotes.models import QuoteRequest
from reviews.actions.create import MINE
from reviews.replies.links import REPLY
from tests.access.matrix import ROLES
from tests.quotes.factories import answered, fresh_answer, make_treatment, recipients, submit
from tests.reviews.factories import (
    appealed_review,
    reported_review,
    waiting_receipt,
    waiting_reply,
    waiting_review,
)
from tests.staff_session import signed_in_client
from trust import links
from trust.uploads import Taken
from trust.uploads.kinds import BY_CODE

# Whose thing it is: of patient (clinic) a or b, erased, not confirmed yet, never there.
OBJECTS = ("a", "b", "erased", "unconfirmed", "missing")
STAFF = {
    "no role": None,
    "editor": "listing editor",
    "verifier": "verifier",
    "moderator": "review moderator",
    "coordinator a": "quote coordinator",
    "coordinator b": "quote coordinator",
    "administrator": "administrator",
}


def canary(label: str) -> str:
    """Return what stands in the message of the request with that label."""
    return f"Zanahoria-{label}-7731"


@dataclass
class World:
    """``values[kind][label]``: what stands in an address for that thing."""

    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """Return a fresh browser of that role; an answer cannot change the next one's."""
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(self.cookies[role].output(header="", sep=";"))
        return client

    def value(self, kind: str, label: str) -> str:
        known = self.values.get(kind, {})
        return known.get(label) or self.missing(kind)

    def missing(self, kind: str) -> str:
        """Return a value of the right form that names nothing, the same at each call."""
        made = _MISSING[kind if kind in _MISSING else "token"]
        return self.values.setdefault(kind, {}).setdefault("missing", made())


_MISSING: dict[str, Callable[[], str]] = {
    **dict.fromkeys(
        [
            "request",
            "recipient",
            "answer",
            "review",
            "reply",
            "receipt",
            "papers",
            "file",
            "uuid",
            "published",
            "appeal",
            "complication",
        ],
        lambda: str(uuid4()),
    ),
    **dict.fromkeys(["int", "path", "burst"], lambda: "999999999"),
    "slug": lambda: "nothing-of-that-name",
    "token": lambda: secrets.token_urlsafe(32),
}


def build() -> World:
    world = World()
    by_role = {role: signed_in_client(group) for role, group in STAFF.items()}
    treatments = {label: make_treatment() for label in OBJECTS[:4]}
    made = {
        label: answered(
            treatments[label],
            by=by_role["coordinator b"].user,
            email=f"{label}@example.org",
            message=canary(label),
        )
        for label in ("a", "b", "erased")
    }
    for label in ("a", "b"):
        QuoteRequest.objects.filter(pk=made[label].pk).update(
            assignee=by_role[f"coordinator {label}"].user, assigned_at=timezone.now()
        )
    for label, request in made.items():
        _remember(world, label, request)
    actions.erase_request(request=made["erased"])
    made["unconfirmed"] = submit(
        treatments["unconfirmed"], email="new@example.org", message=canary("unconfirmed")
    )
    _remember(world, "unconfirmed", made["unconfirmed"])
    review = waiting_review()
    world.values["review"] = {"a": str(review.pk)}
    world.values["review-link"] = {"a": _token(MINE, review.pk)}
    reply, receipt = waiting_reply(), waiting_receipt()
    world.values["reply"] = {"a": str(reply.pk)}
    world.values["reply-link"] = {"a": _token(REPLY, reply.review_id)}
    world.values["receipt"] = {"a": str(receipt.pk)}
    world.values["receipt-link"] = {"a": _token(MINE, receipt.review_id)}
    world.values["burst"] = {"a": str(review.treatment.clinic_id)}
    world.values["published"] = {"a": str(reported_review().pk)}
    world.values["appeal"] = {"a": str(appealed_review().pk)}
    world.values["complication"] = {"a": str(waiting_review(complication=True).pk)}
    _give_cookies(world, by_role)
    return world


def _remember(world: World, label: str, request: QuoteRequest) -> None:
    recipient = recipients(request)[0]
    has_answer = recipient.answers.exists()
    view = links.issue(
        purpose=quote_links.PATIENT,
        object_id=request.pk,
        expires_at=timezone.now() + quote_links.OUTER_BOUND,
        view_only=True,
    )
    papers = actions.ask_papers(recipient=recipient, what=["blood"]) if has_answer else None
    taken = Taken(BY_CODE["png"], b"\x89PNG of nobody", "clean")
    for kind, value in {
        "papers": papers.pk if papers else "",
        "file": actions.add_file(papers=papers, taken=taken, name="x.png").pk if papers else "",
        "request": request.pk,
        "recipient": recipient.pk,
        "answer": fresh_answer(request).pk if has_answer else "",
        "private-link": _token(quote_links.PATIENT, request.pk),
        "view-link": view.token,
        "confirm-link": _token(quote_links.CONFIRM, request.pk),
        "clinic-link": _token(quote_links.CLINIC, recipient.pk) if has_answer else "",
    }.items():
        world.values.setdefault(kind, {})[label] = str(value)


def _token(purpose: str, object_id: Any) -> str:
    link = links.current(purpose=purpose, object_id=object_id)
    assert link is not None, purpose
    return link.token


def _give_cookies(world: World, staff: dict[str, Client]) -> None:
    opened = {
        "patient a": ("quotes/r", world.value("private-link", "a")),
        "patient b": ("quotes/r", world.value("private-link", "b")),
        "viewer a": ("quotes/r", world.value("view-link", "a")),
        "clinic a": ("ja/quotes/clinic", world.value("clinic-link", "a")),
        "clinic b": ("ja/quotes/clinic", world.value("clinic-link", "b")),
    }
    for role in ROLES:
        client = staff.get(role) or Client()
        if role in opened:
            folder, token = opened[role]
            assert client.get(f"/{folder}/{token}/").status_code in {200, 302}, role
        world.cookies[role] = client.cookies
