"""Count what ran and what was skipped, for scripts/run_tests.py (TEST_REPORT names the file)."""

import json
import os
from pathlib import Path

import pytest

_WATCHED = {"postgres", "browser", "fuzz"}
_ran: set[str] = set()
_skipped: dict[str, list[str]] = {}


@pytest.hookimpl
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Called in the main process for the reports of every xdist worker."""
    if report.skipped:
        _skipped[report.nodeid] = sorted(_WATCHED & set(report.keywords))
    elif report.when == "call":
        _ran.add(report.nodeid)


@pytest.hookimpl
def pytest_sessionfinish(session: pytest.Session) -> None:
    target = os.environ.get("TEST_REPORT")
    if target and not hasattr(session.config, "workerinput"):
        rows = [{"test": test, "markers": markers} for test, markers in _skipped.items()]
        Path(target).write_text(json.dumps({"ran": len(_ran), "skipped": rows}))
