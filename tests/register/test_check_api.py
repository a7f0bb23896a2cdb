"""The check for programs: shapes, limits, refusals."""

import pytest
from django.conf import settings
from django.test import Client as Browser

from register.actions.deciding import decide
from register.api_schema import checked
from register.models import Difference
from tests.clinics.test_api import matches
from tests.factories import TreatmentFactory, UserFactory
from tests.register.lists import row
from tests.register.reading_lists import read_list

pytestmark = pytest.mark.django_db
URL = "/api/v1/check/"
HOUSE = "医療法人社団青空会 ひかり再生クリニック"


def ask(client, text, status=200, **more):
    response = client.get(URL, {"text": text, **more})
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    return response.json()


def test_a_number_has_the_agreed_shape(client):
    treatment = TreatmentFactory(checked=True, number="PB3250067")
    body = ask(client, "計画番号：ＰＢ３２５００６７です")
    assert set(body) == {"numbers", "entries", "phrases", "snapshot"}
    path = f"{treatment.clinic.get_absolute_url()}#t{treatment.pk}"
    assert body["numbers"] == [
        {
            "as_written": "ＰＢ３２５００６７",
            "canonical": "PB3250067",
            "kind": "plan",
            "class": "2",
            "bureau": "3",
            "year": 2025,
            "serial": "0067",
            "notes": [],
            "listing": f"{settings.SITE_URL}{path}",
        }
    ]
    assert body["snapshot"] == {"date": None, "source": None, "complete": False}


@pytest.mark.parametrize(
    ("number", "kind", "asrm_class"),
    [
        ("PA8250001", "plan", "1"),
        ("FC3140025", "facility", None),
        ("NA8230002", "committee", None),
        ("jRCTb030190134", "research_plan", "2"),
        ("PB9250001", "sample", "2"),
    ],
)
def test_every_kind_is_told_apart(client, number, kind, asrm_class):
    [found] = ask(client, number)["numbers"]
    assert (found["kind"], found["class"], found["listing"]) == (kind, asrm_class, None)


def test_rows_of_the_list_are_found_by_name(client, tmp_path):
    read_list(tmp_path, row(facility=HOUSE))
    body = ask(client, "昨日ひかり再生クリニックで")
    [entry] = body["entries"]
    assert set(entry) == {
        "list_class", "institution", "prefecture", "title", "last_seen", "gone_on", "listing",
    }  # fmt: skip
    assert entry["institution"] == HOUSE
    assert (entry["list_class"], entry["prefecture"]) == ("2", "JP-27")
    assert (entry["last_seen"], entry["gone_on"]) == ("2026-09-18", None)
    assert client.get(entry["listing"]).status_code == 200
    assert body["snapshot"]["date"] == "2026-09-18"
    assert body["snapshot"]["complete"] is True
    assert body["snapshot"]["source"]


def test_a_row_that_is_gone_says_since_when(client, tmp_path):
    read_list(tmp_path, row(facility=HOUSE), row(facility="別の院クリニック"))
    for month in (1, 2):
        read_list(tmp_path, row(facility="別の院クリニック"), month=month)
    decide(difference=Difference.objects.waiting().get(kind="gone"), yes=True, by=UserFactory())
    [entry] = ask(client, HOUSE)["entries"]
    assert (entry["last_seen"], entry["gone_on"]) == ("2026-09-18", "2026-11-17")


def test_phrases_come_with_why_in_the_language_asked_for(client):
    text = "A government-approved clinic"
    [english] = ask(client, text)["phrases"]
    [japanese] = ask(client, text, lang="ja")["phrases"]
    assert english["text"] == japanese["text"] == "government-approved"
    assert english["why"].isascii()
    assert "届出" in japanese["why"]


def test_invented_clinics_are_no_rows_of_the_list(client):
    TreatmentFactory(clinic__is_sample=True, clinic__name_ja="見本再生院", is_sample=True)
    assert ask(client, "見本再生院")["entries"] == []


@pytest.mark.parametrize(
    ("query", "parameter", "allowed"),
    [
        ("", "text", []),
        ("?text=", "text", []),
        ("?text=%20%0a", "text", []),
        ("?text=a&text=b", "text", []),
        ("?text=a&q=b", "q", ["text", "lang"]),
        ("?text=a&lang=fr", "lang", ["en", "ja"]),
    ],
)
def test_a_wrong_question_is_a_400_that_names_the_parameter(client, query, parameter, allowed):
    response = client.get(URL + query)
    assert response.status_code == 400
    body = response.json()
    assert body["parameter"] == parameter
    assert body["allowed"] == allowed
    assert body["error"]


def test_get_takes_1000_characters_and_post_200_kb(client):
    ask(client, "あ" * 1000)
    assert ask(client, "あ" * 1001, status=413)["error"]
    assert client.post(URL, {"text": "x" * 200_000}).status_code == 200
    response = client.post(URL, {"text": "あ" * 66_667})
    assert response.status_code == 413
    assert set(response.json()) == {"error"}


def test_post_needs_no_token_and_takes_the_language(client):
    strict = Browser(enforce_csrf_checks=True)
    response = strict.post(URL, {"text": "承認番号", "lang": "ja"})
    assert response.status_code == 200
    assert "計画番号" in response.json()["phrases"][0]["why"]
    assert strict.post(URL, {"text": "a", "extra": "b"}).json()["parameter"] == "extra"


def test_other_methods_are_refused(client):
    response = client.put(URL)
    assert response.status_code == 405
    assert "POST" in response["Allow"]


def test_nothing_is_kept(client, caplog):
    caplog.set_level("DEBUG")
    response = client.get(URL, {"text": "Tajny-Ustav PB3250067"})
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert "Tajny" not in caplog.text


@pytest.mark.parametrize("text", [b"%00", b"%ed%a0%80", b"\xff\xfe", b"%", b"9" * 1000])
def test_hostile_input_is_no_crash(client, text):
    assert client.get(f"{URL}?text={text.decode('latin-1')}").status_code < 500
    kind = "application/x-www-form-urlencoded"
    assert client.post(URL, b"text=" + text, content_type=kind).status_code < 500


def test_queries_do_not_grow_with_clinics(assert_same_queries, tmp_path):
    def grow(month):
        rows = [row(facility=f"試験クリニック{month}{n}") for n in range(4)]
        read_list(tmp_path, *rows, month=month, complete=False)

    grow(0)
    assert assert_same_queries(f"{URL}?text=試験クリニック", lambda: grow(1)) <= 12


def test_the_answer_is_as_the_schema_says(client, tmp_path):
    TreatmentFactory(checked=True, number="PB3250067")
    read_list(tmp_path, row(facility=HOUSE))
    for text in (f"{HOUSE} approved clinic PB3250067 NA8230002", "nothing"):
        matches(ask(client, text), checked())


def test_the_schema_names_the_address(client):
    paths = client.get("/api/v1/schema/").json()["paths"]
    assert set(paths["/check/"]) == {"get", "post"}


def test_the_address_is_in_no_sitemap(client):
    index = client.get("/sitemap.xml").content.decode()
    assert "/api/" not in index
