"""The lines of an answer: one fixed list, so that answers of two clinics stand side by side."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from clinics.vocabulary import is_japanese

LINES = [
    ("treatment", _("the treatment itself")),
    ("consultation", _("first consultation")),
    ("tests", _("blood and infection tests")),
    ("harvest", _("taking your cells")),
    ("culture", _("growing the cells")),
    ("storage", _("storing cells for 1 year")),
    ("follow_up", _("follow-up visits")),
    ("interpreter", _("interpreter")),
    ("tax", _("consumption tax")),
    ("other", _("other costs")),
]
LABELS = dict(LINES)
CODES = [code for code, _label in LINES]


def label(line: dict[str, Any]) -> str:
    """Return the words of one stored line {"code", "label", "label_ja", "jpy", …}."""
    own = line.get("label") or ""
    if is_japanese():
        own = line.get("label_ja") or own
    return own or str(LABELS.get(line.get("code", ""), line.get("code", "")))
