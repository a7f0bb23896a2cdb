"""The files of a real site say what they should; their own programs read them where installed."""

import datetime
import re
import shutil
import subprocess
import sys
from configparser import ConfigParser
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from benchmarks.drill.database import documented_settings
from scripts import new_settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
NGINX = (DEPLOY / "nginx/kakunin.conf").read_text()
HARDENING = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "MemoryDenyWriteExecute": "yes",
    "CapabilityBoundingSet": "",
    "User": "kakunin",
}


class Unit(ConfigParser):
    """Keys may come twice and keep their case."""

    optionxform = staticmethod(str)

    def __init__(self, file):
        super().__init__(strict=False, interpolation=None, allow_no_value=True, delimiters="=")
        self.read(file)


@pytest.mark.parametrize("file", SERVICES, ids=lambda file: file.stem)
def test_each_service_is_hardened_and_starts_what_exists(file):
    service = Unit(file)["Service"]
    assert {name: service[name] for name in HARDENING} == HARDENING
    assert service["MemoryMax"] and service["EnvironmentFile"] == "/etc/kakunin/kakunin.env"
    words = service["ExecStart"].split()
    assert words[0].startswith("/opt/kakunin/.venv/bin/")
    assert [(ROOT / word).exists() for word in words if word.endswith(".py")] == [True]


def test_each_timer_has_its_service_and_a_time():
    for file in (DEPLOY / "systemd").glob("*.timer"):
        assert file.with_suffix(".service") in SERVICES
        assert Unit(file)["Timer"]["OnCalendar"] and Unit(file)["Timer"]["Persistent"] == "true"


def test_systemd_can_read_the_times():
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd is not installed")
    times = [Unit(file)["Timer"]["OnCalendar"] for file in (DEPLOY / "systemd").glob("*.timer")]
    read = subprocess.run(["systemd-analyze", "calendar", *times], capture_output=True, text=True)
    assert read.returncode == 0, read.stderr


def test_nginx_reads_the_sample(tmp_path):
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    _certificate(tmp_path)
    text = NGINX.replace("/etc/letsencrypt/live/clinics.example.org", str(tmp_path))
    text = text.replace("/var/log/kakunin", str(tmp_path)).replace("/var/lib/nginx", str(tmp_path))
    (tmp_path / "site.conf").write_text(text)
    (tmp_path / "nginx.conf").write_text(
        f"pid {tmp_path}/pid; error_log {tmp_path}/log; events {{}}\n"
        f"http {{ include {tmp_path}/site.conf; }}"
    )
    read = subprocess.run(
        [nginx, "-t", "-q", "-e", f"{tmp_path}/log", "-c", f"{tmp_path}/nginx.conf"],
        capture_output=True,
        text=True,
    )
    assert read.returncode == 0, read.stderr


@pytest.mark.parametrize(
    ("address", "logged"),
    [
        ("/quotes/r/SecretSecret/", "/quotes"),
        ("/ja/quotes/confirm/SecretSecret/?x=1", "/ja/quotes"),
        ("/admin/invite/SecretSecret/", "/admin"),
        ("/clinics/?condition=t2d", "/clinics"),
        ("/?q=diabetes", "/"),
        ("/SecretSecret123", "/..."),
        ("//quotes/r/SecretSecret", "/"),
    ],
)
def test_the_log_has_the_first_word_of_a_path_only(address, logged):
    pattern = re.search(r'^    "~(\^.*)" \$kakunin_first;', NGINX, re.MULTILINE)[1]
    found = re.search(pattern.replace("(?<", "(?P<"), address)
    assert (found["kakunin_first"] if found else "/...") == logged
    [fields] = re.findall(r"^log_format kakunin '(.*)';", NGINX, re.MULTILINE)
    assert not {"$remote_addr", "$request_uri", "$uri", "$http_referer"} & set(fields.split())


def test_uploads_stay_in_memory_and_metrics_are_closed():
    size, buffer = (
        int(re.search(rf"{name} (\d+)m;", NGINX)[1])
        for name in ("client_max_body_size", "client_body_buffer_size")
    )
    assert size == buffer >= 12
    assert "proxy_max_temp_file_size 0;" in NGINX
    metrics = NGINX.partition("location ^~ /metrics")[2].partition("}")[0]
    assert "deny all;" in metrics


def test_containers_run_the_same_database_settings_and_commands():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    given = dict(word[2:].split("=") for word in services["database"]["command"][1:])
    lines = (DEPLOY / "postgresql/kakunin.conf").read_text().splitlines()
    asked = dict(line.split(" = ") for line in lines if line and not line.startswith("#"))
    assert given == asked and documented_settings().items() <= asked.items()
    for name in ("web", "worker", "backup", "migrate"):
        assert services[name]["read_only"] and services[name]["cap_drop"] == ["ALL"]
    image = (DEPLOY / "container/Dockerfile").read_text()
    assert "USER kakunin" in image and "--require-hashes" in image


def test_what_a_container_says_is_kept_in_bounds():
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]
    for name, service in services.items():
        assert service["logging"]["options"] == {"max-size": "10m", "max-file": "5"}, name
    # The image of nginx leads these two files to its output; a folder in memory would fill it.
    assert "tmpfs" not in services["nginx"]
    told = (ROOT / "docs/operations/containers.md").read_text()
    assert "s#/var/log/kakunin#/var/log/nginx#" in told


def test_keys_reach_neither_image_nor_repository():
    """Whatever docs/operations/containers.md writes beside compose.yaml."""
    told = (ROOT / "docs/operations/containers.md").read_text()
    made = set(re.findall(r"> ([\w.-]+)$", told, re.MULTILINE))
    assert {"kakunin.env", ".env", "kakunin-nginx.conf"} <= made
    made |= {"certificates/clinics.example.org/privkey.pem", "kakunin-2026.tar.age", "erasures.csv"}
    ignored = (DEPLOY / "container/Dockerfile.dockerignore").read_text().splitlines()
    left = [name for name in made if not any(fnmatch(name.split("/")[0], one) for one in ignored)]
    assert left == []
    shown = subprocess.run(
        ["git", "check-ignore", "--no-index", *made], cwd=ROOT, capture_output=True, text=True
    )
    assert set(shown.stdout.split()) == made


@pytest.mark.parametrize("name", ["kakunin", "restore"])
def test_the_shell_programs_parse(name):
    file = DEPLOY / "bin" / name
    assert file.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", file], check=True)


def test_new_settings_start_a_real_site(tmp_path):
    made = _new_settings("clinics.example.org")
    assert made.returncode == 0
    values = dict(line.split("=", 1) for line in made.stdout.splitlines()[1:])
    listed = (ROOT / ".env.example").read_text()
    assert all(re.search(rf"^(# )?{name}=", listed, re.MULTILINE) for name in values)
    env = {name: value.strip('"') for name, value in values.items()}
    code = (
        "import django; django.setup(); from django.conf import settings as s; print(s.PRODUCTION)"
    )
    started = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**env, "ENV_FILE": "/dev/null", "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
    )
    assert started.stdout.strip() == "True", started.stderr
    again = dict(
        line.split("=", 1) for line in _new_settings("a.example.org").stdout.splitlines()[1:]
    )
    assert all(again[key] != values[key] for key in ("SECRET_KEY", "DIGEST_KEY", "FIELD_KEYS"))


@pytest.mark.parametrize("host", ["https://clinics.example.org", "clinics", "a b.org", "x'.org"])
def test_new_settings_refuse_what_is_no_name(host):
    made = _new_settings(host)
    assert made.returncode == 1 and made.stdout == ""


def test_new_settings_refuse_what_needs_an_escape():
    made = _new_settings("clinics.example.org", operator='Dr. "Who" $HOME')
    assert made.returncode == 1 and "OPERATOR_NAME" in made.stderr


def _new_settings(host, operator="Example"):
    return subprocess.run(
        [
            *(sys.executable, "-m", "scripts.new_settings", host),
            *("--operator-name", operator, "--operator-address", "1-1-1 Example, Tokyo"),
            *("--operator-email", "office@example.org", "--backup-recipient", "age1example"),
        ],
        cwd=Path(new_settings.__file__).parent.parent,
        capture_output=True,
        text=True,
    )


def _certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "clinics.example.org")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
