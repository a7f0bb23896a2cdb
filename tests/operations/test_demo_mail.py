"""Mails of the demonstration: kept privately, shown as text, never outside demo mode."""

import stat

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.management import call_command
from django.http import Http404
from django.test import RequestFactory
from django.urls import include, path

from config.urls import urlpatterns as site_addresses
from operations.demo import mail, views
from tests.staff.factories import make_staff

urlpatterns = [path("demo/", include("operations.demo.urls")), *site_addresses]


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.BASE_DIR = tmp_path


def send(subject="Your request", body="Open http://localhost:8000/quotes/r/abc/ now.\n"):
    connection = get_connection("operations.demo.mail.DemoMailBackend")
    message = EmailMultiAlternatives(subject, body, "a@example.org", ["p@example.org"])
    message.attach_alternative("<p>html</p>", "text/html")
    assert connection.send_messages([message]) == 1


def test_a_mail_is_kept_and_read_back():
    send(subject="見積り", body="確認してください\n")
    (kept,) = mail.kept_mails()
    assert (kept.subject, kept.recipients, kept.text) == (
        "見積り",
        "p@example.org",
        "確認してください\n",
    )
    assert kept.sent_at.tzinfo


def test_only_the_owner_may_read_the_files():
    send()
    (file,) = mail.folder().glob("*.eml")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(mail.folder().stat().st_mode) == 0o700


def test_newest_mail_stands_first():
    for number in range(3):
        send(subject=f"mail {number}")
    assert [row.subject for row in mail.kept_mails(limit=2)] == ["mail 2", "mail 1"]


@pytest.mark.parametrize("name", ["../secret", "", "x", "20261122T231301000000-zzzzzzzz"])
def test_a_strange_name_finds_nothing(name):
    assert mail.kept_mail(name) is None


@pytest.mark.urls(__name__)
def test_outside_the_demo_there_is_no_viewer(settings):
    settings.DEMO = False
    request = RequestFactory().get("/demo/mail/")
    with pytest.raises(Http404):
        views.mail_list(request)
    with pytest.raises(Http404):
        views.mail_message(request, "x")


@pytest.fixture
def viewer(client, settings, tmp_path):
    """The viewer's addresses inside the real site."""
    import sys
    from types import ModuleType

    from config import urls

    module = ModuleType("urls_with_demo")
    module.urlpatterns = [path("demo/", include("operations.demo.urls")), *urls.urlpatterns]
    sys.modules["urls_with_demo"] = module
    settings.ROOT_URLCONF = "urls_with_demo"
    yield client
    del sys.modules["urls_with_demo"]


@pytest.mark.django_db
def test_the_list_shows_each_mail_and_is_not_indexed(viewer):
    assert "No mail yet" in viewer.get("/demo/mail/").text
    send()
    response = viewer.get("/demo/mail/")
    assert "Your request" in response.text
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.django_db
def test_links_of_a_mail_can_be_clicked_and_markup_cannot_run(viewer):
    send(body="<script>alert(1)</script> http://localhost:8000/quotes/r/abc/ .\n")
    (kept,) = mail.kept_mails()
    response = viewer.get(f"/demo/mail/{kept.name}/")
    assert 'href="http://localhost:8000/quotes/r/abc/"' in response.text
    assert "<script>alert" not in response.text
    assert viewer.get("/demo/mail/20261122T231301000000-00000000/").status_code == 404


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_one_press_leads_staff_in_on_this_computer_only(client, settings):
    call_command("sync_roles", verbosity=0)
    make_staff("listing editor")
    assert "Go in as staff" in client.get("/demo/staff/").content.decode()
    entered = client.post("/demo/staff/", follow=True)
    assert entered.status_code == 200
    assert "/demo-login/" in entered.request["PATH_INFO"]
    assert client.post("/demo/staff/", REMOTE_ADDR="192.0.2.7").status_code == 404
    settings.DEMO = False
    assert client.post("/demo/staff/").status_code == 404
