"""Everything that changes a review. Quotes may call `create_invitation` and `is_open`, nothing else."""

from reviews.actions.appeal import OwnRefusal, grant_appeal, make_appeal, refuse_appeal
from reviews.actions.care import close_complication
from reviews.actions.confirm import CodeClosed, WrongCode, confirm_review, send_new_code
from reviews.actions.create import AlreadyReviewed
from reviews.actions.decide import (
    AlreadyDecided,
    StillHeld,
    publish_review,
    read_case,
    refuse_review,
)
from reviews.actions.edit import NoMoreChance, resubmit_review
from reviews.actions.hold import release_burst
from reviews.actions.invite import InvitationUsed, create_invitation, is_open, submit_invited
from reviews.actions.report import keep_review, remove_review, report_review
from reviews.actions.start import start_review
from reviews.actions.withdraw import withdraw_review
from reviews.seen import NotSeen

__all__ = [
    "AlreadyDecided",
    "AlreadyReviewed",
    "CodeClosed",
    "InvitationUsed",
    "NoMoreChance",
    "NotSeen",
    "OwnRefusal",
    "StillHeld",
    "WrongCode",
    "close_complication",
    "confirm_review",
    "create_invitation",
    "grant_appeal",
    "is_open",
    "keep_review",
    "make_appeal",
    "publish_review",
    "read_case",
    "refuse_appeal",
    "refuse_review",
    "release_burst",
    "remove_review",
    "report_review",
    "resubmit_review",
    "send_new_code",
    "start_review",
    "submit_invited",
    "withdraw_review",
]
