"""The browser tests once more with a streaming replica, Redis and a bucket beside PostgreSQL.

Run: python -m scripts.stack_browser [options of pytest]
"""

import os
import subprocess
import sys

import psycopg2

from scripts import postgres, redis_server, s3_server, stack_parts
from scripts.paths import ROOT


def main() -> int:
    with (
        postgres.server() as database,
        stack_parts.replica(database) as replica,
        redis_server.server() as (redis_url, _process),
        s3_server.server() as bucket,
    ):
        _in_step(database)
        services = {
            "DATABASE_URL": database,
            "DATABASE_REPLICA_URL": replica.url,
            "REDIS_URL": redis_url,
            **bucket,
        }
        env = {**os.environ, "ENV_FILE": os.devnull, **services}
        command = [sys.executable, "-m", "pytest", "-m", "browser", "-n", "2", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def _in_step(database: str) -> None:
    """A commit waits until the replica shows it.

    Tests write rows without a new public version, by which the site knows that it is behind.
    """
    connection = psycopg2.connect(database)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("ALTER SYSTEM SET synchronous_standby_names = '*'")
        cursor.execute("ALTER ROLE kakunin SET synchronous_commit = 'remote_apply'")
        cursor.execute("SELECT pg_reload_conf()")
    connection.close()


if __name__ == "__main__":
    sys.exit(main())
