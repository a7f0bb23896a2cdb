"""Numbers of moderation that the code keeps; the policy page prints them as RULES."""

from datetime import timedelta

WRITER_HAS = timedelta(days=30)
"""After a refusal: time to change the review once, or to appeal."""
KEPT_AFTER_DECISION = timedelta(days=365)
"""What was written in an appeal, a report or a note about help goes this long after its end."""
HIDES_A_DAY = 5
"""Reports about personal data take the words of so many reviews of one clinic away at once."""
APPEAL_TARGET = timedelta(days=7)
"""Another person decides an appeal within this time."""
BURST_FACTOR = 5
BURST_LEAST = 5

RULES: dict[str, int] = {
    "writer_days": WRITER_HAS.days,
    "appeal_days": APPEAL_TARGET.days,
    "burst_factor": BURST_FACTOR,
    "burst_least": BURST_LEAST,
    "kept_months": KEPT_AFTER_DECISION.days * 12 // 365,
}
