"""What went wrong stands at the top, in the title and beside the field, in plain words."""

from uuid import uuid4

import pytest

from quotes.clinic.forms import AnswerForm, TypedAnswerForm
from quotes.patient.forms import MessageForm
from quotes.request.link_views import TrackForm
from tests.quotes.factories import make_treatment, sent
from tests.quotes.pages import as_patient, hidden, page_two

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", [AnswerForm, TypedAnswerForm, MessageForm, TrackForm])
@pytest.mark.parametrize("email", ["", "nonsense"])
def test_no_message_speaks_like_a_program(form, email):
    words = str(form({"valid_until": "x" if email else "", "email": email}).errors)
    assert "This field" not in words
    assert "Enter a valid" not in words
    assert "Please" in words


def test_an_empty_reply_is_told_at_the_top_and_in_the_title():
    request = sent()
    client = as_patient(request)
    page = client.post("/quotes/mine/reply/", {"text": "", "key": uuid4()})
    html = page.content.decode()
    assert "<title>Error: " in html
    assert 'href="#id_staff_text"' in html[: html.index("<h1>")]
    assert html.count("Please write your message first.") == 2
    assert 'action="/ja/quotes/mine/reply/"' in html[: html.index("</header>")]


def test_no_clinic_ticked_is_a_link_and_stands_beside_the_boxes(client):
    treatment = make_treatment()
    html = page_two(client, treatment).content.decode()
    data = {**hidden(html[: html.rindex("</main>")]), "send": "1", "keep": "on"}
    html = client.post("/quotes/request/check/", data).content.decode()
    summary = html[html.index('class="k-errors"') : html.index("<h1>")]
    assert f'href="#id_send_{treatment.clinic_id}"' in summary
    assert "I agree that" not in summary
    assert html.count("Tick at least one clinic, or nobody can answer you.") == 2
