"""Addresses under /api/v1/. Each view gets what was asked, read by ``parameters``."""

from django.http import HttpRequest, JsonResponse

from clinics.api import facet_counts, pages, parameters, schema
from clinics.api.answers import from_index, open_answer
from clinics.api.cursor import HIGHEST
from clinics.api.errors import NotListed, json
from clinics.api.field import record
from clinics.api.rows import open_treatments, treatment_row, with_facts
from clinics.api.treatment_fields import TREATMENT


@open_answer(parameters.clinics)
def clinics(request: HttpRequest, asked: parameters.FilterAsked) -> JsonResponse:
    return json(pages.clinics(asked, request))


@open_answer(parameters.facets)
@from_index
def facets(request: HttpRequest, asked: parameters.FilterAsked) -> JsonResponse:
    return json(facet_counts.answer(asked.filter))


@open_answer(parameters.language_only)
def treatment(request: HttpRequest, asked: None, pk: int) -> JsonResponse:
    """One treatment with the slug of its clinic; 404 unless it is listed today."""
    known = open_treatments().filter(pk=pk) if pk <= HIGHEST else open_treatments().none()
    found = with_facts(known).first()
    if found is None:
        raise NotListed
    return json(record(TREATMENT, treatment_row(found)) | {"clinic": found.clinic.slug})


@open_answer(parameters.changes)
def changes(request: HttpRequest, asked: parameters.ChangesAsked) -> JsonResponse:
    return json(pages.changes(asked, request))


@open_answer(parameters.language_only)
def schema_document(request: HttpRequest, asked: None) -> JsonResponse:
    return json(schema.document())
