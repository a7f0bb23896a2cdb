"""What an address of a comparison asks for, and the page that answers it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import ngettext

from clinics import currencies
from clinics.comparing import column
from clinics.comparing.column import Column, address
from clinics.comparing.table import Table, build
from clinics.picked import Picked, pick

MOST = 4
DIFFERENCES = "differences"


@dataclass(frozen=True)
class Comparison:
    """``table`` is None when fewer than two treatments are there to compare; ``told`` are
    sentences about what was left out; ``columns`` are the treatments found."""

    columns: list[Column]
    table: Table | None
    told: list[str]
    only: str
    currency: str

    @property
    def ids(self) -> list[int]:
        return [one.pk for one in self.columns]

    @property
    def has_room(self) -> bool:
        return len(self.columns) < MOST

    @property
    def samples(self) -> list[Column]:
        shown = self.table.columns if self.table else self.columns
        return [one for one in shown if one.is_sample]

    @property
    def is_mixed(self) -> bool:
        return 0 < len(self.samples) < len(self.columns)

    @property
    def all_rows_url(self) -> str:
        return address(self.ids, currency=self.currency)

    @property
    def asked(self) -> list[Column]:
        """Whom to ask for a quote: listings with details, never real and invented ones at once."""
        shown = self.table.columns if self.table else self.columns
        detailed = [one for one in shown if one.is_detailed]
        return [one for one in detailed if not one.is_sample] or detailed

    @property
    def asks_all(self) -> bool:
        return len(self.asked) == len(self.columns)

    @property
    def asked_letters(self) -> list[str]:
        return [one.letter for one in self.asked]

    @property
    def ask_url(self) -> str:
        query = urlencode({"treatment": [one.pk for one in self.asked]}, doseq=True)
        return f"{reverse('quotes:request')}?{query}" if self.asked else ""

    @property
    def similar_url(self) -> str:
        """Where to find others like the first: what is given and the named conditions."""
        if not self.columns:
            return reverse("clinics:list")
        treatment = self.columns[0].treatment
        query = [("condition", row.code) for row in treatment.conditions.all()]
        query += [("product", treatment.product)] if treatment.product else []
        return f"{reverse('clinics:list')}?{urlencode(query)}"


def _told(picked: Picked) -> list[str]:
    told = []
    if picked.unknown:
        told.append(
            ngettext(
                "%(n)d treatment of this link is not listed here, so it is left out.",
                "%(n)d treatments of this link are not listed here, so they are left out.",
                picked.unknown,
            )
            % {"n": picked.unknown}
        )
    if picked.surplus:
        told.append(
            ngettext(
                "Here is room for %(most)d treatments. %(n)d more is left out.",
                "Here is room for %(most)d treatments. %(n)d more are left out.",
                picked.surplus,
            )
            % {"most": MOST, "n": picked.surplus}
        )
    return told


def comparison(data: QueryDict) -> Comparison:
    """Return the comparison an address asks for. Anything may stand in it."""
    picked = pick(data.getlist("treatment"), most=MOST, rows=column.rows())
    currency = currencies.asked(data.get("currency", ""))
    only = DIFFERENCES if data.get("only") == DIFFERENCES else ""
    columns = column.columns(picked.treatments, currency=currency.code, only=only)
    told = _told(picked) + ([currency.told] if currency.told else [])
    table = build(columns, only_differences=bool(only)) if len(columns) > 1 else None
    return Comparison(columns, table, told, only, currency.code)


def to_add(ids: Sequence[int], compared: Comparison) -> list[tuple[str, str, str]]:
    """Return [(name, what is given, address)] of ``ids`` that can join the comparison."""
    wanted = [key for key in ids if key not in compared.ids]
    if not wanted or not compared.has_room:
        return []
    more = {"currency": compared.currency, "only": compared.only}
    others = column.columns(
        pick(map(str, wanted), most=len(wanted), rows=column.rows()).treatments,
        currency="",
        only="",
    )
    return [
        (one.name, one.view.heading, address([*compared.ids, one.pk], **more)) for one in others
    ]
