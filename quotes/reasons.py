"""Closed lists of reasons: code and words that the patient reads too."""

from django.utils.translation import gettext_lazy as _

REFUSE = [
    ("not_a_request", _("This is not a request for a price.")),
    ("emergency", _("This needs a doctor near you now. We cannot help fast enough.")),
    ("under_18", _("We only pass on requests for people aged 18 or older.")),
    ("not_for_listing", _("The treatment is not listed any more.")),
    ("other_person", _("It is about somebody who has not agreed.")),
    ("abuse", _("The form was misused.")),
]
CLOSE = [
    ("all_declined", _("No clinic could give a price.")),
    ("no_answer", _("No clinic answered.")),
    ("patient_asked", _("You asked us to close it.")),
]
DECLINE = [
    ("needs_examination", _("The clinic gives no price before an examination.")),
    ("not_suitable", _("The clinic does not give this treatment in such a case.")),
    ("no_capacity", _("The clinic takes no new patients from abroad now.")),
    ("language", _("The clinic cannot answer in a language you named.")),
    ("other", _("The clinic gave no reason.")),
]
# The same in the clinic's own form, in its own words.
DECLINE_OWN = [
    ("needs_examination", _("We give no price before an examination.")),
    ("not_suitable", _("We do not give this treatment in such a case.")),
    ("no_capacity", _("We take no new patients from abroad now.")),
    ("language", _("We cannot answer in a language the patient named.")),
    ("other", _("Another reason, or none")),
]


def words(reason: str) -> str:
    """Return the words of a reason in the active language, "" for an unknown code."""
    return str(dict([*REFUSE, *CLOSE, *DECLINE]).get(reason, ""))
