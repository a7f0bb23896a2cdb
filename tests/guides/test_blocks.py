"""Live parts of a page: which ones there are, and what the prices block shows."""

import re

import pytest

from guides import block_names, blocks, lint, loader
from guides.tools import costs
from tests.factories import ClinicFactory, PriceSheetFactory, TreatmentFactory
from tests.guides.writing import pair, write

pytestmark = pytest.mark.django_db


def priced(total: int, **treatment):
    found = TreatmentFactory(checked=True, **{"product": "fat_msc"} | treatment)
    PriceSheetFactory(treatment=found, jpy_min=total, jpy_max=total, total_min=total, total_max=total)  # fmt: skip
    return found


def sample(total: int, clinic):
    return priced(total, clinic=clinic, is_sample=True)


def test_names_for_the_check_are_those_that_are_drawn():
    assert set(blocks.BLOCKS) == block_names.NAMES


@pytest.mark.parametrize("language", ["en", "ja"])
def test_shipped_guides_ask_only_for_blocks_that_exist(language):
    asked = {n for guide in loader.all_guides(language) for n in block_names.asked_for(guide.html)}
    assert asked <= block_names.NAMES
    assert "cost-distribution" in asked


def test_unknown_block_is_told(tmp_path):
    good = "{#a}\n## A head\n\nA fact [s1].\n\n"
    assert "is no block" in lint.check_file(pair(tmp_path, good + "[[block: rumours]]\n"))[0]
    assert lint.check_file(pair(tmp_path, good + "[[block: units]]\n")) == []


def test_block_stands_in_the_page(client, tmp_path, monkeypatch):
    for language in ("en", "ja"):
        path = write(tmp_path, "A fact [s1].\n\n[[block: units]]\n", language=language)
        path.write_text(path.read_text().replace("2027-05-22", "2999-01-01"))
    monkeypatch.setattr(loader, "CONTENT", tmp_path)
    page = client.get("/guides/a-page/").content.decode()
    assert "mmol/mol" in page
    assert "[[block" not in page


def test_four_prices_show_no_spread_and_five_do():
    for total in (1, 2, 3, 4):
        priced(total * 100_000)
    (real,) = costs.published()
    assert (real.spreads, [few.count for few in real.too_few]) == ((), [4])
    priced(500_000)
    (real,) = costs.published()
    (spread,) = real.spreads
    assert (spread.count, spread.lowest, spread.middle, spread.highest) == (
        5, 100_000, 300_000, 500_000,
    )  # fmt: skip
    assert sum(bar.count for bar in spread.bars) == 5
    assert max(bar.height for bar in spread.bars) == 100


def test_invented_prices_never_count_as_real(sample_clinic):
    for total in range(1, 6):
        sample(total * 1_000_000, sample_clinic)
        priced(total * 100_000)
    real, invented = costs.published()
    assert (real.is_sample, invented.is_sample) == (False, True)
    assert real.spreads[0].highest == 500_000
    assert invented.spreads[0].lowest == 1_000_000


def test_prices_that_no_list_shows_do_not_count():
    for total in range(1, 5):
        priced(total * 100_000)
    priced(500_000, publication="draft")
    priced(600_000, clinic=ClinicFactory(status="paused"))
    TreatmentFactory(product="fat_msc")
    (real,) = costs.published()
    assert real.spreads == ()


def test_page_of_costs_takes_no_more_queries_with_more_prices(client, assert_same_queries):
    for total in range(1, 6):
        priced(total * 100_000)
    assert_same_queries(
        "/guides/what-it-costs/", lambda: [priced(total * 90_000) for total in range(1, 20)]
    )


def test_picture_and_table_say_the_same(client):
    for total in (1, 1, 2, 7, 8):
        priced(total * 100_000)
    page = client.get("/guides/what-it-costs/").content.decode()
    assert "invented" not in page.lower()
    figure = page[page.index('<figure class="k-spread"') : page.index("</figure>")]
    counts = re.findall(r'<td class="k-number">(\d+)</td>', figure)
    assert counts == ["3", "2"]
    assert "¥800,000" in figure


@pytest.fixture
def sample_clinic():

    return ClinicFactory(sample=True)
