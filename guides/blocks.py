"""Live parts of a page: `[[block: cost-distribution]]` alone in a paragraph of the text."""

from collections.abc import Callable, Mapping

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from guides.block_names import NAME
from guides.tools import costs, units


def _costs() -> str:
    return render_to_string("guides/blocks/costs.html", {"costs": costs.published()})


def _units() -> str:
    return render_to_string("guides/blocks/units.html", {"tables": units.tables()})


def _plain(template: str) -> Callable[[], str]:
    return lambda: render_to_string(template)


BLOCKS: Mapping[str, Callable[[], str]] = {
    "cost-distribution": _costs,
    "units": _units,
    "questions": _plain("guides/blocks/questions.html"),
    "journey": _plain("guides/blocks/journey.html"),
    "claims": _plain("guides/blocks/claims.html"),
}


def fill(html: str) -> SafeString:
    """Put the blocks in. ``html`` is safe already. Raises KeyError for an unknown block."""
    return mark_safe(NAME.sub(lambda match: BLOCKS[match[1]](), html))  # noqa: S308 - blocks are our templates
