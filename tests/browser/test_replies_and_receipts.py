"""A clinic replies and a writer shows a receipt: from the link to what everybody sees."""

from typing import Any

from playwright.sync_api import Page, expect

from reviews.actions.create import MINE
from reviews.models import Receipt, Reply
from reviews.receipts import actions as receipts
from reviews.replies import actions as replies
from reviews.replies.links import REPLY
from tests.factories import UserFactory
from tests.reviews.factories import asked_reply, published_review
from tests.trust.uploads import samples
from trust import links


def test_a_clinic_replies_to_a_review(page: Page, live_server: Any, assert_accessible: Any) -> None:
    reply = asked_reply(text="A long wait in the hall.")
    link = links.current(purpose=REPLY, object_id=reply.review_id)
    page.goto(f"{live_server.url}/reviews/reply/{link.token}/")
    expect(page.get_by_text("A long wait in the hall.")).to_be_visible()
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_role("alert")).to_contain_text("Please write your reply.")
    assert_accessible(page)
    page.get_by_label("Your reply").fill("We have two more rooms now.")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_text("A person reads it within 48 hours.")).to_be_visible()
    assert_accessible(page)
    replies.publish_reply(reply_id=Reply.objects.get().pk, by=UserFactory())
    page.goto(f"{live_server.url}/clinics/{reply.review.treatment.clinic.slug}/reviews/")
    expect(page.locator(".k-reply")).to_contain_text("two more rooms")
    assert_accessible(page)


def test_a_writer_shows_a_receipt(
    page: Page, live_server: Any, private_files: None, assert_accessible: Any
) -> None:
    review = published_review(level="email")
    link = links.current(purpose=MINE, object_id=review.pk)
    page.goto(f"{live_server.url}/reviews/mine/{link.token}/")
    page.get_by_role("link", name="Show a receipt").click()
    page.get_by_role("button", name="Send the receipt").click()
    expect(page.get_by_role("alert")).to_contain_text("Please choose a file.")
    assert_accessible(page)
    paper = {"name": "r.pdf", "mimeType": "application/pdf", "buffer": samples.canary_pdf()}
    page.get_by_label("File (PDF, JPEG or PNG)").set_input_files(files=[paper])
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send the receipt").click()
    expect(page.get_by_text("You sent a receipt on")).to_be_visible()
    assert_accessible(page)
    receipts.confirm_receipt(receipt_id=Receipt.objects.get().pk, by=UserFactory())
    page.reload()
    expect(page.get_by_text("Our staff saw your receipt and deleted it.")).to_be_visible()
