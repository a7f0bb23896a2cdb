"""`manage.py verify`: every registered check speaks, and a problem is an error."""

import pytest
from django.core.management import CommandError, call_command

from operations import verify


@pytest.fixture(autouse=True)
def _no_other_checks(monkeypatch):
    monkeypatch.setattr(verify, "_checks", {})


def test_a_problem_is_printed_and_ends_with_an_error(capsys):
    verify.register_check("b", lambda: ["row 7 is wrong"])
    verify.register_check("a", list)
    with pytest.raises(CommandError, match=r"1 check"):
        call_command("verify")
    assert capsys.readouterr().out.splitlines() == ["a: ok", "b: 1 problem(s)", "  row 7 is wrong"]


def test_all_well_ends_without_error(capsys):
    verify.register_check("a", list)
    call_command("verify")
    assert "a: ok" in capsys.readouterr().out


def test_two_checks_cannot_share_a_name():
    verify.register_check("a", list)
    verify.register_check("a", list)  # the same one again: a module read twice
    with pytest.raises(ValueError, match="two checks"):
        verify.register_check("a", tuple)
