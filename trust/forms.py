"""Form parts against robots, double sending and text that is not text."""

import re
import uuid
from datetime import datetime, timedelta
from typing import Any, Protocol

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SLOWEST = timedelta(hours=24)
_STAMP = "trust.forms.opened"
PRESS_AGAIN = _("Please press the button once more. Everything you typed is still here.")

# Control characters but tab and line ends; lone surrogates; marks that turn the reading direction.
_NOT_TEXT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]"
)
_LINE_ENDS = re.compile("[\n\r\u2028\u2029]")


def validate_plain_text(value: str) -> None:
    """Refuse characters that no keyboard types; line ends and tabs are fine."""
    if _NOT_TEXT.search(value):
        raise ValidationError(
            _("There is a hidden character in this text. Please type it again."), code="not_text"
        )


def validate_one_line(value: str) -> None:
    """Refuse line ends: such a value may stand in a mail's subject."""
    validate_plain_text(value)
    if _LINE_ENDS.search(value):
        raise ValidationError(_("Please write this on one line."), code="one_line")


class PlainTextField(forms.CharField):
    """Text of several lines without control characters; line ends become ``\\n``."""

    widget = forms.Textarea
    default_validators = [validate_plain_text]

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return re.sub("\r\n|\r|\u2028|\u2029", "\n", text) if isinstance(text, str) else text


class PlainLineField(forms.CharField):
    """One line of text without control characters."""

    default_validators = [validate_one_line]


class _Freshened(Protocol):
    """A hidden field that can replace what came back by something that will be accepted."""

    def clean(self, value: Any) -> Any: ...

    def fresh_value(self) -> Any: ...


class _FreshBoundField(forms.BoundField):
    """Shows what was sent while the field accepts it, otherwise a fresh value.

    So a page that is shown again with errors can be sent again.
    """

    field: _Freshened  # type: ignore[assignment]

    def value(self) -> Any:
        if self.form.is_bound:
            try:
                self.field.clean(self.data)
            except ValidationError as error:
                if error.code != "too_quick":
                    return self.field.fresh_value()
        return super().value()


class IdempotencyKeyField(forms.UUIDField):
    """A hidden key, new for each fresh form: sending the same form twice is seen by its key."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": PRESS_AGAIN, "invalid": PRESS_AGAIN}
        super().__init__(**{"initial": uuid.uuid4, "error_messages": messages, **kwargs})

    def fresh_value(self) -> uuid.UUID:
        return uuid.uuid4()

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return _FreshBoundField(form, self, field_name)


def stamp(opened: datetime | None = None) -> str:
    """Return the signed time that a form carries; ``opened`` is now unless given."""
    seconds = int((opened or timezone.now()).timestamp())
    return signing.Signer(salt=_STAMP).sign(f"form:{signing.b62_encode(seconds)}")


def quickest() -> float:
    """Return the seconds a person needs at least."""
    return settings.HUMAN_CHECK_SECONDS


class OpenedAtField(forms.CharField):
    """A hidden signed time: when the form was opened."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "initial": stamp, "max_length": 200, **kwargs})

    def clean(self, value: Any) -> str:
        """Return the stamp; raises ValidationError with code "stale" or "too_quick"."""
        signer = signing.TimestampSigner(salt=_STAMP)
        try:
            sent = super().clean(value)
            signer.unsign(sent, max_age=SLOWEST)
        except (signing.BadSignature, ValidationError) as error:
            raise ValidationError(PRESS_AGAIN, code="stale") from error
        try:
            signer.unsign(sent, max_age=quickest())
        except signing.SignatureExpired:
            return sent
        raise ValidationError(PRESS_AGAIN, code="too_quick")

    def fresh_value(self) -> str:
        return stamp()

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return _FreshBoundField(form, self, field_name)


class HoneypotInput(forms.TextInput):
    """An ordinary field that people neither see nor reach, drawn with the hidden fields."""

    template_name = "trust/human_check.html"

    @property
    def is_hidden(self) -> bool:
        return True


class _EmptyBoundField(forms.BoundField):
    def value(self) -> str:
        return ""


class HoneypotField(forms.CharField):
    widget = HoneypotInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "label": _("Leave this empty"), **kwargs})

    def clean(self, value: Any) -> str:
        if value:
            raise ValidationError(PRESS_AGAIN, code="filled")
        return ""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        return _EmptyBoundField(form, self, field_name)


class HumanCheck(forms.Form):
    """Mixin: a field only robots fill, and a time only robots are too quick for.

    Both are drawn with ``form.hidden_fields``. A person who meets the check by accident presses
    the button once more; nothing typed is lost.
    """

    second_line = HoneypotField()
    opened_at = OpenedAtField()

    def add_error(self, field: str | None, error: Any) -> None:
        """Show the check's message above the form, where its hidden fields have no place."""
        if field in {"second_line", "opened_at"}:
            if not self.has_error("__all__", "press_again"):
                super().add_error(None, ValidationError(PRESS_AGAIN, code="press_again"))
            self.cleaned_data.pop(field, None)
            return
        super().add_error(field, error)
