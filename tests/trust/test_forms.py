import uuid
from datetime import timedelta

import pytest
import time_machine
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from trust.forms import (
    HumanCheck,
    IdempotencyKeyField,
    PlainLineField,
    PlainTextField,
    stamp,
    validate_one_line,
    validate_plain_text,
)
from trust.models import JobRun


class TrialForm(HumanCheck, forms.Form):
    text = PlainTextField()
    key = IdempotencyKeyField()


def sent(form=None, *, after=10, **more):
    """What a browser sends back from the given fresh form, some seconds later."""
    form = form or TrialForm()
    values = {name: form[name].value() for name in form.fields}
    values |= {"text": "hello", "opened_at": stamp(timezone.now() - timedelta(seconds=after))}
    return {**values, **more}


def test_a_person_passes():
    form = TrialForm(sent())
    assert form.is_valid(), form.errors
    assert isinstance(form.cleaned_data["key"], uuid.UUID)


@pytest.mark.parametrize(
    "more",
    [
        {"after": 1}, {"after": 24 * 3600 + 5}, {"opened_at": ""}, {"opened_at": "form:x:y"},
        {"opened_at": "x" * 500}, {"opened_at": stamp()[:-1]}, {"second_line": "http://spam"},
        {"second_line": "x", "opened_at": ""},
    ],
)  # fmt: skip
def test_what_looks_like_a_robot_is_asked_once_more_and_loses_nothing(more):
    form = TrialForm(sent(**more))
    assert not form.is_valid()
    assert len(form.non_field_errors()) == 1
    assert "once more" in form.non_field_errors()[0]
    assert set(form.errors) == {"__all__"}
    assert form["text"].value() == "hello"
    assert form["key"].value() == form.data["key"]
    again = {name: form[name].value() for name in form.fields}
    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        assert TrialForm(again).is_valid(), "pressing once more must be enough"


def test_a_real_mistake_is_told_beside_its_field():
    form = TrialForm(sent(text=""))
    assert set(form.errors) == {"text"}


def test_a_form_opened_now_carries_the_time_of_now():
    with time_machine.travel(timezone.now() - timedelta(seconds=60)):
        opened = TrialForm()["opened_at"].value()
    assert TrialForm(sent(opened_at=opened)).is_valid()
    assert not TrialForm(sent(opened_at=TrialForm()["opened_at"].value())).is_valid()


def test_a_site_may_set_the_seconds(settings):
    settings.HUMAN_CHECK_SECONDS = 30
    assert not TrialForm(sent(after=20)).is_valid()
    assert TrialForm(sent(after=40)).is_valid()


def test_the_trap_is_out_of_sight_and_out_of_reach():
    html = "".join(str(field) for field in TrialForm().hidden_fields())
    assert 'class="visually-hidden" aria-hidden="true"' in html
    assert 'name="second_line" value="" autocomplete="off" tabindex="-1"' in html
    assert {field.name for field in TrialForm().visible_fields()} == {"text"}
    filled = TrialForm(sent(second_line="spam"))
    assert "spam" not in str(filled["second_line"])


def test_a_prefix_is_kept():
    form = TrialForm(prefix="a")
    assert 'name="a-second_line"' in str(form["second_line"])


def test_model_forms_can_be_checked_too(db):
    class JobForm(HumanCheck, forms.ModelForm):
        class Meta:
            model = JobRun
            fields = ("name",)

    form = JobForm(
        {"name": "a", "second_line": "x", "opened_at": stamp(timezone.now() - timedelta(minutes=1))}
    )
    assert set(form.fields) == {"name", "second_line", "opened_at"}
    assert "__all__" in form.errors


def test_each_fresh_form_has_its_own_key_and_a_shown_again_one_keeps_it():
    one, two = TrialForm(), TrialForm()
    assert one["key"].value() != two["key"].value()
    assert one["key"].value() == one["key"].value()
    again = TrialForm(sent(one, text=""))
    assert str(again["key"].value()) == str(one["key"].value())


@pytest.mark.parametrize("key", ["", "x", "1", "\x00"])
def test_a_key_that_is_none_is_replaced_by_a_fresh_one(key):
    form = TrialForm(sent(key=key))
    assert "once more" in form.errors["key"][0]
    assert isinstance(form["key"].value(), uuid.UUID)


@pytest.mark.parametrize(
    "text", ["日本", "a\nb\tc\r\n", "\U0001f468\u200d\U0001f469", "Ελ", "\u200f"]
)
def test_what_people_type_is_text(text):
    validate_plain_text(text)


@pytest.mark.parametrize(
    "text", ["\x00", "\x1b[0m", "\x07", "\x7f", "\x85", "\ud800", "\u202e", "\u2066"]
)
def test_control_characters_are_refused(text):
    for validate in (validate_plain_text, validate_one_line):
        with pytest.raises(ValidationError):
            validate(f"a{text}b")


@pytest.mark.parametrize("text", ["a\nb", "a\rBcc: x", "a\u2028b"])
def test_one_line_is_one_line(text):
    with pytest.raises(ValidationError):
        PlainLineField().clean(text)


def test_line_ends_become_one_kind():
    assert PlainTextField().clean("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert PlainTextField(required=False, empty_value=None).clean("") is None
    assert PlainLineField().clean(" a ") == "a"
