"""The browser tests once more with Redis and a bucket beside PostgreSQL.

Run: python -m scripts.stack_browser [options of pytest]
"""

import os
import subprocess
import sys

from scripts import postgres, redis_server, s3_server
from scripts.paths import ROOT


def main() -> int:
    with (
        postgres.server() as database,
        redis_server.server() as (redis_url, _process),
        s3_server.server() as bucket,
    ):
        services = {"DATABASE_URL": database, "REDIS_URL": redis_url, **bucket}
        env = {**os.environ, "ENV_FILE": os.devnull, **services}
        command = [sys.executable, "-m", "pytest", "-m", "browser", "-n", "2", *sys.argv[1:]]
        return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
