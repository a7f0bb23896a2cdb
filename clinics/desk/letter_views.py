"""The letter to a clinic: read, copied, logged; and the letters that wait for an answer."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from clinics.desk import letters
from clinics.desk.views import _page
from clinics.models import ClinicLetter, Treatment
from staff.access import role_required
from staff.roles import LISTING_EDITOR


@role_required(LISTING_EDITOR)
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows the letter; POST logs that it was copied to be sent."""
    treatment = get_object_or_404(Treatment.objects.select_related("clinic"), pk=pk)
    if request.method == "POST":
        letters.log_letter(treatment=treatment, by=request.user)
        return redirect("admin:listing_letter", pk=pk)
    codes = letters.asked_for(treatment)
    return _page(
        request, "clinics/desk/letter.html", _("Letter to the clinic"), treatment=treatment,
        text=letters.letter_text(treatment, codes), codes=codes,
        sent=treatment.letters.select_related("written_by").order_by("-written_at"),
    )  # fmt: skip


@role_required(LISTING_EDITOR)
def letter_queue(request: HttpRequest) -> HttpResponse:
    rows = ClinicLetter.objects.due().select_related("clinic", "treatment", "written_by")
    page = Paginator(rows.order_by("remind_on", "pk"), 50).get_page(request.GET.get("page"))
    return _page(request, "clinics/desk/letters.html", _("Letters without an answer"), page=page)


@require_POST
@role_required(LISTING_EDITOR)
def letter_decide(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ClinicLetter.objects.select_related("clinic", "treatment"), pk=pk)
    if "later" in request.POST:
        letters.remind_later(letter=found, by=request.user)
    else:
        letters.close_letter(letter=found, by=request.user)
    return redirect("admin:listing_letters")
