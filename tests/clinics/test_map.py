"""The map of Japan: shapes, shades, links and words; the same counts as the facet."""

import json
import re
import subprocess
import sys

import pytest
from django.http import QueryDict

from clinics.asrm import bureaus
from clinics.finder import prefecture_map
from clinics.finder.facet_words import words
from clinics.finder.results import find
from scripts.paths import ROOT
from tests.factories import ClinicFactory, TreatmentFactory
from tests.ui.test_contrast import colours, contrast

CSS = (ROOT / "static/css/components/map.css").read_text()


@pytest.fixture
def listings(db):
    """Tokyo: one with details, two on the list only; Osaka: one on the list only."""
    TreatmentFactory(checked=True)
    for prefecture in ("JP-13", "JP-13", "JP-27"):
        TreatmentFactory(clinic__prefecture=prefecture, product="platelets")


def places(query: str = "") -> dict[str, prefecture_map.Place]:
    return {place.iso: place for place in find(QueryDict(query)).map.places if place.url}


def test_every_prefecture_has_a_shape_inside_the_picture():
    drawn = json.loads(prefecture_map.SHAPES.read_text())
    _x, _y, width, height = map(int, drawn["view_box"].split())
    assert list(drawn["shapes"]) == list(bureaus.PREFECTURES)
    for iso, path in drawn["shapes"].items():
        assert re.fullmatch(r"(M\d+ \d+l[-\d ]+z)+", path), iso
        for x, y in re.findall(r"M(\d+) (\d+)", path):
            assert 0 <= int(x) <= width, iso
            assert 0 <= int(y) <= height, iso
    assert drawn["licence"].startswith("MIT")


def test_the_script_refuses_a_file_without_all_prefectures(tmp_path):
    source = tmp_path / "one.geojson"
    ring = [[140, 40], [141, 40], [141, 41], [140, 40]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    source.write_text(json.dumps({"features": [{"id": "JP-02", "geometry": shape}]}))
    done = subprocess.run(
        [sys.executable, "-m", "scripts.make_map", str(source)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "47 prefectures expected, 1 found" in done.stderr


def test_counts_and_links_are_those_of_the_facet(listings):
    results = find(QueryDict("product=platelets"))
    facet = next(facet for facet in results.facets if facet.name == "prefecture")
    told = {v.value: (v.count_checked, v.count_list, v.url) for v in facet.values}
    drawn = {p.iso: (p.count_checked, p.count_list, p.url) for p in results.map.places if p.url}
    assert drawn == told == {
        "JP-13": (0, 2, "?product=platelets&prefecture=JP-13"),
        "JP-27": (0, 1, "?product=platelets&prefecture=JP-27"),
    }  # fmt: skip


def test_each_link_says_its_place_and_its_numbers(listings):
    assert [place.name for place in places().values()] == [
        "Tokyo: 1 with details + 2 on the list",
        "Osaka: 1 on the list",
    ]
    assert places("kind=checked")["JP-13"].name == "Tokyo: 1 with details"


def test_a_chosen_prefecture_stays_a_link_that_takes_it_away(listings):
    chosen = places("prefecture=JP-27&kind=checked")["JP-27"]
    assert chosen.selected
    assert (chosen.count, chosen.step, chosen.url) == (0, 0, "?kind=checked")


def test_regions_hold_every_link_once(listings):
    regions = find(QueryDict("")).map.regions
    shown = [(region.label, [place.iso for place in region.places]) for region in regions]
    assert shown == [("Kanto-Shin'etsu", ["JP-13"]), ("Kinki", ["JP-27"])]


@pytest.mark.parametrize(
    ("highest", "legend"),
    [
        (0, ["0"]),
        (1, ["0", "1 or more"]),
        (3, ["0", "1", "2", "3 or more"]),
        (79, ["0", "1–4", "5–9", "10–19", "20 or more"]),
        (640, ["0", "1–9", "10–49", "50–199", "200 or more"]),
        (90_000, ["0", "1–49", "50–199", "200–999", "1,000 or more"]),
    ],
)
def test_the_legend_fits_the_numbers(highest, legend):
    drawn = prefecture_map.of_counts({"JP-13": (0, highest)}, url="/clinics/")
    assert [shade.text for shade in drawn.legend] == legend
    tokyo = next(place for place in drawn.places if place.iso == "JP-13")
    assert tokyo.step == len(legend) - 1


def test_pages_draw_links_only_where_clinics_are(client, listings):
    for address, start in (("/clinics/", "?"), ("/", "/clinics/?"), ("/ja/", "/ja/clinics/?")):
        html = client.get(address).text
        svg = html[
            html.index('<svg class="k-japan__map"') : html.index(
                "</svg>", html.index('<svg class="k-japan__map"')
            )
        ]
        assert re.findall(r'href="([^"]+)"', svg) == [
            f"{start}prefecture=JP-13",
            f"{start}prefecture=JP-27",
        ]
        assert svg.count('class="k-japan__place k-japan__place--0" d=') == 45


def test_the_home_page_needs_no_more_queries_for_more_prefectures(assert_same_queries, listings):
    def grow():
        for prefecture in ("JP-01", "JP-40", "JP-47"):
            TreatmentFactory(clinic=ClinicFactory(prefecture=prefecture))

    assert assert_same_queries("/", grow) <= 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_borders_stand_out_from_every_shade(theme):
    found = colours(theme)
    light, _media, rest = CSS.partition("@media (prefers-color-scheme: dark)")
    text = light if theme == "light" else rest.partition("\n}")[0]
    shades = dict(re.findall(r"--k-map-([a-z0-9]+): (#[0-9a-f]{6});", text))
    assert set(shades) == {"1", "2", "3", "4", "line"}
    for step in "1234":
        assert contrast(shades["line"], shades[step]) >= 3
    assert contrast(shades["line"], found["paper"]) >= 3
    assert contrast(found["edge"], found["paper"]) >= 3


def test_values_of_long_lists_know_their_other_names():
    assert words("prefecture", "JP-13").split("\n") == ["Tokyo", "東京都", "とうきょう"]
    assert {"knee pain", "変形性膝関節症", "Joints"} <= set(
        words("condition", "knee_oa").split("\n")
    )
    assert words("city", "JP-13:新宿区") == "新宿区"
    assert "日本語" in words("language", "ja")
    assert words("condition", "no such code") == words("region", "3") == ""
