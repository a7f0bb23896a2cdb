"""Means, bars, archive and the order by reviews: what is shown is what is computed and sorts."""

import datetime
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone

from clinics.actions import public_change
from clinics.finder.results import find
from clinics.models import ClinicRating, CommercialLink
from clinics.search import live
from operations.review_checks import ratings
from reviews import actions, means, summary_for
from reviews.models import Review
from tests.factories import ClinicFactory, TreatmentFactory, UserFactory
from tests.reviews.factories import published_review, refused_review, waiting_review

pytestmark = pytest.mark.django_db


def reviewed(*scores, **values):
    """A clinic whose counted reviews gave these scores."""
    treatment = TreatmentFactory(checked=True, **values)
    for score in scores:
        published_review(treatment, score=score)
    return treatment


def tie(clinic, **values):
    given = {"kind": "referral", "since": timezone.localdate(), "entered_by": UserFactory()}
    link = CommercialLink.objects.create(clinic=clinic, **{**given, **values})
    public_change([clinic.pk])
    return link


def page_of(client, treatment, query=""):
    return client.get(f"/clinics/{treatment.clinic.slug}/reviews/{query}").content.decode()


def order(query="sort=rating"):
    return [card.name for block in find(QueryDict(query)).blocks for card in block.cards]


def sorts():
    return [sort.value for sort in find(QueryDict("")).sorts]


def test_bars_filter_the_list_to_what_they_count(client):
    treatment = reviewed(5, 5, 5, 2)
    published_review(treatment, score=2, text="Two words")
    published_review(treatment, score=2, level="email", text="Not counted")
    page = page_of(client, treatment, "?aspect=follow_up&score=2")
    assert "2 reviews with “Care afterwards: 2”" in page
    assert "Two words" in page
    assert "Not counted" not in page
    plain = page_of(client, treatment)
    assert re.search(r'href="\?aspect=follow_up&amp;score=5#list"', plain)
    assert "score=4" not in plain, "a bar of nothing is no link"


def test_below_five_there_are_no_bars_and_no_filter(client):
    treatment = reviewed(1, 1, 1, 5)
    page = page_of(client, treatment, "?aspect=follow_up&score=5")
    assert "too few to summarise" in page
    assert 'id="spread"' not in page
    assert page.count("k-review__words") == 4


@pytest.mark.parametrize(
    "query", ["?aspect=text&score=2", "?aspect=follow_up&score=9", "?aspect=&score=", "?page=x"]
)
def test_an_unknown_bar_is_no_bar(client, query):
    page = page_of(client, reviewed(5, 5, 5, 5, 2), query)
    assert page.count("k-review__words") == 5


def test_older_than_two_years_is_in_the_archive_and_in_no_mean(client):
    treatment = reviewed(5, 5, 5, 5, 5)
    old = published_review(treatment, score=1, text="Old words")
    Review.objects.filter(pk=old.pk).update(treated_month=means.oldest_month())
    assert summary_for([treatment.clinic])[treatment.clinic_id].n == 6, "the month still counts"
    month = (means.oldest_month() - datetime.timedelta(days=1)).replace(day=1)
    Review.objects.filter(pk=old.pk).update(treated_month=month)
    assert ratings(), "the kept mean is not the one of today any more"
    means.renew()
    assert ratings() == []
    assert summary_for([treatment.clinic])[treatment.clinic_id].rated == (5.0, 5)
    assert "Old words" not in page_of(client, treatment)
    assert "Old words" in page_of(client, treatment, "?archive=1")


def test_the_mean_that_sorts_is_the_mean_that_shows(client):
    treatment = reviewed(1, 2, 3, 5, 5)
    kept = ClinicRating.objects.get(clinic=treatment.clinic)
    assert kept.mean == 3.2
    assert "<b>3.2 of 5</b>" in page_of(client, treatment)
    refused_review(treatment, score=1)
    waiting_review(treatment, score=1)
    published_review(treatment, score=1, level="email")
    assert ClinicRating.objects.get(clinic=treatment.clinic).mean == 3.2
    gone = means.counting().filter(follow_up=5).first()
    actions.withdraw_review(review_id=gone.pk)
    assert not ClinicRating.objects.exists(), "four are too few"
    assert ratings() == []


def test_the_order_by_reviews_needs_two_clinics(client):
    reviewed(5, 5, 5, 5, 5, clinic__name_en="Beta")
    TreatmentFactory(checked=True, clinic__name_en="Alpha")
    assert "rating" not in sorts()
    assert order() == order("sort=relevance")
    reviewed(4, 4, 4, 4, 5, clinic__name_en="Gamma")
    assert "rating" in sorts()
    assert order() == ["Beta", "Gamma", "Alpha"]
    page = client.get("/clinics/?sort=rating").content.decode()
    assert "service 5.0 of 5 · 5 reviews" in page
    assert "service 4.2 of 5" in page
    assert "of 5 ·" not in client.get("/clinics/").content.decode()


def test_a_money_tie_hides_everything_and_moves_nobody(client):
    best = reviewed(5, 5, 5, 5, 5, clinic__name_en="Beta")
    reviewed(4, 4, 4, 4, 4, clinic__name_en="Alpha")
    reviewed(3, 3, 3, 3, 3, clinic__name_en="Gamma")
    before = {sort: order(f"sort={sort}") for sort in ("relevance", "price", "checked", "name")}
    tie(best.clinic)
    live.forget()
    assert {sort: order(f"sort={sort}") for sort in before} == before
    assert order() == ["Alpha", "Gamma", "Beta"], "no mean is seen, so none sorts"
    for page in (page_of(client, best), client.get(best.clinic.get_absolute_url()).text):
        assert "there is a money tie" in page
        assert "Received 5 · published 5" in page
        assert "The papers came on time" not in page
        assert "5.0 of 5" not in page
        assert "aggregateRating" not in page


def test_a_tie_ends_by_a_second_person_only():
    link = tie(ClinicFactory())
    link.until, link.ended_by = timezone.localdate(), link.entered_by
    with pytest.raises(ValidationError):
        link.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        link.save()
    link.ended_by = UserFactory()
    link.save()
    assert CommercialLink.objects.active().exists(), "the last day still counts"
    assert not CommercialLink.objects.active(
        timezone.localdate() + datetime.timedelta(days=1)
    ).exists()


def json_ld(client, treatment):
    page = client.get(treatment.clinic.get_absolute_url()).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    return json.loads(found[1]) if found else {}


def test_machines_are_told_a_mean_only_when_people_are(client):
    treatment = reviewed(5, 5, 4, 4)
    assert "aggregateRating" not in json_ld(client, treatment)
    published_review(treatment, score=4)
    assert json_ld(client, treatment)["aggregateRating"] == {
        "@type": "AggregateRating", "ratingValue": 4.4, "reviewCount": 5,
        "bestRating": 5, "worstRating": 1,
    }  # fmt: skip


def test_held_ones_and_the_usual_time_stand_in_the_ledger(client):
    treatment = reviewed(5)
    review = waiting_review(treatment)
    Review.objects.filter(pk=review.pk).update(held_since=timezone.now())
    Review.objects.filter(state="published").update(
        received_at=timezone.now() - datetime.timedelta(hours=9)
    )
    page = page_of(client, treatment)
    assert "1 of these came in unusually fast" in page
    assert "half of the decisions came within" in page


def test_a_page_tells_no_more_of_health_than_what_was_filed(client):
    treatment = TreatmentFactory(checked=True)
    published_review(treatment, complication=True, complication_help="canary of my illness")
    page = page_of(client, treatment)
    assert treatment.title in page
    assert "canary" not in page


def test_pages_ask_the_same_of_the_database_for_many_reviews(client, assert_same_queries):
    treatment = reviewed(5, 4, 3, 2, 1)

    def grow():
        for _ in range(15):
            published_review(treatment, score=3)
            refused_review(treatment)

    clinic = f"/clinics/{treatment.clinic.slug}/"
    assert assert_same_queries(clinic, grow) <= 12
    assert assert_same_queries(f"{clinic}reviews/?aspect=follow_up&score=3", grow) <= 12
