"""Do what docs/operations says, word for word, on an empty Debian 12, and count it.

Run as root on Debian with debootstrap and systemd-container:
python3 -m scripts.try_install [--keep] [--only-install] [--folder DIR]; the report goes to
var/reports/install.json.
"""

import argparse
import datetime
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from scripts.newcomer import Newcomer
from scripts.paths import ROOT, VAR

PAGES = ROOT / "docs/operations"
HOST = "clinics.example.org"
LIVE = f"/etc/letsencrypt/live/{HOST}"
SECOND = "/root/second-computer"
REPORT = VAR / "reports/install.json"
# What is put in the place of the page's words, and why.
INSTEAD = [
    (r"ADDRESS-OF-THE-REPOSITORY", "file:///srv/kakunin.git", "a copy of this tree's last commit"),
    (
        r"^certbot certonly .*",
        f"install -d {LIVE} && openssl req -x509 -newkey rsa:2048 -nodes -days 30"
        f" -subj /CN={HOST} -addext subjectAltName=DNS:{HOST}"
        f" -keyout {LIVE}/privkey.pem -out {LIVE}/fullchain.pem",
        "a self-signed certificate: no authority certifies example.org",
    ),
    (r"^curl ", f"curl --cacert {LIVE}/fullchain.pem ", "trust in that certificate"),
    (r"\bARCHIVE\b", "$(ls -1t /var/backups/kakunin/*.age | head -1)", "the newest archive"),
    (
        r"(/root/)?\bkakunin-backup\.key(?= --)",
        f"{SECOND}/kakunin-backup.key",
        "the second computer's key",
    ),
    (r"\berasures\.csv (?=/etc)", "/var/backups/kakunin/erasures.csv ", "the saved journal"),
    (
        r"/kakunin-\*\.tar\.age",
        "/$(ls -1t /var/backups/kakunin | grep age | head -1)",
        "one archive",
    ),
]
# The program that opens strangers' files, behind the same walls as the worker's unit.
CAGE = """import io, django; django.setup()
from PIL import Image
from trust.uploads.rebuild import rebuild
for kind in ("JPEG", "PDF"):
    made = io.BytesIO()
    Image.effect_noise((900, 700), 40).convert("RGB").save(made, kind)
    assert len(rebuild(kind.lower(), made.getvalue())) > 10_000
"""
CAGE_UNIT = (
    "sed -e 's#^ExecStart=.*#ExecStart=/opt/kakunin/.venv/bin/python /opt/cage.py#'"
    " -e 's#^Environment=.*#Environment=ENV_FILE=/dev/null PYTHONPATH=/opt/kakunin"
    " DJANGO_SETTINGS_MODULE=config.settings#' -e '/^Restart/d' -e 's/^TimeoutStop.*/Type=oneshot/'"
    " /etc/systemd/system/kakunin-worker.service > /run/systemd/system/kakunin-cage.service"
)
EMPTY_AGAIN = [
    "systemctl stop kakunin-web.socket kakunin-web kakunin-worker 'kakunin-*.timer'",
    "su postgres -c 'dropdb --force kakunin'",
    "su postgres -c 'createdb kakunin --owner kakunin --encoding UTF8 --locale C.UTF-8 --template template0'",
    "rm -rf /var/lib/kakunin/private",
]
START_AGAIN = (
    "systemctl start kakunin-web.socket kakunin-web kakunin-worker"
    " kakunin-backup.timer kakunin-journal.timer"
)
# Afterwards each of these must succeed.
PROOFS = {
    "the page over TLS": f"curl -sSf --cacert {LIVE}/fullchain.pem https://{HOST}/ | grep -q Kakunin",
    "http leads to https": f"curl -sI http://{HOST}/ | grep -i '^location: https://{HOST}/'",
    "security headers": f"curl -sI --cacert {LIVE}/fullchain.pem https://{HOST}/"
    " | grep -i -c -E '^(content-security-policy|strict-transport-security):' | grep -x 2",
    "a static file is kept": f"cd /tmp && p=$(curl -s --cacert {LIVE}/fullchain.pem https://{HOST}/"
    " | grep -o '/static/[^\"]*css' | head -1) &&"
    f" curl -sSf --cacert {LIVE}/fullchain.pem https://{HOST}$p >/dev/null &&"
    " find /var/lib/nginx/kakunin -type f | grep -q .",
    "the worker works": "systemctl is-active kakunin-worker && su postgres -c"
    " \"psql -tA kakunin -c 'select count(*) from trust_jobrun where last_finished is not null'\""
    " | grep -v -x 0",
    "a sealed backup is there": "ls /var/backups/kakunin/*.tar.age",
    "both timers wait": "systemctl is-active kakunin-backup.timer kakunin-journal.timer",
    "no secret link in any log": f"curl -s --cacert {LIVE}/fullchain.pem"
    f" https://{HOST}/quotes/r/Zanahoria7731/ >/dev/null; sleep 1;"
    " ! (grep -r Zanahoria7731 /var/log; journalctl --no-pager | grep Zanahoria7731) | grep .",
    "systemd finds nothing wrong": "systemd-analyze verify /etc/systemd/system/kakunin-* 2>&1"
    " | tee /dev/stderr | wc -l | grep -x 0",
    "the units are shut off": "for unit in web worker backup journal; do systemd-analyze security"
    " --no-pager --threshold=20 kakunin-$unit > /dev/null || exit 1; done",
    "a file is rebuilt behind the unit's walls": f"cat > /opt/cage.py <<'END'\n{CAGE}END\n"
    f"{CAGE_UNIT} && systemctl daemon-reload && systemctl start kakunin-cage",
    "the log turns over and goes on": "logrotate --force /etc/logrotate.d/kakunin && sleep 2 &&"
    f" curl -s --cacert {LIVE}/fullchain.pem https://{HOST}/ > /dev/null && sleep 1 &&"
    " test -s /var/log/kakunin/access.log.1 && test -s /var/log/kakunin/access.log",
    "metrics are closed": f"curl -s --cacert {LIVE}/fullchain.pem -o /dev/null -w '%{{http_code}}'"
    f" --interface 127.0.0.9 https://{HOST}/metrics | grep -x 404",
    "the site's own user cannot read its settings": "! su -s /bin/sh kakunin -c"
    " 'cat /etc/kakunin/kakunin.env' 2>/dev/null",
}


@dataclass
class Trial:
    machine: Newcomer
    folder: str = "/root"
    public_key: str = ""
    commands: int = 0
    instead: dict[str, str] = field(default_factory=dict)

    def page(self, name: str) -> float:
        """Run every command of the page; return minutes. Raises SystemExit at the first failure."""
        began = time.monotonic()
        print(f"## {name}", flush=True)
        for where, line in commands(PAGES / f"{name}.md"):
            if where == "second-computer":
                self._elsewhere(line)
            else:
                self.commands += 1
                self.do(self._meant(line))
        return (time.monotonic() - began) / 60

    def do(self, line: str) -> str:
        """Run one line where the last one left off."""
        began = time.monotonic()
        mark = "/run/try-install-folder"
        ended = self.machine.run(
            f"set -o pipefail; {line}\ncode=$?; pwd > {mark}; exit $code", self.folder
        )
        print(f"  {time.monotonic() - began:6.1f} s  {line}", flush=True)
        if ended.returncode:
            raise SystemExit(f"failed ({ended.returncode}):\n{ended.stdout}\n{ended.stderr}")
        self.folder = self.machine.run(f"cat {mark}").stdout.strip()
        return ended.stdout + ended.stderr

    def _elsewhere(self, line: str) -> None:
        if not line.startswith("age-keygen"):
            self.instead[line.split()[0]] = "not run: there is no second computer"
            return
        said = self.machine.run(f"install -d -m 0700 {SECOND} && cd {SECOND} && {line}")
        self.public_key = re.findall(r"age1\w+", said.stdout + said.stderr)[0]
        self.instead["age-keygen"] = f"the second computer is {SECOND}"

    def _meant(self, line: str) -> str:
        rules = [*INSTEAD, ("AGE1-PUBLIC-KEY", self.public_key, "the key made above")]
        for pattern, words, why in rules:
            changed = re.sub(pattern, lambda _match, words=words: words, line)
            if changed != line:
                self.instead[pattern] = why
                line = changed
        return line


def commands(page: Path) -> Iterator[tuple[str, str]]:
    """Yield (where, line) of each command in the page's ``sh`` blocks; where is "" or a word."""
    blocks = re.findall(r"^```sh ?([\w-]*)\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL)
    for where, text in blocks:
        for line in text.splitlines():
            if line.strip() and not line.startswith("#"):
                yield where, line


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, default=Path("/tmp/kakunin-newcomer"))
    parser.add_argument("--only-install", action="store_true", help="not the other pages")
    parser.add_argument("--keep", action="store_true", help="leave it running until Ctrl-C")
    given = parser.parse_args()
    # Stopped from outside, it still takes its machine down.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_words: sys.exit("stopped"))
    machine = Newcomer(given.folder)
    repository = given.folder.with_name(f"{given.folder.name}.git")
    try:
        print("An empty Debian 12 …", flush=True)
        machine.build()
        subprocess.run(["rm", "-rf", str(repository)], check=True)
        subprocess.run(["git", "clone", "-q", "--bare", str(ROOT), str(repository)], check=True)
        machine.boot(repository)
        found = _try(Trial(machine), only_install=given.only_install)
        if given.keep:
            input("It runs. Enter ends it. ")
    finally:
        machine.stop()
        if not given.keep:
            machine.remove()
            subprocess.run(["rm", "-rf", str(repository)], check=True)
    if not given.keep:
        machine.log.unlink(missing_ok=True)
    found["date"] = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    print(json.dumps(found, ensure_ascii=False))
    return 1 if found["failed"] else 0


def _try(trial: Trial, *, only_install: bool) -> dict:
    # Two things that the world gives to a real machine: its name, and a repository it may read.
    trial.do(f"echo 127.0.0.1 {HOST} >> /etc/hosts")
    trial.do("printf '[safe]\\n\\tdirectory = /srv/kakunin.git\\n' > /root/.gitconfig")
    minutes = trial.page("install")
    found = {"commands": trial.commands, "minutes": round(minutes, 1)}
    pages = ["install"]
    failed = _prove(trial)
    if not only_install:
        for name in ("upgrade", "backup", "keys", "staff", "lost-device", "breach"):
            trial.page(name)
            pages.append(name)
        for line in EMPTY_AGAIN:
            trial.do(line)
        trial.page("restore")
        trial.do(START_AGAIN)
        pages.append("restore")
        failed += [f"after the restore: {name}" for name in _prove(trial)]
    return found | {"pages": pages, "failed": failed, "instead": trial.instead}


def _prove(trial: Trial) -> list[str]:
    failed = []
    for name, line in PROOFS.items():
        ended = trial.machine.run(line)
        print(f"  {'ok' if ended.returncode == 0 else 'FAILED':6} {name}", flush=True)
        if ended.returncode:
            failed.append(name)
            print(ended.stdout[-2000:], ended.stderr[-2000:])
    return failed


if __name__ == "__main__":
    sys.exit(main())
