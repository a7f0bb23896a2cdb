"""Is the site alive, and can it serve? For load balancers and supervisors, as plain text."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trust.services import degraded

logger = logging.getLogger(__name__)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer "ok" as long as this process answers at all."""
    return _plain("ok")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 "ok" when the database answers and no migration is missing, else 503.

    A lost replica or Redis is a line after the "ok": visitors may still be sent here.
    """
    try:
        missing = _missing_migrations()
    except DatabaseError:
        logger.warning("readyz: the database does not answer")
        return _plain("database does not answer", status=503)
    if missing:
        return _plain(f"{missing} migrations are not applied", status=503)
    return _plain("\n".join(["ok", *degraded()]))


def _missing_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text + "\n", content_type="text/plain; charset=utf-8", status=status)
