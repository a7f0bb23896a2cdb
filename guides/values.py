"""Live values for the placeholders of guides: the days after which something counts as old."""

from django.conf import settings


def live_values() -> dict[str, str]:
    """Return {placeholder: text}; a guide with any other placeholder fails the content check."""
    return {
        "list_stale_days": str(getattr(settings, "LIST_STALE_DAYS", 90)),
        "price_stale_days": str(getattr(settings, "PRICE_STALE_DAYS", 180)),
    }
