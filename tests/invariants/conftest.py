"""A small catalogue to walk over, and who walks."""

import pytest

from tests.factories import ClinicFactory, PriceSheetFactory, TreatmentFactory


@pytest.fixture
def catalogue(db):
    """One checked clinic with a price, one from the list only, one invented."""
    checked = TreatmentFactory(checked=True)
    PriceSheetFactory(treatment=checked)
    TreatmentFactory(clinic=ClinicFactory())
    return checked.clinic
