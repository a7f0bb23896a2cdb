"""Contradictions that one person had accepted wait for a second one after the update."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from tests.factories import TreatmentFactory, UserFactory

BEFORE = [("clinics", "0006_sentence_of_an_addressee")]
AFTER = [("clinics", "0007_two_people_accept_a_contradiction")]


def migrate(target):
    executor = MigrationExecutor(connection)
    executor.migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.mark.django_db(transaction=True)
def test_what_one_person_accepted_waits_for_a_second_one():
    treatment, person = TreatmentFactory(), UserFactory()
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()  # others hang on it
    try:
        finding = migrate(BEFORE).get_model("clinics", "Finding").objects
        said = {"treatment_id": treatment.pk, "state": "overridden", "reason": "x"}
        now = timezone.now()
        finding.create(rule="a", severity="error", decided_by_id=person.pk, decided_at=now, **said)
        finding.create(rule="b", severity="error", **said)
        finding.create(rule="c", severity="warning", **said)
        rows = migrate(AFTER).get_model("clinics", "Finding").objects.order_by("rule")
        told = list(rows.values_list("rule", "state", "asked_by", "decided_by"))
        assert told == [
            ("a", "asked", person.pk, None), ("b", "open", None, None),
            ("c", "overridden", None, None),
        ]  # fmt: skip
    finally:
        migrate(latest)
