"""The claims' part of the description of the API (OpenAPI 3.1)."""

from typing import Any

from clinics.api.field import address, day, many, maybe, one_of, text, whole
from clinics.api.parameters import LANGUAGES
from guides.claims.verdicts import THEMES, VERDICTS
from guides.studies import DESIGNS, FUNDING


def _object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def answer() -> dict[str, Any]:
    """Return the JSON Schema of an answer."""
    study = _object(
        design=one_of(list(DESIGNS)),
        people=maybe(whole()),
        weeks={**maybe(whole()), "description": "Of follow-up."},
        funding=one_of(list(FUNDING)),
    )
    source = _object(
        title=text(), url=address(), kind=text(), dated=maybe(text()), opened=maybe(text()),
        study=maybe(study),
    )  # fmt: skip
    claim = _object(
        id=text(),
        theme=one_of(list(THEMES)),
        claim={**text(), "description": "As adverts say it, in our words. Not our statement."},
        verdict=one_of(list(VERDICTS)),
        why={**text(), "description": "Why, without the citations; all sources stand below."},
        say={**text(), "description": "What one can say instead."},
        checked_on=day(),
        url=address(),
        sources=many(source),
    )
    return _object(
        count=whole(0),
        verdicts={"type": "object", "additionalProperties": text()},
        clinical_reviewer={**maybe(text()), "description": "null: no clinician reviewed them."},
        results=many(claim),
    )


def path_item() -> dict[str, Any]:
    """Return the OpenAPI path item of /claims/."""
    language = {**one_of(LANGUAGES), "default": "en"}
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    return {
        "get": {
            "summary": "Claims of adverts, each with a verdict and its sources",
            "parameters": [{"name": "lang", "in": "query", "schema": language}],
            "responses": {
                "200": {
                    "description": "All claims.",
                    "content": {"application/json": {"schema": answer()}},
                },
                "400": {"description": "An unknown parameter or value.", "content": error},
            },
        }
    }
