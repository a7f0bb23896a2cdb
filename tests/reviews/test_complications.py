"""A complication is a task for a person, closed with a note; nothing is told to anybody."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews import actions
from reviews.models import CareNote, Review
from staff.queues import tasks_for
from staff.roles import REVIEW_MODERATOR
from tests.factories import UserFactory
from tests.reviews.factories import published_review, told_anew, waiting_review
from trust import access_log
from trust.models import OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(staff_client):
    return staff_client(REVIEW_MODERATOR)


def url(review, name="complication") -> str:
    return reverse(f"admin:reviews_{name}", args=[review.pk])


def test_task_stands_until_a_person_closes_it_with_a_note(moderator):
    review = waiting_review(complication=True, complication_help="Fever after the drip")
    waiting_review(complication=False)
    tasks = {task.queue.name: task for task in tasks_for(moderator.user)}
    assert tasks["review_complications"].count == 1
    page = moderator.get(url(review)).content.decode()
    assert "Fever after the drip" in page
    (entry,) = access_log.entries_for("reviews.review", review.pk)
    assert entry.action == "read"
    assert (
        "There is a problem"
        in moderator.post(url(review, "complication_close"), {"note": ""}).content.decode()
    )
    mails = OutboxMail.objects.count()
    response = moderator.post(url(review, "complication_close"), {"note": "Told where to report"})
    assert response["Location"] == reverse("admin:reviews_complications")
    assert CareNote.objects.get().closed_by_id == moderator.user.pk
    assert not Review.objects.complications_to_see().exists()
    assert OutboxMail.objects.count() == mails, "nothing is mailed by itself"
    assert "Told where to report" in moderator.get(url(review)).content.decode()
    assert moderator.post(url(review, "complication_close"), {"note": "2"}).status_code == 409


def test_task_does_not_wait_for_the_decision():
    review = published_review(complication=True)
    assert list(Review.objects.complications_to_see()) == [review]
    actions.close_complication(review_id=review.pk, by=UserFactory(), note="Read.")
    review.refresh_from_db()
    assert review.state == "published"


def test_review_without_complication_has_no_task(moderator):
    review = waiting_review(complication=False)
    assert moderator.get(url(review)).status_code == 404
    with pytest.raises(actions.AlreadyDecided):
        actions.close_complication(review_id=review.pk, by=UserFactory(), note="x")
    with pytest.raises(ValueError, match="what was done"):
        actions.close_complication(review_id=review.pk, by=UserFactory(), note="  ")


def test_what_was_told_in_confidence_stands_on_no_other_page(client, moderator):
    review = published_review(complication=True, complication_help="canary told in confidence")
    actions.close_complication(review_id=review.pk, by=UserFactory(), note="canary note")
    public = [f"/clinics/{review.treatment.clinic.slug}/reviews/", f"/reviews/report/{review.pk}/"]
    for address in public:
        assert "canary" not in client.get(address).content.decode(), address
    for name in ("queue", "complications", "reports", "appeals", "review_changelist"):
        page = moderator.get(reverse(f"admin:reviews_{name}")).content.decode()
        assert "canary" not in page, name


def test_a_complication_told_anew_can_be_closed_at_the_desk(moderator):
    review = waiting_review(complication=True, complication_help="A mild fever.")
    actions.close_complication(review_id=review.pk, by=UserFactory(), note="First note.")
    told_anew(review)
    page = moderator.get(url(review)).text
    assert "First note." in page, "what was done before helps"
    assert url(review, "complication_close") in page


def test_a_complication_told_anew_waits_since_it_was_changed(moderator):
    review = waiting_review(complication=True)
    actions.close_complication(review_id=review.pk, by=UserFactory(), note="Read.")
    told_anew(review)
    Review.objects.filter(pk=review.pk).update(received_at=timezone.now() - timedelta(days=9))
    page = moderator.get(reverse("admin:reviews_complications")).text
    assert "Late" not in page
