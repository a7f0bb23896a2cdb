import io
import logging
import sys

import pytest
from django.db import DataError
from django.test import Client

from trust.logs import LineFormatter, RouteOnly, one_line

CANARY = "canary-4711"


@pytest.fixture
def output():
    """What the site's console handler writes, for all loggers."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(LineFormatter())
    handler.addFilter(RouteOnly())
    loggers = [logging.getLogger(), logging.getLogger("django")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream.getvalue
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.mark.urls("tests.trust.urls")
@pytest.mark.django_db
class TestRequests:
    def test_no_secret_of_a_request_reaches_a_line(self, output):
        client = Client(raise_request_exception=False, enforce_csrf_checks=True)
        client.get(f"/broken/{CANARY}/?q={CANARY}")
        client.post(f"/link/{CANARY}/?q={CANARY}", {"text": CANARY})
        client.get(f"/nowhere/{CANARY}/")
        client.get("/", headers={"host": f"{CANARY}.example"})
        client.get(f"/data-error/?q={CANARY}")
        assert CANARY not in output() and "canary" not in output()
        assert "django.request 500 GET broken | ValueError at " in output()
        assert "django.request 404 GET no route" in output()
        assert "DisallowedHost at no route" in output()
        assert "csrf at secret-page" in output()
        assert "DataError at refusing" in output()

    def test_a_route_without_name_is_told_by_its_view(self, output):
        Client().post("/shortlist/")
        assert "403 POST tests.trust.urls.shortlist" in output()


def test_one_record_is_one_line(output):
    logging.getLogger("x").warning("a\r\nFAKE\x1b[31mred\x1b]0;title\x07\u2028b\x00c%s", "\nd")
    assert output().count("\n") == 1
    assert "a FAKEred b c d" in output()


def test_errors_are_told_by_class_and_place(output):
    try:
        try:
            raise DataError(f"Key (email)=({CANARY})")
        except DataError as error:
            raise RuntimeError(f"while saving {CANARY}") from error
    except RuntimeError:
        logging.getLogger("x").exception("saving failed")
    line = output()
    assert CANARY not in line
    assert "| RuntimeError at " in line and "| from DataError at " in line
    assert "test_logs.py:" in line


def test_hidden_context_is_left_out_and_plain_context_told(output):
    try:
        try:
            raise KeyError(CANARY)
        except KeyError:
            raise ValueError(CANARY) from None
    except ValueError:
        logging.getLogger("x").exception("one")
    assert "KeyError" not in output()
    try:
        try:
            raise KeyError(CANARY)
        except KeyError:
            raise ValueError(CANARY)  # noqa: B904
    except ValueError:
        logging.getLogger("x").exception("two")
    assert "from KeyError" in output() and CANARY not in output()


def test_errors_of_the_program_keep_their_text(output):
    try:
        None.nothing
    except AttributeError:
        logging.getLogger("x").exception("bug")
    assert "has no attribute 'nothing'" in output()


def test_errors_given_as_arguments_lose_their_text(output):
    log = logging.getLogger("x")
    log.error("failed: %s", DataError(CANARY))
    log.error("failed: %(error)s %(count)d", {"error": ValueError(CANARY), "count": 3})
    log.error(DataError(CANARY))
    assert CANARY not in output()
    assert "failed: DataError" in output() and "failed: ValueError 3" in output()


def test_statements_with_their_values_are_dropped(output):
    log = logging.getLogger("django.db.backends")
    before, level = log.level, logging.DEBUG
    log.setLevel(level)
    log.debug("INSERT %s", CANARY)
    log.setLevel(before)
    assert output() == ""


def test_the_development_server_shows_no_path(output):
    record = logging.LogRecord(
        "django.server",
        logging.INFO,
        "",
        0,
        '"%s" %s %s',
        (f"GET /{CANARY} HTTP/1.1", "200", "9"),
        None,
    )
    RouteOnly().filter(record)
    assert record.getMessage() == "200 served"
    bare = logging.LogRecord("django.server", logging.INFO, "", 0, "- Broken pipe", (), None)
    RouteOnly().filter(bare)
    assert bare.getMessage() == "- served"


def test_a_record_without_request_has_no_route():
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "x %s", ("/a/",), None)
    RouteOnly().filter(record)
    assert record.getMessage() == "- - no route"


def test_exc_info_without_an_error_is_ignored():
    record = logging.LogRecord("x", logging.ERROR, "", 0, "x", (), (None, None, None))
    assert LineFormatter().format(record).endswith("ERROR x x")
    assert sys.exc_info() == (None, None, None)


def test_arguments_that_do_not_fit_are_not_printed():
    record = logging.LogRecord("x", logging.ERROR, "", 0, "saved %d", (CANARY,), None)
    assert LineFormatter().format(record).endswith("x saved %d (arguments do not fit)")


def test_long_lines_are_cut():
    assert len(one_line("x" * 10_000)) == 4000
