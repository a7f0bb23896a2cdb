"""What to read about the words of a search. Another app says it at start; this one knows none.

from clinics.finder import reading
reading.register(find)        # find("fat cells") → a few objects with title and url; no query
"""

from collections.abc import Callable, Sequence
from typing import Protocol


class Page(Protocol):
    @property
    def title(self) -> str: ...

    @property
    def url(self) -> str: ...


_find: list[Callable[[str], Sequence[Page]]] = []


def register(find: Callable[[str], Sequence[Page]]) -> None:
    """Name the one who answers; a later one takes its place."""
    _find[:] = [find]


def about(text: str) -> list[Page]:
    """Return the few pages about what was typed; none for "" and where nobody is registered."""
    return [page for find in _find if text.strip() for page in find(text)]
