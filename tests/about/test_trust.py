"""The page about our tests says what the reports say, good or bad, and what nobody has done."""

import json

import pytest

from pages.about import reports
from scripts import record_reports

pytestmark = pytest.mark.django_db
BAD = {
    "date": "2026-11-23T09:26:25+00:00",
    "size": "small",
    "missed": ["lost", "leaks"],
    "acknowledged": 599,
    "lost": 12_345,
    "canaries": 60,
}


@pytest.fixture
def recorded(monkeypatch, tmp_path):
    """Return a function that puts a file in the place of the shipped one."""

    def put(content):
        file = tmp_path / "reports.json"
        file.write_text(json.dumps(content))
        monkeypatch.setattr(reports, "FILE", file)

    return put


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_the_shipped_reports_are_shown_with_their_days(client, prefix):
    response = client.get(f"{prefix}/about/trust/")
    page = response.content.decode()
    assert response.status_code == 200 and page.count("<h1") == 1
    for kind in reports.KINDS:
        assert f'id="{kind.name}"' in page
    assert set(reports.read()) <= {kind.name for kind in reports.KINDS}


def test_a_bad_report_is_shown_as_it_is(client, recorded):
    recorded({"drill": record_reports.entry("drill", BAD)})
    page = client.get("/about/trust/").content.decode()
    assert "12,345" in page and "23 Nov 2026" in page
    assert "2 goals were missed or not measured." in page and "short run" in page
    assert page.count("not measured in this run") == 5


def test_nothing_recorded_is_said(client, recorded):
    recorded({})
    page = client.get("/about/trust/").content.decode()
    assert page.count("There is no report yet") == len(reports.KINDS)
    assert "<table" not in page


def test_zero_is_a_result(client, recorded):
    found = {"date": "2026-11-23T09:26:25+00:00", "inputs": 20_000, "crashes": 0}
    recorded({"fuzz": record_reports.entry("fuzz", found)})
    page = client.get("/about/trust/").content.decode()
    assert '<td class="k-number">0</td>' in page and "20,000" in page and "not measured" not in page


def test_what_nobody_has_done_stands_before_the_figures(client):
    page = client.get("/about/trust/").content.decode()
    words = ("No clinician", "No lawyer", "Nobody from outside has tried to break in")
    assert all(page.index(word) < page.index('id="security"') for word in words)


def test_every_page_leads_there(client):
    assert 'href="/about/trust/"' in client.get("/").content.decode()
    assert 'href="/ja/about/trust/"' in client.get("/ja/about/privacy/").content.decode()


def test_a_newer_report_takes_the_place_of_an_older_one(tmp_path):
    (tmp_path / "drill.json").write_text(json.dumps(BAD))
    first = record_reports.recorded(tmp_path, {"fuzz": {"date": "x"}})
    assert first["fuzz"] == {"date": "x"}
    assert first["drill"]["figures"]["lost"] == 12_345
    (tmp_path / "drill.json").write_text(json.dumps({**BAD, "date": "2026-11-01", "lost": 0}))
    assert record_reports.recorded(tmp_path, first) == first


def test_every_figure_has_words_and_every_word_a_figure():
    for kind in reports.KINDS:
        names = {name for name, _words, _form in kind.figures}
        if kind.name == "asvs":
            copied = set(reports.read()["asvs"]["figures"])
        else:
            empty = {"roles": {}, "tables_that_differ": [], "failed": []}
            copied = set(record_reports.COPIED[kind.name](empty))
        assert names == copied, kind.name
