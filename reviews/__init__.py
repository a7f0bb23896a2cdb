"""Reviews of service, price and communication, and their moderation.

Used by treated patients, moderators, readers and the clinic page. Knows nothing of quotes.
Promises one decision with one reason for each review, made without seeing the scores.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clinics.models import Clinic
    from reviews.summary import Summary


def summary_for(clinics: Iterable[Clinic]) -> dict[int, Summary]:
    """Return what pages show of each clinic's reviews, by clinic id (see reviews.summary)."""
    from reviews.summary import summary_for as build

    return build(clinics)
