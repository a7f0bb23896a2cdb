"""OpenAPI 3.1 of /api/v1/, made from the same fields as the answers."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from clinics.api.clinic_fields import CLINIC
from clinics.api.field import day, described, many, maybe, one_of, text, whole
from clinics.api.open_filter import OpenFilter
from clinics.api.parameters import LANGUAGES, LONGEST_PAGE, PAGE_SIZE
from clinics.api.treatment_fields import TREATMENT
from clinics.filters import HIGHEST_PRICE
from clinics.finder.facets import MORE, OPEN, PARAMETER

ABOUT = {
    "q": "Words, or a plan number in any spelling.",
    "condition": "Named in the filed title; a parent includes its children.",
    "price_min": "JPY, overlap with the comparable total.",
    "price_max": "JPY, overlap with the comparable total.",
    "visits": "At most this many visits.",
    "no_order": "1: only clinics for which we looked for official orders and found none.",
    "city": "Prefecture and ward or city, as in the answers: JP-13:新宿区.",
}
# Other apps describe their own addresses here when the site starts.
_more_paths: dict[str, dict[str, Any]] = {}


def describe(path: str, item: dict[str, Any]) -> None:
    """Add an address of another app: a path below /api/v1/ and its OpenAPI path item."""
    _more_paths[path] = item


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _parameter(name: str, schema: dict[str, Any], about: str = "") -> dict[str, Any]:
    found: dict[str, Any] = {"name": name, "in": "query", "schema": schema}
    if about:
        found["description"] = about
    if schema.get("type") == "array":
        found |= {"style": "form", "explode": True}
    return found


def _filters() -> list[dict[str, Any]]:
    """The parameters of the results page; repeated values are OR."""
    found = []
    for name, field in OpenFilter(QueryDict()).form.fields.items():
        if isinstance(field, forms.MultipleChoiceField):
            values = text() if name == "city" else one_of([value for value, _l in field.choices])
            schema: dict[str, Any] = many(values)
        elif isinstance(field, forms.ChoiceField):
            schema = one_of([value for value, _label in field.choices if value])
        elif isinstance(field, forms.IntegerField):
            schema = {"type": "integer", "minimum": 0, "maximum": HIGHEST_PRICE}
        else:
            schema = text()
        found.append(_parameter(name, schema, ABOUT.get(name, "")))
    return found


def _paging() -> list[dict[str, Any]]:
    size = {**whole(), "maximum": LONGEST_PAGE, "default": PAGE_SIZE}
    return [
        _parameter("cursor", text(), "From the field next. Holds for the same order only."),
        _parameter("page_size", size),
    ]


def _get(about: str, answer: str, parameters: list[dict], *, missing: bool = False) -> dict:
    def body(name: str, said: str) -> dict[str, Any]:
        content = {"application/json": {"schema": _ref(name)}}
        return {"description": said, "content": content}

    responses = {
        "200": body(answer, "What was found."),
        "304": {"description": "Not changed since the ETag sent as If-None-Match."},
        "400": body("Error", "An unknown parameter or value."),
        "405": {"description": "Only GET and HEAD."},
    }
    if missing:
        responses["404"] = {"description": "Not listed (any more)."}
    language = _parameter("lang", {**one_of(LANGUAGES), "default": "en"}, "Of labels and errors.")
    return {
        "get": {"summary": about, "parameters": [*parameters, language], "responses": responses}
    }


def _schemas() -> dict[str, Any]:
    number = whole(0)
    facet = _object(
        value=text(), label=text(), count=number, count_checked=number, selected={"type": "boolean"}
    )
    names = [PARAMETER.get(key, key) for key in OPEN + MORE]
    moment = {"type": "string", "format": "date-time"}
    page = maybe({"type": "string", "format": "uri"})
    treatments = many(_ref("Treatment")) | {"description": "Only those that match."}
    return {
        "Treatment": described(TREATMENT),
        "TreatmentOfClinic": described(TREATMENT, clinic=text()),
        "Clinic": described(CLINIC, treatments=treatments),
        "Clinics": _object(
            count=number, count_checked=number, next=page, results=many(_ref("Clinic"))
        ),
        "Facet": facet,
        "Facets": _object(
            count=number,
            count_checked=number,
            facets=_object(**{name: many(_ref("Facet")) for name in names}),
        ),
        "Change": _object(slug=text(), at=moment),
        "Changes": _object(next=page, results=many(_ref("Change"))),
        "Error": _object(error=text(), parameter=text(), allowed=many(text())),
    }


def document() -> dict[str, Any]:
    """Return the whole description; makes no query."""
    key = {"name": "id", "in": "path", "required": True, "schema": whole()}
    since = _parameter(
        "since", {"anyOf": [day(), {"type": "string", "format": "date-time"}]}, "From then on."
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.SITE_NAME}: regenerative-medicine clinics in Japan",
            "version": "1",
            "description": "Plan numbers are filed with the ministry, not approved by it. "
            "A condition named in a filed title is no proof of effect.",
            "license": {
                "name": "Name the source as we do",
                "url": f"{settings.SITE_URL}/about/terms/#data",
            },
        },
        "servers": [{"url": f"{settings.SITE_URL}/api/v1"}],
        "paths": {
            "/clinics/": _get(
                "Clinics with the treatments that match", "Clinics", [*_filters(), *_paging()]
            ),
            "/facets/": _get("How many clinics each value would find", "Facets", _filters()),
            "/treatments/{id}/": _get("One treatment", "TreatmentOfClinic", [key], missing=True),
            "/changes/": _get(
                "When public facts of a clinic changed", "Changes", [since, *_paging()]
            ),
            **_more_paths,
        },
        "components": {"schemas": _schemas()},
    }
