"""The guides of the index in groups, in reading order."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from guides.data import read
from guides.document import Document
from guides.loader import active_language

FILE = "groups.yaml"


@dataclass(frozen=True)
class Group:
    id: str
    title: str
    guides: tuple[Document, ...]


def grouped(guides: Iterable[Document]) -> list[Group]:
    """Return the groups that hold a guide; a guide that no group names stands last."""
    by_slug = {guide.slug: guide for guide in guides}
    language = active_language()
    found = [
        Group(
            row["id"],
            row[language],
            tuple(by_slug.pop(slug) for slug in row["pages"] if slug in by_slug),
        )
        for row in read(FILE)
    ]
    found.append(Group("more", _("More"), tuple(by_slug.values())))
    return [group for group in found if group.guides]
