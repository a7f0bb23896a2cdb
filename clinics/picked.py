"""Treatments that an address or a form names by their ids: ``treatment=12&treatment=40``."""

from collections.abc import Iterable
from dataclasses import dataclass

from clinics.models import Treatment

# More values than this are not even looked at.
MOST_READ = 50
# Longer numbers are no ids (and more than a database takes).
MOST_DIGITS = 15


def read_ids(texts: Iterable[str]) -> list[int]:
    """Return the ids in order, each once; what is no id is left out."""
    found = [int(t) for t in texts if t.isascii() and t.isdigit() and len(t) <= MOST_DIGITS]
    return list(dict.fromkeys(key for key in found if key))


@dataclass(frozen=True)
class Picked:
    """``treatments`` are listed ones, in the order asked for. ``unknown`` counts what is not
    listed (any more) or no id, ``surplus`` the listed ones beyond the most."""

    treatments: list[Treatment]
    unknown: int = 0
    surplus: int = 0


def pick(texts: Iterable[str], *, most: int, rows) -> Picked:
    """Return what of ``rows`` (a query set of treatments) is named, at most ``most``."""
    wanted = list(dict.fromkeys(text for text in texts if text))[:MOST_READ]
    ids = read_ids(wanted)
    by_id = {row.pk: row for row in rows.filter(pk__in=ids)} if ids else {}
    found = [by_id[key] for key in ids if key in by_id]
    unknown = len(wanted) - len(found)
    return Picked(found[:most], unknown=unknown, surplus=max(0, len(found) - most))
