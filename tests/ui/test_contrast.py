"""Colour pairs of static/css/tokens.css against WCAG 2.2 (1.4.3 text, 1.4.11 borders)."""

import re

import pytest

from scripts.paths import ROOT

TOKENS = (ROOT / "static/css/tokens.css").read_text()
TEXT = ["ink", "quiet", "indigo", "vermilion", "amber", "class-1", "class-2", "class-3"]
ON = ["paper", "surface"]
PAIRS = [
    *[(front, back, 4.5) for front in [*TEXT, "class-outside"] for back in ON],
    ("ink", "wash", 4.5),
    ("quiet", "wash", 4.5),
    ("amber", "amber-bg", 4.5),
    ("on-indigo", "indigo", 4.5),
    ("paper", "ink", 4.5),
    *[(front, back, 3.0) for front in ("edge", "focus") for back in ON],
]


def colours(theme: str) -> dict[str, str]:
    """The tokens of "light" or "dark" as {name: "#rrggbb"}."""
    light, _media, rest = TOKENS.partition("@media (prefers-color-scheme: dark)")
    dark = rest.partition("@media")[0]
    text = light if theme == "light" else dark
    return dict(re.findall(r"--k-([a-z0-9-]+): (#[0-9a-f]{6});", text))


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_of_black_on_white_is_21():
    assert round(contrast("#000000", "#ffffff"), 2) == 21


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_pair_can_be_read(theme, front, back, least):
    found = colours(theme)
    assert contrast(found[front], found[back]) >= least


def test_both_themes_define_the_same_colours():
    assert colours("light").keys() == colours("dark").keys()
