"""A real site refuses to start without its secrets and its operator, and says what to do."""

import os
import subprocess
import sys

import pytest

from scripts.check import PRODUCTION
from scripts.paths import ROOT


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in PRODUCTION and "PYTEST" not in k}
    env |= {**PRODUCTION, "ENV_FILE": os.devnull, **changes}
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_a_complete_site_starts():
    ended = start()
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "too-short"),
        ("FIELD_KEYS", ""),
        ("FIELD_KEYS", "k1:c2hvcnQ="),
        ("FIELD_KEYS", "k1:not base64"),
        ("FIELD_KEYS", "dev:ZGV2ZWxvcG1lbnQtb25seS1maWVsZC1rZXktMzJiISE="),
        ("DIGEST_KEY", "short"),
        ("OPERATOR_NAME", ""),
        ("OPERATOR_ADDRESS", ""),
        ("OPERATOR_EMAIL", ""),
        ("SITE_URL", ""),
        ("HTTPS", "perhaps"),
        ("EMAIL_PORT", "mail"),
    ],
)
def test_a_missing_or_wrong_setting_stops_the_start_with_a_hint(name, value):
    ended = start(**{name: value})
    assert ended.returncode != 0
    last = ended.stderr.strip().splitlines()[-1]
    assert f"{name}:" in last
    assert "Hint:" in last


def test_a_secret_can_stand_in_a_file(tmp_path):
    file = tmp_path / "secret"
    file.write_text("x" * 60)
    assert start(SECRET_KEY="", SECRET_KEY_FILE=str(file)).returncode == 0
    assert "SECRET_KEY_FILE" in start(SECRET_KEY_FILE=str(tmp_path / "absent")).stderr


def test_invented_clinics_are_refused_on_a_real_site(tmp_path):
    env = {**os.environ, **PRODUCTION, "ENV_FILE": os.devnull}
    env["DATABASE_URL"] = f"sqlite:///{tmp_path / 'site.sqlite3'}"
    ended = subprocess.run(
        [sys.executable, "manage.py", "seed_demo"],
        cwd=ROOT, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode != 0
    assert "live" in ended.stderr
