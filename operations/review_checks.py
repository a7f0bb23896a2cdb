"""What must be true of reviews: the mean that sorts is the mean that shows."""

from operations.verify import register_check
from reviews import means


def ratings() -> list[str]:
    """Each kept mean is what the counted reviews of the last two years say."""
    return [f"clinic {pk}: kept mean differs from its reviews" for pk in means.outdated()]


def register() -> None:
    register_check("reviews: means", ratings)
