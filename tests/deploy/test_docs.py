"""What docs/operations tells people to type exists: commands, options, files, links, targets."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class

from scripts.try_install import commands

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs/operations").glob("*.md"))
# Words that end one command of a line.
ENDS = {"|", "&&", ";", ">"}


@pytest.fixture(params=PAGES, ids=lambda path: path.name)
def guide(request):
    return request.param


def manage_lines(guide):
    """Every ``kakunin …`` or ``manage.py …`` in blocks and in the text, as words."""
    text = [line for _where, line in commands(guide)]
    text += re.findall(
        r"`((?:kakunin|manage\.py|[^`\n]*manage\.py) [a-z_]+[^`\n]*)`", guide.read_text()
    )
    for line in text:
        found = re.search(r"(?:^kakunin|manage\.py) ([a-z_]+\b.*)", line)
        if found:
            yield re.sub(r"#.*|[…\"]", "", found[1]).split()


def test_each_management_command_exists_and_takes_its_options(guide):
    for name, *words in manage_lines(guide):
        assert name in get_commands(), f"{guide.name}: {name}"
        app = get_commands()[name]
        command = load_command_class(app, name) if isinstance(app, str) else app
        known = command.create_parser("manage.py", name)._option_string_actions
        for word in words:
            if word in ENDS:
                break
            if word.startswith("-"):
                option = word.partition("=")[0]
                assert option in known or option[:2] in known, f"{guide.name}: {name} {word}"


def test_each_link_leads_to_a_file(guide):
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", guide.read_text()):
        assert target.startswith("http") or (guide.parent / target).exists(), target


def test_each_file_and_module_of_ours_exists(guide):
    text = guide.read_text()
    for path in re.findall(r"\b(deploy/[\w./-]+\w)", text):
        assert list(ROOT.glob(f"{path}*")), path
    for module in re.findall(r"-m (scripts\.\w+|benchmarks\.\w+)", text):
        place = ROOT / module.replace(".", "/")
        assert place.with_suffix(".py").exists() or (place / "__main__.py").exists(), module
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for target in re.findall(r"\bmake ([a-z-]+)", "\n".join(re.findall(r"`([^`\n]+)`", text))):
        assert target in targets, target


def test_the_guide_has_few_commands():
    assert 30 <= len(list(commands(ROOT / "docs/operations/install.md"))) <= 50
