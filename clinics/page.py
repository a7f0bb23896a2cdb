"""What the clinic page says about a clinic, as finished records."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.utils import timezone

from clinics import vocabulary
from clinics.asrm import bureaus
from clinics.finder.ages import is_stale, list_note, price_note
from clinics.finder.cards import basis_text, given_for, no_price_text, place, price_text
from clinics.finder.ended import ended_prices
from clinics.languages import language_name
from clinics.models import Clinic, Known, OfficialOrder, OrderTarget, PriceSheet, Treatment
from clinics.names import display_name, short_ja
from ui.templatetags.kakunin import listed

# https://developers.google.com/maps/documentation/urls/get-started: opens the app on a phone.
MAPS = "https://www.google.com/maps/search/"


@dataclass(frozen=True)
class TreatmentView:
    """One treatment as the page shows it; ``treatment`` gives the rest (plate, titles, sources).

    ``list_note`` and ``price_note`` say that a fact is old ("" where it is not); ``ended_on`` is
    the day its last price ended; ``class_explained`` is "" where it was said above;
    ``in_whole_list`` whether the whole list of its class was read when it was last seen (None =
    not known).
    """

    treatment: Treatment
    kind: str
    given: str
    given_exactly: str
    origin: str
    tissue: str
    processing: str
    route: str
    class_label: str
    class_explained: str
    conditions: list[str]
    price: PriceSheet | None
    stale: bool
    list_note: str
    price_note: str
    ended_on: datetime.date | None
    in_whole_list: bool | None
    number: str

    @property
    def heading(self) -> str:
        return given_for(self.given, self.conditions) or self.treatment.title

    @property
    def price_text(self) -> str:
        return price_text(self.price) if self.price else ""

    @property
    def price_basis(self) -> str:
        if self.price:
            return basis_text(self.price)
        return no_price_text(self.treatment.checked_on, self.ended_on)

    @property
    def can_ask(self) -> bool:
        """Checked and sample listings take quote requests; a list entry takes price wishes."""
        return self.kind != "list"


@dataclass(frozen=True)
class Practical:
    """One practical fact: ``value`` as text, or ``unknown`` = which face of unknown."""

    label: str
    value: str
    unknown: str
    looked_on: datetime.date | None


@dataclass(frozen=True)
class ClinicView:
    """The clinic page: ``treatments`` checked first; ``orders`` with their exact scope, lifted
    ones too; ``under_order`` whether one still stands; ``moved_to`` None = no page to lead to;
    ``orders_looked_up_on`` None = not looked up by us; ``same_product`` = (product label, number
    of conditions) when one product is listed for several conditions."""

    clinic: Clinic
    kind: str
    name: str
    name_ja: str
    short_name_ja: str
    place: str
    treatments: list[TreatmentView]
    orders: list[OrderTarget]
    under_order: bool
    orders_looked_up_on: datetime.date | None
    practical: list[Practical]
    same_product: tuple[str, int] | None
    can_ask: bool
    is_gone: bool
    moved: bool
    moved_to: Clinic | None

    @property
    def maps_url(self) -> str:
        """Where the address opens in a maps app, outside; "" where there is none to go to."""
        address, place = self.clinic.address_ja, bureaus.PREFECTURES.get(self.clinic.prefecture)
        if not address or self.is_gone or self.clinic.is_sample:
            return ""
        if place and not address.startswith(place.ja):
            address = place.ja + address
        return f"{MAPS}?{urlencode({'api': 1, 'query': address})}"


def treatment_view(
    treatment: Treatment, *, ended_on: datetime.date | None, in_whole_list: bool | None
) -> TreatmentView:
    label = vocabulary.label
    return TreatmentView(
        treatment=treatment,
        kind=treatment.kind,
        given=label("product", treatment.product),
        given_exactly=label("product", treatment.product_detail),
        origin=label("origin", treatment.origin),
        tissue=label("tissue", treatment.tissue),
        processing=label("processing", treatment.processing),
        route=label("route", treatment.route),
        class_label=label("class", treatment.asrm_class),
        class_explained=vocabulary.explanation("class", treatment.asrm_class),
        conditions=[str(condition) for condition in treatment.conditions.all()],
        price=treatment.price,
        stale=treatment.kind != "list" and is_stale(treatment.checked_on),
        list_note=list_note(treatment),
        price_note=price_note(treatment),
        ended_on=ended_on,
        in_whole_list=in_whole_list,
        number=treatment.public_number,
    )


def _fact(clinic: Clinic, field: str) -> Practical:
    label = str(Clinic._meta.get_field(field).verbose_name)
    value = getattr(clinic, field)
    known = value in (Known.YES, Known.NO)
    text = str(Known(value).label) if known else ""
    return Practical(label, text, "" if known else value, clinic.checked_on)


def _practical(clinic: Clinic) -> list[Practical]:
    languages = listed(
        f"{language_name(spoken.code)} ({spoken.get_how_display()})"
        for spoken in clinic.languages.all()
    )
    label = str(Clinic._meta.get_field("languages_known").verbose_name)
    unknown = "" if languages else clinic.languages_known
    rows = [Practical(label, languages, unknown, clinic.checked_on)]
    return rows + [
        _fact(clinic, f) for f in ("international_desk", "helps_with_visa", "emergency_ready")
    ]


def _same_product(treatments: list[Treatment]) -> tuple[str, int] | None:
    """Return the product that most conditions are listed for, when there are at least three."""
    by_product: dict[str, set[str]] = {}
    for treatment in treatments:
        codes = by_product.setdefault(treatment.product, set())
        codes.update(condition.code for condition in treatment.conditions.all())
    by_product.pop("", None)
    product = max(by_product, key=lambda key: len(by_product[key]), default="")
    many = len(by_product.get(product, ()))
    return (vocabulary.label("product", product), many) if many >= 3 else None


def _explained_once(views: list[TreatmentView]) -> list[TreatmentView]:
    """Return the views with each class explained where it first stands."""
    seen: set[str] = set()
    shown = []
    for view in views:
        is_new = view.class_label not in seen
        shown.append(view if is_new else replace(view, class_explained=""))
        seen.add(view.class_label)
    return shown


def _stands(order: OfficialOrder) -> bool:
    return order.lifted_on is None or order.lifted_on > timezone.localdate()


def clinic_view(clinic: Clinic, *, in_whole_list: Mapping[int, bool] | None = None) -> ClinicView:
    """Return the view of a clinic fetched with ``Clinic.objects.for_page()``.

    ``in_whole_list`` is {treatment id: whether the list it was last seen in was read whole}.
    Makes one query at most, for the prices that have ended.
    """
    treatments = list(clinic.treatments.all())
    ended, whole = ended_prices(treatments), in_whole_list or {}
    views = [
        treatment_view(one, ended_on=ended.get(one.pk), in_whole_list=whole.get(one.pk))
        for one in treatments
    ]
    views.sort(key=lambda view: view.kind == "list")
    views = _explained_once(views)
    orders = list(clinic.order_targets.all())
    is_open = clinic.status == Clinic.Status.OPEN
    kind = views[0].kind if views else ("sample" if clinic.is_sample else "list")
    return ClinicView(
        clinic=clinic,
        kind=kind,
        name=display_name(clinic),
        name_ja=clinic.name_ja,
        short_name_ja=short_ja(clinic.name_ja),
        place=place(clinic),
        treatments=views,
        orders=orders,
        under_order=any(_stands(target.order) for target in orders),
        orders_looked_up_on=clinic.orders_looked_up_on,
        practical=_practical(clinic),
        same_product=_same_product(treatments),
        can_ask=is_open and any(view.can_ask for view in views),
        is_gone=clinic.status in (Clinic.Status.CLOSED, Clinic.Status.MOVED),
        moved=clinic.status == Clinic.Status.MOVED,
        moved_to=clinic.moved_to if clinic.status == Clinic.Status.MOVED else None,
    )
