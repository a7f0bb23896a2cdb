"""Many reviews at once: held, shown as held, released by a person."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from reviews import actions
from reviews.models import Review, ReviewEvent
from staff.roles import REVIEW_MODERATOR
from tests.factories import TreatmentFactory, UserFactory
from tests.reviews.factories import content, published_review, shown, waiting_review

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def quiet():
    """A treatment at a clinic with two reviews a month for a year, all published."""
    treatment = TreatmentFactory()
    for n in range(24):
        review = published_review(treatment)
        came = timezone.now() - timedelta(days=15 * (n + 1))
        Review.objects.filter(pk=review.pk).update(received_at=came)
    return treatment


def flood(treatment, many) -> list[Review]:
    """So many five-star reviews by the open door, within an hour, through the real confirm."""
    made = []
    begin = timezone.now()
    for n in range(many):
        with time_machine.travel(begin + n * MINUTE, tick=False):
            made.append(waiting_review(treatment, level="email", score=5))
    return made


def burst_url(clinic, name="burst") -> str:
    return reverse(f"admin:reviews_{name}", args=[clinic.pk])


def test_sixty_in_an_hour_are_held_and_shown_as_held(quiet, staff_client):
    other = waiting_review()
    made = flood(quiet, 60)
    assert Review.objects.held().of_clinics([quiet.clinic]).count() == 60
    assert other not in Review.objects.held()
    with pytest.raises(actions.StillHeld):
        actions.publish_review(review_id=made[0].pk, by=UserFactory())
    moderator = staff_client(REVIEW_MODERATOR)
    page = moderator.get(reverse("admin:reviews_queue")).content.decode()
    assert "60 reviews are held" in page
    assert ">Held<" in page
    case = moderator.get(reverse("admin:reviews_case", args=[made[0].pk])).content.decode()
    assert reverse("admin:reviews_publish", args=[made[0].pk]) not in case
    assert burst_url(quiet.clinic) in case
    data = shown(moderator, reverse("admin:reviews_case", args=[made[0].pk]))
    published = moderator.post(reverse("admin:reviews_publish", args=[made[0].pk]), data)
    assert published.status_code == 200
    assert Review.objects.get(pk=made[0].pk).state == "waiting"


def test_usual_pace_is_not_held(quiet):
    flood(quiet, 3)
    assert not Review.objects.held().exists()


def test_release_frees_what_was_seen_and_publishes_nothing(staff_client):
    treatment = TreatmentFactory()
    first = flood(treatment, 5)
    assert Review.objects.held().count() == 5
    moderator = staff_client(REVIEW_MODERATOR)
    page = moderator.get(burst_url(treatment.clinic)).content.decode()
    assert "Release 5 reviews" in page
    until = Review.objects.held().order_by("-held_since").first().held_since
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        late = waiting_review(treatment)
    assert late in Review.objects.held()
    response = moderator.post(
        burst_url(treatment.clinic, "burst_release"), {"until": until.isoformat()}
    )
    assert response.status_code == 302
    assert list(Review.objects.held()) == [late], "what came later was not seen"
    assert set(Review.objects.waiting()) == {*first, late}
    event = ReviewEvent.objects.filter(review=first[0]).last()
    assert (event.words, event.by_id) == ("burst released", moderator.user.pk)
    actions.publish_review(review_id=first[0].pk, by=UserFactory())
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        waiting_review(treatment)
    assert not Review.objects.held().filter(pk__in=[r.pk for r in first]).exists()


@pytest.mark.parametrize("until", ["", "x", "9" * 400])
def test_wrong_release_is_told(staff_client, until):
    treatment = TreatmentFactory()
    flood(treatment, 5)
    moderator = staff_client(REVIEW_MODERATOR)
    response = moderator.post(burst_url(treatment.clinic, "burst_release"), {"until": until})
    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert Review.objects.held().count() == 5


def test_held_review_can_be_refused_and_the_next_is_not_a_held_one(staff_client):
    treatment = TreatmentFactory()
    held = flood(treatment, 5)
    moderator = staff_client(REVIEW_MODERATOR)
    response = moderator.post(
        reverse("admin:reviews_refuse", args=[held[0].pk]), {"refuse-reason": "insider"}
    )
    assert response["Location"] == reverse("admin:reviews_queue")
    held[0].refresh_from_db()
    assert (held[0].state, held[0].held_since) == ("refused", None)


def test_changed_review_of_a_burst_is_held_again():
    treatment = TreatmentFactory()
    held = flood(treatment, 5)
    actions.refuse_review(review_id=held[0].pk, by=UserFactory(), reason="abuse")
    actions.resubmit_review(review_id=held[0].pk, content=content(treatment))
    assert held[0] in Review.objects.held()


def test_held_and_published_is_impossible():
    flood(TreatmentFactory(), 5)
    review = Review.objects.held().order_by("pk").first()
    with pytest.raises(IntegrityError, match="held_one_waits"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(
            state="published", decided_by=UserFactory(), decided_at=timezone.now()
        )


def test_pages_of_bursts_do_not_grow(staff_client, assert_same_queries):
    treatment = TreatmentFactory()
    flood(treatment, 5)
    moderator = staff_client(REVIEW_MODERATOR)

    def grow():
        for _ in range(3):
            waiting_review(treatment)
            flood(TreatmentFactory(), 5)

    assert assert_same_queries(burst_url(treatment.clinic), grow, as_client=moderator) <= 12
    assert assert_same_queries(reverse("admin:reviews_queue"), grow, as_client=moderator) <= 12
