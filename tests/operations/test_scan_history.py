"""A secret that was committed once is found although the file is gone."""

import subprocess

import pytest

from scripts import scan_history


@pytest.fixture
def repository(tmp_path, monkeypatch):
    monkeypatch.setattr(scan_history, "ROOT", tmp_path)

    def git(*words):
        subprocess.run(
            ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words],
            cwd=tmp_path, check=True, capture_output=True,
        )  # fmt: skip

    git("init", "-q")
    (tmp_path / "plain.txt").write_text("nothing")
    git("add", ".")
    git("commit", "-qm", "one")
    return tmp_path, git


def test_nothing_is_found_where_there_is_nothing(repository, capsys):
    assert scan_history.main() == 0
    assert "0 with a secret" in capsys.readouterr().out


def test_a_secret_of_the_past_is_found_and_not_printed(repository, capsys):
    folder, git = repository
    made_up = "AGE-SECRET-" + "KEY-1" + "Q" * 40
    (folder / "old key.txt").write_text(f"x\n{made_up}\n")
    git("add", ".")
    git("commit", "-qm", "two")
    git("rm", "-q", "old key.txt")
    git("commit", "-qm", "three")
    assert scan_history.main() == 1
    said = capsys.readouterr().out
    assert "old key.txt: a private key of age" in said
    assert made_up not in said
