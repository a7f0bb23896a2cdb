"""The form: by the open door and by invitation."""

import re

import pytest
from django.utils import timezone

from reviews import actions
from reviews.actions.create import MINE
from reviews.models import Invitation, Review, UnconfirmedReview
from tests.factories import ClinicFactory, TreatmentFactory
from tests.reviews.factories import form_data, last_month, published_review, waiting_review
from trust import links
from trust.models import LimitHit

pytestmark = pytest.mark.django_db


@pytest.fixture
def treatment():
    return TreatmentFactory()


@pytest.fixture
def door(treatment) -> str:
    return f"/reviews/new/?treatment={treatment.pk}"


@pytest.fixture
def invited(treatment) -> str:
    token = actions.create_invitation(treatment=treatment, month=last_month())
    return f"/reviews/new/{token}/"


def test_open_door_from_form_to_thanks(client, treatment, door):
    assert client.get(door).status_code == 200
    response = client.post(door, form_data(treatment=treatment.pk))
    kept = UnconfirmedReview.objects.get()
    assert response["Location"] == f"/reviews/confirm/{kept.pk}/"
    assert not Review.objects.exists()
    assert "6 digits" in client.get(response["Location"]).content.decode()
    full_width = kept.code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    done = client.post(response["Location"], {"code": f" {full_width} "})
    assert done["Location"] == "/reviews/thanks/"
    assert "48 hours" in client.get(done["Location"]).content.decode()
    review = Review.objects.get()
    assert (review.difference_yen, review.complication, review.level) == (80_000, True, "email")
    # A second click, and the way back, lead to the same place.
    assert client.post(response["Location"], {"code": kept.code})["Location"] == "/reviews/thanks/"
    assert client.get(response["Location"])["Location"] == "/reviews/thanks/"


def test_invited_person_needs_no_code(client, treatment, invited):
    page = client.get(invited).content.decode()
    assert treatment.title in page
    assert 'name="treated_month"' not in page
    response = client.post(invited, form_data(treated_month=None))
    assert response["Location"] == "/reviews/thanks/"
    review = Review.objects.get()
    assert (review.level, review.treatment, review.treated_month) == (
        "quote", treatment, last_month(),
    )  # fmt: skip
    assert client.get(invited).status_code == 410


def test_invited_person_sends_twice_and_one_review_stands(client, invited):
    data = form_data(treated_month=None)
    for _ in range(2):
        assert client.post(invited, data)["Location"] == "/reviews/thanks/"
    assert Review.objects.count() == 1
    other = client.post(invited, form_data(treated_month=None))
    assert other.status_code == 410


def test_invited_person_cannot_change_treatment_or_month(client, treatment, invited):
    other = TreatmentFactory(clinic=treatment.clinic)
    client.post(invited, form_data(treatment=other.pk, treated_month="2020-01-01"))
    review = Review.objects.get()
    assert (review.treatment, review.treated_month) == (treatment, last_month())


def test_bad_input_keeps_everything_typed_and_points_at_the_field(client, treatment, door):
    data = form_data(
        treatment=treatment.pk,
        information=None,
        email="not an address",
        difference_yen="lots",
        text="My <b>words</b> stay",
        complication_help="help stays",
        risks_told="2",
    )
    response = client.post(door, data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in page
    for kept in ("not an address", "lots", "My &lt;b&gt;words&lt;/b&gt; stay", "help stays"):
        assert kept in page
    assert re.search(r'name="risks_told" value="2"[^>]* checked', page)
    for link in re.findall(r'href="#([^"]*)"', page):
        assert f'id="{link}"' in page, link
    assert 'href="#id_information_0"' in page
    places = [page.index(f'href="#id_{n}"') for n in ("information_0", "difference_yen", "email")]
    assert places == sorted(places), "the summary follows the page"
    assert not UnconfirmedReview.objects.exists()


@pytest.mark.parametrize("field", ["relation", "reward"])
def test_connected_or_rewarded_writer_is_thanked_and_nothing_is_stored(
    client, treatment, door, field
):
    response = client.post(door, form_data(treatment=treatment.pk, **{field: "yes"}))
    assert "Thank you for saying so" in response.content.decode()
    assert not UnconfirmedReview.objects.exists()
    assert not Review.objects.exists()


def test_five_aspects_stand_in_fieldsets_with_legends(client, door):
    page = client.get(door).content.decode()
    assert page.count("<fieldset") == page.count("<legend>") == 9
    assert "Please do not write whether the treatment worked" in page
    assert page.count("<h1") == 1


def test_difference_without_direction_is_told(client, treatment, door):
    data = form_data(treatment=treatment.pk, paid_vs_quoted="as_quoted", difference_yen="5")
    assert "or leave this empty" in client.post(door, data).content.decode()


@pytest.mark.parametrize(
    ("typed", "yen"),
    [("12万円", 120_000), ("￥３０，０００", 30_000), ("50000 yen", 50_000), ("", None)],
)
def test_amounts_are_read_as_people_type_them(client, treatment, door, typed, yen):
    client.post(door, form_data(treatment=treatment.pk, difference_yen=typed))
    assert UnconfirmedReview.objects.get().content["difference_yen"] == yen


@pytest.mark.parametrize("typed", ["0", "-5", "1.5", "9" * 5000, "100000001", "五"])
def test_amounts_that_are_none_are_told(client, treatment, door, typed):
    response = client.post(door, form_data(treatment=treatment.pk, difference_yen=typed))
    assert response.status_code == 200
    assert not UnconfirmedReview.objects.exists()


@pytest.mark.parametrize("wrong", ["", "x", "0", "-1", "9" * 30, "9" * 5000, "\x00", "1.5"])
def test_address_with_a_wrong_treatment_is_told(client, wrong):
    response = client.get("/reviews/new/", {"treatment": wrong})
    assert response.status_code in {400, 404}
    assert client.get("/reviews/new/").status_code == 200


def test_draft_treatment_cannot_be_reviewed_and_a_withdrawn_one_can(client):
    draft = TreatmentFactory(publication="draft")
    assert client.get(f"/reviews/new/?treatment={draft.pk}").status_code == 404
    withdrawn = TreatmentFactory(publication="withdrawn")
    TreatmentFactory(clinic=withdrawn.clinic)
    assert client.get(f"/reviews/new/?treatment={withdrawn.pk}").status_code == 200


def test_treatment_of_another_clinic_cannot_be_chosen(client, treatment, door):
    other = TreatmentFactory()
    page = client.post(door, form_data(treatment=other.pk)).content.decode()
    assert "There is a problem" in page
    assert not UnconfirmedReview.objects.exists()


def test_months_offered_end_today(client, treatment, door):
    page = client.get(door).content.decode()
    assert timezone.localdate().replace(day=1).isoformat() in page
    future = timezone.localdate().replace(year=timezone.localdate().year + 1, day=1)
    client.post(door, form_data(treatment=treatment.pk, treated_month=future.isoformat()))
    assert not UnconfirmedReview.objects.exists()


def test_robot_that_fills_the_hidden_field_is_asked_again(client, treatment, door):
    response = client.post(door, form_data(treatment=treatment.pk, second_line="buy"))
    assert "once more" in response.content.decode()
    assert not UnconfirmedReview.objects.exists()


def test_same_person_twice_in_a_month_is_told_at_the_code(client, treatment, door):
    waiting_review(treatment, email="writer@example.org")
    response = client.post(door, form_data(treatment=treatment.pk))
    kept = UnconfirmedReview.objects.get()
    page = client.post(response["Location"], {"code": kept.code}).content.decode()
    assert "We already have your review" in page
    assert Review.objects.count() == 1


def test_wrong_code_says_how_many_tries_are_left(client, treatment, door):
    address = client.post(door, form_data(treatment=treatment.pk))["Location"]
    code = UnconfirmedReview.objects.get().code
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert "4 more times" in client.post(address, {"code": wrong}).content.decode()
    assert "has 6 digits" in client.post(address, {"code": "12345a"}).content.decode()
    assert client.post(f"{address}new-code/").status_code == 302
    assert client.post(f"{address}new-code/").status_code == 302
    assert "three codes already" in client.post(f"{address}new-code/").content.decode()


def test_one_address_is_mailed_five_times_an_hour_at_most(client, treatment, door):
    for _ in range(5):
        assert client.post(door, form_data(treatment=treatment.pk)).status_code == 302
    response = client.post(door, form_data(treatment=treatment.pk, text="kept words"))
    page = response.content.decode()
    assert "too often" in page
    assert "kept words" in page
    assert UnconfirmedReview.objects.count() == 5
    assert LimitHit.objects.exists()


def test_unknown_confirmation_is_not_found(client):
    assert client.get("/reviews/confirm/0a0b0c0d-0000-4000-8000-000000000000/").status_code == 404


def test_invitation_that_never_was_is_not_found(client):
    assert client.get("/reviews/new/abc/").status_code == 404
    assert not Invitation.objects.exists()


def test_writer_erases_by_the_private_link(client):
    review = published_review(text="Words to erase")
    token = links.current(purpose=MINE, object_id=review.pk).token
    address = f"/reviews/mine/{token}/"
    assert "Words to erase" in client.get(address).content.decode()
    review.refresh_from_db()
    assert review.state == "published", "looking changes nothing"
    assert client.post(address)["Location"] == "/reviews/erased/"
    review.refresh_from_db()
    assert review.state == "withdrawn"
    assert client.get(address).status_code == 404
    listing = client.get(f"/clinics/{review.treatment.clinic.slug}/reviews/").content.decode()
    assert "Words to erase" not in listing
    assert "taken back by the writer 1" in listing


def test_pages_of_one_writer_are_kept_by_nobody(client, door, invited):
    for address in (door, invited):
        response = client.get(address)
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "no-referrer"


def test_closed_clinic_can_still_be_reviewed(client):
    closed = TreatmentFactory(clinic=ClinicFactory(closed=True))
    assert client.get(f"/reviews/new/?treatment={closed.pk}").status_code == 200
