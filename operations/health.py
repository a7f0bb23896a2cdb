"""Is the site alive, and can it serve? For load balancers and supervisors, as plain text."""

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations.watching import gate, metrics
from operations.watching.lines import Line, lines

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer "ok" as long as this process answers at all."""
    return _plain("ok")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 503 when visitors must not be sent here: no database, or migrations missing.

    Whoever may see it (operations.watching.gate) gets one line for each thing looked at; a worker
    that is silent, a full disk or a lost cache is told there and does not change the answer.
    """
    try:
        found = lines()
    except DatabaseError:
        found = [Line("database", "fail", "does not answer")]
    failed = [line for line in found if line.state == "fail"]
    for line in failed:
        logger.warning("readyz: %s", line)
    status = 503 if failed else 200
    if gate.may_see(request):
        return _plain("\n".join(str(line) for line in found), status=status)
    return _plain("not ready" if failed else "ok", status=status)


@require_safe
@never_cache
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Answer Prometheus; only the gate's friends are led here (operations.middleware)."""
    return HttpResponse(metrics.text(), content_type=metrics.CONTENT_TYPE)


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text + "\n", content_type="text/plain; charset=utf-8", status=status)
