"""Which clinics the check page knows by name, old names and vanished rows included."""

import pytest

from clinics.models import Clinic
from register.actions.deciding import decide
from register.checking import check_text
from register.models import Difference, Entry
from tests.factories import ClinicFactory, OrderTargetFactory, TreatmentFactory, UserFactory
from tests.register.lists import row
from tests.register.reading_lists import read_list

pytestmark = pytest.mark.django_db
HOUSE = "医療法人社団青空会 ひかり再生クリニック"
OSAKA = row(facility=HOUSE)


def page(client, **query):
    return client.get("/check/", query).content.decode()


def test_rows_that_left_the_list_are_said(client, tmp_path):
    read_list(tmp_path, OSAKA, row(facility="別の院クリニック"))
    for month in (1, 2):
        read_list(tmp_path, row(facility="別の院クリニック"), month=month)
    decide(difference=Difference.objects.waiting().get(kind="gone"), yes=True, by=UserFactory())
    text = page(client, q="ひかり再生クリニック")
    assert "No longer in the list of 17 Nov 2026 (Class II, last seen on 18 Sep 2026)" in text
    answer = page(client, q="PB5250067", clinic="ひかり再生クリニック")
    assert "We found no row of this clinic that stands in the list today." in answer
    assert "1 earlier row of this class is no longer in the list (since 17 Nov 2026)." in answer


def test_an_old_name_leads_to_what_the_list_has_now(client, tmp_path):
    read_list(tmp_path, OSAKA)
    read_list(tmp_path, row(facility="医療法人社団青空会 新ひかり再生クリニック梅田"), month=1)
    old = Entry.objects.get(institution=HOUSE)
    assert old.replaced_by is not None
    text = page(client, q="先日ひかり再生クリニックの広告を見ました")
    assert "The list now has it as:" in text
    assert old.replaced_by.treatment.clinic.get_absolute_url() in text


def test_a_former_name_finds_the_clinic():
    clinic = ClinicFactory(name_ja="東京科学再生院", former_names="ティーエス再生診療所 (2025)\n")
    TreatmentFactory(clinic=clinic)
    [name] = check_text("ティーエス再生診療所で治療").names
    assert name.pk == clinic.pk


def test_a_closed_clinic_says_so(client):
    treatment = TreatmentFactory(clinic__name_ja="とじた再生院", clinic__closed=True)
    assert treatment.clinic.status == "closed"
    assert "Closed on 1 Jan 2026." in page(client, q="とじた再生院")


def test_an_official_order_is_said(client):
    clinic = TreatmentFactory(clinic__name_ja="めいれい再生院").clinic
    OrderTargetFactory(clinic=clinic)
    assert "An official order concerns this clinic" in page(client, q="めいれい再生院")


def test_a_clinic_named_in_a_text_is_found():
    TreatmentFactory(clinic__name_ja="医療法人社団試験会 ひかり再生院", clinic__name_en="")
    [name] = check_text("先日ひかり再生院の広告を見ました").names
    assert name.name_ja == "試験会 ひかり再生院"


@pytest.mark.parametrize(
    "text",
    [
        "ﾋｶﾘ再生ｸﾘﾆｯｸ",
        "ひかり　再生クリニック",
        "医療法人社団 青空会ひかり再生クリニック",
        "「ひかり・再生クリニック」です",
    ],
)
def test_a_name_is_found_however_it_is_written(text, tmp_path):
    read_list(tmp_path, OSAKA)
    assert len(check_text(text).names) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("東京クリニック", "新東京クリニックの広告"),
        ("ケアクリニック", "スキンケアクリニックの広告"),
        ("中央病院", "伊勢原の中央病院へ行きました"),
        ("森医院", "小森医院へ行きました"),
    ],
)
def test_a_name_inside_another_name_is_not_taken_for_it(name, text):
    TreatmentFactory(clinic__name_ja=name)
    assert check_text(text).names == []
    assert len(check_text(name).names) == 1


def test_a_latin_name_ends_where_its_word_ends():
    TreatmentFactory(clinic__name_ja="医療法人社団見本会 THE K CLINIC", clinic__name_en="")
    assert len(check_text("I went to The K Clinic, in Tokyo.").names) == 1
    assert check_text("bathe k clinics").names == []


def test_the_longer_of_two_names_is_meant():
    for name in ("あおば再生クリニック", "あおば再生クリニック新宿"):
        TreatmentFactory(clinic__name_ja=name)
    [name] = check_text("昨日あおば再生クリニック新宿で").names
    assert name.name_ja == "あおば再生クリニック新宿"


def test_part_of_a_name_finds_the_clinic():
    TreatmentFactory(clinic__name_en="Bright River Clinic")
    assert [found.name for found in check_text("bright river").names] == ["Bright River Clinic"]


def test_invented_clinics_stand_apart(client):
    TreatmentFactory(clinic__is_sample=True, clinic__name_ja="見本ひかり再生院", is_sample=True)
    TreatmentFactory(clinic__name_ja="ひかり再生院")
    found = check_text("ひかり再生院と見本ひかり再生院")
    assert [len(found.names), len(found.samples)] == [1, 1]
    assert "Invented sample clinics" in page(client, q="見本ひかり再生院")


def test_invented_clinics_are_not_named_where_none_are_shown(settings):
    settings.SAMPLE_LISTINGS = False
    TreatmentFactory(clinic__is_sample=True, clinic__name_ja="見本ひかり再生院", is_sample=True)
    assert check_text("見本ひかり再生院").is_empty


@pytest.mark.parametrize("publication", ["draft", "withdrawn"])
def test_an_unlisted_clinic_is_not_named(publication):
    TreatmentFactory(clinic__name_ja="ひみつ再生院", publication=publication)
    assert check_text("ひみつ再生院").is_empty


def test_a_paused_clinic_is_not_named(tmp_path):
    read_list(tmp_path, OSAKA)
    Clinic.objects.update(status=Clinic.Status.PAUSED)
    assert check_text(HOUSE + "です").is_empty


def test_a_change_of_names_is_seen_at_once(tmp_path):
    read_list(tmp_path, OSAKA)
    assert check_text("あたらしい再生院").is_empty
    TreatmentFactory(clinic__name_ja="あたらしい再生院")
    assert len(check_text("あたらしい再生院").names) == 1
