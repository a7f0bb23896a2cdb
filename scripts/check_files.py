"""House rules that no linter knows: sizes, inline code, secrets of the trade, settings listed."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from scripts.paths import APPS, ROOT

PYTHON_LINES = 400
COMPONENT_LINES = 45

IN_TEMPLATES = {
    r"\sstyle\s*=\s*[\"']": "inline style",
    r"<style\b": "inline style",
    r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)": "inline script",
    r"\son[a-z]+\s*=\s*[\"']": "inline event handler",
    r"javascript:": "inline script",
    r"\|\s*safe(seq)?\b": "|safe",
    r"\bautoescape\s+off\b": "autoescape off",
    r"[\"'(]data:(?!text/plain)[a-z]+/": "data: address",
    r"<(script|img|iframe|source)\b[^>]*\bsrc=[\"'](https?:)?//": "another host",
    r"<link\b[^>]*rel=[\"'](stylesheet|preload|icon)[\"'][^>]*href=[\"'](https?:)?//": "another host",
}
IN_PYTHON = {
    r"\bmark_safe\((?!.*noqa: S308 - )": "mark_safe without a reason (noqa: S308 - why)",
    r"\bSafeString\(": "SafeString",
    r"@receiver\b|\bpost_save\.connect\b|\bpre_save\.connect\b": "signals",
    r"^[ \t]*(from|import) tests\b": "import of tests",
    r"^[ \t]*(from|import) config\b": "import of config",
}
IN_STYLES = {r"url\(\s*[\"']?(data:|https?:|//)": "data: address or another host"}
# Written in pieces, so that this file does not find itself.
EVERYWHERE = {
    "/wor" + r"k/(main|shared|notes)": "a path of one machine",
    "/tmp/" + "bash_jobs": "a path of one machine",
}
# Keys and tokens by the form their makers give them. A made-up one in a test is written in pieces.
SECRETS = {
    r"-----BEGIN [A-Z ]*PRIVATE KEY( BLOCK)?-----": "a private key",
    r"\bAGE-SECRET-KEY-1[0-9A-Z]{20}": "a private key of age",
    r"\b(AKIA|ASIA)[0-9A-Z]{16}\b": "a key of AWS",
    r"\bgh[pousr]_[A-Za-z0-9]{30}": "a token of GitHub",
    r"\bglpat-[A-Za-z0-9_-]{20}": "a token of GitLab",
    r"\bxox[abprs]-[0-9A-Za-z-]{10}": "a token of Slack",
    r"\b[rs]k_live_[0-9A-Za-z]{20}": "a key of Stripe",
    r"\bAIza[0-9A-Za-z_-]{35}": "a key of Google",
    r"\bpypi-[A-Za-z0-9_-]{50}": "a token of the Python index",
    r"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.": "a signed token",
    r"\b[a-z]+://[^\s/:@\"'<>{}$%]+:(?!PASSWORD|password|secret|pw\b|x\b|y\b|\.\.\.|…)"
    r"[^\s/:@\"'<>{}$%*]{6,}@(?!localhost|127\.0\.0\.1|[a-z.-]*example)": "an address with a password",
}


def main() -> int:
    """Print every breach; return their number."""
    found = [*sizes(), *patterns(), *settings_listed(), *names()]
    print("\n".join(found))
    lengths = [_lines(file) for file in files("*.py") if file.parts[0] in APPS]
    if lengths:
        print(f"{len(lengths)} Python files in apps, median {median(lengths):.0f} lines")
    return len(found)


def files(*globs: str) -> list[Path]:
    """Return what git tracks or would track, without migrations and vendored files."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "--", *globs],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    skipped = {"migrations", "vendor", "node_modules"}
    return [
        Path(name)
        for name in sorted(set(listed))
        if not skipped & set(Path(name).parts) and (ROOT / name).is_file()
    ]


def sizes() -> Iterator[str]:
    """Long files, and components that are long or do not say what they take."""
    for file in files("*.py"):
        if _lines(file) > PYTHON_LINES:
            yield f"{file}: {_lines(file)} lines, at most {PYTHON_LINES}"
    for file in files("templates/components/*.html", "templates/*/components/*.html"):
        if _lines(file) > COMPONENT_LINES:
            yield f"{file}: {_lines(file)} lines, at most {COMPONENT_LINES}"
        if not (ROOT / file).read_text().lstrip().startswith(("{#", "{% comment")):
            yield f"{file}: begins without a comment that names its arguments"


def patterns() -> Iterator[str]:
    """Words that must not stand in a kind of file."""
    app_code = [file for file in files("*.py") if file.parts[0] in APPS]
    for group, rules in (
        (files("templates/*.html", "*/templates/*.html"), IN_TEMPLATES),
        (app_code, IN_PYTHON),
        (files("*.css", "*.svg"), IN_STYLES),
        (files(), EVERYWHERE),
        (files(), SECRETS),
    ):
        for file in group:
            yield from _matches(file, rules)


def _matches(file: Path, rules: dict[str, str]) -> Iterator[str]:
    try:
        text = (ROOT / file).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return  # a picture
    for pattern, what in rules.items():
        for match in re.finditer(pattern, text, re.MULTILINE | re.IGNORECASE):
            yield f"{file}:{text.count(chr(10), 0, match.start()) + 1}: {what}"


def settings_listed() -> Iterator[str]:
    """Every variable that the settings read stands in .env.example."""
    code = (ROOT / "config/settings.py").read_text()
    read = set(re.findall(r"\benv\.[a-z]+\(\s*\"([A-Z_0-9]+)\"", code))
    read |= set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_0-9]+)\"", code))
    example = (ROOT / ".env.example").read_text()
    listed = set(re.findall(r"^#?\s?([A-Z][A-Z_0-9]+)=", example, re.MULTILINE))
    for name in sorted(read - listed):
        yield f".env.example: {name} is missing (config/settings.py reads it)"


def names() -> Iterator[str]:
    """Names that say nothing."""
    for file in files("*.py"):
        if file.parts[0] in APPS and file.stem in {"utils", "helpers", "misc", "common"}:
            yield f"{file}: name the idea, not the drawer"


def _lines(file: Path) -> int:
    return (ROOT / file).read_text(encoding="utf-8").count("\n")


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
