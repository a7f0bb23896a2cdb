"""What comes in from the writer of a review."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from clinics.models import Treatment
from reviews.aspects import ASPECT_NAMES, ASPECTS, SCORES
from reviews.content import ReviewContent
from reviews.fields import RadioField, ScoreField, YenField
from reviews.models import Invitation, Review
from reviews.months import month_label, recent_months
from reviews.reasons import report_choices
from reviews.reviewable import reviewable_treatments
from trust.forms import HumanCheck, IdempotencyKeyField, PlainTextField, validate_one_line

YES_NO = [("no", _("No")), ("yes", _("Yes"))]
CHOOSE = _("Please choose one answer.")
TEXT_AREA = {"rows": 6}


class TreatmentParam(forms.Form):
    """The `treatment` of the address."""

    treatment = forms.IntegerField(min_value=1, max_value=2**63 - 1)

    def find(self) -> Treatment | None:
        if not self.is_valid():
            return None
        return reviewable_treatments().filter(pk=self.cleaned_data["treatment"]).first()


class ReviewForm(HumanCheck):
    """One review. `treatment` chooses the clinic; `invitation` fixes it and the month.

    A declared relation or reward is an error with a kind word; nothing is stored then.
    """

    treatment = forms.TypedChoiceField(
        label=_("Which treatment did you have?"),
        coerce=int,
        help_text=_("These are the titles the clinic filed with the health ministry."),
    )
    treated_month = forms.TypedChoiceField(
        label=_("When were you treated?"),
        coerce=date.fromisoformat,
        help_text=_("Readers see the month. If it took several visits, take the first."),
        error_messages={"required": _("Please choose a month.")},
    )
    paid_vs_quoted = RadioField(
        label=_("What did you pay in the end?"),
        choices=Review.Paid,
        error_messages={"required": CHOOSE},
    )
    difference_yen = YenField(
        label=_("How much more or less, in yen?"),
        required=False,
        help_text=_("Leave it empty if you do not know."),
    )
    complication = RadioField(
        label=_("Did you have a complication?"),
        choices=YES_NO,
        error_messages={"required": CHOOSE},
        help_text=_(
            "A complication is a problem with your health during or after the treatment. "
            "Readers see only yes or no."
        ),
    )
    complication_help = PlainTextField(
        label=_("If yes: what happened?"),
        required=False,
        max_length=2000,
        help_text=_(
            "This is never published. It is encrypted and only our staff read it. For help with "
            "your health, call a doctor. In Japan the emergency number is 119."
        ),
        widget=forms.Textarea(attrs={**TEXT_AREA, "rows": 4}),
    )
    text = PlainTextField(
        label=_("In your own words"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs=TEXT_AREA),
    )
    relation = RadioField(
        label=_(
            "Do you, or does someone close to you, work for this clinic or for a company tied to it?"
        ),
        choices=YES_NO,
        error_messages={"required": CHOOSE},
    )
    reward = RadioField(
        label=_("Were you given or promised anything for this review?"),
        choices=YES_NO,
        error_messages={"required": CHOOSE},
        help_text=_("For example money, a discount or a gift."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        validators=[validate_one_line],
        help_text=_(
            "Never published and never given to the clinic. We use it to tell you our decision. "
            "You can erase it, with the review, at any time."
        ),
        error_messages={"required": _("Please write your e-mail address.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    agree = forms.BooleanField(
        label=_(
            "I was treated there. Publish my review without my name, and keep my e-mail "
            "address encrypted."
        ),
        error_messages={"required": _("We need your yes to publish the review.")},
    )
    form_key = IdempotencyKeyField()

    def __init__(
        self,
        *args: Any,
        treatment: Treatment,
        invitation: Invitation | Review | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.invited, self.invitation = treatment, invitation
        for aspect in ASPECTS:
            self.fields[aspect.name] = ScoreField(
                label=aspect.question,
                help_text=aspect.help,
                choices=SCORES,
                error_messages={"required": CHOOSE},
            )
        if invitation is None:
            others = reviewable_treatments().filter(clinic=treatment.clinic_id)
            self.fields["treatment"].choices = [(t.pk, t.title) for t in others]
            self.initial.setdefault("treatment", treatment.pk)
            self.fields["treated_month"].choices = [
                ("", _("Choose a month")),
                *[(month.isoformat(), month_label(month)) for month in recent_months()],
            ]
        else:
            del self.fields["treatment"], self.fields["treated_month"]

        # The error summary names problems in the order of the page.
        self.order_fields(["treatment", "treated_month", *ASPECT_NAMES])

    def aspect_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ASPECT_NAMES]

    def clean_email(self) -> str:
        address = unicodedata.normalize("NFKC", self.cleaned_data["email"])
        validate_email(address)
        return address

    def clean_relation(self) -> str:
        if self.cleaned_data["relation"] == "yes":
            raise forms.ValidationError(
                _(
                    "Thank you for saying so. We cannot publish reviews by people close to a "
                    "clinic, not even good and honest ones. Nothing was sent."
                )
            )
        return self.cleaned_data["relation"]

    def clean_reward(self) -> str:
        if self.cleaned_data["reward"] == "yes":
            raise forms.ValidationError(
                _(
                    "Thank you for saying so. We cannot publish reviews written for a reward. "
                    "Nothing was sent. You owe nobody a review."
                )
            )
        return self.cleaned_data["reward"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("difference_yen") and data.get("paid_vs_quoted") in {"as_quoted", "no_quote"}:
            self.add_error(
                "difference_yen",
                _("Choose “more” or “less” above, or leave this empty."),
            )
        return data

    def content(self) -> ReviewContent:
        data, invitation = self.cleaned_data, self.invitation
        return ReviewContent(
            treatment_id=invitation.treatment_id if invitation else data["treatment"],
            treated_month=invitation.treated_month if invitation else data["treated_month"],
            scores={name: data[name] for name in ASPECT_NAMES},
            paid_vs_quoted=data["paid_vs_quoted"],
            difference_yen=data["difference_yen"],
            complication=data["complication"] == "yes",
            complication_help=data["complication_help"],
            text=data["text"],
        )


class EditForm(ReviewForm):
    """The same questions, filled in, for a refused review; what and when it was stay."""

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        kwargs["initial"] = {
            **{name: getattr(review, name) for name in ASPECT_NAMES},
            "paid_vs_quoted": review.paid_vs_quoted,
            "difference_yen": review.difference_yen,
            "complication": "yes" if review.complication else "no",
            "complication_help": review.complication_help or "",
            "text": review.text,
            "relation": "no",
            "reward": "no",
        }
        super().__init__(*args, treatment=review.treatment, invitation=review, **kwargs)
        del self.fields["email"]


class AppealForm(HumanCheck):
    """Why the refusal was wrong, for another person."""

    text = PlainTextField(
        label=_("Why do you think the refusal was wrong?"),
        max_length=1000,
        help_text=_("Only our staff read it. Leave out names and health details."),
        error_messages={"required": _("Please write a few words.")},
        widget=forms.Textarea(attrs=TEXT_AREA),
    )
    form_key = IdempotencyKeyField()


class ReportForm(HumanCheck):
    """Which rule a published review breaks. Asks for no name and no address."""

    reason = RadioField(
        label=_("Which rule does it break?"),
        choices=report_choices,
        error_messages={"required": CHOOSE},
    )
    words = PlainTextField(
        label=_("Which words, and why?"),
        required=False,
        max_length=1000,
        help_text=_("Only our staff read it. Do not write who you are."),
        widget=forms.Textarea(attrs={**TEXT_AREA, "rows": 4}),
    )
    form_key = IdempotencyKeyField()


class CodeForm(forms.Form):
    """The six digits from the mail, typed with or without spaces, full-width or not."""

    code = forms.CharField(
        label=_("Code from the mail"),
        max_length=20,
        help_text=_("6 digits. The mail comes within a few minutes."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self) -> str:
        code = "".join(unicodedata.normalize("NFKC", self.cleaned_data["code"]).split())
        if not (len(code) == 6 and code.isascii() and code.isdigit()):
            raise forms.ValidationError(_("The code has 6 digits."))
        return code


class NewCodeForm(forms.Form):
    """A button only; it carries what went wrong."""
