"""Behind `make upgrade-drill`: from older versions, with data, on PostgreSQL, to this one.

Each older version's own code makes the database and fills it. On copies of it this tree's `migrate` is killed
(kill -9) at a random moment and run again; the counted rows must be those of a calm run, and
`manage.py verify` must find nothing.

UPGRADE_FROM names commits or tags (comma between). Without it: every tag, and the last commit
before a table of requests changed for the first time. Run: python -m scripts.upgrade_drill [KILLS]
"""

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from scripts import postgres
from scripts.paths import ROOT

KILLS = 10
# Rebuilt, counted or written by the migrations themselves.
NOT_COMPARED = {"django_migrations", "django_content_type", "auth_permission"}
Counts = dict[str, int]


def versions() -> list[str]:
    """Return the versions to come from, oldest first."""
    if named := os.environ.get("UPGRADE_FROM"):
        return [one.strip() for one in named.split(",")]
    # The last version before the tables of requests changed for the first time.
    changed = git("log", "--diff-filter=A", "--format=%H", "--", "quotes/migrations/0002_*").split()
    return [f"{changed[-1]}~1", *git("tag", "--sort=creatordate").split()]


def git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def manage(tree: Path, url: str, *words: str) -> subprocess.Popen:
    env = {**os.environ, "DATABASE_URL": url, "DEMO": "1", "ENV_FILE": os.devnull}
    env |= {"PYTHONPATH": str(tree), "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "manage.py", *words]
    return subprocess.Popen(command, cwd=tree, env=env, stdout=subprocess.DEVNULL)


def done(process: subprocess.Popen) -> None:
    if process.wait():
        raise SystemExit("a step failed (see above)")


def upgrade(version: str, server: str, kills: int) -> str:
    """Come from one version to this tree; return a line about it. Raises SystemExit on a loss."""
    version = git("describe", "--always", "--tags", version).strip()
    name = re.sub(r"\W", "_", f"from_{version}".lower())
    url = server.rsplit("/", 1)[0] + f"/{name}"
    run_sql(server, f'CREATE DATABASE "{name}"')
    with tempfile.TemporaryDirectory(prefix="kakunin-old-") as folder:
        archive, tree = Path(folder) / "tree.tar", Path(folder) / "tree"
        git("archive", f"--output={archive}", version)
        shutil.unpack_archive(archive, tree, filter="data")
        done(manage(tree, url, "migrate", "--verbosity=0"))
        done(manage(tree, url, "seed_demo"))
    before = rows(url)
    calm = copy_of(url, "calm")
    started = time.monotonic()
    done(manage(ROOT, calm, "migrate", "--verbosity=0"))
    needed = time.monotonic() - started
    expected = rows(calm)
    if lost := [table for table, count in before.items() if expected.get(table, count) < count]:
        raise SystemExit(f"{version}: fewer rows than before in {', '.join(lost)}")
    killed = 0
    for turn in range(kills):
        again = copy_of(url, str(turn))
        killed += kill(manage(ROOT, again, "migrate", "--verbosity=0"), needed)
        done(manage(ROOT, again, "migrate", "--verbosity=0"))
        if rows(again) != expected:
            raise SystemExit(f"{version}: a killed migration left other rows than a calm one")
    done(manage(ROOT, calm, "migrate", "--check"))
    done(manage(ROOT, calm, "verify"))
    return (
        f"from {version}: {sum(before.values())} rows in {len(before)} tables, migrated in"
        f" {needed:.1f} s; killed on the way {killed} times of {kills}, each time run again to the"
        " same rows; verify ok"
    )


def copy_of(url: str, name: str) -> str:
    """Copy a database on the same server; return the copy's address."""
    server, _, database = url.rpartition("/")
    run_sql(f"{server}/postgres", f'CREATE DATABASE "{database}_{name}" TEMPLATE "{database}"')
    return f"{url}_{name}"


def kill(process: subprocess.Popen, needed: float) -> bool:
    """Kill at a random moment after its start; return whether it was still at work."""
    time.sleep(random.uniform(0.3, 0.95) * needed)  # noqa: S311
    was_running = process.poll() is None
    process.kill()
    process.wait()
    return was_running


def run_sql(url: str, statement: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def rows(url: str) -> Counts:
    """Return {table: rows}."""
    connection = psycopg2.connect(url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname='public' ORDER BY 1")
        names = [name for (name,) in cursor.fetchall() if name not in NOT_COMPARED]
        counts = {}
        for name in names:
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608
            counts[name] = cursor.fetchone()[0]
    connection.close()
    return counts


def main(kills: int) -> int:
    with postgres.server() as server:
        assert urlsplit(server).hostname == "127.0.0.1", "never anybody's real database"
        for version in versions():
            print(upgrade(version, server, kills), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else KILLS))
