"""Figures that tests measured, printed at the end: ``record_property("figure", "…")``."""

import pytest

_figures: list[str] = []


@pytest.hookimpl
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Called in the main process for the reports of every xdist worker."""
    if report.when == "call":
        _figures.extend(str(value) for name, value in report.user_properties if name == "figure")


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _figures:
        terminalreporter.section("figures")
        for line in sorted(_figures):
            terminalreporter.write_line(line)
