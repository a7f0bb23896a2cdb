"""Browser tests: Debian's Chromium against a live server, with a page that fails on any mishap."""

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from scripts.system_packages import chromium

LAUNCH_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium and a database that other threads can see."""
    here = [item for item in items if "tests/browser/" in str(item.path)]
    for item in here:
        item.add_marker(pytest.mark.browser)
        # All: the replica, too, where scripts.stack_browser gives one.
        item.add_marker(pytest.mark.django_db(transaction=True, databases="__all__"))
        if chromium() is None:
            item.add_marker(pytest.mark.skip(reason="needs Chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    path = str(chromium() or "/usr/bin/chromium")
    return {**browser_type_launch_args, "executable_path": path, "args": LAUNCH_ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Asia/Tokyo"}


@pytest.fixture(scope="session", autouse=True)
def _replica_was_read(
    django_db_setup: None, django_db_blocker: Any, request: pytest.FixtureRequest
) -> Iterator[None]:
    """Where there is a replica, pages of the whole suite must have come from it."""
    yield
    if settings.DATABASE_REPLICA_URL and request.session.testscollected > 10:
        with django_db_blocker.unblock(), connections["replica"].cursor() as cursor:
            cursor.execute(
                "SELECT pg_is_in_recovery(), sum(seq_scan + coalesce(idx_scan, 0)) FROM pg_stat_user_tables"
            )
            in_recovery, scans = cursor.fetchone()
        connections["replica"].close()
        assert in_recovery
        assert scans > 1_000, "the replica answered hardly anything"


@pytest.fixture
def private_files(settings: Any, tmp_path: Path) -> None:
    """A folder for the papers of this test; a bucket, if there is one, holds them as it is."""
    private = settings.STORAGES["private"]
    if "location" in private["OPTIONS"]:
        private = {**private, "OPTIONS": {"location": str(tmp_path)}}
        settings.STORAGES = {**settings.STORAGES, "private": private}


@dataclass
class Mishaps:
    """What went wrong on a page; tests may empty ``found`` after an expected one."""

    found: list[str] = field(default_factory=list)
    may_fail: set[int] = field(default_factory=set)

    def watch(self, page: Page, host: str) -> None:
        """Write down console errors, script errors, answers of 500 and other hosts."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.found.append(f"script error: {error}"))
        page.on("request", lambda request: self._request(request, host))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        text = message.text
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.found.append(f"CSP: {text}")
        elif message.type == "error" and not text.startswith("Failed to load resource"):
            self.found.append(f"console: {text}")

    def _request(self, request: Request, host: str) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != host:
            self.found.append(f"another host: {parts.scheme}://{parts.netloc}")

    def _response(self, response: Response) -> None:
        if response.status >= 500 and response.status not in self.may_fail:
            self.found.append(f"{response.status}: {response.url}")
        if response.status == 404 and "/static/" in response.url:
            self.found.append(f"missing file: {response.url}")


@pytest.fixture
def mishaps() -> Iterator[Mishaps]:
    """What went wrong in this test's pages; looked at when the test ends."""
    noted = Mishaps()
    yield noted
    assert not noted.found, "\n".join(noted.found)


@pytest.fixture
def page(context: BrowserContext, live_server, mishaps: Mishaps) -> Page:
    """A page under watch, asked for or not."""
    page = context.new_page()
    mishaps.watch(page, urlsplit(live_server.url).netloc)
    return page


@pytest.fixture
def open_page(page: Page, live_server) -> Callable[[str], Page]:
    """``open_page("/clinics/")`` opens an address of the live server and returns the page."""

    def open_(path: str) -> Page:
        page.goto(live_server.url + path)
        return page

    return open_


@pytest.fixture
def assert_accessible() -> Callable[[Page], None]:
    """``assert_accessible(page)``: axe finds nothing on it."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # axe stumbles over a page that is still being read
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}}
        results = Axe().run(page, options=options)
        assert results.violations_count == 0, results.generate_report()

    return check


class Inbox:
    """A mail server on loopback; ``mails`` holds what it took."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope) -> str:
        """Take a mail (the name is aiosmtpd's)."""
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    def last_to(self, address: str) -> EmailMessage:
        """Return the newest mail to ``address``; fails when there is none."""
        found = [mail for mail in self.mails if address in str(mail["To"])]
        assert found, f"no mail to {address}, only to {[str(mail['To']) for mail in self.mails]}"
        return found[-1]

    @staticmethod
    def links(mail: EmailMessage) -> list[str]:
        """Return the links of a mail's plain text."""
        part = mail.get_body(preferencelist=("plain",))
        return re.findall(r"https?://\S+", part.get_content() if part else "")


@pytest.fixture
def smtp_server(settings) -> Iterator[Inbox]:
    """A real mail server; Django's SMTP backend is pointed at it."""
    inbox = Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    yield inbox
    controller.stop()
