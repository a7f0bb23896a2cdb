"""Two people, one review: one wins, the other is told (`make drill` plays 300 rounds)."""

import pytest

from benchmarks.drill.duels import winners
from benchmarks.drill.review_duels import LOSING, ReviewDuels
from reviews.models import Appeal, Review
from tests.factories import TreatmentFactory, UserFactory

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.no_cover]
ROUNDS = 12


@pytest.mark.parametrize("name", list(ReviewDuels([], []).all()))
def test_exactly_one_wins(name):
    staff = [UserFactory(), UserFactory(), UserFactory()]
    duel = ReviewDuels([TreatmentFactory()], staff).all()[name]
    assert {winners(duel(), LOSING) for _round in range(ROUNDS)} == {1}
    assert not Appeal.objects.filter(decided_by=staff[1]).exists(), "the refuser"
    for review in Review.objects.order_by("pk"):
        # One step for coming in and one for each decision; never two for the same.
        steps = [(e.from_state, e.to_state) for e in review.events.all()]
        assert len(steps) == len(set(steps)), steps
