"""Two members of staff at the same moment: no decision is undone, nothing holds twice."""

import threading
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from clinics import actions
from clinics.checks import record_findings
from clinics.models import Finding, Treatment
from tests.clinics.helpers import admin_form, check_form, verifier
from tests.factories import PriceSheetFactory, TreatmentFactory, UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(first: Callable, second: Callable) -> list:
    """Run ``second`` while the transaction in which ``first`` ran is still open."""
    answers: list = []

    def run() -> None:
        try:
            answers.append(second())
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        first()
        other.start()
        other.join(timeout=1)
        assert other.is_alive(), "the second one has to wait"
    other.join(timeout=20)
    return answers


@pytest.mark.parametrize("where", ["check", "stock"])
def test_a_save_never_undoes_a_withdrawal(staff_client, where):
    call_command("sync_roles", verbosity=0)
    treatment, by = PriceSheetFactory().treatment, UserFactory()
    editor = staff_client("listing editor")
    if where == "check":
        address, data = f"/admin/listings/{treatment.pk}/", check_form(editor, treatment)
    else:
        address = f"/admin/clinics/treatment/{treatment.pk}/change/"
        data = admin_form(editor, address)
    [response] = at_once(
        lambda: actions.withdraw_treatment(treatment=treatment, by=by, reason="not_offered"),
        lambda: editor.post(address, data | {"visits": "5"}),
    )
    assert response.status_code == 302
    stored = Treatment.objects.get()
    assert (stored.publication, stored.visits) == ("withdrawn", 5)


def test_two_prices_at_once_leave_one():
    treatment = PriceSheetFactory().treatment

    def price(amount: int) -> Callable:
        amounts = dict.fromkeys(("jpy_min", "jpy_max", "total_min", "total_max"), amount)
        return lambda: actions.set_price(
            treatment=treatment, basis="dose", valid_from=timezone.localdate(), **amounts
        )

    at_once(price(5), price(6))
    assert [sheet.jpy_min for sheet in treatment.prices.current()] == [6]


def test_of_two_second_persons_the_slower_one_is_told():
    call_command("sync_roles", verbosity=0)
    draft = TreatmentFactory(origin="donor", being_checked_by=UserFactory())
    record_findings([draft])
    finding = draft.findings.get(rule="donor_class")
    actions.ask_override(finding=finding, by=UserFactory(), reason="x")
    first, second = verifier(), verifier()

    def confirm(by) -> Callable:
        def run() -> str:
            try:
                actions.confirm_override(finding=Finding.objects.get(pk=finding.pk), by=by)
            except actions.AlreadyDecided:
                return "told"
            return "done"

        return run

    assert at_once(confirm(first), confirm(second)) == ["told"]
    assert Finding.objects.get(pk=finding.pk).decided_by == first
