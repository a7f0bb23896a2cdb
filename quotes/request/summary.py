"""The answers as rows for page 2, and as hidden fields that travel to the send button."""

from dataclasses import dataclass

from django.http import QueryDict
from django_countries import countries

from clinics import vocabulary
from quotes import languages
from quotes.models import QuoteRequest
from quotes.questions import answer_text
from quotes.request.chosen import Chosen
from quotes.request.forms import QuestionForm


@dataclass(frozen=True)
class Row:
    """One answer; ``field`` is the id on page 1 that "Change" leads to. "" = not given."""

    question: str
    answer: str
    field: str


def summary(form: QuestionForm) -> list[Row]:
    """Return the rows of page 2 (``form`` is valid)."""
    data = form.cleaned_data
    answers = {
        "condition": vocabulary.label("condition", data["condition"]),
        "for_whom": str(QuoteRequest.ForWhom(data["for_whom"]).label),
        "country": str(countries.name(data["country"])),
        "languages": languages.as_text(data["languages"]),
        "email": data["email"],
        "message": data["message"],
    }
    rows = [Row(str(form[n].label), text, form[n].id_for_label) for n, text in answers.items()]
    for question in form.questions:
        given = data["facts"].get(question.code)
        text = answer_text(question, given) if given else ""
        rows.append(Row(str(question.label), text, form[question.code].id_for_label))
    return rows


def carried(form: QuestionForm, data: QueryDict, picked: Chosen) -> list[tuple[str, str]]:
    """Return (name, value) of everything typed, and of the treatments."""
    pairs = [("treatment", str(item.pk)) for item in picked.treatments]
    return pairs + [
        (name, value)
        for name in form.fields
        if name != "second_line"
        for value in data.getlist(name)
    ]
