"""True of every template file."""

import re

import pytest
from django.template.loader import get_template

from scripts.check_files import files
from scripts.paths import ROOT

PAGES = [file for file in files("templates/*") if file.suffix in {".html", ".txt", ".xml"}]
# Used by Django, a library or a setting, by name.
FOUND_BY_NAME = re.compile(
    r"templates/(admin|simple_history|django|crispy[^/]*|registration|axes)/|"
    r"templates/\d{3}\.html$|templates/emails/|widgets?/"
)


@pytest.mark.parametrize("file", PAGES, ids=str)
def test_every_template_compiles(file):
    get_template(str(file.relative_to("templates")))


def test_every_template_is_used():
    """A template that no other file names is dead."""
    sources = [file for file in files("*.py", "*.html", "*.txt") if file.parts[0] != "tests"]
    text = {file: (ROOT / file).read_text(encoding="utf-8") for file in sources}
    dead = []
    for file in PAGES:
        if FOUND_BY_NAME.search(str(file)):
            continue
        name = str(file.relative_to("templates"))
        if not any(name in content for other, content in text.items() if other != file):
            dead.append(name)
    assert not dead, "used by nobody: " + ", ".join(dead)
