"""The names of the ministry's list and of our pages, kept while nothing public changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import F, Q

from clinics.models import Clinic, PublicVersion, Treatment
from register.checking.name_table import Hit, NameTable
from register.checking.name_variants import former
from register.checking.plain import plain, squeeze
from register.models import Entry

MOST_CLINICS = 20
MOST_MARKS = 300
SHORT = 100
"""Up to this many characters a text is taken for a name, or a part of one."""


@dataclass(frozen=True, slots=True)
class NamesIn:
    """Clinics (ids) named in a text, at most ``MOST_CLINICS``, and where; ``more`` were left off."""

    clinics: tuple[int, ...] = ()
    hits: tuple[Hit, ...] = ()
    more: int = 0


def public_entries() -> Q:
    """Rows that may be shown: published ones, and those that left the list or were reworded."""
    ended = Q(gone_on__isnull=False) | Q(replaced_by__isnull=False)
    published = Q(treatment__publication=Treatment.Publication.PUBLISHED)
    return (published | ended) & ~Q(treatment__clinic__status=Clinic.Status.PAUSED)


def _names() -> Iterator[tuple[str, int]]:
    for pk, name_ja, name_en, kana, old in (
        Clinic.objects.with_page()
        .order_by("is_sample", "name_ja", "pk")
        .values_list("pk", "name_ja", "name_en", "name_kana", "former_names")
    ):
        for name in (name_ja, name_en, kana, *former(old)):
            if name:
                yield name, pk
    # Most rows have the name of their clinic; the others and those of vanished clinics are read.
    ended = Q(gone_on__isnull=False) | Q(replaced_by__isnull=False)
    others = Entry.objects.real().filter(
        public_entries(), ended | ~Q(institution=F("treatment__clinic__name_ja"))
    )
    yield from (
        others.order_by("treatment__clinic_id")
        .values_list("institution", "treatment__clinic_id")
        .distinct()
    )


@lru_cache(maxsize=2)
def _kept(token: str, samples: bool) -> NameTable:
    return NameTable(_names())


def name_table() -> NameTable:
    """Return the table of names; one query, and two more after a public change."""
    token = PublicVersion.objects.order_by("pk").values_list("token", flat=True).first()
    return _kept(token, settings.SAMPLE_LISTINGS) if token else NameTable(_names())


def names_in(text: str, *, may_be_part: bool = True) -> NamesIn:
    """Return the clinics named anywhere in a text.

    ``may_be_part``: a short text that names none may be a part of a name.
    """
    table = name_table()
    alone = table.exactly(text) if len(text) <= SHORT else ()
    if alone:
        start = len(text) - len(text.lstrip())
        return _limited((Hit(start, len(text.rstrip()), alone),))
    hits = tuple(table.hits(plain(text)))
    if hits or len(text) > SHORT or not may_be_part:
        return _limited(hits)
    words = [word for part in text.split()[:5] if len(word := squeeze(part)) >= 2]
    return _part_of(table, words)


def _limited(hits: tuple[Hit, ...]) -> NamesIn:
    ids = tuple(dict.fromkeys(pk for hit in hits for pk in hit.clinics))
    chosen = set(ids[:MOST_CLINICS])
    kept = []
    for hit in hits[:MOST_MARKS]:
        shown = tuple(pk for pk in hit.clinics if pk in chosen)
        if shown:
            kept.append(Hit(hit.start, hit.end, shown))
    return NamesIn(ids[:MOST_CLINICS], tuple(kept), len(ids) - len(chosen))


def _part_of(table: NameTable, words: list[str]) -> NamesIn:
    if not words or sum(map(len, words)) < 3:
        return NamesIn()
    found = table.holding(words, MOST_CLINICS + 1)
    return NamesIn(found[:MOST_CLINICS], (), max(0, len(found) - MOST_CLINICS))
