"""What a card and a one-line row show, as finished records."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics import vocabulary
from clinics.finder.ages import age_notes, is_stale
from clinics.languages import language_name
from clinics.models import Clinic, PriceSheet, Treatment
from clinics.names import display_name, short_ja
from ui.templatetags.kakunin import day, listed, yen


@dataclass(frozen=True)
class Card:
    """One clinic in the results, shown by its best matching treatment.

    ``kind`` is checked, sample or list; ``price`` the sheet valid today or None; ``ended_on`` the
    day its last price ended; ``stale`` says that the check is old; ``age_notes`` what is old, in
    words; ``more_matching`` counts its other matching treatments; ``rated`` the mean of its
    reviews and their number, where that makes the order.
    """

    kind: str
    url: str
    name: str
    name_ja: str
    place: str
    given: str
    conditions: list[str]
    title: str
    title_ja: str
    class_label: str
    asrm_class: str
    number: str
    price: PriceSheet | None
    languages: str
    checked_on: datetime.date | None
    stale: bool
    age_notes: list[str]
    ended_on: datetime.date | None
    treatment_id: int
    more_matching: int
    has_order: bool
    rated: tuple[float, int] | None = None

    @property
    def is_sample(self) -> bool:
        return self.kind == "sample"

    @property
    def given_for(self) -> str:
        return given_for(self.given, self.conditions) or self.title

    @property
    def price_text(self) -> str:
        return price_text(self.price) if self.price else ""

    @property
    def price_total(self) -> str:
        """What filter, order and strip compare, where the published price says less."""
        return total_text(self.price) if self.price else ""

    @property
    def price_basis(self) -> str:
        if self.price:
            return basis_text(self.price)
        return no_price_text(self.checked_on, self.ended_on)

    @property
    def order_notice(self) -> str:
        return _("An official order concerns this clinic") if self.has_order else ""


def given_for(given: str, conditions: list[str]) -> str:
    """Return what is given and the conditions the filed title names; never "treats"."""
    if not given or not conditions:
        return given
    return _("%(given)s · filed title names: %(conditions)s") % {
        "given": given,
        "conditions": listed(conditions),
    }


def price_text(price: PriceSheet) -> str:
    """Return the published price: "¥990,000–1,430,000"."""
    if price.jpy_min == price.jpy_max:
        return yen(price.jpy_min)
    return f"{yen(price.jpy_min)}–{yen(price.jpy_max).lstrip('¥')}"


def total_text(price: PriceSheet) -> str:
    """Return "usual course in all ¥4,257,000" where that is not the published price, else ""."""
    if (price.total_min, price.total_max) == (price.jpy_min, price.jpy_max):
        return ""
    total = yen(price.total_min)
    if price.total_max != price.total_min:
        total += f"–{yen(price.total_max).lstrip('¥')}"
    return _("usual course in all: %(total)s") % {"total": total}


def no_price_text(looked_on: datetime.date | None, ended_on: datetime.date | None = None) -> str:
    """Return why there is no price today; ``ended_on`` = the last one ended that day."""
    if ended_on:
        return _("No price valid today; the last one we saw ended on %(day)s") % {
            "day": day(ended_on)
        }
    if not looked_on:
        return _("Price not looked up by us yet")
    return _("Price not published by the clinic (we looked on %(day)s)") % {"day": day(looked_on)}


def basis_text(price: PriceSheet) -> str:
    """Return what the price is for: "for 1 dose, tax included"."""
    if price.basis == PriceSheet.Basis.DOSE:
        what = _("for 1 dose")
    else:
        what = ngettext(
            "for a course of %(n)d dose", "for a course of %(n)d doses", price.doses
        ) % {"n": price.doses}
    return listed([what, price.get_tax_display()])


def place(clinic: Clinic) -> str:
    """Return "Shinjuku, Tokyo" or 東京都新宿区; only the prefecture when the ward is unknown."""
    city, prefecture = clinic.city, clinic.prefecture_name
    if vocabulary.is_japanese():
        return f"{prefecture}{city}"
    if city.endswith(f", {prefecture}"):  # a ward of the city the prefecture is named after
        return city
    return ", ".join(part for part in (city, prefecture) if part)


def given(treatment: Treatment) -> str:
    return vocabulary.label("product", treatment.product)


def card(
    best: Treatment,
    *,
    has_order: bool,
    ended: Mapping[int, datetime.date | None],
    more_matching: int = 0,
    rated: tuple[float, int] | None = None,
) -> Card:
    """Return the card of a treatment and its clinic; ``more_matching`` others of it match, too.

    ``ended`` is {treatment id: day its last price ended}; it counts where there is none today.
    """
    clinic = best.clinic
    return Card(
        kind=best.kind,
        url=f"{clinic.get_absolute_url()}#t{best.pk}",
        name=display_name(clinic),
        name_ja="" if vocabulary.is_japanese() else short_ja(clinic.name_ja),
        place=place(clinic),
        given=given(best),
        conditions=[str(condition) for condition in best.conditions.all()],
        title=best.title,
        title_ja=best.title_ja,
        class_label=vocabulary.label("class", best.asrm_class),
        asrm_class=best.asrm_class,
        number=best.public_number,
        price=best.price,
        languages=listed(language_name(spoken.code) for spoken in clinic.languages.all()),
        checked_on=best.checked_on if best.kind != "list" else None,
        stale=best.kind != "list" and is_stale(best.checked_on),
        age_notes=age_notes(best),
        ended_on=ended.get(best.pk),
        treatment_id=best.pk,
        more_matching=more_matching,
        has_order=has_order,
        rated=rated,
    )
