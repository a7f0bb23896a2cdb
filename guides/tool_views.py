"""Tools beside the guides: units, questions, glossary. Nothing typed is stored."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from clinics.page_cache import cached_page, keep_out
from guides.forms import UnitForm
from guides.glossary import terms
from guides.picked_treatment import picked
from guides.tools import questions as asking
from guides.tools import units as laboratory
from trust.same_origin import same_origin_post


@same_origin_post
@require_http_methods(["GET", "HEAD", "POST"])
def units(request: HttpRequest) -> HttpResponse:
    """Laboratory values in both units. A value stands in the body of a POST, never in an address."""
    return _converted(request) if request.method == "POST" else _units(request)


@cached_page()
def _units(request: HttpRequest) -> HttpResponse:
    return _units_page(request, UnitForm())


@cache_control(no_store=True, private=True)
def _converted(request: HttpRequest) -> HttpResponse:
    return _units_page(request, UnitForm(request.POST))


def _units_page(request: HttpRequest, form: UnitForm) -> HttpResponse:
    """Context: ``form``, ``answer`` (units.Converted or None), ``tables``."""
    answer = form.cleaned_data["answer"] if form.is_bound and form.is_valid() else None
    context = {"form": form, "answer": answer, "tables": laboratory.tables()}
    return render(request, "guides/units.html", context)


@require_safe
@cached_page(["treatment"])
def questions(request: HttpRequest) -> HttpResponse:
    """Questions to print. Context: ``groups``; with ``?treatment=``: ``treatment``, ``open``."""
    treatment = None
    if "treatment" in request.GET:
        keep_out(request)
        treatment = picked(request.GET["treatment"])
    context = {
        "groups": asking.groups(),
        "treatment": treatment,
        "open": asking.open_questions(treatment) if treatment else [],
        "noindex": "treatment" in request.GET,
    }
    return render(request, "guides/questions.html", context)


@require_safe
@cached_page()
def glossary(request: HttpRequest) -> HttpResponse:
    """Context: ``terms`` in the reader's order."""
    return render(request, "guides/glossary.html", {"terms": terms.in_order()})
