"""Two people, one thing: one wins, the other is told (`make drill` plays 300 rounds)."""

import pytest

from benchmarks.drill.duels import Duels, winners
from tests.factories import UserFactory
from tests.quotes.factories import make_treatment

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.no_cover]
ROUNDS = 30
NAMES = list(Duels([], []).all())


@pytest.mark.parametrize("name", NAMES)
def test_exactly_one_wins(name):
    duel = Duels([make_treatment()], [UserFactory(), UserFactory()]).all()[name]
    assert {winners(duel()) for _round in range(ROUNDS)} == {1}


def test_the_referee_sees_two_winners():
    assert winners([lambda: None, lambda: None]) == 2
