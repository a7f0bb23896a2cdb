"""Behind `make upgrade-drill`: from older versions, with data, on PostgreSQL, to this one.

Each older version's own code makes the database and fills it. Then this tree's `migrate` is killed
(kill -9) at random moments, again and again, until it comes to its end; `manage.py verify` and the
counted rows say whether anything is missing.

UPGRADE_FROM names commits or tags (comma between). Without it: every tag, and the commit that
brought the first change of a table. Run: python -m scripts.upgrade_drill [KILLS]
"""

import os
import random
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
    first = git("log", "--diff-filter=A", "--format=%H", "--", "*/migrations/0002_*").split()[-1]
    return [first, *git("tag", "--sort=creatordate").split()]


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
        raise SystemExit(f"{process.args} failed")


def upgrade(version: str, server: str, kills: int) -> str:
    """Come from one version to this tree; return a line about it. Raises SystemExit on a loss."""
    name = f"from_{version[:12].replace('.', '_')}".lower()
    url = server.rsplit("/", 1)[0] + f"/{name}"
    run_sql(server, f'CREATE DATABASE "{name}"')
    with tempfile.TemporaryDirectory(prefix="kakunin-old-") as folder:
        archive, tree = Path(folder) / "tree.tar", Path(folder) / "tree"
        git("archive", f"--output={archive}", version)
        shutil.unpack_archive(archive, tree, filter="data")
        done(manage(tree, url, "migrate", "--verbosity=0"))
        done(manage(tree, url, "seed_demo"))
    before = rows(url)
    run_sql(server, f'CREATE DATABASE "{name}_calm" TEMPLATE "{name}"')
    calm = url + "_calm"
    started = time.monotonic()
    done(manage(ROOT, calm, "migrate", "--verbosity=0"))
    needed = time.monotonic() - started
    killed = sum(kill_once(name, url, server, needed, turn) for turn in range(kills))
    done(manage(ROOT, url, "migrate", "--verbosity=0"))
    done(manage(ROOT, url, "migrate", "--check"))
    after, expected = rows(url), rows(calm)
    if after != expected:
        raise SystemExit(f"{version}: a killed migration left other rows than a calm one")
    if lost := [table for table, count in before.items() if expected.get(table, count) < count]:
        raise SystemExit(f"{version}: fewer rows than before in {', '.join(lost)}")
    done(manage(ROOT, url, "verify"))
    return (
        f"from {version[:12]}: {sum(before.values())} rows in {len(before)} tables, migrated in"
        f" {needed:.1f} s; killed {killed} times on the way, the same rows, verify ok"
    )


def kill_once(name: str, url: str, server: str, needed: float, turn: int) -> int:
    """Start `migrate` and kill it at a random moment; return 1 if it was still at work."""
    process = manage(ROOT, url, "migrate", "--verbosity=0")
    time.sleep(random.uniform(0.3, 1.0) * needed)  # noqa: S311
    was_running = process.poll() is None
    process.kill()
    process.wait()
    # As after a crash of the whole machine: no statement of the dead one goes on.
    run_sql(
        server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", name
    )
    return int(was_running)


def run_sql(url: str, statement: str, *values: str) -> None:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
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
