"""Every address of this app has its access list; one without fails."""

from uuid import uuid4

import pytest
from django.test import Client

from quotes import urls
from quotes.models import QuoteRequest, Transition
from tests.quotes.factories import answered, confirmed, fresh_answer, recipients
from tests.quotes.pages import as_patient

pytestmark = pytest.mark.django_db

PUBLIC = {"request", "request_check", "request_sent", "track", "wish", "wished", "erased"}
BY_TOKEN = {"confirm", "link", "extend_link", "clinic_answer", "clinic_done", "clinic_file"}
# Addresses that name a file or the papers asked for: their own tests in test_files.py.
FILES = {"send_file", "read_file", "delete_file"}
PATIENT = {
    "mine",
    "choose",
    "not_this_one",
    "allow",
    "reply",
    "withdraw_clinic",
    "reply_staff",
    "withdraw",
    "erase",
    "extend",
    "new_link",
    "leave",
    "share",
    "unshare",
    "export",
    "print_answers",
    "dossier",
    "treated",
}
# Pages that the view-only link opens as well.
READERS = {"mine", "print_answers", "dossier", "leave"}  # fmt: skip
DESK = {
    "quotes_queue", "quotes_case", "quotes_take", "quotes_ask", "quotes_refuse", "quotes_close",
    "quotes_send", "quotes_answer", "quotes_told", "quotes_preview", "quotes_export", "quotes_papers", "quotes_file",
    "quotes_treated",
}  # fmt: skip
# Counts only, so administrators may look too.
COUNTS = "quotes_deletion"
READ = {"mine", "print_answers", "dossier"}
POSTS = sorted(PATIENT - READ)
DESK_POSTS = sorted(
    DESK - {"quotes_queue", "quotes_case", "quotes_preview", "quotes_export", "quotes_file"}
)


def _path(name: str, request: QuoteRequest) -> str:
    route = next(pattern for pattern in urls.urlpatterns if pattern.name == name).pattern
    kind = fresh_answer(request).pk if "answer/" in str(route) else recipients(request)[0].pk
    return f"/quotes/{route}".replace("<uuid:pk>", str(kind))


def _desk_path(name: str, request: QuoteRequest) -> str:
    step = name.removeprefix("quotes_") + "/"
    if name in {"quotes_send", "quotes_answer", "quotes_told", "quotes_papers"}:
        step = f"clinic/{recipients(request)[0].pk}/{step}"
    return f"/admin/quotes/case/{request.pk}/{'' if name == 'quotes_case' else step}"


def _moves() -> tuple:
    rows = QuoteRequest.objects.order_by("pk")
    return Transition.objects.count(), list(rows.values_list("state", "last_activity_at"))


def test_every_address_is_declared():
    assert {pattern.name for pattern in urls.urlpatterns} == PUBLIC | BY_TOKEN | PATIENT | FILES


def test_patient_views_are_guarded():
    for pattern in urls.urlpatterns:
        assert getattr(pattern.callback, "is_for_patient", False) == (
            pattern.name in PATIENT | FILES
        )


def test_the_view_only_link_opens_what_is_declared():
    for pattern in urls.urlpatterns:
        assert getattr(pattern.callback, "is_for_readers", False) == (pattern.name in READERS)


def test_desk_views_ask_for_the_role():
    from staff.admin_views import _registered

    patterns = next(rows for prefix, rows in _registered if prefix == "quotes")
    roles = {pattern.name: pattern.callback.staff_roles for pattern in patterns}
    assert roles.pop(COUNTS) == ("administrator", "quote coordinator")
    assert set(roles) == DESK
    assert set(roles.values()) == {("quote coordinator",)}


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("who", ["anonymous", "other", "staff"])
def test_posts_on_the_patients_page_are_hers_alone(name, who, staff_client):
    request = answered()
    other = confirmed(email="other@example.org")
    client = {
        "anonymous": Client,
        "other": lambda: as_patient(other),
        "staff": lambda: staff_client("quote coordinator"),
    }[who]()
    path = _path(name, request)
    data = {"text": "x", "key": uuid4(), "agree": "1"}
    if who == "other" and "<uuid" not in str(_route(name)):
        # No id in the address: it can only act on the visitor's own request.
        client.post(path, data)
        request.refresh_from_db()
        assert (request.state, request.messages.count()) == ("open", 0)
        return
    before = _moves()
    foreign = client.post(path, data)
    assert _moves() == before
    if who != "other":
        assert foreign["Location"] == "/quotes/track/"
    else:
        assert foreign.status_code == 404
        gone = path.replace(path.split("/")[4], str(uuid4()))
        missing = client.post(gone, data)
        assert missing.status_code == 404
        assert _plain(missing, gone) == _plain(foreign, path)


def _route(name: str):
    return next(pattern for pattern in urls.urlpatterns if pattern.name == name).pattern


def _plain(response, path: str) -> str:
    return response.content.decode().replace(path, "")


@pytest.mark.parametrize("name", POSTS)
def test_posts_need_the_csrf_token(name):
    request = answered()
    client = Client(enforce_csrf_checks=True)
    client.cookies = as_patient(request).cookies
    before = _moves()
    assert client.post(_path(name, request)).status_code == 403
    assert _moves() == before


@pytest.mark.parametrize("name", POSTS)
def test_data_whose_time_is_over_is_404(name):
    request = answered()
    client = as_patient(request)
    QuoteRequest.objects.update(last_activity_at=request.created_at.replace(year=2020))
    assert client.post(_path(name, request)).status_code == 404


@pytest.mark.parametrize("name", POSTS)
def test_get_changes_nothing(name):
    request = answered()
    before = _moves()
    response = as_patient(request).get(_path(name, request))
    assert response.status_code in {200, 405}
    assert _moves() == before


@pytest.mark.parametrize("name", [*DESK_POSTS, "quotes_case"])
@pytest.mark.parametrize("role", [None, "listing editor", "review moderator", "administrator"])
def test_desk_posts_are_for_coordinators_alone(name, role, staff_client):
    request = answered()
    before = _moves()
    response = staff_client(role).post(_desk_path(name, request), {"reason": "abuse"})
    assert response.status_code == 403
    assert _moves() == before


@pytest.mark.parametrize("name", [*DESK_POSTS, "quotes_case"])
def test_desk_posts_lead_visitors_to_the_sign_in_page(name):
    request = answered()
    response = Client().post(_desk_path(name, request))
    assert response.status_code == 302
    assert "login" in response["Location"]


def test_a_superuser_without_the_role_reads_no_case(staff_client):
    request = answered()
    from tests.staff_session import signed_in_client

    client = signed_in_client(superuser=True)
    assert client.get(f"/admin/quotes/case/{request.pk}/").status_code == 403
    assert client.get("/admin/quotes/quoterequest/").status_code == 403


def test_a_clinic_of_another_case_is_404_at_the_desk(staff_client):
    request, other = answered(), answered(email="other@example.org")
    path = f"/admin/quotes/case/{request.pk}/clinic/{recipients(other)[0].pk}/send/"
    assert staff_client("quote coordinator").post(path, {"how": "mail"}).status_code == 404
