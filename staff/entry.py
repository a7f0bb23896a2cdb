"""Addresses of one-use entries. The secret is made and resolved by trust.links."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from staff.models import EntryLink
from trust import links

PURPOSES = {EntryLink.Kind.INVITE: "staff_invite", EntryLink.Kind.DEMO: "staff_demo"}
ROUTES = {EntryLink.Kind.INVITE: "admin:invite_accept", EntryLink.Kind.DEMO: "admin:demo_login"}


def token_for(link: EntryLink) -> str:
    """The secret of this entry: a mail that is tried twice carries the same address."""
    purpose = PURPOSES[EntryLink.Kind(link.kind)]
    secret = links.current(purpose=purpose, object_id=link.pk) or links.issue(
        purpose=purpose, object_id=link.pk, expires_at=link.expires_at
    )
    return secret.token


def address_for(link: EntryLink) -> str:
    """The full address to send or print."""
    route = ROUTES[EntryLink.Kind(link.kind)]
    return settings.SITE_URL + reverse(route, args=[token_for(link)])


def resolve(kind: str, token: str) -> EntryLink | None:
    """The usable entry this token opens, with its person, or None."""
    secret = links.resolve(purpose=PURPOSES[EntryLink.Kind(kind)], token=token)
    if secret is None or not str(secret.object_id).isdigit():
        return None
    return (
        EntryLink.objects.usable()
        .filter(pk=secret.object_id, kind=kind)
        .select_related("user")
        .first()
    )
