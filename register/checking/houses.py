"""What the ministry's list and this site hold about the clinics named in a text."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from clinics import vocabulary
from clinics.asrm.bureaus import prefecture_of
from clinics.finder.cards import place
from clinics.models import Clinic, OrderTarget, Treatment
from clinics.names import display_name, short_ja
from register.checking.names import public_entries
from register.models import Entry

MOST_ROWS = 200
"""Rows of the list shown for all clinics together."""


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of the ministry's list; ``gone_on`` is the day of the list without it, or None.

    ``institution`` and ``title_ja`` are as published, ``title`` is in the reader's language,
    ``prefecture`` an ISO code or "", ``next_name`` and ``next_url`` what the row goes on as.
    """

    list_class: str
    institution: str
    prefecture: str
    title: str
    title_ja: str
    last_seen: datetime.date
    gone_on: datetime.date | None
    url: str
    next_name: str
    next_url: str

    @property
    def stands(self) -> bool:
        return self.gone_on is None

    @property
    def class_label(self) -> str:
        return vocabulary.label("class", self.list_class)


@dataclass(frozen=True, slots=True)
class NameFound:
    """A clinic whose name stands in the text. ``treatments`` counts its listed treatments here.

    ``url`` is "" where it has no page; ``gone`` is its state where it is closed or has moved.
    """

    pk: int
    name: str
    name_ja: str
    place: str
    prefecture: str
    url: str
    treatments: int
    is_sample: bool
    gone: str
    closed_on: datetime.date | None
    has_order: bool
    rows: tuple[ListRow, ...]

    @property
    def standing(self) -> list[ListRow]:
        return [row for row in self.rows if row.stands]

    @property
    def ended(self) -> list[ListRow]:
        return [row for row in self.rows if not row.stands]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Label of each class with its number of standing rows."""
        found = Counter(row.list_class for row in self.standing)
        return [(vocabulary.label("class", code), found[code]) for code in sorted(found)]

    @property
    def next_names(self) -> list[tuple[str, str]]:
        """Name and address of what its reworded rows go on as, each once."""
        return list(
            dict.fromkeys(
                (row.next_name, row.next_url)
                for row in self.rows
                if row.next_name and row.next_url != self.url
            )
        )


def houses(ids: Sequence[int]) -> list[NameFound]:
    """Return the clinics in the order of ``ids``; five queries however many there are."""
    clinics = Clinic.objects.in_bulk(ids)
    entries = _entries(ids)
    near = {*ids, *(e.replaced_by.treatment.clinic_id for e in entries if e.replaced_by)}
    paged = set(Clinic.objects.with_page().filter(pk__in=near).values_list("pk", flat=True))
    rows: dict[int, list[ListRow]] = {}
    for entry in entries:
        rows.setdefault(entry.treatment.clinic_id, []).append(_row(entry, paged))
    listed = Counter(
        Treatment.objects.listed()
        .filter(clinic__in=ids)
        .order_by()
        .values_list("clinic_id", flat=True)
    )
    standing_orders = OrderTarget.objects.filter(clinic__in=ids).exclude(
        order__lifted_on__lte=timezone.localdate()
    )
    ordered = set(standing_orders.order_by().values_list("clinic_id", flat=True))
    return [
        _house(clinics[pk], pk in paged, listed[pk], pk in ordered, tuple(rows.get(pk, ())))
        for pk in ids
        if pk in clinics
    ]


def _house(
    clinic: Clinic, has_page: bool, listed: int, has_order: bool, rows: tuple[ListRow, ...]
) -> NameFound:
    gone = clinic.status in {Clinic.Status.CLOSED, Clinic.Status.MOVED}
    return NameFound(
        pk=clinic.pk,
        name=display_name(clinic),
        name_ja=short_ja(clinic.name_ja),
        place=place(clinic),
        prefecture=clinic.prefecture,
        url=clinic.get_absolute_url() if has_page else "",
        treatments=listed,
        is_sample=clinic.is_sample,
        gone=clinic.status if gone else "",
        closed_on=clinic.closed_on if gone else None,
        has_order=has_order,
        rows=rows,
    )


def _entries(ids: Sequence[int]) -> list[Entry]:
    sources = ("snapshot", "replaced_by__snapshot", "replaced_by__first_snapshot")
    return list(
        Entry.objects.real()
        .filter(public_entries(), treatment__clinic__in=ids)
        .select_related(
            "treatment__clinic",
            "replaced_by__treatment__clinic",
            *(f"{name}__source" for name in sources),
        )
        .defer(
            *(f"{name}__source__page_text" for name in sources),
            *(f"{name}__filled" for name in sources),
            "treatment__search_text",
        )
        .order_by("list_class", "title", "pk")[:MOST_ROWS]
    )


def _row(entry: Entry, paged: set[int]) -> ListRow:
    treatment, clinic = entry.treatment, entry.treatment.clinic
    published = treatment.publication == Treatment.Publication.PUBLISHED
    url = f"{clinic.get_absolute_url()}#t{treatment.pk}" if published and clinic.pk in paged else ""
    following = entry.replaced_by
    return ListRow(
        list_class=entry.list_class,
        institution=" ".join(entry.institution.split()),
        prefecture=prefecture_of(entry.prefecture) or clinic.prefecture,
        title=treatment.title,
        title_ja=" ".join(entry.title.split()),
        last_seen=entry.snapshot.source.seen_on,
        gone_on=entry.gone_on or _reworded_on(entry),
        url=url,
        next_name=" ".join(following.institution.split()) if following else "",
        next_url=_next_url(following, paged) if following else "",
    )


def _reworded_on(entry: Entry) -> datetime.date | None:
    """Day of the first list that had the row in other words."""
    following = entry.replaced_by
    if following is None:
        return None
    first = following.first_snapshot or following.snapshot
    return first.source.seen_on


def _next_url(following: Entry, paged: set[int]) -> str:
    """The address of a clinic that goes on under yet another name leads there by itself."""
    clinic = following.treatment.clinic
    leads_on = clinic.pk in paged or following.replaced_by_id is not None
    return clinic.get_absolute_url() if leads_on else ""
