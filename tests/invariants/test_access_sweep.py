"""Every address x role x object x method is as tests/access/matrix.py declares.

Nobody learns whether somebody else's thing exists: foreign and missing answer with the same bytes.
"""

import logging

import pytest
from django.db import connection

from tests.access import sweep
from tests.access.matrix import Row, row_of, rows
from tests.access.world import build

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
PARTS = ("quotes:", "admin:quotes_", "reviews:", "admin:reviews_", "admin:", "")


def part_of(name: str) -> str:
    return next(part for part in PARTS if name.startswith(part))


@pytest.fixture
def world(settings, tmp_path):
    settings.SMALL_TEAM = False
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": str(tmp_path / "private")}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    logging.disable(logging.WARNING)
    yield build()
    logging.disable(logging.NOTSET)


def test_every_address_is_declared():
    missing = [one.name for one in sweep.addresses() if row_of(one.name) is None]
    assert not missing, f"add a line to tests/access/matrix.py for {missing}"


def test_every_line_stands_for_an_address():
    used = {row_of(one.name) for one in sweep.addresses()}
    # The demo's own way in is there in the demo only.
    assert {row.name for row in set(rows()) - used} <= {"admin:demo_login", "ui:*"}


def test_every_parameter_is_named():
    for one in sweep.addresses():
        row = row_of(one.name)
        assert not row.about or len(row.about) == len(one.parameters), one.name


@pytest.mark.skipif(connection.vendor != "sqlite", reason="minutes; the views are the same")
@pytest.mark.parametrize("part", PARTS)
def test_cells_are_as_declared(world, part):
    found = [one for one in sweep.addresses() if part_of(one.name) == part]
    assert found
    wrong = sweep.problems(world, found)
    assert not wrong, "\n".join(wrong)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the instrument, once is enough")
@pytest.mark.parametrize(
    ("name", "declared", "said"),
    [
        ("quotes:mine", Row("", "patient", "G"), "viewer a GET missing: 200"),
        ("quotes:mine", Row("", "all", "G"), "shows what patient a wrote"),
        ("quotes:request", Row("", "staff:C", "GP"), "declared no"),
        ("quotes:confirm", Row("", "staff:", "GP", ("confirm-link",)), "tells apart"),
        ("quotes:withdraw", Row("", "patient", "P"), "declared 405"),
        ("quotes:erase", Row("", "staff:", "GP"), "writes"),
    ],
)
def test_the_sweep_sees_a_wrong_cell(world, monkeypatch, name, declared, said):
    monkeypatch.setattr(sweep, "row_of", lambda _name: declared)
    found = [one for one in sweep.addresses() if one.name == name]
    assert any(said in line for line in sweep.problems(world, found))
