"""verify_install: each check passes on a sound site, and says what is wrong on an unsound one."""

import base64
import contextlib
import http.client
import json
import secrets
import socket
import ssl
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from operations.install import served, service_checks, settings_checks
from operations.install.findings import Finding, ok, run
from operations.schedule import HEARTBEAT
from operations.watching import schedule
from trust import jobs
from trust.models import JobRun


def random_key():
    return base64.b64encode(secrets.token_bytes(48)).decode()


@pytest.fixture
def sound(settings, tmp_path):
    """Settings like those of a site in service."""
    settings.DEBUG = settings.DEMO = False
    settings.HTTPS = True
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://clinics.example", ["clinics.example"]
    settings.SECRET_KEY, settings.DIGEST_KEY = random_key(), random_key()
    settings.FIELD_KEYS = {"k1": secrets.token_bytes(32)}
    settings.STATIC_ROOT = tmp_path / "static"
    return settings


def wanted(finding: Finding, state: str, *words: str) -> None:
    assert finding.state == state, finding
    for word in words:
        assert word in finding.told
    if state == "fail":
        assert finding.mend


def test_a_sound_site_passes_its_settings(sound):
    for check in (settings_checks.mode, settings_checks.https, settings_checks.keys):
        wanted(check(), "ok")


def test_development_values_are_named(sound):
    sound.DEBUG = sound.DEMO = True
    wanted(settings_checks.mode(), "fail", "DEBUG", "DEMO")
    sound.HTTPS, sound.SITE_URL, sound.ALLOWED_HOSTS = False, "http://x.example", ["*"]
    wanted(settings_checks.https(), "fail", "HTTPS", "SITE_URL", "ALLOWED_HOSTS")


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SECRET_KEY", "development-only-key-that-nobody-should-use-0123456789", "development"),
        ("DIGEST_KEY", "a" * 64, "hardly any"),
        ("FIELD_KEYS", {"k1": b"development only, 32 bytes long!"}, "development value"),
        ("METRICS_TOKEN", "pw-1", "METRICS_TOKEN"),
    ],
)
def test_a_weak_key_is_named_and_never_shown(sound, name, value, word):
    setattr(sound, name, value)
    found = settings_checks.keys()
    wanted(found, "fail", name.partition("_")[0], word)
    assert str(value) not in str(found)


def test_two_equal_keys_are_seen(sound):
    sound.DIGEST_KEY = sound.SECRET_KEY
    wanted(settings_checks.keys(), "fail", "two keys are the same")


def test_open_files_are_seen(sound, tmp_path, monkeypatch):
    sound.BASE_DIR = tmp_path
    monkeypatch.setenv("KAKUNIN_SETTINGS", str(tmp_path / "none"))
    wanted(settings_checks.env_file(), "ok")
    env = tmp_path / ".env"
    env.write_text("SECRET_KEY=x")
    env.chmod(0o640)
    wanted(settings_checks.env_file(), "ok")
    env.chmod(0o644)
    wanted(settings_checks.env_file(), "fail", "others may read", str(env))
    env.chmod(0o600)
    service = tmp_path / "kakunin.env"
    monkeypatch.setenv("KAKUNIN_SETTINGS", str(service))
    service.write_text("SECRET_KEY=x")
    service.chmod(0o604)
    wanted(settings_checks.env_file(), "fail", str(service))
    service.chmod(0o600)
    wanted(settings_checks.env_file(), "ok", "2 looked at")
    wanted(settings_checks.code_is_not_writable(), "ok")
    (tmp_path / "manage.py").touch()
    (tmp_path / "manage.py").chmod(0o666)
    wanted(settings_checks.code_is_not_writable(), "fail", "manage.py")


def test_private_files_stand_apart_and_closed(sound, tmp_path):
    private = tmp_path / "private"
    options = {"location": str(private)}
    sound.STORAGES = {
        **sound.STORAGES,
        "private": {**sound.STORAGES["private"], "OPTIONS": options},
    }
    wanted(settings_checks.private_folder(), "ok", "no file")
    private.mkdir(mode=0o700)
    wanted(settings_checks.private_folder(), "ok")
    private.chmod(0o755)
    sound.MEDIA_ROOT = tmp_path
    wanted(settings_checks.private_folder(), "fail", "look into", "below the media files")


def test_a_full_disk_is_told(sound, monkeypatch):
    monkeypatch.setattr(settings_checks, "LEAST_BYTES_OF_ROOM", 1 << 62)
    wanted(settings_checks.disk(), "fail", "MB free")


@pytest.mark.django_db
def test_what_runs_beside_the_site_is_looked_at(sound, tmp_path):
    sound.BACKUP_FOLDER = tmp_path
    now = timezone.now()
    wanted(service_checks.migrations(), "ok")
    wanted(service_checks.cache(), "ok")
    wanted(service_checks.worker(), "fail", "never seen")
    wanted(service_checks.jobs(), "fail", "never ran")
    wanted(service_checks.backup(), "fail", "none")
    for job in jobs.registered():
        JobRun.objects.create(name=job.name, last_started=now, last_finished=now)
    made = {"made_at": (now - timedelta(hours=3)).isoformat()}
    (tmp_path / "last.json").write_text(json.dumps(made))
    wanted(service_checks.worker(), "ok", "seen")
    wanted(service_checks.jobs(), "ok")
    wanted(service_checks.backup(), "ok", "3 hours")
    JobRun.objects.filter(name=HEARTBEAT).update(
        last_started=now - timedelta(hours=1), last_finished=now - timedelta(hours=1)
    )
    JobRun.objects.exclude(name=HEARTBEAT).update(last_result="failed: ValueError")
    (tmp_path / "last.json").write_text(
        json.dumps({"made_at": (now - timedelta(hours=30)).isoformat()})
    )
    wanted(service_checks.worker(), "fail", "seen 36")
    wanted(service_checks.jobs(), "fail", "failed", "minutes late")
    wanted(service_checks.backup(), "fail", "30 hours")
    assert len(schedule.job_states()) > 5


@pytest.mark.django_db
def test_a_mail_server_that_is_away_is_told(sound):
    sound.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    sound.EMAIL_HOST, sound.EMAIL_PORT, sound.EMAIL_USE_SSL = "127.0.0.1", 1, False
    wanted(service_checks.mail_server(), "fail", "ConnectionRefused")
    sound.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    wanted(service_checks.mail_server(), "skipped")


def self_signed(folder):
    """Return a file with a certificate that no authority knows, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
    file = folder / "both.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, plain[1], plain[0])
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file


def test_a_mail_server_with_a_wrong_certificate_is_refused(sound, tmp_path):
    believing = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    believing.load_cert_chain(self_signed(tmp_path))
    listening = socket.create_server(("127.0.0.1", 0))

    def answer():
        with contextlib.suppress(OSError):
            believing.wrap_socket(listening.accept()[0], server_side=True)

    Thread(target=answer, daemon=True).start()
    sound.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    sound.EMAIL_HOST, sound.EMAIL_PORT = "127.0.0.1", listening.getsockname()[1]
    sound.EMAIL_USE_SSL, sound.EMAIL_USE_TLS = True, False
    wanted(service_checks.mail_server(), "fail", "SSLCertVerificationError")
    listening.close()


@pytest.mark.django_db
def test_sqlite_has_no_log_no_role_and_no_second_clock():
    if connection.vendor == "postgresql":
        pytest.skip("asks SQLite")
    for check in ("database log", "database role", "clock"):
        wanted(service_checks.CHECKS[check](), "skipped")


@pytest.mark.postgres
@pytest.mark.django_db
def test_what_postgresql_writes_down_is_looked_at():
    with connection.cursor() as cursor:
        for name, values in service_checks.WANTED.items():
            cursor.execute("SELECT set_config(%s, %s, true)", [name, min(values)])
        wanted(service_checks.database_log(), "ok")
        cursor.execute("SELECT set_config('log_min_error_statement', 'error', true)")
    wanted(service_checks.database_log(), "fail", "log_min_error_statement is error")
    wanted(service_checks.clock(), "ok", "0.")


@pytest.mark.postgres
@pytest.mark.django_db
def test_a_superuser_of_the_database_is_refused():
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE kakunin_plain")
        wanted(service_checks.database_role(), "fail", "superuser")
        cursor.execute("SET LOCAL ROLE kakunin_plain")
        wanted(service_checks.database_role(), "ok")
        cursor.execute("RESET ROLE")


def from_client(client):
    """Ask as served.checks asks, of the real site."""

    def ask(path, method="GET"):
        answer = client.generic(method, path, secure=True, headers={"x-forwarded-for": "192.0.2.1"})
        headers = http.client.HTTPMessage()
        for name, value in answer.headers.items():
            headers.add_header(name, value)
        for cookie in answer.cookies.values():
            headers.add_header("Set-Cookie", cookie.OutputString())
        return answer.status_code, headers

    return ask


@pytest.mark.django_db
def test_the_site_as_served_passes(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask = from_client(client)
    for check in (served.site_answers, served.headers, served.cookies, served.methods):
        wanted(check(ask), "ok")
    settings.TRUSTED_PROXIES = 1
    wanted(served.closed(ask), "ok")


class Careless(BaseHTTPRequestHandler):
    """A server that does everything wrong: no header, a bare cookie, every file is there."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Set-Cookie", "sessionid=1")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_TRACE = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture
def careless():
    server = HTTPServer(("127.0.0.1", 0), Careless)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_careless_server_fails_by_name(careless, settings):
    settings.HTTPS, settings.TRUSTED_PROXIES = True, 1
    found = {finding.name: finding for finding in run(served.checks(careless))}
    assert found["site answers"].state == "ok"
    wanted(found["headers"], "fail", "/ Content-Security-Policy", "Strict-Transport-Security")
    wanted(found["cookies"], "fail", "without httponly", "without secure", "without __Host-")
    wanted(found["closed addresses"], "fail", "/metrics", "/.git/HEAD", "/.env")
    wanted(found["methods"], "fail", "TRACE")
    wanted(found["redirect to https"], "skipped")


def test_a_site_that_is_away_is_told():
    found = {finding.name: finding for finding in run(served.checks("http://127.0.0.1:1"))}
    wanted(found["site answers"], "fail", "ConnectionRefused")
    assert {found[name].state for name in ("headers", "cookies", "methods")} == {"fail"}


def test_a_check_that_breaks_stops_no_other():
    def breaks():
        raise ValueError("somebody's words")

    first, second = run({"one": breaks, "two": lambda: ok("two")})
    assert first.state == "fail" and "ValueError" in first.told and "words" not in first.told
    assert second.state == "ok"


@pytest.mark.django_db
@pytest.mark.parametrize("as_json", [False, True])
def test_the_command_has_one_line_a_check_and_ends_with_an_error(capsys, settings, as_json):
    settings.DEBUG = True
    with pytest.raises(CommandError, match=r"checks failed: .*mode"):
        call_command("verify_install", no_url=True, json=as_json)
    said = capsys.readouterr().out
    names = {**settings_checks.CHECKS, **service_checks.CHECKS}
    if as_json:
        rows = json.loads(said)
        assert [row["name"] for row in rows["checks"]] == list(names)
        assert "mode" in rows["failed"]
    else:
        for name in names:
            assert f" {name}" in said
        assert "fail    mode: DEBUG is on\n        mend: take DEBUG and DEMO away" in said


@pytest.mark.django_db
def test_verify_install_changes_nothing():
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked, pytest.raises(CommandError):
        call_command("verify_install", no_url=True, stdout=StringIO())
    assert asked.captured_queries
    assert all(row["sql"].lstrip().upper().startswith("SELECT") for row in asked.captured_queries)
