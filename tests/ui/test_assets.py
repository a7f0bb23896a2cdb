"""The committed stylesheets, scripts and vendored files."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from scripts import bundle_css
from scripts.paths import ROOT

STYLES = sorted((ROOT / "static").rglob("*.css"))
VENDOR = ROOT / "static/vendor/bootstrap"
FIRST_LOAD = [
    "vendor/bootstrap/bootstrap.css",
    "css/site.css",
    "js/copy.js",
    "js/finder.js",
    "js/drawer.js",
    "django_htmx/htmx-2.min.js",
    "img/favicon.svg",
]


def test_joined_stylesheet_is_fresh():
    assert (ROOT / "static/css/site.css").read_text() == bundle_css.bundle()


@pytest.mark.parametrize("style", STYLES, ids=lambda style: str(style.relative_to(ROOT)))
def test_stylesheet_names_only_files_of_this_site(style):
    if style.parent.name == "components":
        return  # addresses there are seen from site.css, which is tested itself
    for address in re.findall(r"url\(\s*[\"']?([^\"')]+)", style.read_text()):
        assert not re.match(r"data:|https?:|//", address), address
        assert (style.parent / address).resolve().is_file(), address


def test_vendored_bootstrap_says_licence_and_version():
    assert "MIT" in (VENDOR / "LICENSE").read_text()
    version = (VENDOR / "VERSION").read_text().strip()
    assert f"Bootstrap {version}," in (VENDOR / "bootstrap.css").read_text()[:60]


def test_vendored_bootstrap_has_no_source_map_and_no_script():
    assert "sourceMappingURL" not in (VENDOR / "bootstrap.css").read_text()
    assert not list(VENDOR.rglob("*.js"))


def test_dark_theme_follows_the_system():
    text = (VENDOR / "bootstrap.css").read_text()
    assert "data-bs-theme=dark" not in text
    assert "prefers-color-scheme:dark" in text


def test_first_load_weighs_little():
    """All styles and scripts of the results page, compressed: well under 120 kB with its HTML."""
    files = [finders.find(name) for name in FIRST_LOAD]
    assert all(files)
    weight = sum(len(brotli.compress(Path(file).read_bytes())) for file in files)
    assert weight < 60_000, weight
