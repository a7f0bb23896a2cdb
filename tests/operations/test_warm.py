"""A web process is warm before its first visitor, and starts whatever happens."""

import gc

import pytest
from django.core.wsgi import get_wsgi_application

from clinics.search import live
from operations.warm import PATHS, warm
from tests.factories import TreatmentFactory


@pytest.fixture
def _collector():
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)


# A server's requests open and close connections; in a test's transaction they could not.
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_collector")
def test_its_pages_are_asked_and_the_index_is_built():
    TreatmentFactory(checked=True)
    live.forget()
    answered, app = [], get_wsgi_application()

    def watched(environ, start_response):
        def told(status, headers, exc_info=None):
            answered.append((environ["PATH_INFO"], status))
            return start_response(status, headers, exc_info)

        return app(environ, told)

    warm(watched)
    assert answered == [(path, "200 OK") for path in PATHS]


@pytest.mark.usefixtures("_collector")
def test_an_error_stops_nothing(caplog):
    def broken(environ, start_response):
        raise RuntimeError("canary of a path")

    warm(broken)
    assert "not warm" in caplog.text
    assert "canary" not in caplog.text
