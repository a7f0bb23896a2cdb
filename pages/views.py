"""What a visitor sees across apps: the home page and a clinic's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clinics.models import Clinic
from clinics.page import clinic_view
from guides import links_for
from pages.figures import live_figures
from reviews import summary_for


def home(request: HttpRequest) -> HttpResponse:
    """Home. Context: ``figures`` (pages.figures.Figures)."""
    return render(request, "pages/home.html", {"figures": live_figures()})


def clinic_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One clinic. Context: ``view`` (clinics.page.ClinicView), ``reviews`` (reviews.Summary or
    None), ``guides`` (links), ``noindex`` for invented samples."""
    clinic = get_object_or_404(Clinic.objects.with_page().for_page(), slug=slug)
    view = clinic_view(clinic)
    context = {
        "view": view,
        "reviews": summary_for([clinic]).get(clinic.pk),
        "guides": links_for([shown.treatment.product for shown in view.treatments]),
        "noindex": clinic.is_sample,
    }
    return render(request, "pages/clinic_page.html", context)
