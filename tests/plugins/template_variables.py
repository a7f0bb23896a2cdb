"""A variable that a template of ours names and nobody gave is a mistake, not an empty text.

Django asks ``if string_if_invalid:`` exactly when a variable is unknown. Ours is a text whose
truth value looks at who asks: a template of ours fails, any other (Django's admin, crispy forms)
goes on as in production. An optional argument is written ``{{ name|default:"" }}``.
"""

import sys
from pathlib import Path

from django.conf import settings
from django.template.base import FilterExpression, Node

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
MAY_BE_MISSING = {"default", "default_if_none", "yesno"}


class UnknownTemplateVariable(AssertionError):
    """A template of ours used a variable that is not in its context."""


class _Alarm(str):
    __slots__ = ()

    def __bool__(self) -> bool:
        frame = sys._getframe(1)
        expression = frame.f_locals.get("self")
        if not isinstance(expression, FilterExpression) or _is_optional(expression):
            return False
        name = _template_of_ours(frame)
        if name:
            raise UnknownTemplateVariable(f"{name}: {{{{ {expression.token} }}}} is unknown")
        return False


def _is_optional(expression: FilterExpression) -> bool:
    first = expression.filters[0][0] if expression.filters else None
    return getattr(first, "__name__", "") in MAY_BE_MISSING


def _template_of_ours(frame) -> str:
    """Return the name of the template around the nearest node, if it is one of ours."""
    while frame:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None) if isinstance(node, Node) else None
        if origin is not None:
            inside = Path(str(origin.name)).is_relative_to(TEMPLATES)
            return str(origin.template_name) if inside else ""
        frame = frame.f_back
    return ""


def refuse_unknown() -> None:
    """Set the alarm in the settings: a test that changes them gets a new engine with it."""
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = _Alarm("")
