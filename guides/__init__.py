"""Guides: Markdown pages with sources and dates.

Used by visitors and by pages that link to an explanation.
Promises that each page says who checked it, when and on what ground.
"""

from guides.links import GuideLink, links_for, parts_for

__all__ = ["GuideLink", "links_for", "parts_for"]
