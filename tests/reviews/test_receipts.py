"""A receipt raises the level of a review; its file goes with the decision, or with time."""

import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from operations.receipt_checks import files_behind_receipts, levels_have_a_decision
from reviews import retention, summary_for
from reviews.actions.create import MINE
from reviews.models import Receipt
from reviews.receipts import actions as receipts
from reviews.receipts.jobs import scan_waiting
from staff.models import User
from staff.queues import tasks_for
from staff.roles import REVIEW_MODERATOR, ROLE_NAMES
from tests.factories import TreatmentFactory, UserFactory
from tests.reviews.factories import (
    published_review,
    refused_review,
    shown,
    waiting_receipt,
    waiting_review,
)
from tests.trust.uploads import samples
from trust import access_log, links
from trust.models import OutboxMail
from trust.outbox import send_due
from trust.uploads import files, scanning

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    """A private folder of this test."""
    private = {**settings.STORAGES["private"], "OPTIONS": {
        **settings.STORAGES["private"]["OPTIONS"], "location": str(tmp_path / "private"),
    }}  # fmt: skip
    settings.STORAGES = {**settings.STORAGES, "private": private}
    return tmp_path / "private"


@pytest.fixture
def moderator(staff_client):
    return staff_client(REVIEW_MODERATOR)


@pytest.fixture
def settled(django_capture_on_commit_callbacks):
    """``with settled():`` runs what waits for the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def mine(review) -> str:
    return f"/reviews/mine/{links.current(purpose=MINE, object_id=review.pk).token}/"


def send(review, content=None, name="r.pdf", **more):
    data = {
        "file": SimpleUploadedFile(name, content or samples.canary_pdf()),
        "agree": "on",
        "form_key": str(uuid.uuid4()),
        **more,
    }
    return Client().post(mine(review) + "receipt/", data)


def url(receipt, name="") -> str:
    return reverse(f"admin:reviews_receipt{name}", args=[receipt.pk])


@pytest.mark.parametrize("make", [waiting_review, published_review])
def test_a_receipt_is_sent_seen_and_gone(client, folder, moderator, settled, make, mailoutbox):
    review = make(level="email")
    page = client.get(mine(review)).text
    assert "Show a receipt" in page
    form = client.get(mine(review) + "receipt/")
    assert form.status_code == 200
    assert "your name, address, birth date" in form.text
    assert "checked" not in form.text[form.text.index('name="agree"') :].split(">")[0]
    assert send(review, name="Anna Receipt.pdf").status_code == 303
    receipt = Receipt.objects.get()
    assert (receipt.state, receipt.kind) == ("waiting", "pdf")
    [path] = stored(folder)
    assert b"%PDF" not in path.read_bytes()
    got = moderator.get(url(receipt, "_file"))
    assert got["Content-Disposition"].startswith('attachment; filename="receipt-')
    assert samples.CANARY.encode() not in samples.everything_in(got.content)
    with settled():
        data = shown(moderator, url(receipt))
        assert moderator.post(url(receipt, "_seen"), data).status_code == 302
    review.refresh_from_db()
    receipt.refresh_from_db()
    assert review.level == "receipt"
    assert (receipt.state, receipt.stored, receipt.kind, receipt.sent_at) == ("seen", "", "", None)
    assert stored(folder) == []
    page = client.get(mine(review)).text
    assert "Our staff saw your receipt and deleted it." in page
    OutboxMail.objects.exclude(template="review_receipt_decided").delete()
    send_due()
    assert "counts in the means" in mailoutbox[0].body


def test_a_seen_receipt_counts_in_the_means(moderator):
    treatment = TreatmentFactory()
    for _ in range(4):
        published_review(treatment)
    review = published_review(treatment, level="email", score=1)
    clinic = treatment.clinic
    before = summary_for([clinic])[clinic.pk]
    assert (before.counted, before.means) == (4, None)
    receipts.confirm_receipt(receipt_id=waiting_receipt(review).pk, by=moderator.user)
    after = summary_for([clinic])[clinic.pk]
    assert after.counted == 5
    assert set(after.means.values()) == {(4 * 4 + 1) / 5}


def test_seeing_a_receipt_publishes_nothing():
    receipt = waiting_receipt(waiting_review(level="email"))
    receipts.confirm_receipt(receipt_id=receipt.pk, by=UserFactory())
    assert receipt.review.state == "waiting"


@pytest.mark.parametrize(
    "make",
    [
        lambda: waiting_review(level="quote"),
        lambda: refused_review(level="email"),
        lambda: receipts.confirm_receipt(receipt_id=waiting_receipt().pk, by=UserFactory()).review,
    ],
    ids=["through a quote", "refused", "seen before"],
)
def test_other_reviews_take_no_receipt(client, make):
    review = make()
    assert 'href="receipt/"' not in client.get(mine(review)).text
    assert client.get(mine(review) + "receipt/").status_code == 404
    assert send(review).status_code == 404
    assert not Receipt.objects.held().exists()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"agree": ""}, "Without this tick"),
        ({"file": ""}, "Please choose a file."),
        ({"content": b"MZ not a paper"}, "another kind of file"),
        ({"content": b"%PDF-1.4 broken"}, "We cannot read this file"),
        ({"name": "r.png"}, "does not fit its content"),
    ],
)
def test_what_cannot_be_taken_is_told(folder, more, words):
    review = waiting_review(level="email")
    page = send(review, **more)
    assert page.status_code == 200
    assert words in page.text
    assert stored(folder) == []
    assert not Receipt.objects.exists()


def test_a_scanner_that_is_away_keeps_it_from_staff(settings, moderator):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    review = waiting_review(level="email")
    assert send(review).status_code == 303
    receipt = Receipt.objects.get()
    assert receipt.state == "scanning"
    assert moderator.get(url(receipt, "_file")).status_code == 404
    assert not Receipt.objects.waiting().exists()
    assert scan_waiting() == 0
    settings.CLAMD_ADDRESS = ""
    assert scan_waiting() == 1
    assert moderator.get(url(receipt, "_file")).status_code == 200


def test_a_virus_deletes_it_and_the_writer_is_told(client, folder, settled, monkeypatch):
    receipt = waiting_receipt(scan="waiting")
    monkeypatch.setattr(scanning, "scan", lambda content: scanning.Found.VIRUS)
    with settled():
        assert scan_waiting() == 1
    assert stored(folder) == []
    receipt.refresh_from_db()
    assert (receipt.state, receipt.reason) == ("refused", "virus")
    assert "The scanner found something harmful" in client.get(mine(receipt.review)).text


def test_a_receipt_that_does_not_show_it_goes_and_another_may_come(
    client, folder, moderator, settled, mailoutbox
):
    review = published_review(level="email")
    for n in range(3):
        assert send(review).status_code == 303, n
        receipt = Receipt.objects.get()
        data = shown(moderator, url(receipt)) | {"refuse-reason": "other_clinic"}
        with settled():
            moderator.post(url(receipt, "_refuse"), data)
        assert stored(folder) == []
    review.refresh_from_db()
    assert review.level == "email"
    page = client.get(mine(review)).text
    assert "The clinic is not on it" in page
    assert "No more receipts can be sent" in page
    assert send(review).status_code == 409
    assert stored(folder) == []
    OutboxMail.objects.exclude(template="review_receipt_decided").delete()
    send_due()
    assert "The clinic is not on it" in mailoutbox[-1].body


def test_the_same_form_twice_is_one_receipt_and_another_has_to_wait(folder):
    review, key = waiting_review(level="email"), str(uuid.uuid4())
    assert send(review, form_key=key).status_code == 303
    assert send(review, form_key=key).status_code == 303
    assert send(review).status_code == 409
    assert len(stored(folder)) == 1
    assert Receipt.objects.get().tries == 1


def test_the_writer_deletes_it_and_may_send_another(client, folder, settled):
    review = waiting_review(level="email")
    send(review)
    with settled():
        assert client.post(mine(review) + "receipt/delete/").status_code == 303
        assert client.post(mine(review) + "receipt/delete/").status_code == 303
    assert stored(folder) == []
    assert Receipt.objects.get().state == "gone"
    assert send(review).status_code == 303
    assert Receipt.objects.get().tries == 2


def test_erasing_the_review_deletes_file_and_row(client, folder, settled):
    review = waiting_review(level="email")
    send(review)
    with settled():
        client.post(mine(review))
    assert stored(folder) == []
    assert not Receipt.objects.exists()


def test_nobody_looks_for_30_days(folder, moderator, settled):
    receipt = waiting_receipt()
    Receipt.objects.update(sent_at=timezone.now() - timedelta(days=31))
    assert moderator.get(url(receipt, "_file")).status_code == 404, "also before the job ran"
    with settled():
        retention.purge()
    assert stored(folder) == []
    assert Receipt.objects.get().state == "gone"
    Receipt.objects.update(changed_at=timezone.now() - timedelta(days=31))
    retention.purge()
    assert not Receipt.objects.exists()


def test_the_desk_shows_no_word_and_no_score_of_the_review(moderator):
    review = waiting_review(
        level="email", text="Canary words", paid_vs_quoted="more", difference_yen=7_654_321
    )
    receipt = waiting_receipt(review)
    for address in (reverse("admin:reviews_receipts"), url(receipt)):
        page = moderator.get(address).content.decode()
        assert review.treatment.clinic.name_en in page
        for private in ("Canary", "7,654,321", "7654321", "of 5", "more than quoted"):
            assert private not in page


def test_each_opening_is_recorded(moderator):
    receipt = waiting_receipt()
    moderator.get(url(receipt))
    moderator.get(url(receipt, "_file"))
    entries = access_log.entries_for("reviews.receipt", receipt.pk)
    assert [(e.action, e.role) for e in entries] == [
        ("read", REVIEW_MODERATOR),
        ("downloaded", REVIEW_MODERATOR),
    ]


def test_a_lost_file_is_not_found(moderator):
    receipt = waiting_receipt()
    files.delete(receipt.stored)
    assert moderator.get(url(receipt, "_file")).status_code == 404


def test_a_refusal_without_reason_decides_nothing(moderator):
    receipt = waiting_receipt()
    page = moderator.post(url(receipt, "_refuse"), {"refuse-reason": "virus"}).content.decode()
    assert "There is a problem" in page
    receipt.refresh_from_db()
    assert receipt.state == "waiting"
    with pytest.raises(ValueError, match="unknown reason"):
        receipts.refuse_receipt(receipt_id=receipt.pk, by=moderator.user, reason="virus")


@pytest.mark.parametrize("name", ["_seen", "_refuse"])
def test_who_comes_second_is_told(moderator, name):
    receipt = waiting_receipt()
    receipts.confirm_receipt(receipt_id=receipt.pk, by=UserFactory())
    response = moderator.post(url(receipt, name), {"refuse-reason": "unreadable"})
    assert response.status_code == 409
    assert "Your decision was not stored" in response.content.decode()


@pytest.mark.parametrize("name", ["", "_file", "_seen", "_refuse"])
def test_an_unknown_receipt_is_not_found(moderator, name):
    address = reverse(f"admin:reviews_receipt{name}", args=[uuid.uuid4()])
    is_read = name in {"", "_file"}
    data = {"refuse-reason": "unreadable"}
    response = moderator.get(address) if is_read else moderator.post(address, data)
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["_file", "_seen", "_refuse"])
def test_receipts_are_for_moderators_only(client, staff_client, name):
    receipt = waiting_receipt()
    for role in [None, *(r for r in ROLE_NAMES if r != REVIEW_MODERATOR)]:
        other = staff_client(role)
        ask = other.get if name == "_file" else other.post
        assert ask(url(receipt, name)).status_code == 403, role
    assert client.get(url(receipt, "_file")).status_code == 302
    assert Receipt.objects.get().state == "waiting"


def test_waiting_receipts_stand_on_today(moderator):
    waiting_receipt()
    waiting_receipt(scan="waiting")
    tasks = {t.queue.name: t for t in tasks_for(User.objects.get(pk=moderator.user.pk))}
    assert tasks["review_receipts"].count == 1


def test_the_queue_does_not_grow_in_queries(moderator, assert_same_queries):
    waiting_receipt()

    def grow():
        for _ in range(8):
            waiting_receipt()

    assert assert_same_queries(reverse("admin:reviews_receipts"), grow, as_client=moderator) <= 12


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("decided_keeps_nothing", {"state": "gone"}),
        ("decided_keeps_nothing", {"stored": ""}),
        ("refused_has_reason", {"reason": "unreadable"}),
        ("three_tries", {"tries": 4}),
    ],
)
def test_the_database_refuses(name, values):
    receipt = waiting_receipt()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Receipt.objects.filter(pk=receipt.pk).update(**values)


def test_a_new_key_seals_receipts_again(settings):
    receipt = waiting_receipt()
    settings.FIELD_KEYS = {"new": b"n" * 32, **settings.FIELD_KEYS}
    assert files.rotate() >= 1
    before = receipt.stored
    receipt.refresh_from_db()
    assert receipt.stored != before
    assert receipts.read_receipt(receipt=receipt, by=UserFactory()) == b"\x89PNG of nobody"
    files.sweep(timezone.now() + timedelta(hours=1))
    assert receipts.read_receipt(receipt=receipt, by=UserFactory())


def test_verify_finds_lost_files_late_ones_and_levels_out_of_the_blue():
    assert files_behind_receipts() == levels_have_a_decision() == []
    lost, late = waiting_receipt(), waiting_receipt()
    files.delete(lost.stored)
    Receipt.objects.filter(pk=late.pk).update(sent_at=timezone.now() - timedelta(days=31))
    assert [line.partition(":")[0] for line in files_behind_receipts()] == [
        f"receipt {lost.pk}",
        "1 receipts are kept for more than 30 days",
    ]
    raised = published_review(level="email")
    type(raised).objects.filter(pk=raised.pk).update(level="receipt")
    Receipt.objects.filter(pk=late.pk).update(
        state="seen", stored="", kind="", form_key=None, sent_at=None, decided_by=UserFactory()
    )
    assert [line.partition(":")[0] for line in levels_have_a_decision()] == [
        f"review {raised.pk}",
        f"receipt {late.pk}",
    ]
