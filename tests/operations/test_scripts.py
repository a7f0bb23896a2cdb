"""The programs behind the Makefile that others rely on."""

import socket
import subprocess
import sys

import polib
import pytest

from scripts import check_files, check_translations, compile_messages, demo, stamps
from scripts.paths import ROOT


@pytest.fixture
def _stamps_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")


@pytest.mark.usefixtures("_stamps_elsewhere")
def test_a_step_is_done_until_its_input_changes(monkeypatch, tmp_path):
    monkeypatch.setattr(stamps, "ROOT", tmp_path)
    file = tmp_path / "a.txt"
    file.write_text("1")
    stamps.mark_done("step", stamps.digest([file]))
    assert stamps.is_done("step", stamps.digest([file]))
    file.write_text("2")
    assert not stamps.is_done("step", stamps.digest([file]))
    stamps.mark_done("step", stamps.digest([file]))
    stamps.forget("step", "never written")
    assert not stamps.is_done("step", stamps.digest([file]))


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "80a", "８０８０"])
def test_a_port_that_is_none_is_refused_in_one_line(text):
    with pytest.raises(SystemExit, match=r"^PORT=.*make demo$"):
        demo.read_port(text)


def test_a_busy_port_is_told_in_one_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit, match=rf"^Port {port} is in use\. .*make demo$"):
            demo.refuse_busy(port)


def test_settings_of_another_site_do_not_reach_the_demo(monkeypatch):
    monkeypatch.setenv("HTTPS", "1")
    monkeypatch.setenv("DATABASE_URL", "postgres://real/site")
    env = demo.demo_environment(8123)
    assert "HTTPS" not in env
    assert env["DATABASE_URL"].startswith("sqlite:///")
    assert env["SITE_URL"] == "http://localhost:8123"


def test_texts_are_compiled_without_gettext(monkeypatch, tmp_path):
    folder = tmp_path / "locale/ja/LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
    catalogue.append(polib.POEntry(msgid="Home", msgstr="ホーム"))
    catalogue.save(str(folder / "django.po"))
    monkeypatch.setattr(compile_messages, "ROOT", tmp_path)
    assert compile_messages.main() == 0
    assert polib.mofile(str(folder / "django.mo"))[0].msgstr == "ホーム"


def test_faults_of_a_catalogue_are_named():
    catalogue = polib.POFile()
    catalogue.append(polib.POEntry(msgid="fine %(n)s", msgstr="よい %(n)s"))
    catalogue.append(polib.POEntry(msgid="empty"))
    catalogue.append(polib.POEntry(msgid="unsure", msgstr="?", flags=["fuzzy"]))
    catalogue.append(polib.POEntry(msgid="{count} rows", msgstr="行"))
    catalogue.append(polib.POEntry(msgid="old", msgstr="", obsolete=True))
    catalogue.append(
        polib.POEntry(msgid="one row", msgid_plural="%(n)s rows", msgstr_plural={0: "%(n)s 行"})
    )
    assert list(check_translations.faults(catalogue)) == [
        "untranslated: empty",
        "fuzzy: unsure",
        "placeholders differ: {count} rows",
    ]


@pytest.mark.parametrize(
    ("line", "rules", "told"),
    [
        ('<p style="color:red">', check_files.IN_TEMPLATES, "inline style"),
        ("<script>alert(1)</script>", check_files.IN_TEMPLATES, "inline script"),
        ('<button onclick="x()">', check_files.IN_TEMPLATES, "inline event handler"),
        ("{{ text|safe }}", check_files.IN_TEMPLATES, "|safe"),
        ('<script src="https://cdn.example/x.js">', check_files.IN_TEMPLATES, "another host"),
        ("@receiver(saved)", check_files.IN_PYTHON, "signals"),
        ("from config import settings", check_files.IN_PYTHON, "import of config"),
        ("a{background:url(data:image/svg+xml,x)}", check_files.IN_STYLES, "data: address or another host"),
    ],
)  # fmt: skip
def test_house_rules_bite(monkeypatch, tmp_path, line, rules, told):
    monkeypatch.setattr(check_files, "ROOT", tmp_path)
    (tmp_path / "file").write_text(f"\n{line}\n")
    assert list(check_files._matches(check_files.Path("file"), rules)) == [f"file:2: {told}"]


@pytest.mark.parametrize(
    "line",
    [
        '<script src="{% static "js/x.js" %}" defer></script>',
        '<script type="application/ld+json">{}</script>',
        '<a href="https://example.org/">x</a>',
        "<p>on = 5, style = good</p>",
    ],
)
def test_house_rules_leave_good_lines_alone(monkeypatch, tmp_path, line):
    monkeypatch.setattr(check_files, "ROOT", tmp_path)
    (tmp_path / "file").write_text(line)
    assert list(check_files._matches(check_files.Path("file"), check_files.IN_TEMPLATES)) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("-----BEGIN EC PRIVATE" + " KEY-----", "a private key"),
        ("AGE-SECRET-" + "KEY-1QQQQQQQQQQQQQQQQQQQQQQ", "a private key of age"),
        ("key = 'AKIA" + "ABCDEFGHIJKLMNOP'", "a key of AWS"),
        ("ghp" + "_abcdefghijklmnopqrstuvwxyz0123456789", "a token of GitHub"),
        (
            "postgres://kakunin:hunter" + "2hunter2@db.internal/kakunin",
            "an address with a password",
        ),
    ],
)
def test_a_secret_in_a_file_is_found(monkeypatch, tmp_path, line, told):
    monkeypatch.setattr(check_files, "ROOT", tmp_path)
    (tmp_path / "file").write_text(line)
    found = check_files._matches(check_files.Path("file"), check_files.SECRETS)
    assert list(found) == [f"file:1: {told}"]


@pytest.mark.parametrize(
    "line",
    [
        "DATABASE_URL=postgres://kakunin:PASSWORD@localhost/kakunin",
        'f"postgres://kakunin:{password}@127.0.0.1:{port}/postgres"',
        "https://example.org/@name",
    ],
)
def test_a_sample_of_a_secret_is_none(monkeypatch, tmp_path, line):
    monkeypatch.setattr(check_files, "ROOT", tmp_path)
    (tmp_path / "file").write_text(line)
    assert not list(check_files._matches(check_files.Path("file"), check_files.SECRETS))


def test_the_start_of_the_demo_needs_the_standard_library_only():
    """A bare Debian has no packages yet when scripts/demo.py runs."""
    ended = subprocess.run(
        [sys.executable, "-S", "-c", "import scripts.demo"], cwd=ROOT, capture_output=True
    )
    assert ended.returncode == 0, ended.stderr.decode()


def test_mark_safe_needs_a_reason(monkeypatch, tmp_path):
    monkeypatch.setattr(check_files, "ROOT", tmp_path)
    (tmp_path / "file").write_text("mark_safe(a)\nmark_safe(b)  # noqa: S308 - sanitised above\n")
    found = list(check_files._matches(check_files.Path("file"), check_files.IN_PYTHON))
    assert [line.split()[0] for line in found] == ["file:1:"]
