"""Names and places are found and put in order as people read and write them."""

import pytest
from django.http import QueryDict
from django.utils import translation

from clinics.asrm.folding import fold
from clinics.finder.results import find
from tests.factories import TreatmentFactory

pytestmark = pytest.mark.django_db


def names(query: str) -> list[str]:
    return [card.name for block in find(QueryDict(query)).blocks for card in block.cards]


@pytest.mark.parametrize(
    "words", ["東京", "ﾄｳｷｮｳ", "トウキョウ", "とうきょう", "ＴＯＫＹＯ", "Tōkyō", "新宿 とうきょう"]
)
def test_a_place_is_found_in_any_spelling(words):
    (
        TreatmentFactory(),
        TreatmentFactory(
            clinic__prefecture="JP-27", clinic__city_ja="北区", clinic__city_en="Kita"
        ),
    )
    assert find(QueryDict(f"q={words}")).count == 1


def test_a_clinic_is_found_by_the_english_name_we_show():
    TreatmentFactory(clinic__name_en="", clinic__name_ja="服部歯科医院")
    [shown] = names("")
    assert names(f"q={shown}") == [shown]


def test_names_sort_as_they_are_shown():
    for ja in ("山田クリニック", "あさひクリニック", "医療法人社団みらい会わかばクリニック"):
        TreatmentFactory(clinic__name_en="", clinic__name_ja=ja)
    TreatmentFactory(clinic__name_en="beta Clinic")
    shown = names("sort=name")
    assert shown == sorted(shown, key=fold)
    with translation.override("ja"):
        shown = names("sort=name")
        assert shown == sorted(shown)
