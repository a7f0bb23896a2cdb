"""Everything that changes a request. Views and jobs call these and nothing else.

Each action is one transaction: a conditional UPDATE, the move's row, the mails it causes.
Raises ``quotes.states.IllegalMove`` when the thing is not in a state that allows the action.
"""

from quotes.actions.clinic import ask_question, decline_to_answer, open_as_clinic, record_answer
from quotes.actions.desk import (
    ask_patient,
    close_request,
    mark_no_answer,
    note_exported,
    open_case,
    pass_on,
    refuse_request,
    release_to_clinic,
    take_case,
)
from quotes.actions.erasing import delete_unconfirmed, erase_request, replay_erasures
from quotes.actions.files import (
    TooManyFiles,
    add_file,
    ask_papers,
    content_of,
    delete_file,
    read_file,
    scan_again,
)
from quotes.actions.patient import (
    allow_clinic,
    choose_answer,
    decline_answer,
    extend_request,
    reply,
    withdraw_recipient,
    withdraw_request,
)
from quotes.actions.request import (
    confirm_email,
    mail_fresh_link,
    renew_link,
    submit_request,
)
from quotes.actions.sharing import note_export, open_as_reader, share_request, stop_sharing
from quotes.actions.treated import note_treated

__all__ = [
    "TooManyFiles",
    "add_file",
    "allow_clinic",
    "ask_papers",
    "ask_patient",
    "ask_question",
    "choose_answer",
    "close_request",
    "confirm_email",
    "content_of",
    "decline_answer",
    "decline_to_answer",
    "delete_file",
    "delete_unconfirmed",
    "erase_request",
    "extend_request",
    "mail_fresh_link",
    "mark_no_answer",
    "note_export",
    "note_exported",
    "note_treated",
    "open_as_clinic",
    "open_as_reader",
    "open_case",
    "pass_on",
    "read_file",
    "record_answer",
    "refuse_request",
    "release_to_clinic",
    "renew_link",
    "replay_erasures",
    "reply",
    "scan_again",
    "share_request",
    "stop_sharing",
    "submit_request",
    "take_case",
    "withdraw_recipient",
    "withdraw_request",
]
