"""Counts each request like the site does, and answers with the counts of all processes."""

from prometheus_client import CollectorRegistry, generate_latest, multiprocess

from operations.watching.requests import SECONDS


def app(environ, start_response):
    SECONDS.labels(view=environ["PATH_INFO"], status="2xx").observe(0.01)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [generate_latest(registry)]
