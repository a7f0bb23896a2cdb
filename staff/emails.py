"""The invitation mail."""

from __future__ import annotations

from staff import entry
from staff.models import EntryLink
from trust.outbox import Letter, enqueue, register_mail

TEMPLATE = "staff_invite"


def invitation_letter(object_id: str) -> Letter | None:
    """Address and values at the moment of sending; None once the link is used or withdrawn."""
    link = EntryLink.objects.usable().filter(pk=object_id).select_related("user").first()
    if link is None:
        return None
    return Letter(
        to=link.user.email,
        context={"address": entry.address_for(link), "ends": link.expires_at},
    )


def enqueue_invitation(link: EntryLink) -> None:
    """Put the invitation into the outbox, in the language of the invited person."""
    enqueue(
        template=TEMPLATE,
        object_id=link.pk,
        language=link.user.language,
        dedupe_key=f"{TEMPLATE}:{link.pk}",
    )


register_mail(TEMPLATE, invitation_letter)
