"""Bursts: many reviews of one clinic at once."""

import random
from datetime import UTC, datetime, timedelta

from reviews.triage import burst
from reviews.triage.pace import LEAST, usual

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
CALM = [NOW - timedelta(days=15 * n) for n in range(24, 0, -1)]  # two a month for a year


def test_sixty_in_an_hour_at_a_clinic_with_two_a_month_are_caught_and_nothing_else():
    flood = [NOW + timedelta(minutes=n) for n in range(60)]
    times = CALM + flood
    order = list(range(len(times)))
    random.Random(1).shuffle(order)
    caught = burst([times[i] for i in order])
    assert {order[i] for i in caught} == set(range(len(CALM), len(times)))


def test_a_usual_pace_is_no_burst():
    assert burst(CALM) == []


def test_a_steady_fast_pace_is_usual_after_the_first_months():
    assert max(burst([NOW + DAY * n for n in range(300)])) < 60


def test_a_new_clinic_needs_the_least_number():
    assert burst([NOW + timedelta(hours=n) for n in range(LEAST - 1)]) == []
    assert burst([NOW + timedelta(hours=n) for n in range(LEAST)]) == list(range(LEAST))


def test_the_border_is_five_times_the_usual_pace():
    assert burst(CALM + [NOW + timedelta(hours=n) for n in range(8)]) == []
    assert burst(CALM + [NOW + timedelta(hours=n) for n in range(10)]) == list(range(24, 34))


def test_one_burst_does_not_raise_the_usual_pace():
    first = [NOW + timedelta(minutes=n) for n in range(60)]
    second = [NOW + 20 * DAY + timedelta(minutes=n) for n in range(30)]
    assert burst(CALM + first + second) == list(range(24, 24 + 90))


def test_the_usual_pace_is_the_median_month():
    assert usual([], NOW) == 1
    assert usual(CALM, NOW) == 2


def test_nothing_comes_from_nothing():
    assert burst([]) == []
