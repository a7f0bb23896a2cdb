"""Errors to a Sentry of the operator's choice, when SENTRY_DSN is set; imported only then.

What leaves is built anew from a short list: class, file, line, function, route. An error's text,
local variables, addresses, headers, forms, users and breadcrumbs can hold what somebody typed.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FRAME = ("filename", "module", "function", "lineno", "in_app")
EVENT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk")


def start() -> None:
    """Begin to send. Raises ImproperlyConfigured when sentry-sdk is not installed."""
    try:
        import sentry_sdk  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        hint = "pip install sentry-sdk, or take SENTRY_DSN away"
        raise ImproperlyConfigured(
            f"SENTRY_DSN is set without its library. Hint: {hint}"
        ) from error
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        server_name="web",
        traces_sample_rate=0,
        auto_session_tracking=False,
        before_send=scrub,
        before_send_transaction=drop,
    )


def drop(event: dict[str, Any], hint: dict[str, Any]) -> None:
    """Send no timings: they carry addresses."""
    return


def scrub(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any] | None:
    """Return a new event of classes and places; None for one that tells of no error."""
    errors = (event.get("exception") or {}).get("values") or []
    if not errors:
        return None
    kept = {name: event[name] for name in EVENT if name in event}
    kept["exception"] = {"values": [_error(error) for error in errors]}
    return kept


def _error(error: dict[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames") or []
    places = [{name: frame[name] for name in FRAME if name in frame} for frame in frames]
    return {
        "type": error.get("type"),
        "module": error.get("module"),
        "value": "",
        "stacktrace": {"frames": places},
    }
