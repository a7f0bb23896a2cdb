"""Live values in a rendered page: `{operator_name}` in the text, or alone in a paragraph.

Larger live parts are blocks: a line of its own in the Markdown text, with empty lines around it,

    [[block: cost-distribution]]

Blocks there are (``guides.blocks``; another name fails the content check):

- ``cost-distribution``: prices published in this directory, by product, as picture and table
- ``units``: HbA1c % ↔ mmol/mol, C-peptide ng/mL ↔ nmol/L, glucose mg/dL ↔ mmol/L, with a form
- ``questions``: the questions to ask, to print or to fill in from a treatment
- ``journey``: the way to the journey planner
- ``claims``: the way to the claims we checked

A block stands under a heading of the page and brings headings of the third level at most.
"""

import re
from collections.abc import Mapping

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

NAME = re.compile(r"<p>\{([a-z_]+)\}</p>|\{([a-z_]+)\}")


def names(html: str) -> set[str]:
    return {alone or inline for alone, inline in NAME.findall(html)}


def fill(html: str, values: Mapping[str, str]) -> SafeString:
    """Put the values in; texts are escaped, safe strings (a table) are not.

    Raises KeyError for a placeholder without a value.
    """
    filled = NAME.sub(
        lambda match: (
            conditional_escape(values[match[1] or match[2]])
            if match[2] or hasattr(values[match[1]], "__html__")
            else f"<p>{conditional_escape(values[match[1]])}</p>"
        ),
        html,
    )
    return mark_safe(filled)  # noqa: S308 - the page is sanitised, the values are escaped
