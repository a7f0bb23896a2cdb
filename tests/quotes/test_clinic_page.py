"""The clinic's page: only what was consented, Japanese first, one click for the published price."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone, translation

from clinics.models import PriceSheet
from quotes import actions, published
from quotes.clinic.forms import AnswerForm, YenField
from quotes.cost_words import code_for
from quotes.models import Answer, Consent, Message
from tests.factories import PriceSheetFactory
from tests.quotes.factories import (
    CANARY,
    EMAIL,
    answered,
    choose,
    fresh_answer,
    make_treatment,
    recipients,
    sent,
)
from tests.quotes.pages import clinic_path
from trust.access_log import entries_for

pytestmark = pytest.mark.django_db


def _form(**values):
    return {
        "do": "answer",
        "key": uuid4(),
        "line_treatment": "2,420,000",
        "line_tests": "３万円",
        "tax": "included",
        "valid_until": (timezone.localdate() + timedelta(days=20)).isoformat(),
        "note": "診察後に確定します",
        **values,
    }


def test_the_page_is_japanese_and_shows_no_address(client):
    request = sent()
    recipient = recipients(request)[0]
    response = client.get(clinic_path(recipient))
    html = response.content.decode()
    assert '<html lang="ja">' in html
    assert request.reference in html
    assert CANARY in html
    assert "2型糖尿病" in html
    assert EMAIL not in html
    assert "no-store" in response["Cache-Control"]
    assert entries_for("quotes.quoterequest", request.pk).filter(role="clinic").count() == 1


def test_messages_with_staff_or_another_clinic_are_not_shown(client):
    request = sent(make_treatment(), make_treatment())
    first, second = recipients(request)
    actions.reply(request=request, text="only for staff", key=uuid4())
    actions.ask_question(recipient=second, text="other clinic asks", key=uuid4())
    html = client.get(clinic_path(first)).content.decode()
    assert "only for staff" not in html
    assert "other clinic asks" not in html


def test_the_published_price_is_one_click(client):
    recipient = recipients(sent())[0]
    key = uuid4()
    for _ in range(2):
        response = client.post(clinic_path(recipient), {"do": "published", "key": key})
        assert response.status_code == 303
    given = Answer.objects.get()
    assert given.as_published
    assert given.total_min == 2_450_000
    assert sum(line["jpy"] for line in given.lines) == given.total_min
    assert client.get(response["Location"]).status_code == 200


def test_an_answer_in_any_spelling_of_yen(client):
    recipient = recipients(sent())[0]
    assert client.post(clinic_path(recipient), _form()).status_code == 303
    given = Answer.objects.get()
    assert given.total_min == given.total_max == 2_450_000
    assert [line["code"] for line in given.lines] == ["treatment", "tests"]


@pytest.mark.parametrize(
    ("text", "yen"),
    [("2,420,000", 2_420_000), ("２４２万円", 2_420_000), ("¥1", 1), ("1.5万", 15_000), ("", None)],
)
def test_yen_is_read(text, yen):
    assert YenField().clean(text) == yen


BAD = [
    ("line_treatment", "abc"),
    ("line_treatment", "0"),
    ("line_treatment", "-5"),
    ("line_treatment", "1.5"),
    ("line_treatment", "9" * 20),
    ("line_treatment", "2億"),
    ("valid_until", "2020-01-01"),
    ("valid_until", "9999-12-31"),
    ("valid_until", "soon"),
    ("tax", "none"),
    ("total_max", "100"),
    ("key", "not-a-key"),
]


@pytest.mark.parametrize(("name", "value"), BAD)
def test_bad_answers_are_told_and_kept(client, name, value):
    recipient = recipients(sent())[0]
    response = client.post(clinic_path(recipient), _form(**{name: value}))
    html = response.content.decode()
    assert response.status_code == 200
    assert "診察後に確定します" in html
    assert "k-errors" in html
    assert not Answer.objects.exists()


def test_an_answer_without_any_amount_is_refused():
    form = AnswerForm({**_form(), "line_treatment": "", "line_tests": ""})
    assert "line_treatment" in form.errors


def test_a_question_and_a_refusal(client):
    recipient = recipients(sent())[0]
    path = clinic_path(recipient)
    assert (
        client.post(path, {"do": "question", "text": "検査値は？", "key": uuid4()}).status_code
        == 303
    )
    assert Message.objects.get().sender == "clinic"
    assert client.post(path, {"do": "decline", "reason": "nonsense"}).status_code == 200
    assert client.post(path, {"do": "decline", "reason": "no_capacity"}).status_code == 303
    assert client.get(path).status_code == 410


def test_an_unknown_button_changes_nothing(client):
    recipient = recipients(sent())[0]
    assert client.post(clinic_path(recipient), {"do": "delete"}).status_code == 200
    assert recipients(recipient.request)[0].state == "sent"


def test_withdrawing_closes_the_page_at_once(client):
    request = sent()
    path = clinic_path(recipients(request)[0])
    assert client.get(path).status_code == 200
    actions.withdraw_recipient(recipient=recipients(request)[0])
    assert client.get(path).status_code == 410
    assert client.post(path, _form()).status_code == 410
    assert not Answer.objects.exists()


def test_a_withdrawn_consent_alone_closes_the_page(client):
    request = sent()
    path = clinic_path(recipients(request)[0])
    Consent.objects.filter(kind="send").update(withdrawn_at=timezone.now())
    assert client.get(path).status_code == 410


def test_only_the_chosen_clinic_goes_on_reading(client):
    request = answered(make_treatment(), make_treatment())
    paths = {row.pk: clinic_path(row) for row in recipients(request)}
    chosen = fresh_answer(request)
    choose(chosen)
    for pk, path in paths.items():
        response = client.get(path)
        assert response.status_code == (200 if pk == chosen.recipient_id else 410)
    assert client.post(paths[chosen.recipient_id], _form()).status_code == 409


def test_the_patients_link_does_not_open_the_clinics_page():
    from quotes.links import PATIENT
    from trust import links

    request = sent()
    token = links.current(purpose=PATIENT, object_id=request.pk).token
    assert Client().get(f"/quotes/clinic/{token}/").status_code == 410


@pytest.mark.parametrize(
    ("sheet", "codes"),
    [
        ({"total_min": 2_420_000, "total_max": 2_420_000}, ["treatment"]),
        ({"basis": "course", "doses": 3, "total_min": 2_500_000, "total_max": 2_600_000},
         ["treatment", "other"]),
        ({"extras": [["Blood tests (sample)", "血液検査(見本)", 30_000]]}, ["treatment", "tests"]),
        ({"extras": [["Hotel", "宿泊費", 30_000]]}, ["treatment", "other"]),
        ({"extras": [["Blood tests", "血液検査", 10_000], ["Infection tests", "感染症検査", 20_000]]},
         ["treatment", "tests"]),
        ({"jpy_max": 2_600_000, "total_max": 2_700_000}, ["treatment", "other"]),
        ({"includes": ["harvest", "doses"], "total_min": 2_420_000, "total_max": 2_500_000},
         ["treatment", "harvest"]),
        ({"doses": 3, "total_min": 2_450_000}, ["treatment"]),
    ],
)  # fmt: skip
def test_lines_of_a_price_sheet_always_add_up(sheet, codes):
    treatment = make_treatment()
    treatment.prices.all().delete()
    row = PriceSheetFactory(treatment=treatment, **sheet)
    answer = published.as_answer(row)
    assert [line["code"] for line in answer["lines"]] == codes
    assert sum(line["jpy"] for line in answer["lines"]) == row.total_min
    highest = sum(line.get("jpy_max", line["jpy"]) for line in answer["lines"])
    assert highest == row.total_max


@pytest.mark.parametrize(
    ("labels", "code"),
    [
        (("First visit (sample)", "初診料(見本)"), "consultation"),
        (("", "通訳料"), "interpreter"),
        (("Follow-up visits", ""), "follow_up"),
        (("Taking and growing the cells", "採取・培養"), "other"),
        (("Airport transfer", "送迎"), "other"),
        (("", ""), "other"),
    ],
)
def test_the_words_of_a_price_list_find_their_cost(labels, code):
    assert code_for(*labels) == code


def test_the_form_starts_with_the_clinics_published_price(client):
    row = recipients(sent())[0]
    html = client.get(clinic_path(row)).text
    assert re.search(r'name="line_treatment"[^>]* value="2,[0-9]{3},000"', html)
    assert 'value="published"' in html
    PriceSheet.objects.all().delete()
    html = client.get(clinic_path(row)).text
    assert not re.search(r'name="(line_\w+|total_max)"[^>]* value="[^"]', html)
    assert 'value="published"' not in html


def test_what_the_price_holds_is_written_as_included(client):
    typed = {**_form(), "line_tests": "込み", "line_interpreter": " Included "}
    form = AnswerForm(typed)
    assert form.is_valid()
    lines = form.answer()["lines"]
    held = {"tests": 0, "interpreter": 0}
    assert {line["code"]: line["jpy"] for line in lines if line.get("included")} == held
    alone = AnswerForm({**_form(), "line_treatment": "込み", "line_tests": ""})
    assert "line_treatment" in alone.errors


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_form_sent_back_unchanged_says_what_the_published_price_says(language):
    row = recipients(sent())[0]
    sheet = published.current_sheet(row.treatment)
    sheet.includes = ["harvest"]
    sheet.no_refund_after_en, sheet.no_refund_after_ja = "the first visit", "初診"
    sheet.save()
    with translation.override(language):
        _sent_back(sheet)


def _sent_back(sheet):
    given = published.form_initial(sheet)
    form = AnswerForm({**{k: v or "" for k, v in given.items()}, "key": uuid4()})
    assert form.is_valid(), form.errors
    answer, expected = form.answer(sheet), published.as_answer(sheet)
    for name in ("total_min", "total_max", "tax", "valid_until", "doses", "no_refund_after"):
        assert (answer[name] or None) == (expected[name] or None), name


def test_other_costs_need_their_name():
    form = AnswerForm({**_form(), "line_other": "10,000"})
    assert "other_label" in form.errors
    assert AnswerForm({**_form(), "line_other": "10,000", "other_label": "宿泊費"}).is_valid()


def test_a_clinic_not_chosen_reads_that_the_request_is_over(client):
    request = answered(make_treatment(), make_treatment())
    paths = {row.pk: clinic_path(row) for row in recipients(request)}
    chosen = fresh_answer(request)
    choose(chosen)
    path = next(path for pk, path in paths.items() if pk != chosen.recipient_id)
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 410
    assert '<html lang="ja">' in html
    assert "/quotes/track/" not in html[html.index("<main") : html.index("</main>")]
    assert CANARY not in html
    assert request.reference not in html
    assert "no-store" in response["Cache-Control"]
