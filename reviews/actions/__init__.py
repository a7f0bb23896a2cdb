"""Everything that changes a review. Quotes may call `create_invitation` and `is_open`, nothing else."""

from reviews.actions.confirm import CodeClosed, WrongCode, confirm_review, send_new_code
from reviews.actions.create import AlreadyReviewed
from reviews.actions.decide import AlreadyDecided, publish_review, read_case, refuse_review
from reviews.actions.invite import InvitationUsed, create_invitation, is_open, submit_invited
from reviews.actions.start import start_review
from reviews.actions.withdraw import withdraw_review

__all__ = [
    "AlreadyDecided",
    "AlreadyReviewed",
    "CodeClosed",
    "InvitationUsed",
    "WrongCode",
    "confirm_review",
    "create_invitation",
    "is_open",
    "publish_review",
    "read_case",
    "refuse_review",
    "send_new_code",
    "start_review",
    "submit_invited",
    "withdraw_review",
]
