"""Log lines without secrets: no paths, no query strings, no posted values, no values in errors.

A path can hold a secret link and an error's text can quote what somebody typed, so the route's
name stands for the path and the error's class and place stand for its text.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

LONGEST_LINE = 4000
DEEPEST = 12

_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
# Errors of the program, not of the data: their text helps and quotes nobody.
_TELLING = {
    "AttributeError", "ImportError", "ImproperlyConfigured", "ModuleNotFoundError", "NameError",
    "TemplateDoesNotExist", "TemplateSyntaxError", "WriteInGet",
}  # fmt: skip


def one_line(text: str) -> str:
    """Return the text without line ends, terminal codes and other control characters."""
    return _CONTROL.sub(" ", _ANSI.sub("", text)).strip()[:LONGEST_LINE]


def describe(error: BaseException) -> str:
    """Return the error's class, with its text only where that cannot quote data."""
    kind = type(error).__name__
    return f"{kind}: {error}" if kind in _TELLING else kind


def _frames(trace: TracebackType | None) -> str:
    """Return the innermost places, each as the end of its path."""
    frames = traceback.extract_tb(trace)[-DEEPEST:]
    return " > ".join(
        f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno} {frame.name}"
        for frame in frames
    )


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        # logging would print the arguments to stderr, past every filter.
        return f"{record.msg} (arguments do not fit)"


class LineFormatter(logging.Formatter):
    """``2026-11-22T09:00:00Z WARNING django.request 404 GET clinics:detail``: one record a line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        line = f"{at} {record.levelname} {record.name} {_message(record)}"
        if record.exc_info and record.exc_info[1]:
            line += f" | {self.error_line(record.exc_info[1])}"
        return one_line(line)

    def error_line(self, error: BaseException) -> str:
        causes = []
        current: BaseException | None = error
        while current is not None and len(causes) < 5:
            causes.append(f"{describe(current)} at {_frames(current.__traceback__)}")
            current = current.__cause__ or (
                None if current.__suppress_context__ else current.__context__
            )
        return " | from ".join(causes)


class JsonFormatter(LineFormatter):
    """The same words as one JSON object a line: at, level, logger, message, error."""

    def format(self, record: logging.LogRecord) -> str:
        said = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": one_line(_message(record)),
        }
        if record.exc_info and record.exc_info[1]:
            said["error"] = one_line(self.error_line(record.exc_info[1]))
        return json.dumps(said, ensure_ascii=False)


class RouteOnly(logging.Filter):
    """Rewrites a record before it is formatted; drops SQL statements with their values."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.db.backends"):
            return record.levelno > logging.DEBUG
        if record.name.startswith("django.security"):
            self._say(record, f"{record.name.rpartition('.')[2]} at {_route(record)}")
        elif record.name in {"django.request", "django.channels.server"}:
            status = getattr(record, "status_code", "-")
            self._say(record, f"{status} {_method(record)} {_route(record)}")
        elif record.name == "django.server":
            self._say(record, f"{getattr(record, 'status_code', None) or _status(record)} served")
        elif record.args:
            record.args = _without_error_texts(record.args)
        if isinstance(record.msg, BaseException):
            self._say(record, describe(record.msg))
        return True

    def _say(self, record: logging.LogRecord, text: str) -> None:
        record.msg, record.args = text, ()


def _route(record: logging.LogRecord) -> str:
    match = getattr(getattr(record, "request", None), "resolver_match", None)
    return match.view_name if match else "no route"


def _method(record: logging.LogRecord) -> str:
    return str(getattr(getattr(record, "request", None), "method", None) or "-")


def _status(record: logging.LogRecord) -> str:
    args = record.args
    return str(args[1]) if isinstance(args, tuple) and len(args) > 1 else "-"


def _without_error_texts(args: Any) -> Any:
    if isinstance(args, dict):
        return {name: _safe(value) for name, value in args.items()}
    return tuple(_safe(value) for value in args)


def _safe(value: Any) -> Any:
    return describe(value) if isinstance(value, BaseException) else value
