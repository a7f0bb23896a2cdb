from datetime import timedelta

import pytest
from django.utils import timezone

from trust.models import LimitHit
from trust.retention import RetentionRule, run

NOW = timezone.now()
DAY = timedelta(days=1)
RULE = RetentionRule("hits", lambda now: LimitHit.objects.older_than(now - DAY))


def fill(*, old, young):
    LimitHit.objects.bulk_create(
        LimitHit(
            name=str(number), key="k", window_start=NOW - (2 * DAY if number < old else 0 * DAY)
        )
        for number in range(old + young)
    )


@pytest.fixture
def hits(db):
    fill(old=20, young=80)


def test_rows_whose_time_is_over_go_and_others_stay(hits):
    [outcome] = run([RULE], dry_run=False, now=NOW)
    assert (outcome.due, outcome.total, outcome.deleted, outcome.braked) == (20, 100, 20, False)
    assert LimitHit.objects.count() == 80


def test_a_dry_run_only_counts(hits):
    [outcome] = run([RULE], dry_run=True, now=NOW)
    assert (outcome.due, outcome.deleted) == (20, 0)
    assert LimitHit.objects.count() == 100


def test_a_run_a_year_ahead_brakes_and_deletes_nothing(hits, caplog):
    [outcome] = run([RULE], dry_run=False, now=NOW + 365 * DAY)
    assert outcome.braked and outcome.deleted == 0
    assert LimitHit.objects.count() == 100
    assert "braked: 100 of 100" in caplog.text


def test_one_row_above_a_fifth_brakes(db):
    fill(old=21, young=79)
    assert run([RULE], dry_run=False, now=NOW)[0].braked


def test_a_confirmed_run_deletes_all(hits):
    [outcome] = run([RULE], dry_run=False, now=NOW + 365 * DAY, confirmed=True)
    assert outcome.deleted == 100 and not LimitHit.objects.exists()


@pytest.mark.parametrize(("old", "deleted"), [(5, 5), (6, 0)])
def test_up_to_five_rows_never_brake(db, old, deleted):
    fill(old=old, young=0)
    assert run([RULE], dry_run=False, now=NOW)[0].deleted == deleted


def test_the_brake_compares_with_the_class_the_rule_names(hits):
    small = RetentionRule(
        "old hits", RULE.due, population=lambda: LimitHit.objects.older_than(NOW - DAY)
    )
    assert run([small], dry_run=False, now=NOW)[0].braked


def test_one_rule_that_fails_does_not_stop_the_next(hits, caplog):
    def explode(rows):
        rows.delete()
        raise RuntimeError("canary")

    bad, good = run([RetentionRule("bad", RULE.due, explode), RULE], dry_run=False, now=NOW)
    assert (bad.error, bad.deleted) == ("RuntimeError", 0)
    assert good.deleted == 20
