"""What staff write about an order."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinics.desk.days import PastDays
from clinics.models import Clinic, OfficialOrder, OrderAddressee
from clinics.orders.addressing import read_addressee
from clinics.orders.entering import Words
from clinics.orders.matching import Match
from clinics.orders.scope import LONGEST

REMOVAL_REASONS = [
    ("wrong_listing", _("It is shown on the wrong listing")),
    ("wrong_order", _("The order was written down wrongly")),
    ("withdrawn", _("The authority withdrew it as a mistake")),
    ("twice", _("It stands here twice")),
    ("other", _("Another reason (say which)")),
]
MOST_NAMES = 50
"""Proposals by name on one page; the rest follow when these are decided."""


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **options)


def _text(label: Any, lang: str = "", rows: int = 3, **options: Any) -> forms.CharField:
    attrs = {"rows": rows} | ({"lang": lang} if lang else {})
    return forms.CharField(label=label, widget=forms.Textarea(attrs=attrs), **options)


def _seen() -> forms.BooleanField:
    """What stood on the page: only that is decided by sending it."""
    return forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)


def _scope(label: Any, lang: str = "") -> forms.CharField:
    return _text(label, lang, rows=4, max_length=LONGEST)


class OrderForm(PastDays, forms.Form):
    """The whole order on one page; the last five fields take one number or name a line."""

    past_days = ("date", "seen_on")

    kind = forms.ChoiceField(label=_("Kind"), choices=OfficialOrder.Kind.choices)
    date = _day(_("Date of the order"))
    authority_ja = forms.CharField(label=_("Authority (Japanese)"), max_length=100)
    authority_en = forms.CharField(label=_("Authority (English)"), max_length=100)
    source_url = forms.URLField(label=_("Page that says so"), max_length=500, assume_scheme="https")
    seen_on = _day(_("Seen on"), initial=timezone.localdate)
    summary_ja = _text(_("What it says (Japanese)"), "ja", max_length=2000)
    summary_en = _text(_("What it says (English)"), max_length=2000)
    plan = _text(_("To these plan numbers"), rows=2, required=False, max_length=4000)
    operator = _text(_("To these corporation numbers"), rows=2, required=False, max_length=4000)
    facility = _text(_("To these cell labs (numbers)"), rows=2, required=False, max_length=4000)
    committee = _text(_("To these committees (numbers)"), rows=2, required=False, max_length=4000)
    institution = _text(
        _("To these institutions, as printed"),
        "ja",
        rows=2,
        required=False,
        max_length=4000,
        help_text=_("A number finds listings by itself. A name only proposes them to you."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.addressees: list[tuple[str, str]] = []
        for kind in OrderAddressee.Kind.values:
            for line in (data.get(kind) or "").splitlines():
                if line.strip():
                    self._read(kind, line)
        if not self.addressees and not self.errors:
            self.add_error("institution", _("Say to whom the order was addressed."))
        return data

    def _read(self, kind: str, line: str) -> None:
        try:
            self.addressees.append((kind, read_addressee(kind, line)))
        except ValidationError as error:
            self.add_error(kind, error)

    def words(self) -> Words:
        names = (
            "kind", "date", "authority_ja", "authority_en", "summary_ja", "summary_en",
            "source_url", "seen_on",
        )  # fmt: skip
        values = {name: self.cleaned_data[name] for name in names}
        return Words(**values, addressees=tuple(dict.fromkeys(self.addressees)))


class AddresseeForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=OrderAddressee.Kind.choices)
    value = forms.CharField(label=_("Number or name"), max_length=150)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") and data.get("value"):
            try:
                data["value"] = read_addressee(data["kind"], data["value"])
            except ValidationError as error:
                self.add_error("value", error)
        return data


class ScopeForm(forms.Form):
    scope_en = _scope(_("Scope (English)"))
    scope_ja = _scope(_("Scope (Japanese)"), "ja")


class ShowForm(ScopeForm):
    """Any listing, by its address on this site, because staff decided so."""

    clinic = forms.CharField(
        label=_("Listing"),
        max_length=300,
        help_text=_("Its address on this site, or the last part of it."),
    )
    why = forms.CharField(label=_("How we know that it concerns this listing"), max_length=300)
    field_order = ["clinic", "why", "scope_en", "scope_ja"]

    def clean_clinic(self) -> Clinic:
        slug = self.cleaned_data["clinic"].split("?")[0].split("#")[0].strip("/ ").split("/")[-1]
        clinic = Clinic.objects.filter(slug=slug).first()
        if clinic is None:
            raise ValidationError(_("There is no listing with this address."))
        return clinic


class LiftForm(PastDays, forms.Form):
    past_days = ("lifted_on", "seen_on")

    lifted_on = _day(_("Lifted on"))
    source_url = forms.URLField(label=_("Page that says so"), max_length=500, assume_scheme="https")
    seen_on = _day(_("Seen on"), initial=timezone.localdate)

    def __init__(self, *args: Any, order: OfficialOrder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order = order

    def clean_lifted_on(self) -> Any:
        day = self.cleaned_data["lifted_on"]
        if day < self.order.date:
            raise ValidationError(_("An order cannot be lifted before its day."))
        return day


class DecideForm(forms.Form):
    """Scope sentences of each number, and a tick and a sentence for each like name."""

    def __init__(
        self, *args: Any, order: OfficialOrder, matches: list[Match], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.addressees = list(order.addressees.all())
        self.names = [match for match in matches if not match.certain][:MOST_NAMES]
        self.found: dict[int, list[Match]] = {}
        for match in matches:
            if match.certain and match.addressee:
                self.found.setdefault(match.addressee.pk, []).append(match)
        for addressee in self.addressees:
            self.fields[f"a{addressee.pk}_seen"] = _seen()
        for pk, (match, *_others) in self.found.items():
            self._sentences(f"a{pk}", match, required=True)
        for match in self.names:
            self.fields[f"c{match.clinic_id}_seen"] = _seen()
            self.fields[f"c{match.clinic_id}_tick"] = forms.BooleanField(
                label=_("The order concerns this listing"), required=False
            )
            self._sentences(f"c{match.clinic_id}", match, required=False)

    def _sentences(self, prefix: str, match: Match, *, required: bool) -> None:
        english, japanese = match.scope()
        for language, label, lang, words in (
            ("en", _("Scope (English)"), "", english),
            ("ja", _("Scope (Japanese)"), "ja", japanese),
        ):
            field = _scope(label, lang)
            field.initial, field.required = words, required
            self.fields[f"{prefix}_{language}"] = field

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for match in self.names:
            prefix = f"c{match.clinic_id}"
            if data.get(f"{prefix}_tick"):
                for language in ("en", "ja"):
                    if not data.get(f"{prefix}_{language}"):
                        self.add_error(f"{prefix}_{language}", _("Write the scope."))
        return data

    def groups(self, clinics: dict[int, Clinic]) -> Iterator[dict[str, Any]]:
        """Yield what the page shows: numbers with the listings they find, then the names."""
        for pk, matches in self.found.items():
            yield {
                "addressee": matches[0].addressee,
                "clinics": [clinics[match.clinic_id] for match in matches],
                "fields": [self[f"a{pk}_en"], self[f"a{pk}_ja"]],
            }
        for match in self.names:
            prefix = f"c{match.clinic_id}"
            yield {
                "value": match.value,
                "clinics": [clinics[match.clinic_id]],
                "seen": self[f"{prefix}_seen"],
                "tick": self[f"{prefix}_tick"],
                "fields": [self[f"{prefix}_en"], self[f"{prefix}_ja"]],
            }

    def decision(self) -> dict[str, Any]:
        """Return wording, chosen and seen as ``decide_order`` takes them."""
        data = self.cleaned_data
        wording = {}
        for addressee in self.addressees:
            prefix, kept = f"a{addressee.pk}", (addressee.scope_en, addressee.scope_ja)
            if not data.get(f"{prefix}_seen"):
                continue
            words = (data.get(f"{prefix}_en", ""), data.get(f"{prefix}_ja", ""))
            usual = addressee.pk not in self.found or words == self.found[addressee.pk][0].scope()
            wording[addressee.pk] = kept if usual else words
        chosen, seen = {}, set()
        for match in self.names:
            prefix = f"c{match.clinic_id}"
            if data.get(f"{prefix}_seen"):
                seen.add(match.clinic_id)
            if data.get(f"{prefix}_tick"):
                chosen[match.clinic_id] = (data[f"{prefix}_en"], data[f"{prefix}_ja"])
        return {"wording": wording, "chosen": chosen, "seen": seen}
