"""nginx with the sample of deploy/nginx, on loopback, before the site."""

import re
import shutil
import ssl
import subprocess
import time
from contextlib import suppress
from http.client import HTTPSConnection
from pathlib import Path

from scripts.paths import ROOT
from scripts.postgres import free_port

SAMPLE = ROOT / "deploy/nginx/kakunin.conf"
# As Debian ships nginx.
AROUND = """\
user root;
pid {folder}/nginx.pid;
worker_processes auto;
events {{ worker_connections 768; }}
http {{
    include /etc/nginx/mime.types;
    gzip on;
    include {folder}/site.conf;
}}
"""


def program() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


class Proxy:
    """Everything but names, ports and folders is as in the sample."""

    def __init__(self, folder: Path, upstream: str) -> None:
        """``upstream`` is the site's address, as in http://127.0.0.1:8000."""
        self.port = free_port()
        self.folder = folder / "nginx"
        self.folder.mkdir()
        self.certificate()
        text = SAMPLE.read_text()
        text = text[: text.rindex("server {")]  # port 80 is not needed
        text = re.sub(r"listen \[::\].*\n", "", text)
        text = text.replace("listen 443", f"listen 127.0.0.1:{self.port}")
        text = text.replace("http://unix:/run/kakunin/web.sock", upstream)
        text = text.replace("/var/log/kakunin", str(self.folder))
        text = text.replace("/var/lib/nginx", str(self.folder))
        text = re.sub(r"/etc/letsencrypt/\S+/fullchain.pem", f"{self.folder}/cert.pem", text)
        text = re.sub(r"/etc/letsencrypt/\S+/privkey.pem", f"{self.folder}/key.pem", text)
        (self.folder / "site.conf").write_text(text)
        self.conf = self.folder / "nginx.conf"
        self.conf.write_text(AROUND.format(folder=self.folder))
        self.running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait; raises TimeoutError."""
        words = [str(program()), "-e", f"{self.folder}/first.log", "-c", str(self.conf)]
        self.running = subprocess.Popen([*words, "-g", "daemon off;"])
        for _ in range(100):
            with suppress(OSError):
                connection = HTTPSConnection("127.0.0.1", self.port, timeout=5, context=trusting())
                connection.request("GET", "/healthz", headers={"Host": "127.0.0.1"})
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise TimeoutError("nginx does not answer")

    def stop(self) -> None:
        if self.running is not None:
            self.running.terminate()
            self.running.wait(20)
            self.running = None

    def certificate(self) -> None:
        """Write cert.pem and key.pem; testssl needs more than a certificate of its own."""
        subprocess.run(
            [shutil.which("openssl") or "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
             "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", self.folder / "key.pem",
             "-out", self.folder / "cert.pem"],
            check=True, capture_output=True,
        )  # fmt: skip


def trusting() -> ssl.SSLContext:
    """The certificate was made a moment ago on this machine; what is measured is time."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
