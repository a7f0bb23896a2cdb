"""The journey planner. GET shows the form, POST answers it; nothing is stored."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from clinics.models import Treatment
from clinics.page_cache import cached_page, keep_out
from guides.journey import plan
from guides.journey.forms import JourneyForm
from guides.journey.ical import calendar
from guides.picked_treatment import picked
from trust.same_origin import same_origin_post


@same_origin_post
@require_http_methods(["GET", "HEAD", "POST"])
def journey(request: HttpRequest) -> HttpResponse:
    return _planned(request) if request.method == "POST" else _empty(request)


@cached_page(["treatment"])
def _empty(request: HttpRequest) -> HttpResponse:
    """The form; ``?treatment=`` fills in what that clinic published."""
    treatment = None
    if "treatment" in request.GET:
        keep_out(request)
        treatment = picked(request.GET["treatment"])
    initial: dict[str, object] = {"people": 1}
    if treatment:
        initial |= {"treatment": treatment.pk, "product": treatment.product}
    return _page(request, JourneyForm(initial=initial), treatment)


@cache_control(no_store=True, private=True)
def _planned(request: HttpRequest) -> HttpResponse:
    """The plan, or the same as a calendar file when that button was pressed."""
    form = JourneyForm(request.POST)
    treatment = picked(request.POST.get("treatment", ""))
    if not form.is_valid():
        return _page(request, form, treatment)
    made = plan.make(form.answers(), published(treatment))
    if "calendar" not in request.POST:
        return _page(request, form, treatment, made)
    text = calendar(made.steps, now=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="journey.ics"'
    return response


def _page(
    request: HttpRequest,
    form: JourneyForm,
    treatment: Treatment | None,
    made: plan.Plan | None = None,
) -> HttpResponse:
    """Context: ``form``, ``treatment`` or None, ``published`` of it, ``plan`` or None, ``noindex``."""
    context = {
        "form": form,
        "treatment": treatment,
        "published": published(treatment),
        "plan": made,
        "noindex": "treatment" in request.GET,
    }
    return render(request, "guides/journey.html", context)


def published(treatment: Treatment | None) -> plan.Published:
    """Return what the clinic published; of an entry of the ministry's list nothing is checked."""
    if treatment is None or treatment.kind == Treatment.Level.LIST:
        return plan.Published()
    price = treatment.price
    return plan.Published(
        visits=treatment.visits,
        duration=treatment.duration,
        days_in_japan=price.days_in_japan if price else None,
        no_refund_after=price.no_refund_after if price else "",
        total_min=price.total_min if price else None,
        total_max=price.total_max if price else None,
    )
