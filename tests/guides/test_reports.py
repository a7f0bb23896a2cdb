"""Anybody can say that a guide is wrong; nothing typed is lost; staff decide once."""

import datetime
import uuid

import pytest
from django.utils import timezone

from guides import actions, desk, nightly
from guides.models import KEPT, PageReport
from staff import queues
from tests.clinics.test_suggestions import filled
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "/guides/classes/report/"


@pytest.fixture
def later(time_machine):
    time_machine.move_to(datetime.datetime(2026, 11, 22, 1, 0, 5, tzinfo=datetime.UTC))
    return lambda: time_machine.shift(30)


def made(**changes) -> PageReport:
    values = {"page": "classes", "part": "", "language": "en", "text": "Class II is wrong."}
    return actions.send_report(idempotency_key=uuid.uuid4(), **(values | changes))


def test_report_is_kept_once_and_answered_at_its_page(client, later):
    data = filled(client, ADDRESS, text="The date is wrong.")
    later()
    first, again = client.post(ADDRESS, data), client.post(ADDRESS, data)
    assert first.status_code == 302
    assert first["Location"] == again["Location"]
    report = PageReport.objects.get()
    assert (report.page, report.language, report.text) == ("classes", "en", "The date is wrong.")
    assert "The date is wrong." not in client.get(first["Location"]).content.decode()
    actions.decide_report(report=report, corrected=True, by=UserFactory(), reason="corrected", answer="Done.")  # fmt: skip
    assert "Done." in client.get(first["Location"]).content.decode()


def test_report_on_a_claim_names_it(client, later):
    address = "/ja/guides/claims/report/?part=root-cause"
    data = filled(client, address, text="出典が違います。")
    later()
    assert client.post(address, data).status_code == 302
    report = PageReport.objects.get()
    assert (report.page, report.part, report.language) == ("claims", "root-cause", "ja")


def test_missing_text_is_told_and_the_rest_is_kept(client, later):
    data = filled(client, ADDRESS, text="", url="https://example.org/p")
    later()
    response = client.post(ADDRESS, data)
    assert response.context["form"].errors["text"]
    assert "https://example.org/p" in response.content.decode()
    assert not PageReport.objects.exists()


def test_robot_and_the_eleventh_report_are_stopped(client, later):
    data = filled(client, ADDRESS, text="x")
    assert client.post(ADDRESS, data).status_code == 200  # too quick
    later()
    assert client.post(ADDRESS, data | {"second_line": "spam"}).status_code == 200
    for _one in range(10):
        assert client.post(ADDRESS, data | {"idempotency_key": str(uuid.uuid4())}).status_code == 302  # fmt: skip
    page = client.post(ADDRESS, data | {"idempotency_key": str(uuid.uuid4())}).content.decode()
    assert "Many reports came from here" in page
    assert PageReport.objects.count() == 10


@pytest.mark.parametrize("slug", ["nothing", "x" * 300, "..%2f"])
def test_unknown_page_cannot_be_reported(client, slug):
    assert client.get(f"/guides/{slug}/report/").status_code == 404


def test_each_guide_leads_to_its_form(client):
    page = client.get("/guides/classes/").content.decode()
    assert f'href="{ADDRESS}"' in page


def test_queue_waits_on_today_for_listing_editors(staff_client):
    report = made()
    client = staff_client("listing editor")
    assert "guide_reports" in [queue.name for queue in queues.queues_for(client.user)]
    assert "classes" in client.get("/admin/guides/reports/").content.decode()
    page = client.get(f"/admin/guides/reports/{report.pk}/").content.decode()
    assert "Class II is wrong." in page


def test_staff_decide_once(staff_client):
    report, client = made(), staff_client("listing editor")
    url = f"/admin/guides/reports/{report.pk}/"
    assert client.post(url, {"corrected": "1"}).context["form"].errors
    data = {"reason": "source_agrees", "note": "Source 3 says so.", "kept": "1"}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 409
    report.refresh_from_db()
    assert (report.state, report.answer, report.decided_by) == ("kept", "Source 3 says so.", client.user)  # fmt: skip


@pytest.mark.parametrize("role", ["review moderator", "quote coordinator", "verifier"])
def test_other_roles_may_not_read_reports(staff_client, role):
    report, client = made(), staff_client(role)
    for url in ("/admin/guides/reports/", f"/admin/guides/reports/{report.pk}/"):
        assert client.get(url).status_code == 403
        assert client.post(url).status_code == 403


def test_outsiders_are_sent_to_sign_in(client):
    assert client.get(f"/admin/guides/reports/{made().pk}/").status_code == 302


def test_queue_takes_no_more_queries_with_more_reports(staff_client, assert_same_queries):
    made()
    assert_same_queries(
        "/admin/guides/reports/", lambda: [made() for _n in range(9)],
        as_client=staff_client("listing editor"),
    )  # fmt: skip


def test_decided_report_is_forgotten_in_time(time_machine):
    waiting, decided = made(), made()
    actions.decide_report(report=decided, corrected=False, by=None, reason="no_source")
    time_machine.move_to(timezone.now() + KEPT + datetime.timedelta(minutes=1))
    assert nightly.run() == "forgotten 1"
    assert list(PageReport.objects.all()) == [waiting]


def test_every_reason_fits_its_column():
    assert all(len(code) <= 40 for code, _label in desk.REASONS)
