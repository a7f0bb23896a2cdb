"""`make fuzz`: 10,000 hostile query strings in all, on each database, and no crash."""

import random

import pytest

from tests.addresses import open_paths
from tests.factories import PriceSheetFactory, TreatmentFactory
from tests.hostile import query_strings

pytestmark = [pytest.mark.fuzz, pytest.mark.django_db, pytest.mark.timeout(1800)]
TOTAL = 10_000
SEED = 20261122
# Addresses that read many parameters get the larger share.
READERS = ("/clinics/", "/check/", "/compare/", "/shortlist/", "/quotes/request/", "/reviews/new/")


def shares() -> list[str]:
    """Return ``TOTAL`` paths, weighted, in a mixed but repeatable order."""
    paths = [path for path in open_paths() if path not in {"/healthz", "/readyz"}]
    weights = [
        20 if path.startswith("/api/") or path.removeprefix("/ja").startswith(READERS) else 1
        for path in paths
    ]
    return random.Random(SEED).choices(paths, weights, k=TOTAL)


def test_no_hostile_query_string_is_a_crash(client):
    client.raise_request_exception = False
    for number in range(3):
        PriceSheetFactory(treatment=TreatmentFactory(checked=True), jpy_min=1_000_000 + number)
        TreatmentFactory()
    broken = []
    for path, query in zip(shares(), query_strings(SEED, TOTAL), strict=True):
        response = client.get(f"{path}?{query}")
        if response.status_code >= 500:
            broken.append(f"{response.status_code} {path}?{query}"[:400])
    assert not broken, f"{len(broken)} of {TOTAL}:\n" + "\n".join(broken[:20])
