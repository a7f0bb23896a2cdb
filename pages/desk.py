"""A listing as the patient would see it, for the person who checks it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clinics.models import Clinic, Treatment
from clinics.page import clinic_view
from guides import links_for
from pages.treatment_guides import with_guides
from staff.access import role_required
from staff.roles import LISTING_EDITOR, VERIFIER


@role_required(LISTING_EDITOR, VERIFIER)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The clinic page with this treatment as if it were live. Nothing is written."""
    treatment = get_object_or_404(Treatment.objects.for_page(), pk=pk)
    clinic = Clinic.objects.for_page().get(pk=treatment.clinic_id)
    treatment.level = Treatment.Level.CHECKED
    treatment.clinic = clinic
    others = [other for other in clinic.treatments.all() if other.pk != treatment.pk]
    clinic._prefetched_objects_cache["treatments"] = [treatment, *others]
    view = clinic_view(clinic)
    context = {
        "view": view,
        "reviews": None,
        "treatments": with_guides(view),
        "guides": links_for([]),
        "noindex": True,
    }
    return render(request, "pages/clinic_page.html", context)
