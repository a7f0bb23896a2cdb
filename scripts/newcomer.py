"""An empty Debian 12 that really boots, in a folder: debootstrap and systemd-nspawn, as root."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

MIRROR = "http://deb.debian.org/debian"
INCLUDED = "systemd,systemd-sysv,dbus,ca-certificates"
OWN_AUTHORITIES = Path("/usr/local/share/ca-certificates")
CLEAN = [
    "env",
    "-i",
    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "HOME=/root",
    "LANG=C.UTF-8",
]


class Newcomer:
    """Shares this machine's network (ports 80 and 443 must be free) and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.log = folder, folder.with_name(f"{folder.name}.log")
        self.machine: subprocess.Popen | None = None
        self.environment: list[str] = []

    def build(self) -> None:
        """What every Debian has, and no more. The init system is part of any installation."""
        if not (self.folder / "etc/debian_version").exists():
            subprocess.run(
                [
                    *("debootstrap", "--variant=minbase", f"--include={INCLUDED}"),
                    *("bookworm", str(self.folder), MIRROR),
                ],
                check=True,
                stdout=subprocess.DEVNULL,
            )
        # The installer writes this file, debootstrap does not.
        hosts = "127.0.0.1 localhost newcomer\n::1 localhost\n"
        (self.folder / "etc/hosts").write_text(hosts)
        (self.folder / "etc/hostname").write_text("newcomer\n")
        if any(OWN_AUTHORITIES.glob("*.crt")):
            shutil.copytree(
                OWN_AUTHORITIES, self.folder / "usr/local/share/ca-certificates", dirs_exist_ok=True
            )

    def boot(self, repository: Path) -> None:
        """Start it and wait until its services run; ``repository`` stands at /srv/kakunin.git."""
        self.machine = subprocess.Popen(
            [
                *("systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit"),
                *("--directory", str(self.folder), "--resolv-conf=replace-host"),
                f"--bind-ro={repository}:/srv/kakunin.git",
            ],
            stdin=subprocess.DEVNULL,
            stdout=self.log.open("w"),
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        for _second in range(60):
            time.sleep(1)
            if self._init() is None:
                continue
            state = self.run("systemctl is-system-running").stdout.strip()
            if state in {"running", "degraded"}:
                break
        else:
            raise TimeoutError(f"it does not boot: see {self.log}")
        if any(OWN_AUTHORITIES.glob("*.crt")):
            self.run("update-ca-certificates")
            self.environment = ["PIP_CERT=/etc/ssl/certs/ca-certificates.crt"]

    def run(self, command: str, folder: str = "/root") -> subprocess.CompletedProcess[str]:
        """Run one line as root inside, in ``folder``."""
        init = self._init()
        if init is None:
            raise RuntimeError("it is not running")
        inside = ["nsenter", f"--target={init}", "--mount", "--uts", "--ipc", "--pid", "--root"]
        return subprocess.run(
            [*inside, f"--wdns={folder}", *CLEAN, *self.environment, "bash", "-c", command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )

    def stop(self) -> None:
        """Power off; insist after twenty seconds."""
        if self.machine is None:
            return
        init = self._init()
        if init is not None:
            os.kill(init, signal.SIGRTMIN + 4)  # what systemd takes for "power off"
        try:
            self.machine.wait(20)
        except subprocess.TimeoutExpired:
            self.machine.kill()
            self.machine.wait()

    def remove(self) -> None:
        """Leave nothing of it but, when something failed, its log."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _init(self) -> int | None:
        """Return the process that is number 1 inside."""
        if self.machine is None or self.machine.poll() is not None:
            raise RuntimeError(f"it ended: see {self.log}")
        found = _children(self.machine.pid)
        while found:
            process = found.pop()
            numbers = _numbers(process)
            if len(numbers) > 1 and numbers[-1] == "1":
                return process
            found += _children(process)
        return None


def _children(process: int) -> list[int]:
    place = Path(f"/proc/{process}/task/{process}/children")
    try:
        return [int(word) for word in place.read_text().split()]
    except OSError:
        return []


def _numbers(process: int) -> list[str]:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return []
    return next((line.split()[1:] for line in lines if line.startswith("NSpid:")), [])
