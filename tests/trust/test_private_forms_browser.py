"""What a real browser sends from a page with Referrer-Policy: no-referrer, and what we answer."""

import pytest

from scripts.system_packages import chromium
from trust.middleware import headers

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.trust.urls"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(chromium() is None, reason="needs Chromium"),
]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic"]
    return {**browser_type_launch_args, "executable_path": str(chromium()), "args": flags}


def press(page, live_server):
    page.goto(f"{live_server.url}/private/")
    with page.expect_navigation() as answer:
        page.get_by_role("button").click()
    return answer.value


def test_a_form_on_a_private_page_can_be_sent(live_server, page):
    answer = press(page, live_server)
    assert answer.request.method == "POST"
    assert answer.request.all_headers()["origin"] == "null"
    assert answer.status == 200


def test_without_the_named_origin_it_could_not(live_server, page, monkeypatch):
    """Should this ever fail, the helper in SecurityHeaders has no reason any more."""
    monkeypatch.setattr(headers, "_name_hidden_origin", lambda request: None)
    assert press(page, live_server).status == 403
