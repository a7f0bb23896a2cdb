import pytest
from django.test import Client

pytestmark = [pytest.mark.urls("tests.trust.urls"), pytest.mark.django_db]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'; object-src 'none'"
)
EVERYWHERE = ["/", "/nowhere/", "/static/nowhere.css", "/?q=%00", "/broken/x/", "/data-error/"]


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_response_carries_every_header(client, address):
    headers = client.get(address).headers
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in headers


def test_a_wrong_host_is_answered_with_headers_too(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert response["Content-Security-Policy"] == POLICY


def test_tls_adds_its_two(client, settings):
    settings.HTTPS = True
    headers = client.get("/").headers
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert headers["Content-Security-Policy"] == f"{POLICY}; upgrade-insecure-requests"


def test_a_view_keeps_its_own_policy(client):
    assert client.get("/own-policy/")["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_private_pages_are_stored_nowhere(client):
    headers = client.get("/private/").headers
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"


class TestFormsOfPrivatePages:
    """Browsers send "Origin: null" from a page with Referrer-Policy: no-referrer."""

    @pytest.fixture
    def post(self):
        client = Client(enforce_csrf_checks=True)
        page = client.get("/private/").content.decode()
        token = page.partition('value="')[2].partition('"')[0]

        def post(data=None, **headers):
            sent = {"csrfmiddlewaretoken": token} if data is None else data
            return client.post("/private/", sent, headers=headers).status_code

        return post

    def test_our_own_form_passes(self, post):
        assert post(origin="null", sec_fetch_site="same-origin") == 200

    @pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
    def test_another_page_does_not(self, post, site):
        assert post(origin="null", sec_fetch_site=site) == 403

    def test_the_token_is_still_asked_for(self, post):
        assert post(data={}, origin="null", sec_fetch_site="same-origin") == 403

    def test_a_named_origin_is_not_touched(self, post):
        assert post(origin="https://evil.example", sec_fetch_site="same-origin") == 403

    def test_a_wrong_host_is_a_400(self, post):
        assert post(origin="null", sec_fetch_site="same-origin", host="evil.example") == 400


class TestSameOriginPost:
    @pytest.fixture
    def client(self):
        return Client(enforce_csrf_checks=True)

    @pytest.mark.parametrize(
        "headers",
        [
            {"sec_fetch_site": "same-origin"},
            {"sec_fetch_site": "same-origin", "origin": "null"},
            {"origin": "http://testserver"},
        ],
    )
    def test_our_page_may_post(self, client, headers):
        assert client.post("/shortlist/", headers=headers).content == b"added"

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"origin": "null"},
            {"origin": "https://testserver"},
            {"origin": "http://evil.example"},
            {"sec_fetch_site": "cross-site", "origin": "http://testserver"},
            {"sec_fetch_site": "same-site"},
            {"sec_fetch_site": "none"},
        ],
    )
    def test_others_may_not(self, client, headers):
        assert client.post("/shortlist/", headers=headers).status_code == 403

    def test_reading_is_free(self, client):
        assert client.get("/shortlist/").status_code == 200
