"""The index and plain SQL give the same clinics, counts and order for random questions."""

import random

import pytest
from django.http import QueryDict
from django.utils import translation

from clinics.api.open_filter import OpenFilter
from clinics.filters import ClinicFilter
from clinics.finder.asking import ask
from clinics.search import order
from clinics.search.counting import facet_counts, kind_counts
from tests.clinics.search import sql_filter, sql_twin, worlds

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
QUESTIONS = 25


def _found(asked) -> set[int]:
    numbering, found = asked.index.numbering, asked.matching()
    return {pk for c in numbering.clinics(found) for pk in asked.index.pks_of(c, found)}


def _ordered(asked, sort: str, language: str) -> list[tuple[int, str]]:
    """Every page of seven, put together."""
    total, pks = sum(kind_counts(asked).values()), asked.index.clinic_pks
    pages = [
        order.page(asked, sort=sort, language=language, start=start, stop=start + 7)
        for start in range(0, total + 7, 7)
    ]
    return [(pks[clinic], kind) for page in pages for clinic, kind in page]


def _check_best(asked, clinic_filter) -> None:
    """A clinic is shown by a treatment that matches and is of the block's kind."""
    theirs: dict[int, dict[int, str]] = {}
    for one in sql_filter.matching(clinic_filter):
        theirs.setdefault(one.clinic_id, {})[one.pk] = one.kind
    stop = len(theirs)
    for number, kind in order.page(asked, sort="name", language="en", start=0, stop=stop):
        best, count = order.best_of(asked, number, sort=clinic_filter.order)
        mine = theirs[asked.index.clinic_pks[number]]
        assert (mine[best], len(mine)) == (kind, count)


@pytest.mark.parametrize("seed", range(4))
def test_index_and_sql_agree(seed, settings):
    chance = random.Random(seed)
    worlds.catalogue(chance, 24)
    assert worlds.widened()
    settings.SAMPLE_LISTINGS = seed % 3 != 2
    language = "ja" if seed % 2 else "en"
    hits = 0
    with translation.override(language):
        for _n in range(QUESTIONS):
            query = worlds.question(chance)
            for kind in (ClinicFilter, OpenFilter):
                clinic_filter = kind(QueryDict(query))
                asked = ask(clinic_filter)
                expected = set(sql_filter.matching(clinic_filter).values_list("pk", flat=True))
                assert _found(asked) == expected, query
                hits += bool(expected)
                counted = facet_counts(asked, sql_twin.COLUMNS)
                for name, values in sql_twin.facet_counts(clinic_filter).items():
                    mine = {v: n for v, n in counted[name].items() if n != (0, 0)}
                    assert mine == values, (query, name)
                _check_best(asked, clinic_filter)
                in_order = _ordered(asked, clinic_filter.order, language)
                assert in_order == sql_twin.ordered(clinic_filter), query
    assert hits > QUESTIONS / 2, "most questions must find something"
