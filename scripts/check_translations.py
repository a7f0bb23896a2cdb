"""Is every interface string translated? Compares the code with locale/ja/…/django.po.

KAKUNIN_TRANSLATIONS=warn prints the gaps and passes (while a translation is under way).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from scripts import system_packages
from scripts.check_files import files
from scripts.paths import APPS, ROOT

LANGUAGES = ["ja"]
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd]|\{[a-z_0-9]*\}", re.IGNORECASE)


def main() -> int:
    """Print every gap; return their number (0 when told to warn only)."""
    found: list[str] = []
    if shutil.which("xgettext") is None and system_packages.may_install():
        system_packages.install("gettext")
    for language in LANGUAGES:
        path = ROOT / f"locale/{language}/LC_MESSAGES/django.po"
        if not path.exists():
            found.append(f"{path.relative_to(ROOT)} does not exist")
            continue
        committed = polib.pofile(str(path))
        found += faults(committed)
        if shutil.which("xgettext"):
            found += gaps(committed, extracted(language))
        else:
            found.append("gettext is missing (Debian: apt-get install gettext)")
    print("\n".join(found[:60]))
    print(f"{len(found)} gaps in translations" if found else "translations are complete")
    return 0 if os.environ.get("KAKUNIN_TRANSLATIONS") == "warn" else len(found)


def faults(catalogue: polib.POFile) -> Iterator[str]:
    """Yield what is wrong inside a catalogue."""
    for entry in catalogue:
        if entry.obsolete:
            continue
        name = _short(entry.msgid)
        if "fuzzy" in entry.flags:
            yield f"fuzzy: {name}"
        elif not entry.translated():
            yield f"untranslated: {name}"
        else:
            yield from _placeholder_faults(entry)


def gaps(committed: polib.POFile, fresh: polib.POFile) -> Iterator[str]:
    """Yield strings of the code that the catalogue lacks, and those it has in vain."""

    def keys(catalogue: polib.POFile) -> set[tuple[str, str]]:
        return {(e.msgctxt or "", e.msgid) for e in catalogue if not e.obsolete}

    for _context, text in sorted(keys(fresh) - keys(committed)):
        yield f"missing: {_short(text)}"
    for _context, text in sorted(keys(committed) - keys(fresh)):
        yield f"no longer used: {_short(text)}"


def extracted(language: str) -> polib.POFile:
    """Run makemessages on a copy of the sources and return what it found."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for file in files("*.py", "*.html", "*.txt"):
            if file.parts[0] in {*APPS, "config", "templates", "manage.py"}:
                (copy / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / file, copy / file)
        target = copy / f"locale/{language}/LC_MESSAGES"
        target.mkdir(parents=True)
        command = [sys.executable, "-m", "django", "makemessages", "-l", language, "--verbosity=0"]
        # Django's own settings only: half-written code must not stop the extraction.
        env = {**os.environ, "PYTHONPATH": ""}
        env.pop("DJANGO_SETTINGS_MODULE", None)
        ended = subprocess.run(
            command, cwd=copy, env=env, capture_output=True, text=True, check=False
        )
        if ended.returncode:
            raise SystemExit(f"makemessages failed:\n{ended.stderr or ended.stdout}")
        return polib.pofile(str(target / "django.po"))


def _placeholder_faults(entry: polib.POEntry) -> Iterator[str]:
    # With plural forms a language may leave the number out of the singular, so they are pooled.
    source = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
    texts = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
    for text in texts:
        used = set(PLACEHOLDER.findall(text))
        if used - source or (source - used and not entry.msgid_plural):
            yield f"placeholders differ: {_short(entry.msgid)}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else line[:89] + "…"


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
