"""What a reader with fresh eyes found: each of these once went wrong."""

import uuid
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clinics.models import Clinic, CommercialLink, Treatment
from reviews import actions, means
from reviews.actions.invite import invitation_of
from reviews.ledger import half_within
from reviews.models import Review, ReviewEvent, UnconfirmedReview
from reviews.triage import bursts
from tests.factories import ClinicFactory, TreatmentFactory, UserFactory
from tests.reviews.factories import (
    content,
    form_data,
    free,
    last_month,
    published_reply,
    published_review,
    reported_review,
    waiting_review,
)
from trust.models import OutboxMail

DAY = timedelta(days=1)


def in_threads(*works):
    together = Barrier(len(works))

    def run(work):
        try:
            together.wait()
            work()
        finally:
            connection.close()

    threads = [Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.postgres
@pytest.mark.no_cover
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_both_count():
    treatment, by = TreatmentFactory(), UserFactory()
    for _ in range(5):
        published_review(treatment, score=3)
    for _round in range(8):
        pair = [free(waiting_review(treatment, score=score)) for score in (1, 5)]
        in_threads(
            *(lambda r=r: actions.publish_review(review_id=r.pk, by=by) for r in pair),
            lambda: waiting_review(treatment),
        )
        assert means.outdated() == []


def tied(clinic):
    CommercialLink.objects.create(
        clinic=clinic, kind="referral", since=timezone.localdate(), entered_by=UserFactory()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("why", ["tie", "paused", "draft"])
def test_the_report_page_shows_no_words_that_other_pages_hide(client, why):
    review = published_review()
    address = reverse("reviews:report", args=[review.pk])
    assert review.text in client.get(address).text
    clinic = Clinic.objects.filter(pk=review.treatment.clinic_id)
    if why == "tie":
        tied(clinic.get())
    elif why == "paused":
        clinic.update(status=Clinic.Status.PAUSED)
    else:
        Treatment.objects.filter(clinic__in=clinic).update(publication="draft", published_at=None)
    for prefix in ("", "/ja"):
        response = client.get(prefix + address)
        assert response.status_code == 404
        assert review.text not in response.text


@pytest.mark.django_db
def test_an_invitation_tells_nobody_who_else_was_treated(client):
    victim = published_review(email="victim@example.org")
    token = actions.create_invitation(treatment=victim.treatment, month=last_month())
    address = reverse("reviews:new_by_invitation", args=[token])
    OutboxMail.objects.all().delete()
    answers = {}
    for email in ("victim@example.org", "stranger@example.org"):
        response = client.post(address, form_data(treated_month=None, email=email))
        answers[email] = (response.status_code, response.headers["Location"])
    assert len(set(answers.values())) == 1
    mails = set(OutboxMail.objects.values_list("template", "object_id"))
    assert ("review_already", str(victim.pk)) in mails


@pytest.mark.django_db
def test_a_code_for_one_address_confirms_no_other(monkeypatch):
    treatment, key = TreatmentFactory(), uuid.uuid4()
    values = {"content": content(treatment), "language": "en", "idempotency_key": key}
    kept = actions.start_review(email="a@example.org", **values)
    from reviews.actions import confirm

    count = confirm._count_try

    def meanwhile(review_id):
        found = count(review_id)
        actions.start_review(email="b@example.org", **values)
        return found

    monkeypatch.setattr(confirm, "_count_try", meanwhile)
    with pytest.raises(actions.WrongCode):
        actions.confirm_review(review_id=kept.pk, code=kept.code)
    assert not Review.objects.exists()
    assert UnconfirmedReview.objects.get().email == "b@example.org"


@pytest.mark.django_db
def test_another_address_after_five_wrong_codes_gets_a_mail():
    treatment, key = TreatmentFactory(), uuid.uuid4()
    values = {"content": content(treatment), "language": "en", "idempotency_key": key}
    kept = actions.start_review(email="typo@example.org", **values)
    for _ in range(5):
        with pytest.raises(actions.WrongCode):
            actions.confirm_review(review_id=kept.pk, code="x")
    again = actions.start_review(email="right@example.org", **values)
    assert again.code_is_open
    assert actions.confirm_review(review_id=again.pk, code=again.code).email == "right@example.org"


@pytest.mark.django_db
def test_the_usual_time_is_that_of_the_first_decision():
    review = reported_review()
    actions.remove_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    received = timezone.now() - 200 * DAY
    Review.objects.update(received_at=received)
    first = ReviewEvent._base_manager.filter(review=review, to_state="published")
    first.update(at=received + timedelta(hours=13))
    assert half_within(Review.objects.all()) == "13 hours"


@pytest.mark.django_db
def test_no_public_note_is_left_out_also_under_a_tie(client):
    treatment = TreatmentFactory()
    for _ in range(22):
        review = reported_review(treatment, complication=True)
        actions.remove_review(
            review_id=review.pk, by=UserFactory(), reason="abuse", public_note="It named a nurse."
        )
    page = f"/clinics/{treatment.clinic.slug}/reviews/"
    assert client.get(page).text.count("It named a nurse.") == 22
    tied(treatment.clinic)
    assert client.get(page).text.count("It named a nurse.") == 22


@pytest.mark.django_db
def test_a_reply_does_not_stand_below_other_words():
    review = Review.objects.get(pk=published_reply().review_id)
    actions.report_review(
        review_id=review.pk, reason="abuse", words="", idempotency_key=uuid.uuid4()
    )
    actions.remove_review(review_id=review.pk, by=UserFactory(), reason="abuse")
    actions.resubmit_review(
        review_id=review.pk, content=content(review.treatment, text="Other words.")
    )
    actions.publish_review(review_id=free(review).pk, by=UserFactory())
    assert Review.objects.get(pk=review.pk).reply.state == "asked"


def test_a_slow_flood_is_a_burst_and_a_new_clinic_s_first_month_is_not():
    now = timezone.now()
    calm = [now - timedelta(days=15 * n) for n in range(24, 0, -1)]
    flood = [now + timedelta(hours=19 * n) for n in range(36)]
    assert set(range(24, 60)) <= set(bursts(calm + flood))
    assert bursts([now + 6 * DAY * n for n in range(5)]) == []
    assert bursts([]) == []


@pytest.mark.django_db
def test_who_erased_an_invited_review_can_write_again(client):
    treatment = TreatmentFactory()
    token = actions.create_invitation(treatment=treatment, month=last_month())
    address = reverse("reviews:new_by_invitation", args=[token])
    for _round in range(2):
        response = client.post(address, form_data(treated_month=None))
        assert response.status_code == 302
        review = Review.objects.standing().get()
        assert review.level == "quote"
        actions.withdraw_review(review_id=review.pk)
        assert invitation_of(token).used_at is None


@pytest.mark.django_db
def test_a_form_sent_again_after_erasing_is_a_new_review(client):
    treatment = TreatmentFactory()
    data = form_data(treatment=treatment.pk)
    address = f"{reverse('reviews:new')}?treatment={treatment.pk}"
    client.post(address, data)
    kept = UnconfirmedReview.objects.get()
    review = actions.confirm_review(review_id=kept.pk, code=kept.code)
    actions.withdraw_review(review_id=review.pk)
    client.post(address, data)
    assert UnconfirmedReview.objects.count() == 1


@pytest.mark.django_db
def test_the_form_key_of_another_review_is_no_server_error(client):
    other = waiting_review()
    token = actions.create_invitation(treatment=TreatmentFactory(), month=last_month())
    address = reverse("reviews:new_by_invitation", args=[token])
    data = form_data(treated_month=None, form_key=str(other.idempotency_key))
    assert client.post(address, data).status_code == 302
    assert Review.objects.count() == 1


@pytest.mark.django_db
def test_the_writer_is_told_of_a_money_tie(client):
    from reviews.actions.create import MINE
    from trust import links

    clinic = ClinicFactory()
    review = published_review(TreatmentFactory(clinic=clinic))
    mine = reverse("reviews:mine", args=[links.current(purpose=MINE, object_id=review.pk).token])
    assert "money tie" not in client.get(mine).text
    tied(clinic)
    assert "there is a money tie" in client.get(mine).text
