"""What a web process does before its first visitor.

Without it the first ones wait while the index is built and templates are compiled, all at once.
"""

import gc
import logging
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import connections

logger = logging.getLogger(__name__)
PATHS = ("/", "/clinics/", "/ja/clinics/", "/check/", "/guides/")


def warm(app: Callable[..., Iterable[bytes]]) -> None:
    """Ask ``app`` for the pages that most begin with; an error is logged and stops nothing.

    What is loaded then stays: the collector, for which it would be most of the work, does not look
    at it again.
    """
    try:
        for path in PATHS:
            _ask(app, path)
    except Exception as error:
        logger.warning("not warm before the first visitor: %s", type(error).__name__)
    finally:
        connections.close_all()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _ask(app: Callable[..., Iterable[bytes]], path: str) -> None:
    site = urlsplit(settings.SITE_URL)
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme,
    }
    setup_testing_defaults(environ)
    answer = app(environ, lambda *_said: None)
    try:
        for _part in answer:
            pass
    finally:
        if hasattr(answer, "close"):
            answer.close()
