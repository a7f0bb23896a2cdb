"""What people type: sign-in, invitation, password, code, roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device

from staff import second_factor
from staff.models import User
from staff.roles import ROLES
from staff.session import OpenSession

CODE_ATTRIBUTES = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class OnceInput(forms.PasswordInput):
    """Readable while typing, empty when the form comes back: a code works only once."""

    input_type = "text"


def role_choices() -> list[tuple[str, str]]:
    language = get_language() or "en"
    return [(role.name, f"{role.label(language)}: {role.does(language)}") for role in ROLES]


class SignInForm(forms.Form):
    """User name, password and code at once, and one answer for everything that is wrong."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your authenticator app, or one of your backup codes."),
        widget=OnceInput(attrs=CODE_ATTRIBUTES),
    )
    refusal = _(
        "User name, password and code do not belong together, or the code was used before. "
        "Wait for the next code and try again."
    )

    def __init__(self, request: HttpRequest, data: Any = None) -> None:
        super().__init__(data)
        self.request = request
        self.user: User | None = None
        self.device: Device | None = None
        self.refused = False

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.errors:
            return data
        self.user = authenticate(self.request, username=data["username"], password=data["password"])
        if self.user is not None:
            self._check_second_factor(data)
        if self.device is None:
            self.refused = True
            raise forms.ValidationError(self.refusal)
        return data

    def _check_second_factor(self, data: dict[str, Any]) -> None:
        """A right password with a wrong code counts as a failure like any other.

        Otherwise the throttle would tell which password is right.
        """
        if self.user.is_staff:
            self.device = second_factor.check_code(self.user, data["code"])
        if self.device is None:
            user_login_failed.send(
                sender=__name__,
                credentials={"username": data["username"]},
                request=self.request,
            )


class RolesForm(forms.Form):
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=role_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick only what the person needs. Nobody reads quotes without that role."),
    )


class InviteForm(RolesForm):
    """A new colleague."""

    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[User.username_validator],
        help_text=_("For signing in. Letters, digits and @ . + - _ only."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=_("The invitation goes to this address."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=User._meta.get_field("language").choices
    )
    field_order = ["username", "email", "language", "roles"]

    def clean_username(self) -> str:
        username = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("This user name is taken. Choose another one."))
        return username


class PasswordForm(forms.Form):
    """A new password, typed twice; pasting from a password manager works."""

    password = forms.CharField(
        label=_("New password"),
        strip=False,
        max_length=1000,
        help_text=_("At least 12 characters. A password manager or four random words do well."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, data: Any = None) -> None:
        super().__init__(data)
        self.user = user

    def clean_password(self) -> str:
        validate_password(self.cleaned_data["password"], self.user)
        return self.cleaned_data["password"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return data


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("The six digits your app shows now."),
        widget=OnceInput(attrs={**CODE_ATTRIBUTES, "inputmode": "numeric"}),
    )
    wrong = _("This code is not right or is too old. Wait for the next one and try again.")


class OwnCodeForm(CodeForm):
    """A code of the person who is signed in: an open desk is not enough.

    It is looked at last, because each works once.
    """

    def __init__(self, user: User, data: Any = None, *, prefix: str | None = None) -> None:
        super().__init__(data, prefix=prefix)
        self.user = user

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not second_factor.check_code(self.user, data["code"]):
            self.add_error("code", self.wrong)
        return data


class BothFactorsForm(OwnCodeForm):
    """The whole sign-in once more, before what signs a person in changes."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ["password", "code"]

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError(_("This is not your password."))
        return self.cleaned_data["password"]


class NewPasswordForm(BothFactorsForm):
    new = PasswordForm.base_fields["password"]
    again = PasswordForm.base_fields["again"]
    field_order = ["password", "new", "again", "code"]

    def clean_new(self) -> str:
        validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean_again(self) -> str:
        new = self.cleaned_data.get("new")
        if new is not None and self.cleaned_data["again"] != new:
            raise forms.ValidationError(_("The two passwords are not the same."))
        return self.cleaned_data["again"]


class EndSessionsForm(OwnCodeForm):
    """Which of the person's other sign-ins shall end."""

    which = forms.MultipleChoiceField(
        label=_("Other sign-ins"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one.")},
    )
    field_order = ["which", "code"]

    def __init__(self, user: User, others: list[OpenSession], data: Any = None) -> None:
        super().__init__(user, data, prefix="end")
        self.fields["which"].choices = [(one.name, str(one)) for one in others]


class LanguageForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["language"]
