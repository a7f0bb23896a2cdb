"""How many requests each view answered, how, and how fast. Names of views only, never paths.

Several web processes write side by side into PROMETHEUS_MULTIPROC_DIR (gunicorn.conf.py makes it);
without it each process counts for itself. See docs/adr/077.
"""

import os
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Histogram, values

# A renewed web process goes on in the file of the one whose seat it took (gunicorn.conf.py): a file
# for each process that ever was would grow for as long as the site runs.
if os.environ.get("WEB_SEAT"):
    values.ValueClass = values.MultiProcessValue(lambda: os.environ["WEB_SEAT"])

OWN = CollectorRegistry()
SECONDS = Histogram(
    "kakunin_request_seconds",
    "How long a request took, by view and class of status.",
    ["view", "status"],
    buckets=(0.01, 0.05, 0.1, 0.2, 0.5, 1, 2, 5),
    registry=OWN,
)


class CountRequests:
    """Inside the probes, the redirects to HTTPS and the static files, which are not counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = match.view_name if match else "none"
        status = f"{response.status_code // 100}xx"
        SECONDS.labels(view=view, status=status).observe(time.perf_counter() - began)
        return response
