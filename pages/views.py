"""What a visitor sees across apps: the home page and a clinic's page."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clinics.models import Clinic
from clinics.page import clinic_view
from clinics.page_cache import cached_page
from clinics.structured_data import json_ld_text
from guides import links_for
from pages.figures import live_figures
from pages.treatment_guides import with_guides
from register.facts import ListFacts, facts_for
from register.successors import successor_of
from reviews import summary_for


@cached_page()
def home(request: HttpRequest) -> HttpResponse:
    """Home. Context: ``figures`` (pages.figures.Figures)."""
    return render(request, "pages/home.html", {"figures": live_figures()})


@cached_page(["currency"])
def clinic_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One clinic. Context: ``view`` (clinics.page.ClinicView), ``facts`` (register.facts.ListFacts),
    ``treatments`` (each with its guides), ``reviews`` (reviews.Summary or None), ``guides`` about
    every treatment, ``noindex`` for invented samples."""
    clinic = Clinic.objects.with_page().for_page().filter(slug=slug).first()
    if clinic is None:
        successor = successor_of(slug)
        if successor is None:
            raise Http404
        return redirect(successor, permanent=True)
    facts = facts_for([clinic]).get(clinic.pk, ListFacts())
    view = clinic_view(clinic, in_whole_list=facts.in_whole_list)
    reviews = summary_for([clinic])[clinic.pk]
    context = {
        "view": view,
        "facts": facts,
        "reviews": reviews,
        "treatments": with_guides(view),
        "guides": links_for([]),
        "noindex": clinic.is_sample,
        "json_ld": json_ld_text(view, reviews.rated),
    }
    return render(request, "pages/clinic_page.html", context)
