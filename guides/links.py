from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from guides.data import read
from guides.document import Document
from guides.grouping import FILE as GROUPS
from guides.loader import active_language, all_guides


@dataclass(frozen=True)
class GuideLink:
    title: str
    url: str
    summary: str


def links_for(codes: Iterable[str]) -> list[GuideLink]:
    """Return the guides that explain any of these vocabulary codes, in the active language.

    A guide whose ``about`` says "any" explains every treatment. Makes no query.
    """
    wanted = {"any", *codes}
    return [_link(guide) for guide in _guides() if wanted.intersection(guide.meta.about)]


def parts_for(codes: Iterable[str], *, most: int) -> list[GuideLink]:
    """Return at most ``most`` guides that name a code, the one about the fewest things first.

    Guides about every treatment are left out: a page links to them once. Makes no query.
    """
    wanted = set(codes) - {""}
    found = [guide for guide in _guides() if wanted.intersection(guide.meta.about)]
    found.sort(key=lambda guide: (len(guide.meta.about), _place(guide.slug)))
    return [_link(guide) for guide in found[:most]]


def _guides() -> list[Document]:
    return all_guides(active_language())


def _link(guide: Document) -> GuideLink:
    return GuideLink(guide.title, reverse("guides:page", args=[guide.slug]), guide.summary)


@cache
def _reading_order() -> dict[str, int]:
    slugs = [slug for row in read(GROUPS) for slug in row["pages"]]
    return {slug: place for place, slug in enumerate(slugs)}


def _place(slug: str) -> int:
    return _reading_order().get(slug, len(_reading_order()))
