"""A file that is two things at once comes as a download and runs nowhere."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from quotes import actions
from quotes.models import RecordFile
from tests.browser.helpers import press
from tests.quotes.factories import recipients, sent
from tests.trust.uploads import samples
from trust import links


@pytest.fixture
def request_asked(live_server: Any, settings: Any, private_files: None) -> Any:
    settings.SITE_URL = live_server.url
    request = sent()
    actions.ask_papers(recipient=recipients(request)[0], what=["blood"])
    return request


def test_a_paper_goes_from_the_patient_to_the_clinic(
    page: Page, live_server: Any, request_asked: Any, assert_accessible: Any, tmp_path: Any
) -> None:
    link = links.current(purpose="quote", object_id=request_asked.pk)
    page.goto(f"{live_server.url}/quotes/r/{link.token}/")
    press(page, page.get_by_role("link", name="Send a file"))
    assert_accessible(page)
    page.get_by_role("button", name="Send the file").click()
    expect(page.get_by_role("alert")).to_contain_text("Please choose a file.")
    assert_accessible(page)
    both = samples.canary_pdf() + b"<!doctype html><script>alert('ran')</script>"
    sent_file = {"name": "two-things.pdf", "mimeType": "text/html", "buffer": both}
    page.get_by_label("File (PDF, JPEG or PNG)").set_input_files(files=[sent_file])
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send the file").click()
    expect(page.get_by_text("two-things.pdf").first).to_be_visible()
    assert_accessible(page)
    clinic = links.current(purpose="quote-clinic", object_id=recipients(request_asked)[0].pk)
    page.goto(f"{live_server.url}/ja/quotes/clinic/{clinic.token}/")
    assert_accessible(page)
    name = RecordFile.objects.get().download_name
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    got = waiting.value
    assert got.suggested_filename == f"{name}.pdf"
    content = got.path().read_bytes()
    assert b"alert" not in samples.everything_in(content)
    assert "/clinic/" in page.url, "the page stays: nothing of the file was shown"
