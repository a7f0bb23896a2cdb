from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

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
    return [
        GuideLink(guide.title, reverse("guides:page", args=[guide.slug]), guide.summary)
        for guide in all_guides(active_language())
        if wanted.intersection(guide.meta.about)
    ]
