"""Answers to whoever watches the machine, before any question of host, language or HTTPS."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from operations import health
from operations.watching import gate

PROBES = {"/healthz": health.healthz, "/readyz": health.readyz}
METRICS = "/metrics"


class Probes:
    """A load balancer asks by IP address and without HTTPS; neither a 301 nor a 400 helps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        if probe:
            return probe(request)
        # To everybody else this address is one of those that do not exist.
        if request.path_info == METRICS and gate.may_see(request):
            return health.metrics_page(request)
        return self.get_response(request)
