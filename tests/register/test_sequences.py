"""Random sequences of whole and partial lists, decisions and undos keep every promise at once."""

import datetime
import random

import pytest
from django.db import connection

from clinics.actions import wish_price
from clinics.models import Treatment
from operations import register_checks
from register import actions
from register.actions import import_file
from register.actions.deciding import NewRowInUse
from register.exporting import export_rows
from register.models import Difference, Snapshot
from tests.factories import UserFactory
from tests.register.lists import as_csv, row
from tests.register.test_differences import LONG, state

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]

START = datetime.date(2025, 1, 1)
TITLES = [
    LONG,
    LONG.replace("の治療", "治療"),
    LONG.replace("関節内投与による再生医療の", "関節内への投与での再生医療による"),
    "糖尿病の治療",
    "慢性疼痛の治療",
]
NAMES = [
    "医療法人社団見本会 テストクリニック", "見本会テストクリニック", "医療法人甲会 テストクリニック",
    "山田整形外科クリニック",
]  # fmt: skip
ADDRESSES = ["", "大阪府大阪市北区1-1", "大阪府堺市堺区1-1"]


def some_rows(chance):
    return [
        row(
            facility=chance.choice(NAMES),
            treatment=chance.choice(TITLES),
            address=chance.choice(ADDRESSES),
            register_key=chance.choice(["", "02E2604001", "02E2604002"]),
        )
        for _n in range(chance.randint(1, 6))
    ]


def decide_some(chance, share, by, **which):
    for difference in list(Difference.objects.waiting().filter(**which).order_by("pk")):
        still = Difference.objects.waiting().filter(pk=difference.pk).exists()
        if chance.random() < share and still:
            try:
                actions.decide(difference=difference, yes=chance.random() < 0.7, by=by)
            except NewRowInUse:
                continue


def unsure():
    waiting = Difference.objects.waiting().filter(kind="unsure")
    return set(waiting.values_list("entry", "other"))


@pytest.mark.parametrize("in_order", [True, False])
@pytest.mark.parametrize("seed", range(15 if connection.vendor == "sqlite" else 5))
def test_lists_decisions_and_undos_in_any_order(seed, in_order, tmp_path):
    chance, by, day, kept = random.Random(seed), UserFactory(), 0, {}
    for step in range(9):
        day = day + chance.randint(1, 30) if in_order else chance.randint(0, 200)
        rows = some_rows(chance)
        path = tmp_path / f"{step}.csv"
        path.write_text(as_csv(rows))
        before, asked = state(), unsure()
        report = import_file(
            path,
            seen_on=START + datetime.timedelta(days=day),
            is_complete=chance.random() < 0.7,
            accept_shrink=True,
        )
        kept[report.snapshot.pk] = as_csv(rows)
        if chance.random() < 0.4:
            decide_some(chance, 0.5, by, snapshot=report.snapshot)
            actions.undo_import(snapshot=report.snapshot, by=by)
            del kept[report.snapshot.pk]
            assert state() == before
            assert unsure() == asked
        else:
            if chance.random() < 0.4:
                wish_price(treatment=chance.choice(list(Treatment.objects.order_by("pk"))))
            decide_some(chance, 0.5, by)
        assert register_checks.last_seen() == register_checks.gone() == []
        for pk, text in kept.items():
            assert "".join(export_rows(Snapshot.objects.get(pk=pk))) == text
