"""The table of the security standard names only what is there."""

from dataclasses import replace

import pytest

from scripts import asvs


def test_every_row_is_whole_and_names_what_is_there():
    assert asvs.problems(asvs.rows()) == []


def test_the_page_is_that_of_the_table():
    assert asvs.PAGE.read_text(encoding="utf-8") == asvs.page(asvs.rows())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"evidence": ()}, "done without evidence"),
        ({"evidence": ("tests/trust/test_gone.py::test_x",)}, "test_gone.py::test_x is not there"),
        ({"evidence": ("tests/trust/test_logs.py::test_gone",)}, "test_gone is not there"),
        ({"evidence": ("no/such/file.py",)}, "no/such/file.py is not there"),
        ({"state": "finished"}, "unknown state"),
        ({"state": "open", "why": ""}, "open without a reason"),
        ({"state": "operator", "why": "", "evidence": ()}, "operator without evidence"),
    ],
)
def test_a_row_that_promises_too_much_is_told(change, told):
    done = next(row for row in asvs.rows() if row.state == "done")
    assert any(told in problem for problem in asvs.problems([replace(done, **change)]))


def test_a_missing_row_and_a_double_one_are_told():
    found = asvs.rows()
    assert any("the standard has" in problem for problem in asvs.problems(found[1:]))
    assert f"{found[0].id}: twice" in asvs.problems([found[0], *found])
