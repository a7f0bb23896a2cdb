"""The order of results reads no fact about money or attention, and says so."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clinics import actions
from clinics.filters import SORTS
from clinics.finder.results import find
from clinics.models import Clinic, CommercialLink, ListingEvent, Operator, PriceWish
from clinics.search import live
from clinics.search.order import BLOCKS
from tests.clinics.helpers import suggestion
from tests.factories import PriceSheetFactory, SourceFactory, TreatmentFactory, UserFactory
from tests.reviews.factories import published_review

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
# Every table that has a say in which clinic stands where. One about payments, quotes or visits
# must never be added.
READ = {
    "clinics_clinic", "clinics_cliniclanguage", "clinics_officialorder", "clinics_ordertarget", "clinics_pricesheet",
    "clinics_publicversion", "clinics_treatment", "clinics_treatmentcondition",
}  # fmt: skip
# Only the order that a reader chooses by its name looks at these: means of reviews, and whose are
# not shown because of a money tie.
BY_RATING = {"clinics_clinicrating", "clinics_commerciallink"}
MONEY = re.compile(r"commercial|paid_by|payment(?!_methods)|sponsor|advert|partner|fee|commission")
ASKED = [f"condition=t2d&sort={sort}" for sort in SORTS]


def order(query: str) -> list[str]:
    return [card.name for block in find(QueryDict(query)).blocks for card in block.cards]


def tables(queries: list[dict]) -> set[str]:
    words = "|".join(model._meta.db_table for model in apps.get_models(include_auto_created=True))
    return {name for query in queries for name in re.findall(rf'"({words})"', query["sql"])}


@pytest.fixture
def rivals():
    """Two clinics that differ by nothing but their names."""
    source = SourceFactory()
    for name in ("Alpha", "Beta"):
        treatment = TreatmentFactory(checked=True, clinic__name_en=name, source=source)
        PriceSheetFactory(treatment=treatment)
    return Clinic.objects.order_by("name_en")


def test_the_order_is_made_of_these_tables_only(rivals):
    live.forget()
    with CaptureQueriesContext(connection) as caught:
        live.current()
    assert "clinics_treatment" in tables(caught.captured_queries)
    assert tables(caught.captured_queries) <= READ | BY_RATING


def test_no_column_that_the_order_may_read_is_about_money_from_clinics():
    for model in apps.get_models():
        if model._meta.db_table in READ:
            for field in model._meta.get_fields():
                assert not MONEY.search(field.name), f"{model._meta.label}.{field.name}"


@pytest.mark.parametrize("query", ASKED)
def test_attention_and_ties_move_nobody(rivals, query):
    last = rivals[1]
    assert order(query) == ["Alpha", "Beta"]
    treatment, by = last.treatments.get(), UserFactory()
    Clinic.objects.filter(pk=last.pk).update(operator=Operator.objects.create(name_ja="株式会社"))
    PriceWish.objects.create(treatment=treatment, count=5_000)
    suggestion(clinic=last, from_clinic=True)
    ListingEvent.objects.create(clinic=last, treatment=treatment, action="publish", by=by)
    for _review in range(5):
        published_review(treatment)
    day = timezone.localdate()
    CommercialLink.objects.create(clinic=last, kind="referral", since=day, entered_by=by)
    actions.public_change([last.pk])
    live.forget()
    assert order(query) == ["Alpha", "Beta"]


def test_the_test_sees_a_clinic_move(rivals):
    last = rivals[1]
    Clinic.objects.filter(pk=last.pk).update(name_en="Aardvark")
    actions.public_change([last.pk])
    live.forget()
    assert order("condition=t2d") == ["Aardvark", "Alpha"]


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_results_lead_to_the_rules(client, rivals, prefix):
    page = client.get(f"{prefix}/clinics/").text
    link = re.search(rf'<a[^>]* href="{prefix}/about/order/">([^<]+)</a>\s*</nav>', page)
    assert link
    assert (link[1] == "Why this order?") == (prefix == "")


@pytest.mark.parametrize("path", ["/about/order/", "/ja/about/order/"])
def test_the_rules_tell_the_days_and_the_blocks(client, settings, path):
    settings.LIST_STALE_DAYS, settings.PRICE_STALE_DAYS = 77, 155
    page = client.get(path).text
    assert "77" in page
    assert "155" in page
    assert BLOCKS == ("checked", "sample", "list"), "the page tells where the samples stand"
    assert ("between the 2" if path.startswith("/about") else "2つの間") in page
