"""From a ministry-list entry to a live listing: the page is read, words are kept, letters logged."""

import datetime
import time

import pytest
from django.core.management import call_command
from django.utils import timezone

from clinics.desk.page_text import marked, read_page
from clinics.desk.prefill import duration_in_english
from clinics.models import ClinicLanguage, ClinicLetter, ListingEvent, RiskPhrase, Source, Treatment
from tests.factories import ClinicFactory, TreatmentFactory
from tests.staff_session import signed_in_client

pytestmark = pytest.mark.django_db

PAGE = """第二種再生医療等提供計画番号：ＰＢ５２３００７９、第三種 PC5230001
自己脂肪由来幹細胞 点滴 1回 2億個　２，４２０，０００円（税込）
通院回数：3回　治療期間は約4〜6週間です。初診料 3,300円　英語・中国語対応可能。
"""


@pytest.fixture
def editor(db):
    call_command("sync_roles", verbosity=0)
    return signed_in_client("listing editor")


@pytest.fixture
def entry(db):
    return TreatmentFactory(
        clinic=ClinicFactory(prefecture="JP-27", website="https://clinic.example.org/"),
        product="fat_msc", origin="own", route="iv", asrm_class="2", risks_en="", risks_ja="",
    )  # fmt: skip


def address(treatment):
    return f"/admin/listings/{treatment.pk}/"


def filled(response):
    """What the three forms now hold, by name."""
    forms = [response.context[name] for name in ("source_form", "form", "price_form")]
    return {field.html_name: field.value() for form in forms for field in form}


def sendable(values):
    return {name: value for name, value in values.items() if value not in (None, "", [])}


def read_fields(text):
    return {(s.field, s.value) for s in read_page(text)}


def test_a_page_is_read_with_its_words():
    found = read_fields(PAGE)
    assert {
        ("number", "PB5230079"), ("number", "PC5230001"), ("price-jpy_min", 2_420_000),
        ("price-tax", "included"), ("price-cells_per_dose", 200_000_000), ("visits", 3),
        ("duration_ja", "約4〜6週間"), ("languages", "en"), ("languages", "zh"),
    } <= found  # fmt: skip
    words = [part for part, is_found in marked(PAGE, read_page(PAGE)) if is_found]
    assert "通院回数:3回" in words
    assert "".join(part for part, _found in marked(PAGE, read_page(PAGE))).count("税込") == 1


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("費用 ２４２万円（税別）", "price-jpy_max", 2_420_000),
        ("費用 220万円〜330万円", "price-jpy_max", 3_300_000),
        ("1億5,000万個", "price-cells_per_dose", 150_000_000),
        ("来院 2回", "visits", 2),
    ],
)
def test_amounts_are_read_as_clinics_write_them(text, field, value):
    assert (field, value) in read_fields(text)


@pytest.mark.parametrize(
    "text", ["", "電話 03-1234-5678", "2026年11月", "100万人", "円", "個", "\0万円"]
)
def test_what_a_page_does_not_say_is_not_suggested(text):
    assert not {s.field for s in read_page(text)} - {"languages"}


def test_durations_are_rendered_in_english():
    assert duration_in_english("約4〜6週間") == "about 4–6 weeks"
    assert duration_in_english("約2か月") == "about 2 months"


def test_reading_and_accepting_fill_in_and_write_nothing(editor, entry):
    typed = {"url": "https://clinic.example.org/plan", "seen_on": "2026-11-20", "page_text": PAGE}
    read = editor.post(address(entry), {**typed, "read": "1"})
    reading = read.context["reading"]
    assert [c.label for c in reading.choices if c.field == "number" and c.chosen] == ["PB5230079"]
    picks: dict[str, list[str]] = {}
    for choice in reading.choices:
        if choice.chosen:
            picks.setdefault(f"pick-{choice.field}", []).append(choice.key)
    values = filled(
        editor.post(address(entry), {**typed, **picks, "title_en": "kept", "accept": "1"})
    )
    assert values["number"] == "PB5230079"
    assert values["price-total_min"] == 2_420_000
    assert values["duration_en"] == "about 4–6 weeks"
    assert values["languages"] == ["en", "zh"]
    assert values["title_en"] == "kept"
    assert values["url"] == typed["url"]
    entry.refresh_from_db()
    assert entry.number == ""
    assert not Source.objects.exists()


def test_a_price_without_tax_and_several_doses_make_a_comparable_total(editor, entry):
    text = "1回 1,000,000円（税別） 投与回数：3回"
    response = editor.post(address(entry), {"page_text": text, "read": "1"})
    [choice] = [c for c in response.context["reading"].choices if c.field == "price"]
    assert choice.values["price-total_min"] == 3_300_000
    assert choice.values["price-tax"] == "excluded"


def test_a_course_price_is_its_own_total(editor, entry):
    text = "1回 242万円(税込) 3回コース 594万円(税込) 投与回数：3回"
    response = editor.post(address(entry), {"page_text": text, "read": "1"})
    dose, course = [c for c in response.context["reading"].choices if c.field == "price"]
    assert dose.values["price-total_max"] == 7_260_000
    assert course.values["price-basis"] == "course"
    assert course.values["price-total_max"] == 5_940_000


def publish(editor, entry, **more):
    first = editor.get(address(entry))
    typed = sendable(filled(first)) | {
        "url": "https://clinic.example.org/plan", "page_text": PAGE, "number": "PB5230079",
        "visits": "3", "duration_en": "6 weeks", "duration_ja": "6週間", "risks_en": "Fever",
        "risks_ja": "発熱", "price-jpy_min": "2420000", "price-jpy_max": "2420000",
        "price-total_min": "2420000", "price-total_max": "2420000", "price-tax": "included",
        "price-basis": "dose", "price-doses": "1", "languages": ["en"],
        "price-valid_from": "2026-11-01",
    } | more  # fmt: skip
    return editor.post(address(entry), {**typed, "publish": "1"}), typed


def test_the_page_s_text_is_kept_and_the_next_treatment_inherits_the_page(editor, entry):
    sibling = TreatmentFactory(clinic=entry.clinic, asrm_class="3", product="platelets")
    response, _typed = publish(editor, entry)
    assert response.status_code == 302, response.context["form"].errors
    assert response.url == address(sibling)
    entry.refresh_from_db()
    assert entry.level == Treatment.Level.CHECKED
    assert entry.source.page_text == PAGE.strip()
    assert [language.code for language in entry.clinic.languages.all()] == ["en"]
    following = editor.get(response.url)
    assert filled(following)["url"] == "https://clinic.example.org/plan"
    numbers = [c for c in following.context["reading"].choices if c.field == "number"]
    assert [(c.label, c.chosen) for c in numbers] == [("PC5230001", True)]


def test_kept_risk_words_fill_in_by_product_and_route(editor, entry):
    RiskPhrase.objects.create(product="fat_msc", route="", risks_en="any", risks_ja="全般")
    assert filled(editor.get(address(entry)))["risks_en"] == "any"
    RiskPhrase.objects.create(product="fat_msc", route="iv", risks_en="drip", risks_ja="点滴")
    assert filled(editor.get(address(entry)))["risks_ja"] == "点滴"
    entry.risks_en = "its own"
    entry.save()
    assert filled(editor.get(address(entry)))["risks_en"] == "its own"


def test_looking_says_what_would_be_missing_and_writes_nothing(editor, entry):
    _response, typed = publish(editor, entry, visits="")
    entry.refresh_from_db()
    before = ListingEvent.objects.count()
    looked = editor.post(address(entry), {**typed, "visits": "4", "look": "1"})
    assert looked.context["missing"] == []
    looked = editor.post(address(entry), {**typed, "look": "1", "number": ""})
    assert [item.code for item in looked.context["missing"]] == ["visits", "number"]
    entry.refresh_from_db()
    assert (entry.visits, entry.level) == (None, Treatment.Level.LIST)
    assert ListingEvent.objects.count() == before


def test_the_preview_shows_the_listing_as_if_live(editor, entry):
    page = editor.get(f"/admin/preview/{entry.pk}/")
    assert page.status_code == 200
    entry.refresh_from_db()
    assert entry.level == Treatment.Level.LIST
    assert (
        signed_in_client("review moderator").get(f"/admin/preview/{entry.pk}/").status_code == 403
    )


def test_a_letter_asks_for_what_is_missing_and_is_logged_once_a_day(editor, entry):
    page = editor.get(address(entry) + "letter/")
    text = page.context["text"]
    assert entry.title_ja in text
    assert "計画番号" in text
    assert f"/ja/clinics/{entry.clinic.slug}/correct/" in text
    for _press in range(2):
        editor.post(address(entry) + "letter/")
    letter = ClinicLetter.objects.get()
    assert letter.remind_on == timezone.localdate() + datetime.timedelta(days=7)
    assert "price" in letter.asked_for
    assert not ClinicLetter.objects.due().exists()
    ClinicLetter.objects.update(remind_on=timezone.localdate())
    assert entry.title_ja in editor.get("/admin/listings/letters/").content.decode()
    editor.post(f"/admin/listings/letters/{letter.pk}/", {"later": "1"})
    assert not ClinicLetter.objects.due().exists()
    editor.post(f"/admin/listings/letters/{letter.pk}/", {"closed": "1"})
    letter.refresh_from_db()
    assert letter.answered_on == timezone.localdate()
    actions = ListingEvent.objects.filter(action__startswith="letter").values_list(
        "action", flat=True
    )
    assert sorted(actions) == ["letter", "letter_closed"]


@pytest.mark.parametrize("path", ["letter/", ""])
def test_others_do_not_open_the_desk(entry, path):
    call_command("sync_roles", verbosity=0)
    client = signed_in_client("quote coordinator")
    assert client.get(address(entry) + path).status_code == 403
    assert client.post(address(entry) + path).status_code == 403


WILD = {
    "2万2,000円": (22_000, 22_000, "", "dose"),
    "110〜220万円": (1_100_000, 2_200_000, "", "dose"),
    "110万〜220万円": (1_100_000, 2_200_000, "", "dose"),
    "1,000,000円（税込1,100,000円）": (1_000_000, 1_000_000, "excluded", "dose"),
    "1,100,000円（税抜1,000,000円）": (1_100_000, 1_100_000, "included", "dose"),
    "税込 1,100,000円": (1_100_000, 1_100_000, "included", "dose"),
    "100万円+税": (1_000_000, 1_000_000, "excluded", "dose"),
    "総額1,650,000円（全3回）": (1_650_000, 1_650_000, "", "course"),
    "1クール（3回）：3,300,000円": (3_300_000, 3_300_000, "", "course"),
    "¥1,100,000": (1_100_000, 1_100_000, "", "dose"),
    "15万5千円": (155_000, 155_000, "", "dose"),
}


@pytest.mark.parametrize("text", WILD)
def test_prices_are_read_as_clinics_write_them(text):
    first: dict[str, object] = {}
    for suggestion in read_page(text):
        first.setdefault(suggestion.field.removeprefix("price-"), suggestion.value)
    read = (first["jpy_min"], first["jpy_max"], first.get("tax", ""), first["basis"])
    assert read == WILD[text]


@pytest.mark.parametrize(
    "text",
    ["キャンセル料 330,000円", "初診料 3,300円", "通院は週1回", "来院（2回目）", "有効期間12か月",
     "保管期間12か月", "1億〜2億個", "年間100万人"],
)  # fmt: skip
def test_what_is_no_price_dose_or_visit_is_left_out(text):
    assert read_page(text) == []


@pytest.mark.parametrize(
    "text", ["費用\n" + " " * 60_000, "1" * 60_000, "1回" * 30_000, "1," * 60_000, "1万" * 60_000]
)
def test_a_hostile_page_is_read_at_once(text):
    start = time.perf_counter()
    read_page(text)
    assert time.perf_counter() - start < 2


def test_unticked_boxes_stay_unticked_when_the_text_is_read(editor, entry):
    ClinicLanguage.objects.create(clinic=entry.clinic, code="en")
    values = filled(editor.post(address(entry), {"page_text": "x", "read": "1"}))
    assert values["languages"] == []
    assert values["conditions"] == []


def test_a_choice_of_an_edited_text_is_left_out(editor, entry):
    first = "税込 1,100,000円\n税込 2,200,000円"
    reading = editor.post(address(entry), {"page_text": first, "read": "1"}).context["reading"]
    picks = {"pick-price": [c.key for c in reading.choices if c.chosen]}
    edited = {"page_text": "税込 1,100,000円", "accept": "1"} | picks
    assert not filled(editor.post(address(entry), edited)).get("price-jpy_min")


def test_two_editors_do_not_overwrite_each_other_unseen(editor, entry):
    _response, typed = publish(editor, entry, visits="")
    opened = editor.get(address(entry)).context["seen"]
    other = signed_in_client("listing editor")
    other.post(address(entry), {**typed, "visits": "5", "seen": opened, "save": "1"})
    late = editor.post(address(entry), {**typed, "visits": "7", "seen": opened, "save": "1"})
    assert late.status_code == 409
    assert filled(late)["visits"] == "7"
    entry.refresh_from_db()
    assert entry.visits == 5
    again = {**typed, "visits": "7", "seen": late.context["seen"], "save": "1"}
    assert editor.post(address(entry), again).status_code == 302
