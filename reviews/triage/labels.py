"""What the moderator reads for each flag. The codes never change."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, str | Promise] = {
    "complication": _("Possible complication: tell the safety team"),
    "personal_data": _("Name or private details"),
    "link_contact": _("Link or contact details"),
    "effect_claim": _("Says what the treatment did or did not do"),
    "incentive": _("Reward for the review"),
    "insider": _("Writer may be connected to the clinic"),
    "abuse": _("Insult or threat"),
    "promotion": _("Reads like an advert"),
    "off_topic": _("Not about the clinic"),
}

# A task for staff, no reason to refuse: such a text can be fit to publish.
NO_BREACH = frozenset({"complication"})
