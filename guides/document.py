from dataclasses import dataclass
from datetime import date, timedelta

from guides.front_matter import FrontMatter
from guides.sources import Source

LEAVES_INDEX_AFTER = timedelta(days=90)


@dataclass(frozen=True)
class Document:
    """One content file, rendered."""

    slug: str
    meta: FrontMatter
    html: str
    contents: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        return self.meta.title

    @property
    def summary(self) -> str:
        return self.meta.summary

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.meta.sources

    def is_overdue(self, today: date) -> bool:
        return self.meta.next_check < today

    def is_out_of_index(self, today: date) -> bool:
        """A page nobody checked for too long is no longer recommended; its address still works."""
        return self.meta.next_check + LEAVES_INDEX_AFTER < today
