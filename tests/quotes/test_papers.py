"""The copy of everything, the page of answers and the papers for one's own doctor."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from clinics.models import Treatment
from quotes import actions
from quotes.models import Answer, Message, QuoteRequest
from quotes.patient import comparison
from tests.quotes.factories import (
    CANARY,
    EMAIL,
    answer,
    answered,
    choose,
    confirmed,
    fresh_answer,
    make_treatment,
    recipients,
    sent,
)
from tests.quotes.pages import as_patient

pytestmark = pytest.mark.django_db


def export(request: QuoteRequest) -> dict:
    given = as_patient(request).post("/quotes/mine/export/")
    assert given["Content-Disposition"] == f'attachment; filename="{request.reference}.zip"'
    assert given["Cache-Control"] == "no-store, private"
    with zipfile.ZipFile(io.BytesIO(given.content)) as box:
        return json.loads(box.read("request.json"))


def test_the_copy_holds_all_that_is_stored():
    request = answered()
    actions.reply(request=request, text=f"to staff {CANARY}", key=request.pk)
    row = recipients(request)[0]
    actions.reply(request=request, text="to the clinic", key=request.pk, recipient=row)
    choose(fresh_answer(request))
    found = export(request)
    assert found["email"] == EMAIL
    assert found["facts"] == {"hba1c": {"value": "8.2", "unit": "percent"}}
    assert [row["kind"] for row in found["consents"]] == ["keep", "send", "name"]
    assert all(row["text"] for row in found["consents"])
    clinic = found["clinics"][0]
    assert clinic["answers"][0]["note"] == f"note {CANARY}"
    assert clinic["messages"][0]["text"] == "to the clinic"
    assert clinic["name_and_contact_given"] == {"name": f"Anna {CANARY}", "contact": EMAIL}
    assert found["messages_with_staff"][0]["text"] == f"to staff {CANARY}"
    assert found["seen_by"][-1]["action"] == "exported"


def test_every_personal_column_is_in_the_copy():
    """A column that is added later and forgotten here fails."""
    left_out = {"email_digest"}  # made of the e-mail, which is there
    for model, shown in ((QuoteRequest, None), (Answer, "answers"), (Message, "messages")):
        request = answered(email=f"{model.__name__}@example.org")
        row = recipients(request)[0]
        actions.reply(request=request, text="x", key=request.pk, recipient=row)
        found = export(request)
        keys = set(found) if shown is None else set(found["clinics"][0][shown][0])
        assert set(model.PersonalData.personal) - left_out <= keys


def test_another_request_is_not_in_the_copy():
    mine = answered()
    answered(email="other@example.org", message="Quite-another-matter")
    text = json.dumps(export(mine))
    assert "other@example.org" not in text
    assert "Quite-another-matter" not in text


def test_a_new_version_says_what_it_changed():
    request = answered()
    row = recipients(request)[0]
    answer(
        row,
        lines=[
            {"code": "treatment", "label": "", "jpy": 1_800_000},
            {"code": "tests", "label": "", "jpy": 50_000},
        ],
        total_min=1_850_000,
        total_max=1_850_000,
        doses=3,
        no_refund_after={"": "14 days before the first visit"},
        note="another note",
        valid_until=timezone.localdate() + timedelta(days=30),
    )
    newer, older = Answer.objects.filter(recipient=row).order_by("-version")
    assert comparison.changes(older, newer) == [
        "the treatment itself: ¥2,000,000 → ¥1,800,000",
        "blood and infection tests: not stated → ¥50,000",
        "Total: ¥2,000,000 → ¥1,850,000",
        "Doses in the price: not stated → 3",
        "No refund after: not stated → 14 days before the first visit",
        "The note is different.",
    ]
    page = as_patient(request).get("/quotes/mine/").text
    assert "the treatment itself: ¥2,000,000 → ¥1,800,000" in page
    assert "14 days before the first visit" in page


def test_the_same_answer_again_changes_nothing():
    request = answered()
    row = recipients(request)[0]
    answer(row)
    newer, older = Answer.objects.filter(recipient=row).order_by("-version")
    assert comparison.changes(older, newer) == []


def test_the_doctor_reads_facts_sources_and_open_questions():
    request = sent(make_treatment(), make_treatment(visits=None))
    page = as_patient(request).get("/quotes/mine/dossier/").text
    for row in recipients(request):
        assert row.clinic.name_en in page
    assert "No clinician has reviewed it." in page
    assert "8.2 % (66 mmol/mol)" in page
    assert "Questions without an answer" in page
    opened = page[page.index("Questions without an answer") :]
    assert "Visits" in opened


def test_a_treatment_that_is_not_listed_any_more_is_counted():
    request = sent(make_treatment(), make_treatment())
    Treatment.objects.filter(pk=recipients(request)[0].treatment_id).update(publication="withdrawn")
    page = as_patient(request).get("/quotes/mine/dossier/").text
    assert "1 treatment is not listed here any more." in page


def test_queries_of_the_papers_do_not_grow(django_assert_max_num_queries):
    for count in (1, 4):
        request = answered(*[make_treatment() for _ in range(count)], email=f"n{count}@example.org")
        client = as_patient(request)
        for page in ("print", "dossier", ""):
            with django_assert_max_num_queries(22):
                client.get(f"/quotes/mine/{page}/".replace("//", "/"))


def test_an_unanswered_request_prints_where_each_clinic_stands():
    request = confirmed()
    page = as_patient(request).get("/quotes/mine/print/").text
    assert "No clinic has answered yet." in page
    assert "Not sent yet" in page
