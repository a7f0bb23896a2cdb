"""A site with the settings of a real one, over HTTPS on this computer, for as long as needed."""

import datetime
import ipaddress
import json
import os
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from scripts.check import PRODUCTION
from scripts.paths import ROOT, VAR

FOLDER = VAR / "audit"


@dataclass(frozen=True)
class Site:
    """Where it answers; ``places`` fills the {names} in pages.json."""

    port: int
    http_port: int
    certificate: Path
    places: dict[str, str]
    env: dict[str, str]

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"


@contextmanager
def running_site() -> Iterator[Site]:
    """Seed a fresh database, start the web server, yield, stop."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    port = _free_port()
    certificate, key = _certificate()
    env = _environment(port)
    _prepare(env)
    listed = subprocess.run(
        [sys.executable, "-m", "audit.places"],
        cwd=ROOT, env=env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    places = json.loads(listed.stdout.splitlines()[-1])
    server_env = {
        **env, "BIND": f"localhost:{port}", "TLS_CERT": str(certificate), "TLS_KEY": str(key),
    }  # fmt: skip
    redirect = _redirecting_server(port)
    with subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "-c", "gunicorn.conf.py", "config.wsgi"],
        cwd=ROOT,
        env=server_env,
    ) as server:
        try:
            _wait_until_it_answers(port, certificate, server)
            yield Site(port, redirect.server_address[1], certificate, places, env)
        finally:
            server.terminate()
            redirect.shutdown()


def _environment(port: int) -> dict[str, str]:
    return {
        **os.environ,
        **PRODUCTION,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENV_FILE": os.devnull,
        "SITE_URL": f"https://localhost:{port}",
        "ALLOWED_HOSTS": "localhost",
        "SAMPLE_LISTINGS": "1",
        "DATABASE_URL": f"sqlite:///{FOLDER / 'audit.sqlite3'}",
        "STATIC_ROOT": str(FOLDER / "static"),
        "MEDIA_ROOT": str(FOLDER / "media"),
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",
        "LOG_LEVEL": "ERROR",
        # A browser opens connections ahead and leaves them idle; each holds a thread here, which
        # nginx would spare a real site.
        "WEB_THREADS": "24",
    }


def _prepare(env: dict[str, str]) -> None:
    for old in FOLDER.glob("audit.sqlite3*"):
        old.unlink()
    manage = [sys.executable, "manage.py"]
    # Sample data is refused on a real site, so it is made as a demo and then served as one.
    demo = {**env, "DEMO": "1", "HTTPS": ""}
    for words, chosen in (
        (["migrate", "--verbosity=0"], env),
        (["seed_demo"], demo),
        (["collectstatic", "--noinput", "--verbosity=0"], env),
    ):
        subprocess.run([*manage, *words], cwd=ROOT, env=chosen, check=True)


def _certificate() -> tuple[Path, Path]:
    """Write a certificate for localhost, good for two days."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    hosts = [x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = FOLDER / "cert.pem", FOLDER / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].touch(mode=0o600)
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


def _redirecting_server(https_port: int) -> ThreadingHTTPServer:
    """Do what nginx does on port 80."""

    class Redirect(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(301)
            self.send_header("Location", f"https://localhost:{https_port}{self.path}")
            self.end_headers()

        do_HEAD = do_OPTIONS = do_GET

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("localhost", 0), Redirect)
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def _wait_until_it_answers(port: int, certificate: Path, server: subprocess.Popen) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    for _ in range(150):
        if server.poll() is not None:
            raise SystemExit("The web server of the audit did not start (see above).")
        try:
            connection = HTTPSConnection("localhost", port, timeout=20, context=trusting)
            connection.request("GET", "/")
            connection.getresponse().read()  # the first page is slow: everything is imported
            return
        except (OSError, HTTPException):
            time.sleep(0.2)
    raise SystemExit("The web server of the audit did not answer.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])
