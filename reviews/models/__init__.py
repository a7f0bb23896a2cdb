"""The tables of reviews."""

from reviews.models.appeal import Appeal
from reviews.models.care import CareNote
from reviews.models.event import ReviewEvent
from reviews.models.invitation import Invitation
from reviews.models.receipt import Receipt
from reviews.models.reply import Reply, ReplyEvent
from reviews.models.report import ReviewReport
from reviews.models.review import Review
from reviews.models.unconfirmed import UnconfirmedReview

__all__ = [
    "Appeal",
    "CareNote",
    "Invitation",
    "Receipt",
    "Reply",
    "ReplyEvent",
    "Review",
    "ReviewEvent",
    "ReviewReport",
    "UnconfirmedReview",
]
