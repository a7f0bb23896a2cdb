"""One field of a record: its name, what it may hold and how it is read.

Records, the CSV headers and the schema are made from the same fields.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from clinics.asrm import terms


@dataclass(frozen=True)
class Field:
    """``schema`` is JSON Schema (2020-12); ``flat`` writes a value of objects into one cell."""

    name: str
    schema: dict[str, Any]
    about: str
    read: Callable[[Any], Any]
    flat: Callable[[Any], str] | None = None

    def described(self) -> dict[str, Any]:
        return {**self.schema, "description": self.about}


def text() -> dict[str, Any]:
    return {"type": "string"}


def maybe(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow null: unknown, never blank and never 0."""
    found = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        found["enum"] = [*schema["enum"], None]
    return found


def whole(least: int = 1) -> dict[str, Any]:
    return {"type": "integer", "minimum": least}


def day() -> dict[str, Any]:
    return {"type": "string", "format": "date"}


def address() -> dict[str, Any]:
    return {"type": "string", "format": "uri"}


def one_of(values: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def code(group: str, *, exact: bool | None = None) -> dict[str, Any]:
    """A code of a vocabulary group; ``exact`` keeps codes with (True) or without a parent."""
    found = [t.code for t in terms.terms(group) if exact is None or bool(t.parent) == exact]
    return one_of(found)


def many(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def record(fields: Sequence[Field], row: Any) -> dict[str, Any]:
    return {field.name: field.read(row) for field in fields}


def described(fields: Sequence[Field], **more: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a record; ``more`` are properties added to it."""
    properties = {field.name: field.described() for field in fields} | more
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
