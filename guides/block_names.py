"""Which blocks a text may ask for (what they show: guides.blocks; how to write them:
guides.placeholders)."""

import re

NAME = re.compile(r"<p>\[\[block: ([a-z-]+)\]\]</p>")
NAMES = frozenset({"cost-distribution", "units", "questions", "journey", "claims"})


def asked_for(html: str) -> set[str]:
    return set(NAME.findall(html))
