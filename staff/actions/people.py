"""Inviting staff, giving roles, closing access."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from staff.actions.events import record
from staff.emails import enqueue_invitation
from staff.models import EntryLink, StaffEvent, User
from staff.roles import ADMINISTRATOR, BY_NAME

INVITATION_DAYS = 3


class LastAdministrator(Exception):
    """Refused: the site would be left without an administrator."""

    message = _("This is the last administrator. Make another person administrator first.")


@transaction.atomic
def invite(
    *,
    username: str,
    email: str,
    roles: Iterable[str],
    language: str = "en",
    by: User | None,
    send_mail: bool = True,
) -> EntryLink:
    """Make an account without password and a way in for its person, by mail.

    `by` is None only for the first administrator (command line), who gets no mail.
    Raises IntegrityError if the user name exists.
    """
    user = User(username=username, email=email, language=language, is_staff=True)
    user.set_unusable_password()
    user.save(force_insert=True)
    record(kind=StaffEvent.Kind.INVITED, by=by, about=user)
    _write_roles(user, set(roles), by)
    return _new_link(user, by=by, send_mail=send_mail)


@transaction.atomic
def invite_again(*, user: User, by: User | None, send_mail: bool = True) -> EntryLink:
    """Withdraw open invitations of this person and send a new one."""
    record(kind=StaffEvent.Kind.INVITED, by=by, about=user, note="again")
    return _new_link(user, by=by, send_mail=send_mail)


@transaction.atomic
def set_roles(*, user: User, roles: Iterable[str], by: User | None) -> User:
    """Give exactly these roles. Raises LastAdministrator, KeyError for an unknown role."""
    wanted = set(roles)
    if ADMINISTRATOR not in wanted:
        _keep_one_administrator(user)
    _write_roles(user, wanted, by)
    return user


@transaction.atomic
def set_active(*, user: User, active: bool, by: User) -> User:
    """Open or close access. Closing ends every session of the person at the next request.

    Raises LastAdministrator.
    """
    if not active:
        _keep_one_administrator(user)
    changed = User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active)
    if changed:
        kind = StaffEvent.Kind.REACTIVATED if active else StaffEvent.Kind.DEACTIVATED
        record(kind=kind, by=by, about=user)
    if not active:
        _withdraw_links(user)
    user.is_active = active
    return user


def _write_roles(user: User, wanted: set[str], by: User | None) -> None:
    groups = [Group.objects.get_or_create(name=BY_NAME[name].name)[0] for name in sorted(wanted)]
    before = set(user.groups.values_list("name", flat=True))
    user.groups.set(groups)
    user.__dict__.pop("_role_names", None)
    if before != wanted:
        changes = [f"+{name}" for name in sorted(wanted - before)]
        changes += [f"-{name}" for name in sorted(before - wanted)]
        record(kind=StaffEvent.Kind.ROLES_CHANGED, by=by, about=user, note=", ".join(changes))


def _new_link(user: User, *, by: User | None, send_mail: bool) -> EntryLink:
    _withdraw_links(user)
    link = EntryLink.objects.create(
        kind=EntryLink.Kind.INVITE,
        user=user,
        created_by=by,
        expires_at=timezone.now() + timedelta(days=INVITATION_DAYS),
    )
    if send_mail:
        enqueue_invitation(link)
    return link


def _withdraw_links(user: User) -> None:
    EntryLink.objects.usable().filter(user=user).update(withdrawn_at=timezone.now())


def _keep_one_administrator(user: User) -> None:
    """The group row is locked so that two administrators cannot close each other."""
    list(Group.objects.select_for_update().filter(name=ADMINISTRATOR))
    others = User.objects.with_role(ADMINISTRATOR).exclude(pk=user.pk)
    holds = User.objects.with_role(ADMINISTRATOR).filter(pk=user.pk).exists()
    if holds and not others.exists():
        raise LastAdministrator


@transaction.atomic
def end_sessions(*, user: User, keys: Iterable[str]) -> int:
    """End these sessions of the person at once; returns how many there still were."""
    ended, _per_model = Session.objects.filter(session_key__in=list(keys)).delete()
    if ended:
        record(kind=StaffEvent.Kind.SESSIONS_ENDED, by=user, about=user)
    return ended


@transaction.atomic
def change_password(*, user: User, password: str) -> None:
    """Set a checked password; the person's other sessions end with their next click."""
    user.set_password(password)
    user.save(update_fields=["password"])
    record(kind=StaffEvent.Kind.PASSWORD_CHANGED, by=user, about=user)
