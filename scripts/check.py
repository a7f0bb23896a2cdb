"""Behind `make check`: run every check, go on after a failure, list the failures at the end.

Run: python -m scripts.check [NAME …]
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts import compile_messages
from scripts.paths import APPS, ROOT

PYTHON = sys.executable
SOURCES = [*APPS, "config", "scripts", "tests", "audit", "manage.py", "gunicorn.conf.py"]
# What a real site must set; the values are throw-away.
PRODUCTION = {
    "SECRET_KEY": "check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ",
    "FIELD_KEYS": "k1:Y2hlY2stb25seS1jaGVjay1vbmx5LWNoZWNrLW9ubHk=",
    "DIGEST_KEY": "check-only-digest-key-0123456789-abcdefgh",
    "SITE_URL": "https://clinics.example.org",
    "ALLOWED_HOSTS": "clinics.example.org",
    "OPERATOR_NAME": "Example",
    "OPERATOR_ADDRESS": "1-1-1 Example, Tokyo",
    "OPERATOR_EMAIL": "office@example.org",
    "HTTPS": "1",
    "DEMO": "",
    "DEBUG": "",
}
CHECKS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "lint": ["ruff", "check", "--quiet", "."],
    "house rules": ["scripts.check_files"],
    "templates": ["djlint", "templates", "--lint", "--quiet"],
    "stylesheet": ["scripts.bundle_css", "--check"],
    "state diagrams": ["scripts.state_diagrams", "--check"],
    "security table": ["scripts.asvs", "--check"],
    "layers": ["scripts.check_layers"],
    "guides": [
        "guides.lint",
        "--alarm",
        "guides/content",
        "--own",
        "pages/about/content",
        "--claims",
    ],
    "migrations": ["manage.py", "makemigrations", "--check", "--dry-run"],
    "locks": ["scripts.check_migrations"],
    "translations": ["scripts.check_translations"],
    "deploy check": ["manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    "security lint": ["bandit", "-q", "-ll", "-c", "pyproject.toml", "-r", *APPS, "config"],
    "types": ["mypy", *APPS, "config", "scripts"],
}


def main() -> int:
    """Run all checks, or those named on the command line; return the number that failed."""
    chosen = sys.argv[1:] or list(CHECKS)
    unknown = [name for name in chosen if name not in CHECKS]
    if unknown:
        print(f"Unknown check {', '.join(unknown)}. There are: {', '.join(CHECKS)}")
        return 1
    compile_messages.main()
    failed = []
    for name in chosen:
        started = time.monotonic()
        ended = run(CHECKS[name])
        verdict = "failed" if ended.returncode else "ok"
        print(f"{name:14} {verdict:7} {time.monotonic() - started:5.1f} s", flush=True)
        output = (ended.stdout + ended.stderr).strip()
        if ended.returncode or (output and name in {"translations", "guides"}):
            print("\n".join(f"    {line}" for line in output.splitlines()[-80:]), flush=True)
        if ended.returncode:
            failed.append(name)
    print("\nAll checks passed." if not failed else f"\nFailed: {', '.join(failed)}")
    return len(failed)


def run(words: list[str]) -> subprocess.CompletedProcess[str]:
    """Run one check with settings like those of a real site."""
    first, *rest = words
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'check.sqlite3'}"
        env = {**os.environ, **PRODUCTION, "ENV_FILE": os.devnull, "DATABASE_URL": database}
        command = [PYTHON, first, *rest] if first.endswith(".py") else [PYTHON, "-m", first, *rest]
        return subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
        )


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
