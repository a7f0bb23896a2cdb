"""The desk: blind, one decision each, for moderators only."""

import re
import uuid

import pytest
from django.urls import reverse

from reviews import actions
from reviews.aspects import BLIND
from reviews.models import Review
from staff.models import User
from staff.queues import tasks_for
from staff.roles import REVIEW_MODERATOR, ROLE_NAMES
from tests.factories import TreatmentFactory, UserFactory
from tests.reviews.factories import published_review, refused_review, waiting_review
from trust import access_log
from trust.models import AccessLog

# A difference no other number on a page equals; and a score's words.
CANARY = 7_654_321
SCORE_WORDS = re.compile(r"7.?654.?321|more than quoted|[1-5] of 5|very good|very bad")

pytestmark = pytest.mark.django_db


def canary_review(**values) -> Review:
    return waiting_review(paid_vs_quoted="more", difference_yen=CANARY, score=1, **values)


@pytest.fixture
def moderator(staff_client):
    return staff_client(REVIEW_MODERATOR)


def case_url(review, name="case") -> str:
    return reverse(f"admin:reviews_{name}", args=[review.pk])


def blind_addresses(review) -> list[str]:
    return [
        reverse("admin:index"),
        reverse("admin:reviews_queue"),
        case_url(review),
        reverse("admin:reviews_review_changelist"),
        reverse("admin:reviews_review_changelist") + "?state__exact=waiting",
        reverse("admin:reviews_review_change", args=[review.pk]),
        reverse("admin:reviews_reviewevent_changelist"),
        reverse("admin:reviews_reviewevent_change", args=[review.events.first().pk]),
    ]


def test_scores_stand_on_no_staff_page_before_the_decision(moderator):
    review = canary_review(text="The words to judge")
    for address in blind_addresses(review):
        response = moderator.get(address, follow=True)
        assert response.status_code == 200, address
        page = response.content.decode()
        assert not SCORE_WORDS.search(page), (address, SCORE_WORDS.search(page))
    assert "The words to judge" in moderator.get(case_url(review)).content.decode()


def test_canary_is_found_once_the_decision_stands(moderator):
    review = canary_review()
    actions.publish_review(review_id=review.pk, by=UserFactory())
    for address in (case_url(review), reverse("admin:reviews_review_change", args=[review.pk])):
        assert SCORE_WORDS.search(moderator.get(address).content.decode()), address


def test_stock_history_is_closed(moderator):
    review = canary_review()
    address = reverse("admin:reviews_review_history", args=[review.pk])
    assert moderator.get(address).status_code == 403


def test_scores_cannot_be_asked_for_in_the_address(moderator):
    canary_review()
    found, other = [], []
    for name in sorted(BLIND):
        for value, answers in ((str(CANARY), found), ("1", other)):
            response = moderator.get(
                reverse("admin:reviews_review_changelist"), {f"{name}__exact": value}
            )
            answers.append(response.status_code)
    assert set(found + other) <= {302, 400}
    listing = reverse("admin:reviews_review_changelist")
    for query in ("?information__lt=3", "?treatment__reviews__information=1", "?o=7", "?q=1"):
        assert "of 5" not in moderator.get(listing + query, follow=True).content.decode()
    events = reverse("admin:reviews_reviewevent_changelist")
    assert moderator.get(events + "?review__information=1").status_code in {302, 400}


def test_writers_address_is_shown_to_nobody(moderator):
    review = refused_review(email="canary@example.org")
    waiting = waiting_review(email="canary2@example.org")
    for address in [*blind_addresses(waiting), *blind_addresses(review)]:
        page = moderator.get(address, follow=True).content.decode()
        assert "canary" not in page
        assert review.email_digest not in page


def test_queue_shows_age_and_the_oldest_first(moderator):
    from datetime import timedelta

    from django.utils import timezone

    young, old = waiting_review(), waiting_review()
    Review.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(hours=50))
    page = moderator.get(reverse("admin:reviews_queue")).content.decode()
    assert page.index(str(old.pk)) < page.index(str(young.pk))
    assert "50 hours of 48" in page
    assert "Late" in page


def test_queue_stands_on_today_for_moderators_only(moderator, staff_client):
    waiting_review()
    mine = {t.queue.name: t for t in tasks_for(User.objects.get(pk=moderator.user.pk))}
    assert mine["reviews"].count == 1
    other = staff_client("quote coordinator")
    assert "reviews" not in {t.queue.name for t in tasks_for(other.user)}


def test_opening_a_case_is_recorded(moderator):
    review = canary_review(complication=True, complication_help="For staff")
    assert "For staff" in moderator.get(case_url(review)).content.decode()
    (entry,) = access_log.entries_for("reviews.review", review.pk)
    assert (entry.action, entry.role) == ("read", REVIEW_MODERATOR)


def test_decision_leads_to_the_next_and_then_to_the_empty_queue(moderator):
    first, second = waiting_review(), waiting_review()
    response = moderator.post(case_url(first, "publish"), {"publish-note": ""})
    assert response["Location"] == case_url(second)
    response = moderator.post(
        case_url(second, "refuse"), {"refuse-reason": "abuse", "refuse-note": "Line 2"}
    )
    assert response["Location"] == reverse("admin:reviews_queue")
    second.refresh_from_db()
    assert (second.state, second.reason, second.note) == ("refused", "abuse", "Line 2")
    assert second.decided_by_id == moderator.user.pk


def test_refusal_without_reason_keeps_the_note_and_decides_nothing(moderator):
    review = canary_review()
    response = moderator.post(case_url(review, "refuse"), {"refuse-note": "typed note"})
    page = response.content.decode()
    assert "There is a problem" in page
    assert "typed note" in page
    assert not SCORE_WORDS.search(page)
    review.refresh_from_db()
    assert review.state == "waiting"


@pytest.mark.parametrize("name", ["publish", "refuse"])
def test_second_moderator_reads_who_and_when(moderator, name):
    by = UserFactory(initials="KM")
    review = published_review(by=by)
    response = moderator.post(case_url(review, name), {"refuse-reason": "abuse"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "decided by KM on" in page
    assert "Your decision was not stored" in page


def test_taken_back_while_open_is_told(moderator):
    review = waiting_review()
    actions.withdraw_review(review_id=review.pk)
    response = moderator.post(case_url(review, "publish"), {})
    assert response.status_code == 409
    assert "taken back by the writer" in response.content.decode()


@pytest.mark.parametrize("name", ["publish", "refuse", "case"])
def test_unknown_review_is_not_found(moderator, name):
    address = reverse(f"admin:reviews_{name}", args=[uuid.uuid4()])
    response = (
        moderator.get(address)
        if name == "case"
        else moderator.post(address, {"refuse-reason": "abuse"})
    )
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["publish", "refuse"])
def test_deciding_is_for_moderators_only(client, staff_client, name):
    review = waiting_review()
    data = {"refuse-reason": "abuse"}
    assert client.post(case_url(review, name), data).status_code == 302, "to the sign-in page"
    for role in [None, *(r for r in ROLE_NAMES if r != REVIEW_MODERATOR)]:
        assert staff_client(role).post(case_url(review, name), data).status_code == 403, role
    review.refresh_from_db()
    assert review.state == "waiting"
    moderator = staff_client(REVIEW_MODERATOR)
    assert moderator.get(case_url(review, name)).status_code == 405
    assert moderator.post(case_url(review, name), data).status_code == 302
    review.refresh_from_db()
    assert review.state == {"publish": "published", "refuse": "refused"}[name]


@pytest.mark.parametrize("name", ["queue", "review_changelist", "reviewevent_changelist"])
def test_lists_are_for_moderators_only(client, staff_client, name):
    address = reverse(f"admin:reviews_{name}")
    assert client.get(address).status_code == 302
    assert staff_client("quote coordinator").get(address).status_code == 403
    assert staff_client(REVIEW_MODERATOR).get(address).status_code == 200


def test_read_only_lists_cannot_change_anything(moderator):
    review = waiting_review()
    change = reverse("admin:reviews_review_change", args=[review.pk])
    assert moderator.post(change, {"state": "published"}).status_code == 403
    assert moderator.get(reverse("admin:reviews_review_add")).status_code == 403
    delete = reverse("admin:reviews_review_delete", args=[review.pk])
    assert moderator.post(delete, {"post": "yes"}).status_code == 403
    review.refresh_from_db()
    assert review.state == "waiting"


def test_queue_queries_do_not_grow(moderator, assert_same_queries):
    waiting_review()

    def grow():
        for _ in range(8):
            waiting_review(TreatmentFactory())

    count = assert_same_queries(reverse("admin:reviews_queue"), grow, as_client=moderator)
    assert count <= 12


def test_asking_for_a_review_that_is_not_there_leaves_no_trace(moderator):
    assert moderator.get(reverse("admin:reviews_case", args=[uuid.uuid4()])).status_code == 404
    assert not AccessLog.objects.filter(object_type="reviews.review").exists()


def test_the_page_of_a_step_loads_no_scores(moderator, django_assert_max_num_queries):
    event = published_review().events.first()
    with django_assert_max_num_queries(30) as asked:
        moderator.get(reverse("admin:reviews_reviewevent_change", args=[event.pk]))
    assert not [q for q in asked if '"reviews_review"."risks_told"' in q["sql"]]
