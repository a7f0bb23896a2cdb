"""Kept pages: the same as made anew, forgotten with every change, and no place for hostile hands."""

import datetime
import gzip

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db import connection
from django.http import HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext, override_settings
from django.utils import timezone, translation

from clinics import actions
from clinics.page_cache import cached_page, keep_out, storing
from clinics.page_cache.key import page_key
from clinics.search import live, version
from reviews.actions.create import create_review
from tests.factories import ClinicFactory, PriceSheetFactory, TreatmentFactory, UserFactory
from tests.plugins import fresh_index
from tests.reviews.factories import content

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
CONTROL = "public, max-age=0, must-revalidate"


@pytest.fixture(autouse=True)
def page_cache(settings):
    settings.PAGE_CACHE = True
    caches["pages"].clear()
    live.forget()
    yield
    caches["pages"].clear()
    live.forget()


@pytest.fixture
def clinic(catalogue):
    return catalogue


@pytest.fixture
def catalogue():
    treatment = TreatmentFactory(checked=True, clinic__name_en="First Clinic")
    PriceSheetFactory(treatment=treatment)
    TreatmentFactory(clinic=ClinicFactory(prefecture="JP-27", region="5"))
    return treatment.clinic


def is_kept(client, path: str, **headers) -> bool:
    """Ask twice and say whether the second answer was the kept page."""
    client.get(path, **headers)
    with CaptureQueriesContext(connection) as caught:
        response = client.get(path, **headers)
    assert response.status_code == 200
    return len(caught) == 0 and "ETag" in response.headers


def seconds_later() -> None:
    """Another second: the process looks at the version again."""
    version.forget()


# -- what is kept, and how it is answered --------------------------------------------------


@pytest.mark.parametrize("prefix", ["", "/ja"])
@pytest.mark.parametrize(
    "path",
    ["/", "/clinics/", "/clinics/?condition=t2d&sort=name", "/guides/", "/about/order/",
     "/guides/what-a-plan-number-means/"],
)  # fmt: skip
def test_a_kept_page_costs_no_query_and_is_the_same(client, catalogue, prefix, path):
    path = prefix + path
    first = client.get(path)
    assert is_kept(client, path)
    again = client.get(path)
    assert again.content == first.content
    assert again.headers == first.headers
    assert again["Cache-Control"] == CONTROL
    assert again["Content-Language"] == ("ja" if prefix else "en")
    assert "default-src 'none'" in again["Content-Security-Policy"]


def test_the_clinic_page_is_kept(client, clinic):
    assert is_kept(client, clinic.get_absolute_url())


def test_a_known_tag_is_answered_with_304(client, catalogue):
    tag = client.get("/clinics/")["ETag"]
    assert tag.startswith('W/"'), "a proxy may compress: only a weak tag stays true"
    for sent in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again = client.get("/clinics/", headers={"If-None-Match": sent})
        assert (again.status_code, again.content) == (304, b"")
        assert (again["ETag"], again["Cache-Control"]) == (tag, CONTROL)
        assert "default-src 'none'" in again["Content-Security-Policy"]
    other = client.get("/clinics/", headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_a_tag_is_known_before_the_page_is_kept(client, catalogue):
    tag = client.get("/clinics/")["ETag"]
    caches["pages"].clear()
    assert client.get("/clinics/", headers={"If-None-Match": tag}).status_code == 304


def test_head_has_the_headers_of_get_and_no_body(client, catalogue):
    for _kept in (False, True):
        head, get = client.head("/clinics/"), client.get("/clinics/")
        assert head.content == b""
        assert head.headers == get.headers
        assert int(head["Content-Length"]) == len(get.content)


def test_a_head_is_not_kept_as_a_page(client, catalogue):
    client.head("/clinics/")
    assert len(caches["pages"]._cache) == 0


def test_with_the_setting_off_nothing_is_kept(client, catalogue, settings):
    settings.PAGE_CACHE = False
    assert not is_kept(client, "/clinics/")
    assert "ETag" not in client.get("/clinics/").headers


def test_a_cache_that_does_not_answer_is_no_error(client, catalogue, settings, tmp_path):
    (tmp_path / "no folder").touch()
    broken = {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": tmp_path / "no folder",
    }
    with override_settings(CACHES=settings.CACHES | {"pages": broken}):
        with pytest.raises(OSError, match="no folder"):
            caches["pages"].get("a")
        assert "First Clinic" in client.get("/clinics/").text


# -- when a page is over -------------------------------------------------------------------


def test_a_public_change_shows_within_a_second(client, clinic):
    paths = ["/", "/clinics/", clinic.get_absolute_url()]
    before = {path: client.get(path) for path in paths}
    treatment = clinic.treatments.get()
    actions.withdraw_treatment(treatment=treatment, by=UserFactory(), reason="not_offered")
    seconds_later()
    assert "First Clinic" in before["/clinics/"].text
    assert "First Clinic" not in client.get("/clinics/").text
    assert client.get("/")["ETag"] != before["/"]["ETag"]
    assert client.get(paths[2]).status_code == 404


def test_a_review_that_came_in_is_counted_on_the_clinics_page(client, clinic):
    path = clinic.get_absolute_url()
    before = client.get(path)["ETag"]
    create_review(
        content=content(clinic.treatments.get()), email="a@example.org", level="email",
        language="en", idempotency_key="0d6ff3f2-53ea-4b3a-9dd3-6e2d1f5b8f10",
    )  # fmt: skip
    seconds_later()
    assert client.get(path)["ETag"] != before


def test_facts_grow_old_at_midnight_in_tokyo(client, catalogue, settings):
    late = datetime.datetime(2026, 11, 23, 14, 59, 30, tzinfo=datetime.UTC)  # 23:59:30 there
    with time_machine.travel(late) as clock:
        assert is_kept(client, "/clinics/")
        clock.shift(datetime.timedelta(seconds=40))
        with CaptureQueriesContext(connection) as caught:
            client.get("/clinics/")
        assert len(caught) > 1


def test_kept_pages_end_after_a_day():
    assert storing.SECONDS <= 24 * 60 * 60


def test_a_page_made_while_the_index_is_behind_is_not_kept(client, catalogue, monkeypatch):
    monkeypatch.setattr(fresh_index, "watching", False)
    client.get("/clinics/")
    old = live._kept
    actions.renew_version()
    seconds_later()
    # Another thread builds: this one goes on with the older index.
    with live._lock:
        response = client.get("/clinics/")
        assert live._kept is old
    assert "ETag" not in response.headers
    assert is_kept(client, "/clinics/")


# -- what a page depends on ----------------------------------------------------------------


def key_of(path: str, **request) -> str:
    return page_key(RequestFactory().get(path, **request), "token")


def test_the_order_of_names_does_not_matter_that_of_values_does():
    assert key_of("/?a=1&b=2") == key_of("/?b=2&a=1")
    assert key_of("/?sort=name&sort=price") != key_of("/?sort=price&sort=name")


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/guides/"},
        {"path": "/?a=2"},
        {"path": "/?a=1", "secure": True},
        {"path": "/?a=1", "headers": {"Host": "localhost"}},
    ],
)
def test_another_address_is_another_page(other):
    assert key_of(**other) != key_of("/?a=1")


@pytest.mark.parametrize("name", ["DEMO", "SAMPLE_LISTINGS"])
def test_another_kind_of_site_is_another_page(settings, name):
    before = key_of("/")
    setattr(settings, name, not getattr(settings, name))
    assert key_of("/") != before


def test_another_language_is_another_page():
    before = key_of("/")
    with translation.override("ja"):
        assert key_of("/") != before


def test_htmx_gets_the_same_kept_page(client, catalogue):
    plain = client.get("/clinics/")
    assert client.get("/clinics/", headers={"HX-Request": "true"}).content == plain.content


# -- what is never kept --------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    ["utm_source=x", "q=knee", "q=%E8%86%9D&condition=t2d", "condition=nothing", "page=99",
     "page=0", "page=x", "price_max=abc", "sort=money", "condition=t2d&x=1",
     "&".join(f"prefecture=JP-{n:02}" for n in range(1, 14)), "q=&" * 120],
)  # fmt: skip
def test_a_query_of_endless_kinds_is_not_kept(client, catalogue, query):
    client.get(f"/clinics/?{query}")
    assert len(caches["pages"]._cache) == 0
    assert "ETag" not in client.get(f"/clinics/?{query}").headers


def test_an_empty_field_of_a_form_is_no_hindrance(client, catalogue):
    assert is_kept(client, "/clinics/?q=&condition=t2d&price_max=")


def test_pages_without_a_query_of_their_own_keep_none(client, catalogue):
    for n in range(20):
        client.get(f"/?x={n}")
        client.get(f"/guides/?page={n}")
    assert len(caches["pages"]._cache) == 0


def test_the_cache_has_a_last_place_and_keeps_what_is_asked_for(client, catalogue):
    most = caches["pages"]._max_entries
    assert most <= 1000
    client.get("/clinics/")
    kept = set(caches["pages"]._cache)
    for n in range(2 * most):
        storing.keep(f"other-{n}", storing.Page(b"", b"", [], ""))
        if n % 50 == 0:
            client.get("/clinics/")
    assert len(caches["pages"]._cache) <= most
    assert kept <= set(caches["pages"]._cache)


def test_a_signed_in_person_gets_no_kept_page(client, catalogue, staff_client):
    client.get("/clinics/")
    assert not is_kept(staff_client("listing editor"), "/clinics/")


def test_a_waiting_message_is_shown_and_not_kept(client, catalogue):
    assert is_kept(client, "/clinics/")
    client.cookies["messages"] = "anything"
    assert not is_kept(client, "/clinics/")


def test_a_visitor_about_to_get_a_cookie_gets_no_kept_page(client, catalogue):
    assert is_kept(client, "/clinics/")
    client.cookies["csrftoken"] = "worn out"
    response = client.get("/clinics/")
    assert response.cookies
    assert "public" not in response.get("Cache-Control", "")


@pytest.mark.parametrize("path", ["/check/", "/check/?q=PB3230079", "/quotes/track/",
    "/clinics/suggest/", "/reviews/policy/", "/nothing/"])  # fmt: skip
def test_forms_and_typed_texts_are_not_kept(client, catalogue, path):
    client.get(path)
    assert len(caches["pages"]._cache) == 0


def with_cookie(request):
    response = HttpResponse("x")
    response.set_cookie("a", "b")
    return response


def with_vary(request):
    return HttpResponse("x", headers={"Vary": "Accept, Cookie"})


def with_private(request):
    return HttpResponse("x", headers={"Cache-Control": "private"})


def with_token(request):
    return HttpResponse(get_token(request))


def with_session(request):
    return HttpResponse(request.session.get("name", "nobody"))


def with_looked_at_cookie(request):
    return HttpResponse(request.COOKIES.get("shortlist", "empty"))


def with_counted_cookies(request):
    return HttpResponse(f"{'shortlist' in request.COOKIES}")


def with_wish(request):
    keep_out(request)
    return HttpResponse("x")


def with_error(request):
    return HttpResponse("x", status=404)


def with_stream(request):
    return StreamingHttpResponse(iter(["x"]))


def with_too_much(request):
    return HttpResponse("x" * 1_000_001)


@pytest.mark.parametrize(
    "view",
    [with_cookie, with_vary, with_private, with_token, with_session, with_looked_at_cookie,
     with_counted_cookies, with_wish, with_error, with_stream, with_too_much],
    ids=lambda view: view.__name__,
)  # fmt: skip
def test_an_answer_with_something_of_the_visitor_is_not_kept(rf, view):
    request = rf.get("/")
    request.session = SessionStore()
    response = cached_page()(view)(request)
    assert "ETag" not in response.headers
    assert len(caches["pages"]._cache) == 0


def test_an_answer_to_everybody_is_kept(rf):
    request = rf.get("/")
    request.session = SessionStore()
    answer = cached_page()(lambda request: HttpResponse("x"))
    assert "ETag" in answer(request).headers
    assert len(caches["pages"]._cache) == 1
    assert answer(rf.post("/")).headers.get("ETag") is None


def test_the_guard_against_writing_stands_before_a_kept_view(client, catalogue, monkeypatch):
    """The decorator must not hide from the guard what a view says of itself."""
    from clinics import views
    from trust.middleware import writes_on_get

    assert not getattr(views.clinic_list, "writes_on_get", "")
    assert cached_page()(writes_on_get("why")(lambda request: None)).writes_on_get == "why"


def test_the_day_of_the_key_is_that_of_tokyo():
    with time_machine.travel(datetime.datetime(2026, 11, 23, 15, 30, tzinfo=datetime.UTC)):
        assert timezone.localdate() == datetime.date(2026, 11, 24)
        after = key_of("/")
    with time_machine.travel(datetime.datetime(2026, 11, 23, 14, 30, tzinfo=datetime.UTC)):
        assert key_of("/") != after


def test_a_kept_page_travels_packed_to_whoever_takes_it(client):
    plain = client.get("/clinics/")
    packed = client.get("/clinics/", headers={"Accept-Encoding": "br, gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert len(packed.content) < len(plain.content) / 3
    assert packed["ETag"] == plain["ETag"]
    assert "Accept-Encoding" in plain["Vary"]
    assert "Accept-Encoding" in packed["Vary"]
    assert "Content-Encoding" not in plain
