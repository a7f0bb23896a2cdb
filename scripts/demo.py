"""Everything behind `make demo`: prepare what is not prepared yet, then start the site.

Standard library only, because it runs before the packages are installed.
"""

import errno
import os
import socket
import subprocess
from collections.abc import Iterable
from pathlib import Path

from scripts import environment, stamps
from scripts.paths import APPS, ROOT, VAR

DATABASE = VAR / "demo.sqlite3"
SEED = ROOT / "operations/management/commands/seed_demo.py"
# Settings of another site on this machine must not leak into the demo.
NOT_INHERITED = [
    *("HTTPS", "DEBUG", "EMAIL_BACKEND", "ADMIN_PATH", "TRUSTED_PROXIES"),
    *("REDIS_URL", "DATABASE_REPLICA_URL", "S3_BUCKET"),
]


def main() -> None:
    """Prepare and start; ends by becoming the supervisor of web server and worker."""
    port = read_port(os.environ.get("PORT", "8000"))
    refuse_busy(port)
    python = environment.ensure()
    env = demo_environment(port)
    VAR.mkdir(exist_ok=True)
    if not DATABASE.exists():
        stamps.forget("demo-migrate", "demo-seed")
    manage = [str(python), "manage.py"]
    step("demo-messages", "Compiling translations", list(_files("locale", "*.po")), env,
         [str(python), "-m", "scripts.compile_messages"])  # fmt: skip
    migrations = [file for app in APPS for file in _files(app, "migrations/*.py")]
    step("demo-migrate", "Preparing the database", migrations, env,
         [*manage, "migrate", "--verbosity=0"])  # fmt: skip
    # Once per database: what visitors and staff changed since then is kept.
    if SEED.exists():
        step("demo-seed", "Filling it with sample data", [], env, [*manage, "seed_demo"])
    if not (VAR / "static" / "staticfiles.json").exists():
        stamps.forget("demo-static")
    static = [*_files("static", "*"), ROOT / "requirements.txt"]
    step("demo-static", "Collecting static files", static, env,
         [*manage, "collectstatic", "--noinput", "--clear", "--verbosity=0"])  # fmt: skip
    os.execve(python, [*manage, "run_demo", f"--port={port}"], env)  # noqa: S606


def read_port(text: str) -> int:
    """Return the port; raises SystemExit with one line when it is none."""
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    raise SystemExit(f"PORT={text} is not a port. Write for example: PORT=8123 make demo")


def refuse_busy(port: int) -> None:
    """Stop with one line when the port cannot be used, before any slow work."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            reason = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used ({error})"
            raise SystemExit(
                f"Port {port} {reason}. Choose another one: PORT={port + 1 if port < 65535 else 8000}"
                " make demo"
            ) from None


def demo_environment(port: int) -> dict[str, str]:
    """Return the variables under which every step and the site itself run."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    return {
        **kept,
        "DEMO": "1",
        "ENV_FILE": os.devnull,
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "DATABASE_URL": f"sqlite:///{DATABASE}",
        "MEDIA_ROOT": str(VAR / "demo-media"),
        "STATIC_ROOT": str(VAR / "static"),
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
        "PYTHONUNBUFFERED": "1",
    }


def step(
    name: str, title: str, inputs: Iterable[Path], env: dict[str, str], command: list[str]
) -> None:
    """Run one step unless its stamp says that it was done from the same inputs."""
    key = stamps.digest(inputs, str(ROOT))
    if stamps.is_done(name, key):
        return
    print(f"{title} …", flush=True)
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        raise SystemExit(f"{title}: failed (see above).")
    stamps.mark_done(name, key)


def _files(folder: str, pattern: str) -> Iterable[Path]:
    return (file for file in (ROOT / folder).rglob(pattern) if file.is_file())


if __name__ == "__main__":
    main()
