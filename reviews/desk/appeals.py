"""Appeals: somebody else than who refused looks again, still without scores."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from reviews import actions, reasons
from reviews.desk.blind import SHOWN, blinded
from reviews.desk.forms import AppealDecisionForm
from reviews.desk.marks import marked
from reviews.models import Appeal
from staff.access import has_role, role_required
from staff.admin_views import admin_context
from staff.roles import REVIEW_MODERATOR, VERIFIER

PER_PAGE = 50
COLUMNS = (
    *(f"review__{column}" for column in SHOWN), "review__reason", "review__state", "text",
    "refused_by", "outcome", "note", "decided_by", "decided_at", "made_at",
)  # fmt: skip


def appeals(request: HttpRequest):  # type: ignore[no-untyped-def]
    """Appeals with what may be seen of their reviews, and whether they are this person's own."""
    related = ("review__treatment__clinic", "refused_by", "decided_by")
    return Appeal.objects.with_own(request.user).select_related(*related).only(*COLUMNS)


@role_required(REVIEW_MODERATOR, VERIFIER)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    waiting = appeals(request).filter(outcome="").order_by("made_at", "pk")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    cases = [
        (appeal, blinded(appeal.review, private=False, since=appeal.made_at))
        for appeal in page.object_list
    ]
    context = admin_context(request, title=_("Appeals to decide"), page=page, cases=cases)
    return render(request, "reviews/desk/appeals.html", context)


@role_required(REVIEW_MODERATOR, VERIFIER)
@require_safe
def case(request: HttpRequest, appeal_id: uuid.UUID) -> HttpResponse:
    return show(request, appeal_id)


def show(
    request: HttpRequest,
    appeal_id: uuid.UUID,
    form: AppealDecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """An appeal with its review; the form only for another person, while it is open."""
    appeal = get_object_or_404(appeals(request), pk=appeal_id)
    role = REVIEW_MODERATOR if has_role(request.user, REVIEW_MODERATOR) else VERIFIER
    actions.read_case(review_id=appeal.review_id, by=request.user, role=role)
    context = admin_context(
        request,
        title=_("Decide an appeal"),
        appeal=appeal,
        case=blinded(appeal.review, private=False, since=appeal.made_at),
        marked=marked(appeal.review.text),
        reason=reasons.BY_CODE.get(appeal.review.reason),
        conflict=status == 409,
        form=form or AppealDecisionForm(),
    )
    return render(request, "reviews/desk/appeal.html", context, status=status)


@role_required(REVIEW_MODERATOR, VERIFIER)
@require_POST
def decide(request: HttpRequest, appeal_id: uuid.UUID) -> HttpResponse:
    form = AppealDecisionForm(request.POST)
    if not form.is_valid():
        return show(request, appeal_id, form)
    granted = form.cleaned_data["outcome"] == Appeal.Outcome.GRANTED
    act = actions.grant_appeal if granted else actions.refuse_appeal
    try:
        act(appeal_id=appeal_id, by=request.user, note=form.cleaned_data["note"])
    except (actions.AlreadyDecided, actions.OwnRefusal, actions.StillHeld) as error:
        if isinstance(error, actions.StillHeld):
            form.add_error(None, _("Other reviews of this clinic are held. Release them first."))
        return show(request, appeal_id, form, status=409)
    except Appeal.DoesNotExist:
        raise Http404 from None
    told = _("Published after all.") if granted else _("The refusal stands.")
    messages.success(request, told + " " + _("The writer gets a mail."))
    return redirect("admin:reviews_appeals")
