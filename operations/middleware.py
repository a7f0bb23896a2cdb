"""Answers to whoever watches the machine, before any question of host, language or HTTPS."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from operations import health

PROBES = {"/healthz": health.healthz, "/readyz": health.readyz}


class Probes:
    """A load balancer asks by IP address and without HTTPS; neither a 301 nor a 400 helps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        return probe(request) if probe else self.get_response(request)
