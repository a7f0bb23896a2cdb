"""Reports: nothing is hidden but somebody's data, and nothing goes without a reason."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from clinics.models import PublicChange
from reviews import actions
from reviews.models import Review, ReviewReport
from reviews.rules import HIDES_A_DAY
from staff.roles import REVIEW_MODERATOR
from tests.factories import TreatmentFactory, UserFactory
from tests.reviews.factories import (
    content,
    form_data,
    free,
    published_review,
    refused_review,
    reported_review,
    shown,
    waiting_review,
)
from trust.models import LimitHit

pytestmark = pytest.mark.django_db


def report(review, reason="abuse", **values) -> ReviewReport:
    given = {"words": "", "idempotency_key": uuid.uuid4(), **values}
    return actions.report_review(review_id=review.pk, reason=reason, **given)


def report_form(reason="abuse", **values) -> dict:
    sent = form_data()
    kept = {name: sent[name] for name in ("second_line", "opened_at", "form_key")}
    return {**kept, "reason": reason, "words": "Line 2", **values}


def listing(client, review) -> str:
    return client.get(f"/clinics/{review.treatment.clinic.slug}/reviews/").content.decode()


@pytest.mark.parametrize("reason", ["abuse", "effect_claim", "insider", "promotion"])
def test_report_hides_nothing(client, reason):
    review = published_review(text="Words that stay")
    report(review, reason)
    assert "Words that stay" in listing(client, review)
    assert review in Review.objects.published()


def test_personal_data_takes_the_words_away_at_once_and_scores_stay(client):
    review = published_review(text="Dr. Nameless was there", score=2)
    before = PublicChange.objects.count()
    report(review, "personal_data")
    page = listing(client, review)
    assert "Nameless" not in page
    assert "The words are out of sight while we look at a report." in page
    assert "2 of 5" in page
    assert PublicChange.objects.count() == before + 1
    assert review in Review.objects.published()


def test_kept_review_shows_its_words_again_and_is_not_hidden_twice(client):
    review = published_review(text="Words that come back")
    report(review, "personal_data")
    report(review, "abuse")
    actions.keep_review(review_id=review.pk, by=UserFactory())
    assert "Words that come back" in listing(client, review)
    assert {r.outcome for r in ReviewReport.objects.all()} == {"kept"}
    report(review, "personal_data")
    assert "Words that come back" in listing(client, review), "a person looked at these words"


def test_new_words_can_be_hidden_again():
    review = reported_review(reason="personal_data")
    actions.keep_review(review_id=review.pk, by=UserFactory())
    report(review, "abuse")
    actions.remove_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    actions.resubmit_review(
        review_id=review.pk, content=content(review.treatment, text="Other words")
    )
    actions.publish_review(review_id=free(review).pk, by=UserFactory())
    report(review, "personal_data")
    review.refresh_from_db()
    assert review.public_text == ""


def test_review_without_words_has_nothing_to_hide():
    review = published_review(text="")
    assert not report(review, "personal_data").hid_words


def test_same_report_twice_is_one():
    review, key = published_review(), uuid.uuid4()
    assert report(review, idempotency_key=key) == report(review, idempotency_key=key)


@pytest.mark.parametrize("make", [waiting_review, refused_review])
def test_only_a_published_review_can_be_reported(client, make):
    review = make()
    with pytest.raises(Review.DoesNotExist):
        report(review)
    assert client.get(f"/reviews/report/{review.pk}/").status_code == 404


@pytest.mark.parametrize("reason", ["", "too_negative", "duplicate"])
def test_reason_is_of_the_list(reason):
    with pytest.raises(ValueError, match="unknown reason"):
        report(published_review(), reason)


def test_taking_away_needs_a_report_and_a_reason():
    review = published_review()
    with pytest.raises(actions.AlreadyDecided):
        actions.remove_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    report(review)
    with pytest.raises(ValueError, match="unknown reason"):
        actions.remove_review(review_id=review.pk, by=UserFactory(), reason="too_negative")
    by = UserFactory()
    actions.remove_review(review_id=review.pk, by=by, reason="abuse", note="Sorry")
    review.refresh_from_db()
    assert (review.state, review.reason, review.decided_by) == ("refused", "abuse", by)
    assert ReviewReport.objects.get().outcome == "removed"
    assert review.may_change(timezone.now())
    with pytest.raises(actions.AlreadyDecided):
        actions.keep_review(review_id=review.pk, by=UserFactory())


def test_complication_never_goes_without_a_public_note():
    review = reported_review(complication=True)
    with pytest.raises(ValueError, match="public note"):
        actions.remove_review(review_id=review.pk, by=UserFactory(), reason="insider")
    with (
        pytest.raises(IntegrityError, match="removed_complication_has_note"),
        transaction.atomic(),
    ):
        Review.objects.filter(pk=review.pk).update(
            state="refused", reason="insider", removed_at=timezone.now()
        )
    actions.remove_review(
        review_id=review.pk, by=UserFactory(), reason="insider", public_note="Written by staff."
    )
    assert list(Review.objects.removed_with_note()) == [review]


def test_public_note_stands_until_the_review_is_public_again():
    review = reported_review(complication=True)
    actions.remove_review(
        review_id=review.pk, by=UserFactory(), reason="abuse", public_note="It insulted a nurse."
    )
    changed = content(review.treatment, complication=True, text="Without the insult")
    actions.resubmit_review(review_id=review.pk, content=changed)
    assert list(Review.objects.removed_with_note()) == [review]
    actions.publish_review(review_id=free(review).pk, by=UserFactory())
    assert not Review.objects.removed_with_note().exists()


def test_removed_review_without_note_can_come_back_with_a_complication():
    review = reported_review(complication=False)
    actions.remove_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    changed = content(review.treatment, complication=True)
    assert actions.resubmit_review(review_id=review.pk, content=changed).complication


def test_note_without_removal_is_impossible():
    review = published_review()
    with pytest.raises(IntegrityError, match="note_stands"), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(public_note="x")


def test_form_asks_for_no_person_and_stores_none(client):
    review = published_review(text="Words to report")
    address = f"/reviews/report/{review.pk}/"
    page = client.get(address).content.decode()
    assert "Words to report" in page
    assert 'type="email"' not in page
    response = client.post(address, report_form(words="canary of the report"))
    assert response["Location"] == "/reviews/reported/"
    assert client.get(response["Location"]).status_code == 200
    made = ReviewReport.objects.get()
    assert (made.reason, made.words) == ("abuse", "canary of the report")
    raw = ReviewReport.objects.values_list("words", flat=True).get()
    assert "canary" not in str(raw), "sealed in the table"
    assert {f.name for f in ReviewReport._meta.fields} == {
        "id", "review", "reason", "words", "hid_words", "outcome", "decided_by", "decided_at",
        "idempotency_key", "made_at",
    }  # fmt: skip


def test_bad_reports_lose_nothing(client):
    review = published_review()
    address = f"/reviews/report/{review.pk}/"
    for wrong in ({"reason": ""}, {"reason": "x"}, {"words": "\u202e"}, {"words": "y" * 1001}):
        page = client.post(address, report_form(**wrong)).content.decode()
        assert "There is a problem" in page
    assert (
        "kept words"
        in client.post(address, report_form(reason="", words="kept words")).content.decode()
    )
    assert not ReviewReport.objects.exists()
    assert client.get(f"/reviews/report/{uuid.uuid4()}/").status_code == 404


def test_ten_reports_an_hour_and_five_hidden_a_day(client):
    reviews = [published_review() for _ in range(6)]
    same = reviews[0].treatment
    Review.objects.filter(pk__in=[r.pk for r in reviews]).update(treatment=same)
    for review in reviews:
        client.post(f"/reviews/report/{review.pk}/", report_form("personal_data"))
    hidden = Review.objects.filter(text_hidden_at__isnull=False)
    assert hidden.count() == 5, "the sixth is queued and stays visible"
    assert ReviewReport.objects.count() == 6
    for _ in range(4):
        client.post(f"/reviews/report/{reviews[0].pk}/", report_form())
    page = client.post(f"/reviews/report/{reviews[0].pk}/", report_form()).content.decode()
    assert "too often" in page
    assert LimitHit.objects.exists()


def test_desk_shows_hidden_words_first_and_decides(staff_client):
    moderator = staff_client(REVIEW_MODERATOR)
    told = reported_review(text="Only reported")
    hidden = reported_review(reason="personal_data", text="Taken from sight", words="Line 1")
    page = moderator.get(reverse("admin:reviews_reports")).content.decode()
    assert page.index(str(hidden.pk)) < page.index(str(told.pk))
    case = moderator.get(reverse("admin:reviews_report", args=[hidden.pk])).content.decode()
    assert "Taken from sight" in case
    assert "Line 1" in case
    data = shown(moderator, reverse("admin:reviews_report", args=[hidden.pk]))
    kept = moderator.post(reverse("admin:reviews_keep", args=[hidden.pk]), data)
    assert kept["Location"] == reverse("admin:reviews_reports")
    assert moderator.post(reverse("admin:reviews_keep", args=[hidden.pk]), data).status_code == 409
    hidden.refresh_from_db()
    assert hidden.text_hidden_at is None


def test_desk_asks_for_the_note_and_keeps_what_was_typed(staff_client):
    moderator = staff_client(REVIEW_MODERATOR)
    review = reported_review(complication=True)
    address = reverse("admin:reviews_remove", args=[review.pk])
    data = shown(moderator, reverse("admin:reviews_report", args=[review.pk]))
    data |= {"remove-reason": "insider", "remove-note": "typed note"}
    page = moderator.post(address, data).content.decode()
    assert "There is a problem" in page
    assert "typed note" in page
    done = moderator.post(address, {**data, "remove-public_note": "Written by the clinic."})
    assert done.status_code == 302
    review.refresh_from_db()
    assert (review.state, review.public_note) == ("refused", "Written by the clinic.")
    assert moderator.post(address, data | {"remove-public_note": "x"}).status_code == 409


def test_reports_queue_counts_reviews_not_reports():
    from reviews.desk.queue import _reports

    review = reported_review()
    report(review)
    ReviewReport.objects.update(made_at=timezone.now() - timedelta(hours=50))
    many, oldest = _reports()
    assert many == 1
    assert oldest < timezone.now() - timedelta(hours=49)


def test_the_same_report_twice_is_one_whatever_else_has_its_key():
    key = uuid.uuid4()
    given = {"reason": "abuse", "words": "", "idempotency_key": key}
    first, second = published_review(), published_review()
    for review in (first, second, second):
        actions.report_review(review_id=review.pk, **given)
    assert ReviewReport.objects.filter(review=second).count() == 1


def test_reports_on_words_that_were_kept_do_not_use_up_what_may_be_hidden(client):
    treatment = TreatmentFactory()
    kept = reported_review(treatment, reason="personal_data")
    actions.keep_review(review_id=kept.pk, by=UserFactory())
    told = published_review(treatment)
    for review in [*[kept] * HIDES_A_DAY, told]:
        address = reverse("reviews:report", args=[review.pk])
        assert client.post(address, report_form("personal_data")).status_code == 302
    told.refresh_from_db()
    assert told.text_hidden_at
