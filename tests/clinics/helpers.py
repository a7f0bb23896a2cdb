"""Small makers for the tests of listings."""

import uuid

from clinics.models import Suggestion
from tests.factories import ClinicFactory


def suggestion(**values) -> Suggestion:
    values = {
        "kind": "correction",
        "text": "The price is old.",
        "idempotency_key": uuid.uuid4(),
    } | values
    values.setdefault("clinic", ClinicFactory())
    return Suggestion.objects.create(**values)
