"""True of every public address that needs no parameter, in both languages."""

import hashlib
import re
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.db import connection

from tests.addresses import open_pages, open_paths
from tests.hostile import query_strings

pytestmark = [pytest.mark.django_db, pytest.mark.no_cover]
# Written by the machinery of signing in and of counting, not by a page.
MACHINERY = ("django_session", "axes_", "otp_", "trust_limithit")
# Pages that only the holder of a link may see: closed to everybody else, and no crash.
CLOSED_PATH = re.compile(r"(/ja)?/(quotes|reviews)/(mine/|clinic/(?!done/))")
CLOSED = {302, 403, 404, 405, 410}
LOADS = re.compile(
    r"<(?:script|img|iframe|source|embed|audio|video|track|object|use|image)\b[^>]*?"
    r"\s(?:src|data|srcset|href|xlink:href)=[\"']([^\"']+)"
    r"|<link\b(?![^>]*rel=[\"'](?:canonical|alternate|next|prev|license|author|me))[^>]*?"
    r"\shref=[\"']([^\"']+)|<form\b[^>]*?\saction=[\"']([^\"']+)",
    re.IGNORECASE,
)


def rows() -> dict[str, str]:
    """Return a checksum of each table of ours."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if not table.startswith(MACHINERY):
            content = sorted(repr(row) for row in model._base_manager.values_list())
            found[table] = hashlib.sha256("\n".join(content).encode()).hexdigest()
    return found


@pytest.mark.parametrize("path", open_paths())
def test_it_answers(client, catalogue, path):
    response = client.get(path)
    allowed = CLOSED if CLOSED_PATH.match(path) else {200, 301, 302}
    if path == "/api/v1/check/":
        # Without a text there is nothing to answer, and a program is told so.
        allowed = {400}
    assert response.status_code in allowed, f"{path} answered {response.status_code}"


@pytest.mark.parametrize("path", open_paths())
def test_it_carries_the_security_headers(client, catalogue, path):
    response = client.get(path)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}
    assert "camera=()" in response["Permissions-Policy"]


@pytest.mark.parametrize("path", open_pages())
def test_a_page_has_one_heading_a_title_and_its_language(client, catalogue, path):
    response = client.get(path)
    if response.status_code in {301, 302, 303, 307, 308}:
        return  # leads elsewhere, and that page is tested
    text = response.text
    language = "ja" if path.startswith("/ja/") else "en"
    assert len(re.findall(r"<h1\b", text)) == 1, path
    assert re.search(rf"<html\b[^>]*\blang=[\"']?{language}\b", text), path
    title = re.search(r"<title>(.*?)</title>", text, re.DOTALL)
    assert title, path
    assert title.group(1).strip(), path
    assert response["Content-Language"] == language


@pytest.mark.parametrize("path", open_pages())
def test_a_page_loads_nothing_from_another_host(client, catalogue, path):
    for match in LOADS.finditer(client.get(path, follow=True).text):
        address = next(group for group in match.groups() if group)
        parts = urlsplit(address)
        assert not parts.netloc or parts.netloc in {"testserver", "localhost:8000"}, address
        assert parts.scheme != "data", address


@pytest.mark.parametrize("path", open_pages())
def test_ids_on_a_page_are_unique_and_labels_lead_to_one(client, catalogue, path):
    text = client.get(path, follow=True).text
    ids = re.findall(r"\sid=[\"']([^\"']+)[\"']", text)
    twice = {name for name in ids if ids.count(name) > 1}
    assert not twice, f"{path}: {twice}"
    for name in re.findall(r"<label\b[^>]*\sfor=[\"']([^\"']+)[\"']", text):
        assert name in ids, f"{path}: a label for {name}, which is not there"


def test_reading_every_address_twice_changes_no_row(client, catalogue):
    for path in open_paths():
        client.get(path)
    before = rows()
    for path in open_paths():
        client.get(path)
        client.head(path)
    after = rows()
    assert {table for table in after if after[table] != before[table]} == set()


@pytest.mark.parametrize("path", open_paths())
def test_hostile_input_is_no_crash(client, catalogue, path):
    for query in query_strings(seed=len(path), count=20):
        response = client.get(f"{path}?{query}")
        assert response.status_code < 500, f"{path}?{query}"
        assert "X-Injected" not in response.headers


@pytest.mark.parametrize("path", open_pages())
def test_bodies_of_another_kind_are_no_crash(client, catalogue, path):
    for body, kind in [
        (b"\xff\x00\xfe", "application/x-www-form-urlencoded"),
        (b"a=%00&b=%ed%a0%80", "application/x-www-form-urlencoded"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"{", "application/json"),
        (b"a=1", "text/plain; charset=nonsense"),
    ]:
        response = client.generic("POST", path, body, content_type=kind)
        assert response.status_code < 500, f"POST {path} {kind}"


@pytest.mark.parametrize("path", open_paths())
def test_strange_methods_are_refused_in_peace(client, path):
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
        status = client.generic(method, path).status_code
        assert status < 500, f"{method} {path}"
        assert method != "TRACE" or status == 405, path


@pytest.mark.parametrize(
    "path", ["/clinics/nothing/", "/ja/nothing/", "/guides/nothing/", "/\x00", "/%ff"]
)
def test_an_unknown_address_is_a_plain_404(client, db, path):
    response = client.get(path)
    assert response.status_code in {400, 404}
    assert connection.vendor not in response.text
