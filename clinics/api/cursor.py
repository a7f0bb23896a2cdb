"""Where a page ended: the sort values of its last row, so that rows added meanwhile shift nothing.

Not signed: it holds nothing that the answer did not say.
"""

import base64
import binascii
import datetime
import json
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.utils.dateparse import parse_datetime

from clinics.api.errors import BadParameter

LONGEST = 2_000
HIGHEST = 2**63 - 1
DATES = {"dated"}
MOMENTS = {"at"}
TEXTS = {"label"}
NULLABLE = {"dated", "price"}


def keys(rows: QuerySet) -> list[tuple[str, bool]]:
    """Return the (column, descending) pairs that a query set is ordered by."""
    found = []
    for key in rows.query.order_by:
        if isinstance(key, OrderBy):
            assert isinstance(key.expression, F)
            found.append((key.expression.name, key.descending))  # type: ignore[attr-defined]
        else:
            found.append((key.lstrip("-"), key.startswith("-")))
    return found


def pack(kind: str, values: list[Any]) -> str:
    """Return a cursor; ``kind`` says for which order it holds."""
    plain = [v.isoformat() if isinstance(v, datetime.date) else v for v in values]
    packed = json.dumps([kind, *plain], separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def unpack(cursor: str, kind: str, names: list[str]) -> list[Any]:
    """Return the values of a cursor. Raises BadParameter for anything else."""
    try:
        if len(cursor) > LONGEST:
            raise ValueError("too long")
        raw = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        found = json.loads(raw)
        if not isinstance(found, list) or found[:1] != [kind] or len(found) != len(names) + 1:
            raise ValueError("another order")
        return [_value(name, value) for name, value in zip(names, found[1:], strict=True)]
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise BadParameter("cursor", []) from error


def _value(name: str, value: Any) -> Any:
    if value is None and name in NULLABLE:
        return None
    if name in DATES:
        return datetime.date.fromisoformat(value)
    if name in MOMENTS:
        moment = parse_datetime(value)
        if moment is None or moment.tzinfo is None or not 1970 <= moment.year < 3000:
            raise ValueError(name)
        return moment
    if name in TEXTS:
        if not isinstance(value, str) or "\0" in value:
            raise ValueError(name)
        value.encode()  # a lone surrogate is no text
        return value
    if type(value) is not int or not 0 <= value <= HIGHEST:
        raise ValueError(name)
    return value


def after(order: list[tuple[str, bool]], values: list[Any]) -> Q:
    """Return the condition for rows behind these values; nulls stand last."""
    behind, level = Q(), Q()
    for (name, descending), value in zip(order, values, strict=True):
        if value is None:
            level &= Q(**{f"{name}__isnull": True})
            continue
        later = Q(**{f"{name}__{'lt' if descending else 'gt'}": value})
        if name in NULLABLE:
            later |= Q(**{f"{name}__isnull": True})
        behind |= level & later
        level &= Q(**{name: value})
    return behind
