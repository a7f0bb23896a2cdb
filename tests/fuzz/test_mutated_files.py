"""`make fuzz`: 2,000 PDFs and pictures with bytes changed, cut and doubled."""

import time

import pytest

from tests.trust.uploads.test_taking import try_mutants

pytestmark = [pytest.mark.fuzz, pytest.mark.timeout(1800)]
TOTAL = 2_000


def test_no_mutated_file_is_a_crash(record_property):
    started = time.monotonic()
    taken, refused = try_mutants(range(1000, 1000 + TOTAL))
    assert taken + refused == TOTAL
    seconds = time.monotonic() - started
    record_property(
        "figure", f"{TOTAL} mutated files: {taken} taken, {refused} refused, {seconds:.0f} s"
    )
