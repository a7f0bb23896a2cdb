"""Everything a person can type in one place, and then the logs are searched for it."""

import io
import json
import logging

import pytest
from django.test import Client

from operations.watching.sentry import scrub
from trust.logs import JsonFormatter, LineFormatter, RouteOnly

CANARY = "zanahoria"


@pytest.fixture
def output(monkeypatch):
    """Both forms of the log at the lowest level, for all loggers."""
    streams = []
    handlers = []
    for formatter in (LineFormatter(), JsonFormatter()):
        stream = io.StringIO()
        handler = logging.StreamHandler(stream)
        handler.setFormatter(formatter)
        handler.addFilter(RouteOnly())
        streams.append(stream)
        handlers.append(handler)
    loggers = [logging.getLogger(), logging.getLogger("django")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        for handler in handlers:
            logger.addHandler(handler)
    yield lambda: [stream.getvalue() for stream in streams]
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
        for handler in handlers:
            logger.removeHandler(handler)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/quotes/request/", "/quotes/track/", "/reviews/new/", "/admin/login/", "/check/"]
)
def test_a_request_full_of_personal_data_leaves_nothing_in_the_log(output, path):
    client = Client(raise_request_exception=False)
    typed = {
        name: f"{CANARY}-{name}@example.org"
        for name in ("name", "email", "message", "username", "password", "text", "diagnosis", "q")
    }
    headers = {"user-agent": CANARY, "referer": f"https://{CANARY}.example/", "cookie": CANARY}
    client.get(path, {"q": CANARY, **typed}, headers=headers)
    client.post(f"{path}?q={CANARY}", typed, headers=headers)
    client.post(f"{path}{CANARY}/", typed, headers=headers)
    logging.getLogger("x").info("one line at least")
    for text in output():
        assert "one line at least" in text
        assert CANARY not in text.lower()


def test_each_json_line_is_one_object(output):
    log = logging.getLogger("kakunin")
    log.warning('a "quoted"\r\nline \x1b[31m %s', "\u2028b")
    try:
        raise ValueError(CANARY)
    except ValueError:
        log.exception("saving failed")
    lines = [json.loads(line) for line in output()[1].splitlines()]
    assert [line["message"] for line in lines] == [
        'a "quoted" line   b',
        "saving failed",
    ]
    assert lines[1]["error"].startswith("ValueError at ")
    assert set(lines[0]) == {"at", "level", "logger", "message"}


def test_an_event_for_sentry_holds_classes_and_places_only():
    frame = {
        "filename": "quotes/actions.py", "function": "submit", "lineno": 7, "vars": {"x": CANARY},
        "context_line": CANARY, "pre_context": [CANARY], "abs_path": f"/{CANARY}",
    }  # fmt: skip
    event = {
        "event_id": "1", "level": "error", "message": CANARY, "transaction": CANARY,
        "request": {"url": CANARY, "data": CANARY}, "user": {"ip_address": CANARY},
        "extra": {"a": CANARY}, "breadcrumbs": {"values": [CANARY]}, "tags": {"t": CANARY},
        "logentry": {"message": CANARY}, "contexts": {"c": CANARY}, "server_name": CANARY,
        "exception": {"values": [{
            "type": "ValueError", "module": "builtins", "value": CANARY,
            "stacktrace": {"frames": [frame]}, "mechanism": {"data": CANARY},
        }]},
    }  # fmt: skip
    kept = scrub(event, {})
    assert CANARY not in json.dumps(kept)
    assert kept["exception"]["values"][0]["type"] == "ValueError"
    assert kept["exception"]["values"][0]["stacktrace"]["frames"][0]["lineno"] == 7


def test_a_message_without_an_error_is_not_sent():
    assert scrub({"message": CANARY}, {}) is None


def test_without_its_library_sentry_stops_the_start(settings, monkeypatch):
    import sys

    from django.core.exceptions import ImproperlyConfigured

    from operations.watching import sentry

    monkeypatch.setitem(sys.modules, "sentry_sdk", None)
    settings.SENTRY_DSN = "https://key@sentry.example/1"
    with pytest.raises(ImproperlyConfigured, match="pip install sentry-sdk"):
        sentry.start()
