"""Words nobody wrote lead to the likest ones, and only where these find something."""

import pytest
from django.http import QueryDict

from clinics.finder.results import find
from tests.factories import TreatmentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def shinjuku():
    TreatmentFactory(conditions=["knee_oa"], title_ja="膝関節症の治療")
    TreatmentFactory(
        clinic__prefecture="JP-27", clinic__city_ja="北区", clinic__city_en="Kita",
        clinic__name_kana="サクラクリニック",
    )  # fmt: skip


def ways(query: str) -> list[tuple[str, int, str]]:
    return [(way.label, way.count, way.url) for way in find(QueryDict(query)).ways_on]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("shinjyuku", "shinjuku"), ("ozaka", "osaka"), ("Knea Shinjuku", "knee shinjuku"),
     ("ｏｓａｋｋａ", "osaka"), ("toukyo", "tokyo"), ("shinjuku zzzqqq", "shinjuku")],
)  # fmt: skip
def test_a_slip_leads_to_the_word_that_was_meant(shinjuku, typed, meant):
    [(label, count, url), *_others] = ways(f"q={typed}")
    assert label == f"with the words “{meant}”"
    assert count == find(QueryDict(url.lstrip("?"))).count == 1


def test_other_filters_stay(shinjuku):
    assert ways("q=ozaka&prefecture=JP-27")[0][1] == 1
    [(label, _count, _url)] = ways("q=ozaka&prefecture=JP-13")
    assert label == "without “Words”"


@pytest.mark.parametrize("typed", ["zzzzqqq", "ab", "膝痛症候群全般", "shinjuku osaka", "\0", "%"])
def test_what_is_like_nothing_is_not_bent(shinjuku, typed):
    found = find(_query(typed))
    assert not [way for way in found.ways_on if way.label.startswith("with the words")]


def _query(typed: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data["q"] = typed
    return data
