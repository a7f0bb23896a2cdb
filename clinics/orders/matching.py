"""Which listings an order touches: by number for certain, by name only as a proposal."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from clinics.models import (
    CellLab,
    Clinic,
    Committee,
    OfficialOrder,
    Operator,
    OrderAddressee,
    OrderNotMeant,
    OrderRemoval,
    OrderTarget,
    Treatment,
)
from clinics.orders import naming
from clinics.orders.scope import sentences

Kind = OrderAddressee.Kind
Party = Operator | CellLab | Committee
MOST_IDS = 500
"""Above that all clinics are looked at: databases limit the values of one query."""
NEARNESS = {kind: place for place, kind in enumerate(Kind.values)}
_HOW_NEAR = ["plan", "operator", "facility", "committee", "name", "former_name", "operator_name", "moved", "part_of_name"]  # fmt: skip


@dataclass(frozen=True)
class Match:
    """One order touches one clinic: through what, and how it was found."""

    order: OfficialOrder
    clinic_id: int
    how: str
    addressee: OrderAddressee | None
    value: str
    party: Party | None = None

    @property
    def certain(self) -> bool:
        """By a number; a name is only a proposal."""
        return self.how in (Kind.PLAN, Kind.OPERATOR, Kind.FACILITY, Kind.COMMITTEE)

    def scope(self) -> tuple[str, str]:
        """Return the sentence (English, Japanese): staff's own words, else the usual ones."""
        english, japanese = sentences(
            self.order,
            how=self.how,
            value=self.value,
            party_en=self.party.name_en if self.party else "",
            party_ja=self.party.name_ja if self.party else "",
        )
        if self.certain and self.addressee:
            return self.addressee.scope_en or english, self.addressee.scope_ja or japanese
        return english, japanese

    def target(self, **values: object) -> OrderTarget:
        """Return the unsaved row that shows the order on this listing."""
        english, japanese = self.scope()
        return OrderTarget(
            order=self.order,
            clinic_id=self.clinic_id,
            addressee=self.addressee,
            operator=self.party if isinstance(self.party, Operator) else None,
            cell_lab=self.party if isinstance(self.party, CellLab) else None,
            committee=self.party if isinstance(self.party, Committee) else None,
            **({"scope_en": english, "scope_ja": japanese} | values),
        )


def open_matches(
    orders: QuerySet, *, clinic_ids: Collection[int] | None = None, released: bool = False
) -> list[Match]:
    """Return the nearest match of each order and clinic that nobody has decided on yet.

    Leaves out what a number already shows as nearly, what staff said is not meant, and what two
    people removed. ``released``: only addressees whose listings staff have seen. The number of
    queries does not depend on how many orders or clinics there are.
    """
    if clinic_ids is not None and len(clinic_ids) > MOST_IDS:
        clinic_ids = None
    orders = orders.order_by()
    rows = OrderAddressee.objects.filter(order__in=orders).select_related("order").order_by("pk")
    addressees = list(rows.filter(released=True) if released else rows)
    found = [*_by_number(addressees, orders, clinic_ids), *_by_name(addressees, clinic_ids)]
    found += _by_move(orders, clinic_ids) if addressees else []
    nearest: dict[tuple[int, int], Match] = {}
    for match in sorted(found, key=lambda match: _HOW_NEAR.index(match.how)):
        nearest.setdefault((match.order.pk, match.clinic_id), match)
    return _undecided(nearest, orders) if nearest else []


def _undecided(nearest: dict[tuple[int, int], Match], orders: QuerySet) -> list[Match]:
    shown = {
        (order, clinic): kind
        for order, clinic, kind in OrderTarget.objects.filter(order__in=orders)
        .order_by()
        .values_list("order_id", "clinic_id", "addressee__kind")
    }
    removed = set(
        OrderRemoval.objects.confirmed()
        .filter(order__in=orders, whole=False)
        .order_by()
        .values_list("order_id", "clinic_id")
    )
    not_meant = set(
        OrderNotMeant.objects.filter(order__in=orders).values_list("order_id", "clinic_id")
    )
    return [
        match
        for pair, match in nearest.items()
        if pair not in removed
        and (match.certain or pair not in not_meant)
        and (pair not in shown or _is_nearer(match, shown[pair]))
    ]


def _is_nearer(match: Match, shown_by: str | None) -> bool:
    """Whether a number now says more exactly what the listing has to do with the order."""
    if not match.certain or shown_by is None:
        return False
    return NEARNESS[match.how] < NEARNESS[shown_by]


def _values(addressees: Iterable[OrderAddressee], kind: str) -> dict[str, list[OrderAddressee]]:
    found: dict[str, list[OrderAddressee]] = {}
    for addressee in addressees:
        if addressee.kind == kind:
            found.setdefault(addressee.value, []).append(addressee)
    return found


def _here(clinic_ids: Collection[int] | None, path: str) -> Q:
    return Q() if clinic_ids is None else Q(**{f"{path}__in": clinic_ids})


def _by_number(
    addressees: list[OrderAddressee], orders: QuerySet, clinic_ids: Collection[int] | None
) -> Iterator[Match]:
    labs = Treatment.cell_labs.through.objects
    places: list[tuple[str, QuerySet, str, str, type[Party] | None, str]] = [
        (Kind.PLAN, Treatment.objects.all(), "number", "clinic_id", None, "pk"),
        (Kind.OPERATOR, Clinic.objects.all(), "operator__corporation_number", "pk", Operator, "operator_id"),
        (Kind.FACILITY, labs.all(), "celllab__number", "treatment__clinic_id", CellLab, "celllab_id"),
        (Kind.COMMITTEE, Treatment.objects.all(), "committee__number", "clinic_id", Committee, "committee_id"),
    ]  # fmt: skip
    for kind, rows, number, clinic, party_model, party in places:
        wanted = _values(addressees, kind)
        if not wanted:
            continue
        values = OrderAddressee.objects.filter(kind=kind, order__in=orders).values("value")
        rows = rows.filter(_here(clinic_ids, clinic), **{f"{number}__in": values}).order_by()
        found = set(rows.values_list(number, clinic, *([party] if party_model else [])))
        parties = party_model.objects.in_bulk({row[2] for row in found}) if party_model else {}
        for row in sorted(found):
            for addressee in wanted.get(row[0], ()):
                yield Match(
                    addressee.order, row[1], kind, addressee, row[0],
                    parties[row[2]] if party_model else None,
                )  # fmt: skip


def _by_name(
    addressees: list[OrderAddressee], clinic_ids: Collection[int] | None
) -> Iterator[Match]:
    printed = [addressee for addressee in addressees if addressee.kind == Kind.INSTITUTION]
    if not printed:
        return
    rows = Clinic.objects.filter(_here(clinic_ids, "pk")).order_by("pk")
    for pk, ja, en, old, operator, old_operator in rows.values_list(
        "pk", "name_ja", "name_en", "former_names", "operator__name_ja", "operator__former_names"
    ):
        names = {
            "names": [ja, *([en] if en else [])],
            "former_names": naming.former(old),
            "operators": [operator, *naming.former(old_operator)] if operator else [],
        }
        for addressee in printed:
            how = naming.likeness(addressee.value, **names)
            if how:
                yield Match(addressee.order, pk, how, addressee, addressee.value)


def _by_move(orders: QuerySet, clinic_ids: Collection[int] | None) -> Iterator[Match]:
    """A clinic that moved leads to a new listing, which may be the same people."""
    here = _here(clinic_ids, "clinic") | _here(clinic_ids, "clinic__moved_to")
    moved = OrderTarget.objects.filter(here, order__in=orders, clinic__moved_to__isnull=False)
    for target in moved.select_related("order", "clinic").order_by("pk"):
        yield Match(target.order, target.clinic.moved_to_id, "moved", None, target.clinic.name_ja)
