"""What the nightly deletion left behind, and how to release it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from quotes import retention
from staff.access import role_required
from staff.admin_views import admin_context
from staff.roles import ADMINISTRATOR, QUOTE_COORDINATOR


@role_required(ADMINISTRATOR, QUOTE_COORDINATOR)
@require_safe
def deletion(request: HttpRequest) -> HttpResponse:
    """Counts only: what is past its day is read by nobody."""
    title = _("Data past its day that was not deleted")
    context = admin_context(request, title=title, rows=retention.left_behind())
    return render(request, "quotes/desk/deletion.html", context)
