"""PostgreSQL as a real site runs it, in a folder of its own, that can crash and come back."""

import re
import secrets
from pathlib import Path

from scripts import postgres
from scripts.paths import ROOT
from scripts.system_packages import postgres_folder

DOCUMENTED = ROOT / "deploy/postgresql/kakunin.conf"


def documented_settings() -> dict[str, str]:
    """Return the log settings that a real site gets: they are what is tested."""
    found = dict(re.findall(r"^(log_\w+) = (\S+)$", DOCUMENTED.read_text(), re.MULTILINE))
    if "log_min_error_statement" not in found:
        raise LookupError(f"no settings for PostgreSQL's log in {DOCUMENTED}")
    return found


class Database:
    """Safe on disk (fsync, synchronous commit), so that a crash loses nothing it promised."""

    def __init__(self, folder: Path) -> None:
        programs = postgres_folder()
        if programs is None:
            raise FileNotFoundError("PostgreSQL's server programs (Debian package postgresql)")
        self.programs, self.folder, self.data = programs, folder, folder / "data"
        self.log = folder / "postgres.log"
        self.port, self.password = postgres.free_port(), secrets.token_hex(16)
        folder.mkdir()
        password_file = folder / "password"
        password_file.write_text(self.password)
        postgres.hand_over(folder, password_file)
        postgres.run(
            *(programs / "initdb", "-D", self.data, "-U", "kakunin", "-E", "UTF8"),
            *("--locale=C.UTF-8", "-A", "scram-sha-256", f"--pwfile={password_file}"),
        )

    @property
    def url(self) -> str:
        return f"postgres://kakunin:{self.password}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = {
            "listen_addresses": "127.0.0.1",
            "port": self.port,
            "unix_socket_directories": self.folder,
            **documented_settings(),
        }
        chosen = " ".join(f"-c {name}={value}" for name, value in options.items())
        self._control("-w", "-l", self.log, "-o", chosen, "start")

    def crash(self) -> None:
        """End every process at once, as a power cut would."""
        self._control("-w", "-m", "immediate", "stop")

    def stop(self) -> None:
        postgres.take_down(self.data)

    def dump(self, target: Path) -> None:
        """Write what a backup would hold."""
        url = self.url
        postgres.run(self.programs / "pg_dump", "--no-password", f"--dbname={url}", "-f", target)

    def _control(self, *words: object) -> None:
        postgres.run(self.programs / "pg_ctl", "-D", self.data, *words)
