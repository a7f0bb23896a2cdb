"""Find clinics; suggest a correction or a missing clinic."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from clinics import actions
from clinics.asrm.numbers import find_numbers
from clinics.finder import reading
from clinics.finder.ordinary import PARAMETERS, is_ordinary
from clinics.finder.results import find
from clinics.forms import CorrectionForm, NewClinicForm
from clinics.gaps import note_gap
from clinics.models import Clinic, Suggestion, Treatment
from clinics.page_cache import cached_page, keep_out
from trust import limits


@cached_page(PARAMETERS, from_index=True)
def clinic_list(request: HttpRequest) -> HttpResponse:
    """Results. Context: ``results`` (clinics.finder.results.Results), ``reading`` (guides).

    A plan number that exactly one listing carries leads straight to that treatment.
    """
    numbers = find_numbers(request.GET.get("q", "")[:200])
    if len(numbers) == 1:
        found = Treatment.objects.listed().detailed().filter(number=numbers[0].canonical)
        listed = list(found.select_related("clinic").order_by("pk")[:2])
        if len(listed) == 1:
            return redirect(f"{listed[0].clinic.get_absolute_url()}#t{listed[0].pk}")
    results = find(request.GET)
    if not results.count:
        note_gap(results.filter)
    if not is_ordinary(request.GET, results):
        keep_out(request)
    context = {"results": results, "reading": reading.about(request.GET.get("q", ""))}
    return render(request, "clinics/clinic_list.html", context)


def _suggest(request: HttpRequest, form_class: type, template: str, **fixed) -> HttpResponse:
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = limits.client_address(request)
        if limits.allow("suggestion", key, limit=10, seconds=3600):
            suggestion, _new = actions.submit_suggestion(**form.suggestion_values(), **fixed)
            return redirect("clinics:suggestion", pk=suggestion.pk)
        form.add_error(None, form.TOO_MANY)
    return render(request, template, {"form": form, **fixed})


def clinic_correct(request: HttpRequest, slug: str) -> HttpResponse:
    """Form to report a wrong fact. Context: ``form``, ``clinic``."""
    clinic = get_object_or_404(Clinic.objects.with_page(), slug=slug)
    return _suggest(
        request, CorrectionForm, "clinics/correct.html",
        clinic=clinic, kind=Suggestion.Kind.CORRECTION,
    )  # fmt: skip


def clinic_suggest(request: HttpRequest) -> HttpResponse:
    """Form to add a clinic. Context: ``form``."""
    return _suggest(request, NewClinicForm, "clinics/suggest.html", kind=Suggestion.Kind.NEW_CLINIC)


def suggestion(request: HttpRequest, pk) -> HttpResponse:
    """Where the sender reads what became of it.

    Context: ``suggestion`` (never its text), ``clinic`` (None without a page to lead to).
    """
    found = get_object_or_404(Suggestion, pk=pk)
    clinic = Clinic.objects.with_page().filter(pk=found.clinic_id).first()
    return render(request, "clinics/suggestion.html", {"suggestion": found, "clinic": clinic})
