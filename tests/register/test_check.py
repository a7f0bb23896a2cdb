"""What the check page says about pasted text."""

import re

import pytest
from django.test import Client as Browser
from django.utils import translation

from clinics.models import Treatment
from register.checking import check_text
from register.models import Snapshot
from tests.factories import SourceFactory, TreatmentFactory
from tests.register.lists import row
from tests.register.reading_lists import read_list

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
HOUSE = "医療法人社団青空会 ひかり再生クリニック"
OSAKA = row(facility=HOUSE)


def page(client, **query):
    return client.get("/check/", query).content.decode()


def pasted(client, text):
    return client.post("/check/", {"text": text}).content.decode()


def test_a_number_is_decoded_and_leads_to_its_listing():
    treatment = TreatmentFactory(checked=True, number="PB3250067")
    found = check_text("第二種・計画番号ＰＢ３２５００６７です")
    [number] = found.numbers
    assert number.number.canonical == "PB3250067"
    assert [segment["text"] for segment in number.plate][-1] == "0067"
    assert number.url.endswith(f"#t{treatment.pk}")


def test_a_number_noted_on_a_list_entry_is_not_public_yet():
    TreatmentFactory(number="PB3250067", level=Treatment.Level.LIST)
    assert check_text("PB3250067").numbers[0].url == ""


def test_two_listings_with_one_number_are_not_shown_as_its_place():
    TreatmentFactory(checked=True, number="PB3250067")
    TreatmentFactory(checked=True, number="PB3250067")
    assert check_text("PB3250067").numbers[0].url == ""


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("PB3250067", ["A plan number.", "Class II", "Kanto-Shin&#x27;etsu", "2025", "0067"]),
        ("PA8250001", ["Class I ", "Health ministry, headquarters", "inference"]),
        ("FC3140025", ["a cell lab", "notified", "does not belong to a treatment"]),
        ("NA8230002", ["committee", "all classes"]),
        ("NB3150001", ["committee", "Class III plans"]),
        ("jRCTb030190134", ["research plan", "fiscal year 2019 (April 2019 to March 2020)"]),
        ("PB9250001", ["invented number", "none: a sample number"]),
        ("PB3130001", ["Odd:", "before 2014"]),
        ("PB3310001", ["Odd:", "has not come yet"]),
    ],
)
def test_a_number_is_said_in_plain_words(client, number, words):
    text = page(client, q=number)
    for word in words:
        assert word in text, word


@pytest.mark.parametrize("number", ["FC3140025", "NA8230002", "jRCTb030190134", "PB9250001"])
def test_only_a_plan_number_asks_for_the_clinic(client, number):
    assert "Which clinic gave it to you?" not in page(client, q=number)


def test_a_number_nobody_carries_is_never_called_false(client):
    text = page(client, q="PB3250067")
    assert "Which clinic gave it to you?" in text
    assert "prints no numbers" in text
    assert "fake" not in text.lower()


def test_a_number_among_words_does_not_ask_for_the_clinic(client):
    assert "Which clinic gave it to you?" not in page(client, q="my number is PB3250067")


def test_the_clinic_that_gave_a_number_stands_in_the_list(client, tmp_path):
    read_list(
        tmp_path, OSAKA, row(facility=HOUSE, treatment="自己脂肪由来幹細胞を用いた肝障害の治療")
    )
    text = page(client, q="PB5250067", clinic="ひかり再生クリニック")
    assert "with 2 treatments of Class II" in text
    assert "we cannot say which one" in text
    assert "fits the place: Osaka" in text


def test_another_bureau_is_said_and_not_judged(client, tmp_path):
    read_list(tmp_path, OSAKA)
    text = page(client, q="PB3250067", clinic=HOUSE)
    assert "The bureau in the number is Kanto-Shin&#x27;etsu. This clinic is in Osaka" in text
    assert "with 1 treatment of Class II" in text


def test_another_class_is_said(client, tmp_path):
    read_list(tmp_path, OSAKA)
    assert "we found no treatment of Class III" in page(client, q="PC5250067", clinic=HOUSE)


def test_a_clinic_that_is_not_found_makes_no_number_false(client, tmp_path):
    read_list(tmp_path, OSAKA)
    text = page(client, q="PB3250067", clinic="どこにもない診療所")
    assert "We did not find a clinic of this name" in text
    assert "does not make the number false" in text
    assert "18 Sep 2026" in text


def test_the_listing_that_carries_the_number_is_held_against_the_clinic(client):
    here = TreatmentFactory(checked=True, number="PB3250067", clinic__name_ja="みどり再生院")
    TreatmentFactory(clinic__name_ja="べつの再生院")
    own, other = (
        check_text("PB3250067", clinic).answers[0].lines[0]
        for clinic in ("みどり再生院", "べつの再生院")
    )
    assert "carries this number" in own
    assert here.clinic.name in other


def test_an_advert_is_explained():
    found = check_text("Government-approved umbilical cord stem cells, Class II")
    assert len(found.phrases) >= 2
    assert all(phrase.why and phrase.source.startswith("http") for phrase in found.phrases)


def test_the_text_is_shown_with_its_marks_and_each_leads_to_its_note(client):
    TreatmentFactory(clinic__name_ja="ひかり再生院")
    text = "ひかり再生院  PB3250067\n\n\tNo side effects.  PB3250067 again. PB31700222"
    html = pasted(client, text)
    shown = re.search(r"<pre[^>]*>(.*?)</pre>", html, re.DOTALL)[1]
    assert re.sub(r"<sup>.*?</sup>|</?mark>", "", shown) == text
    marks = re.findall(r"<mark>(.*?)</mark>", shown)
    assert marks == ["ひかり再生院", "PB3250067", "No side effects", "PB3250067", "PB31700222"]
    notes = re.findall(r'href="#note-(\d+)"', shown)
    assert notes == ["1", "2", "3", "2", "4"]
    for note in set(notes):
        assert html.count(f'id="note-{note}"') == 1


def test_marks_that_overlap_keep_every_sign(client):
    text = "umbilical cord cells (Class III, PB3170022) cure"
    pieces = check_text(text).marked.pieces
    assert "".join(piece.text for piece in pieces) == text
    assert [piece.text for piece in pieces if piece.is_marked]


def test_html_in_a_text_is_escaped(client):
    html = pasted(client, "<script>alert(1)</script> PB3250067 <b>cure</b></textarea><img src=x>")
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_near_miss_is_explained_not_corrected():
    [miss] = check_text("PB31700222").misses
    assert miss.why
    assert check_text("PB31700222").numbers == []


def test_nothing_found_says_so(client):
    assert "We found no number" in page(client, q="hello there")


def test_the_page_names_the_day_of_the_list(client):
    Snapshot.objects.create(
        file_name="a.csv", sha256="0" * 64, rows=1, source=SourceFactory(seen_on="2026-09-18")
    )
    assert "18 Sep 2026" in page(client, q="PB3250067")


def test_the_page_says_which_classes_were_read_and_how_much(client, tmp_path):
    read_list(tmp_path, OSAKA)
    read_list(tmp_path, row(list_class="3", facility="別の院"), month=1, complete=False)
    text = page(client, q="PB3250067")
    assert "Class II: the whole list of 18 Sep 2026" in text
    assert "Class III: only a part of the list of 18 Oct 2026" in text
    assert "Class I: not read by us" in text


def test_without_any_list_the_page_says_so(client):
    assert "has not been read on this site yet" in page(client, q="PB3250067")


@pytest.mark.parametrize(
    ("text", "status"),
    [("x" * 200_000, 200), ("x" * 200_001, 413), ("あ" * 66_666, 200), ("あ" * 66_667, 413)],
)
def test_a_long_text_has_a_limit(client, text, status):
    response = client.post("/check/", {"text": text})
    assert response.status_code == status
    assert ("too long" in response.content.decode()) == (status == 413)


def test_a_long_query_has_a_limit_and_nothing_typed_is_lost(client):
    assert client.get("/check/", {"q": "あ" * 1000}).status_code == 200
    response = client.get("/check/", {"q": "y" * 1001})
    assert response.status_code == 413
    assert "y" * 1001 in response.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "1234567890" * 20_000,
        "PB3170022 " * 20_000,
        "PB31700 " * 25_000,
        "cure " * 40_000,
        "ひかり再生院" * 11_000,
        "<&>\"'" * 40_000,
        " \t\n" * 66_000,
    ],
)
def test_hostile_texts_are_answered(client, text):
    TreatmentFactory(clinic__name_ja="ひかり再生院")
    assert client.post("/check/", {"text": text}).status_code == 200


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "PB3250067\0"])
def test_what_is_not_text_is_refused_in_peace(client, text):
    body = f"text={text}".encode("utf-8", "surrogatepass")
    response = client.post("/check/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code < 500
    check_text(text)


def test_post_needs_no_token_because_nothing_is_kept():
    strict = Browser(enforce_csrf_checks=True)
    assert strict.post("/check/", {"text": "PB3250067"}).status_code == 200


def test_a_check_leaves_no_trace(client, caplog):
    caplog.set_level("DEBUG")
    response = client.get("/check/", {"q": "Tajny-Ustav PB3250067"})
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
    assert "Tajny" not in caplog.text
    assert "Tajny" in pasted(client, "Tajny-Ustav")
    assert "Tajny" not in caplog.text


def test_results_are_not_for_search_engines_but_the_page_is(client):
    assert 'content="noindex"' in page(client, q="PB3250067")
    assert 'content="noindex"' in pasted(client, "PB3250067")
    assert "noindex" not in page(client)


def test_the_page_speaks_japanese(tmp_path):
    read_list(tmp_path, OSAKA)
    with translation.override("ja"):
        found = check_text("PB3250067", HOUSE)
    assert found.answers[0].house.place == "大阪府"
    assert found.numbers[0].class_label == "第二種"


@pytest.mark.parametrize(
    "url", ["/check/?q=試験クリニック&x=1", "/check/?q=PB3250067&clinic=試験クリニック"]
)
def test_queries_do_not_grow_with_clinics(assert_same_queries, tmp_path, url):
    def grow(month):
        for number in range(4):
            TreatmentFactory(clinic__name_ja=f"試験クリニック{month}{number}")
        rows = [row(facility=f"試験クリニック{month}{n}新院") for n in range(4)]
        read_list(tmp_path, *rows, month=month, complete=False)

    grow(0)
    assert assert_same_queries(url, lambda: grow(1)) <= 12
