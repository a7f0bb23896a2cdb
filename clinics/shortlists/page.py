"""What the page of a shortlist shows: one's own, or the one in a link."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinics import currencies
from clinics.finder.cards import Card, card
from clinics.finder.ended import ended_prices
from clinics.models import ClinicLanguage, OrderTarget, Treatment
from clinics.picked import pick, read_ids
from clinics.shortlists.cookie import MOST

TICKED = 4


@dataclass(frozen=True)
class Item:
    """``basis`` is what the price is for, with the amount in the chosen currency; ``ticked`` for
    comparing from the start."""

    card: Card
    basis: str
    ticked: bool


@dataclass(frozen=True)
class Shortlist:
    """``gone`` are ids that are not listed (any more); ``told`` are sentences about the address."""

    real: list[Item]
    samples: list[Item]
    ids: list[int]
    is_shared: bool
    gone: list[int]
    told: list[str]
    currency: str

    @property
    def items(self) -> list[Item]:
        return [*self.real, *self.samples]

    @property
    def is_full(self) -> bool:
        return not self.is_shared and len(self.ids) + len(self.gone) >= MOST

    @property
    def share_path(self) -> str:
        return f"{reverse('clinics:shortlist')}?{urlencode({'treatment': self.ids}, doseq=True)}"


def _rows():
    return (
        Treatment.objects.listed()
        .for_cards()
        .select_related("clinic")
        .defer("search_text")
        .prefetch_related(
            Prefetch("clinic__languages", ClinicLanguage.objects.order_by("code")),
            Prefetch("clinic__order_targets", OrderTarget.objects.order_by("pk")),
        )
    )


def _items(treatments: Sequence[Treatment], currency: str) -> list[Item]:
    ended = ended_prices(treatments)
    few = len(treatments) <= TICKED
    items = []
    for one in treatments:
        has_order = bool(one.clinic.order_targets.all())
        price = one.price
        about = currencies.about(price.jpy_min, price.jpy_max, currency) if price else ""
        shown = card(one, has_order=has_order, ended=ended)
        basis = f"{shown.price_basis} · {about}" if about else shown.price_basis
        items.append(Item(shown, basis, few))
    return items


def shortlist(texts: Sequence[str], *, is_shared: bool, currency: str) -> Shortlist:
    """Return the page for ids from the cookie or from the address. Anything may stand there."""
    picked = pick(texts, most=MOST, rows=_rows())
    asked = currencies.asked(currency)
    items = _items(picked.treatments, asked.code)
    told = [asked.told] if asked.told else []
    if picked.surplus:
        told.append(_("A shortlist holds %(n)d treatments. The others are left out.") % {"n": MOST})
    if is_shared and picked.unknown:
        words = ngettext(
            "%(n)d treatment of this link is not listed here, so it is left out.",
            "%(n)d treatments of this link are not listed here, so they are left out.",
            picked.unknown,
        )
        told.append(words % {"n": picked.unknown})
    ids = [one.pk for one in picked.treatments]
    return Shortlist(
        real=[item for item in items if not item.card.is_sample],
        samples=[item for item in items if item.card.is_sample],
        ids=ids,
        is_shared=is_shared,
        gone=[key for key in read_ids(texts) if key not in ids],
        told=told,
        currency=asked.code,
    )
