"""What no view could answer."""

import sys

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views import defaults

from trust.middleware.away import RETRY_AFTER_SECONDS, is_away


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 when the database went away outside a view (sessions, signing in)."""
    error = sys.exc_info()[1]
    if error is None or not is_away(error):
        return defaults.server_error(request)
    text = _("The database does not answer. Please try again in a few seconds.")
    response = HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
