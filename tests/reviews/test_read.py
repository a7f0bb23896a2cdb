"""Public pages: a clinic's reviews, the summary, the rules."""

from statistics import mean

import pytest

from reviews import summary_for
from reviews.aspects import ASPECT_NAMES
from reviews.ledger import site_ledger
from reviews.models import Review
from reviews.reasons import REASONS
from reviews.samples import create_sample_reviews
from tests.factories import ClinicFactory, TreatmentFactory, UserFactory
from tests.reviews.factories import published_review, refused_review, waiting_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def treatment():
    return TreatmentFactory()


def test_means_are_those_of_published_confirmed_reviews(treatment):
    for score in (1, 2, 3, 5, 5):
        published_review(treatment, score=score)
    published_review(treatment, score=1, level="email")
    waiting_review(treatment, score=1)
    refused_review(treatment, score=1)
    published_review(score=1)
    summary = summary_for([treatment.clinic])[treatment.clinic_id]
    counted = Review.objects.filter(state="published", level="quote", treatment=treatment)
    assert summary.n == 5
    assert summary.means == {
        name: pytest.approx(mean(getattr(r, name) for r in counted)) for name in ASPECT_NAMES
    }
    assert summary.means["information"] == pytest.approx(3.2)


def test_fewer_than_five_have_no_mean(treatment, client):
    for _ in range(4):
        published_review(treatment, score=5)
    assert summary_for([treatment.clinic])[treatment.clinic_id].means is None
    page = client.get(f"/clinics/{treatment.clinic.slug}/reviews/").content.decode()
    assert "4 counted reviews: too few to summarise" in page


def test_mean_shown_is_the_mean_computed(treatment, client):
    for score in (1, 2, 3, 5, 5):
        published_review(treatment, score=score)
    page = client.get(f"/clinics/{treatment.clinic.slug}/reviews/").content.decode()
    assert page.count("3.2 of 5") == 6, "one for each aspect, one of all"


def test_ledger_adds_up_and_names_the_reasons(treatment, client):
    published_review(treatment)
    waiting_review(treatment)
    refused_review(treatment, reason="abuse")
    refused_review(treatment, reason="effect_claim")
    ledger = summary_for([treatment.clinic])[treatment.clinic_id].ledger
    assert (ledger.received, ledger.published, ledger.waiting, ledger.refused) == (4, 1, 1, 2)
    page = client.get(f"/clinics/{treatment.clinic.slug}/reviews/").content.decode()
    assert "Received 4 · published 1 · being read 1" in page
    assert "Insults or threats: 1" in page


def test_latest_three_are_the_newest_of_each_clinic():
    clinics = [ClinicFactory(), ClinicFactory()]
    for clinic in clinics:
        treatment = TreatmentFactory(clinic=clinic)
        newest = [published_review(treatment) for _ in range(4)][:0:-1]
        summary = summary_for(clinics)[clinic.pk]
        assert [r.pk for r in summary.latest] == [r.pk for r in newest]


def test_clinic_without_reviews_has_an_empty_summary():
    clinic = ClinicFactory()
    summary = summary_for([clinic])[clinic.pk]
    assert (summary.n, summary.means, summary.latest, summary.any) == (0, None, [], False)


def test_summary_queries_do_not_grow(django_assert_num_queries):
    clinics = []
    for _ in range(2):
        treatment = TreatmentFactory()
        clinics.append(treatment.clinic)
        for _ in range(3):
            published_review(treatment)
        with django_assert_num_queries(3):
            found = summary_for(clinics)
            [(r.treatment.title, r.month, r.scores) for s in found.values() for r in s.latest]


def test_page_queries_do_not_grow(client, treatment, assert_same_queries):
    for _ in range(5):  # from here on there are means
        published_review(treatment)

    def grow():
        for _ in range(12):
            published_review(treatment)
            refused_review(treatment)

    address = f"/clinics/{treatment.clinic.slug}/reviews/"
    assert assert_same_queries(address, grow) <= 12


def test_newest_stands_first_and_private_things_nowhere(client, treatment):
    first = published_review(treatment, score=5, text="First words")
    published_review(
        treatment,
        score=1,
        text="Second words",
        email="canary@example.org",
        complication=True,
        complication_help="canary help",
    )
    waiting_review(treatment, text="canary waiting")
    page = client.get(f"/clinics/{treatment.clinic.slug}/reviews/").content.decode()
    assert page.index("Second words") < page.index("First words")
    assert "canary" not in page
    assert page.count(str(first.pk)) == 1, "in the address to report it"


def test_markup_in_a_review_stays_text(client, treatment):
    published_review(treatment, text="<script>alert(1)</script>")
    page = client.get(f"/clinics/{treatment.clinic.slug}/reviews/").content.decode()
    assert "<script>alert" not in page


def test_closed_clinic_keeps_its_reviews(client):
    treatment = TreatmentFactory(clinic=ClinicFactory(closed=True), publication="withdrawn")
    published_review(treatment, text="Words that stay")
    page = client.get(f"/clinics/{treatment.clinic.slug}/reviews/").content.decode()
    assert "Words that stay" in page
    assert "closed on" in page


def test_samples_vanish_with_their_setting_and_never_mix(client, settings):
    sample = TreatmentFactory(clinic=ClinicFactory(sample=True), is_sample=True)
    published_review(sample)
    refused_review()
    assert (site_ledger(samples=True).received, site_ledger(samples=False).received) == (1, 1)
    address = f"/clinics/{sample.clinic.slug}/reviews/"
    page = client.get(address).content.decode()
    assert "Invented for demonstration" in page
    assert "noindex" in page
    settings.SAMPLE_LISTINGS = False
    assert client.get(address).status_code == 404
    assert "Invented reviews" not in client.get("/reviews/policy/").content.decode()


def test_policy_names_every_reason(client):
    page = client.get("/reviews/policy/").content.decode()
    for reason in REASONS:
        assert str(reason.label) in page
    assert client.get("/ja/reviews/policy/").status_code == 200


@pytest.mark.parametrize("page", ["x", "-1", "0", "9" * 5000, "\x00"])
def test_odd_page_numbers_are_no_error(client, treatment, page):
    response = client.get(f"/clinics/{treatment.clinic.slug}/reviews/", {"page": page})
    assert response.status_code in {200, 400}


def test_samples_are_made_once_and_only_on_sample_clinics(django_assert_num_queries):
    by = UserFactory()
    sample = [TreatmentFactory(clinic=ClinicFactory(sample=True), is_sample=True) for _ in range(4)]
    made = create_sample_reviews(sample, by=by, waiting=8, published=20, refused=5)
    states = [review.state for review in made]
    assert [states.count(s) for s in ("waiting", "published", "refused")] == [8, 20, 5]
    assert create_sample_reviews(sample, by=by, waiting=8, published=20, refused=5) == []
    with pytest.raises(ValueError, match="sample clinics only"):
        create_sample_reviews([TreatmentFactory()], by=by)
    summary = summary_for([sample[0].clinic])[sample[0].clinic_id]
    assert summary.means is not None
    from trust.models import OutboxMail

    assert not OutboxMail.objects.filter(template__startswith="review_").exists()


def test_summary_uses_no_query_for_no_clinics(django_assert_num_queries):
    assert summary_for([]) == {}
