"""A slice of rows in no order may be other rows tomorrow: refuse it.

(Pagination is covered too: Django warns there, and warnings are errors.)
"""

import sys
from pathlib import Path

from django.db.models import QuerySet

ROOT = Path(__file__).resolve().parent.parent.parent


class UnorderedSlice(AssertionError):
    """Rows were taken by position from a query without an order."""


def _ours(filename: str) -> bool:
    path = Path(filename)
    if "django/template" in filename:  # {{ rows|slice:":3" }}, {{ rows.0 }}, {% for … %}
        return True
    return path.is_relative_to(ROOT) and ".venv" not in path.parts


def refuse_unordered_slices() -> None:
    """Let ``rows[…]`` fail on a query set without an order when our own code asks for it."""
    if getattr(QuerySet.__getitem__, "_guarded", False):
        return
    original = QuerySet.__getitem__

    def guarded(self, key):
        if (
            self._result_cache is None
            and not self.ordered
            and _ours(sys._getframe(1).f_code.co_filename)
        ):
            raise UnorderedSlice(
                f"{self.model.__name__}: [{key}] of rows in no order: add order_by"
            )
        return original(self, key)

    guarded._guarded = True  # type: ignore[attr-defined]
    QuerySet.__getitem__ = guarded  # type: ignore[method-assign]
