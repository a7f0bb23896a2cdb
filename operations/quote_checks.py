"""What must be true of quote requests at any time."""

from operations.verify import register_check
from quotes import retention


def deleted_on_time() -> list[str]:
    """Nothing is left that the nightly job should have deleted."""
    return [
        f"{name}: {count} rows past their day (manage.py purge_quotes --dry-run tells more)"
        for name, count in retention.left_behind().items()
    ]


def register() -> None:
    register_check("quotes: deleted on time", deleted_on_time)
