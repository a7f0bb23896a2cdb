"""The check's part of the description of the API (OpenAPI 3.1)."""

from typing import Any

from clinics.api.field import address, day, many, maybe, one_of, text, whole
from clinics.api.parameters import LANGUAGES
from register.checking.limits import LONGEST_QUERY

KINDS = ("plan", "facility", "committee", "research_plan", "sample")
CLASSES = ("1", "2", "3")


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _said(schema: dict[str, Any], about: str) -> dict[str, Any]:
    return {**schema, "description": about}


def checked() -> dict[str, Any]:
    """Return the JSON Schema of an answer."""
    number = _object(
        as_written=text(),
        canonical=text(),
        kind=one_of(KINDS),
        **{"class": _said(maybe(one_of(CLASSES)), "Risk class the letters stand for.")},
        bureau=_said(text(), "1-7 regional bureau, 8 the ministry, 9 sample."),
        year=whole(),
        serial=text(),
        notes=_said(many(text()), "What is odd about it."),
        listing=_said(maybe(address()), "The one listing here that carries it."),
    )
    entry = _object(
        list_class=one_of(CLASSES),
        institution=text(),
        prefecture=_said(maybe(text()), "ISO 3166-2."),
        title=_said(text(), "Title as filed. A quotation, not a promise."),
        last_seen=_said(day(), "Last list in which the row was found."),
        gone_on=_said(maybe(day()), "First list without it; null: the row stands."),
        listing=maybe(address()),
    )
    snapshot = _object(date=maybe(day()), source=maybe(text()), complete={"type": "boolean"})
    return _object(
        numbers=many(number),
        entries=_said(many(entry), "Rows of the ministry's list whose name was found."),
        phrases=many(_object(text=text(), why=text())),
        snapshot=_said(
            snapshot, "The newest reading of that list. It prints no numbers, so nothing is proved."
        ),
    )


def _answers() -> dict[str, Any]:
    def body(schema: dict[str, Any], said: str) -> dict[str, Any]:
        return {"description": said, "content": {"application/json": {"schema": schema}}}

    return {
        "200": body(checked(), "What was found. Nothing is stored or logged."),
        "400": body({"$ref": "#/components/schemas/Error"}, "An unknown parameter or value."),
        "405": {"description": "Only GET, HEAD and POST."},
        "413": body(_object(error=text()), "The text is too long."),
    }


def path_item() -> dict[str, Any]:
    """Return the OpenAPI path item of /check/."""
    pasted = {**text(), "minLength": 1}
    language = {**one_of(LANGUAGES), "default": "en"}
    parameters = [
        {
            "name": "text", "in": "query", "required": True,
            "schema": {**pasted, "maxLength": LONGEST_QUERY},
            "description": "A clinic's name, a number or an advert.",
        },
        {"name": "lang", "in": "query", "schema": language, "description": "Of the answer."},
    ]  # fmt: skip
    form = _object(text=_said(pasted, "At most 200 kB (UTF-8).")) | {"required": ["text"]}
    form["properties"]["lang"] = language
    sent = {"required": True, "content": {"application/x-www-form-urlencoded": {"schema": form}}}
    summary = "Numbers decoded, names looked up, phrases explained"
    return {
        "get": {"summary": summary, "parameters": parameters, "responses": _answers()},
        "post": {"summary": summary, "requestBody": sent, "responses": _answers()},
    }
