"""Behind `make stack`: the site past one machine, on loopback, and what it loses when parts die.

PostgreSQL with a streaming replica, Redis, S3, two web machines, two workers. A smoke test; then
visitors read, patients send requests and a listing changes all the time, while the replica and
Redis are killed and come back. Then the primary is killed, the replica promoted, and the site
started on it. Ends with 1 if any answer was an error, or a request is not there exactly once.
Run: python -m scripts.stack [SECONDS]
"""

import itertools
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from scripts import postgres, redis_server, s3_server, stack_parts, stack_writers, system_packages

READERS = 3
PAGES = (
    "/",
    "/clinics/",
    "/ja/",
    "/ja/clinics/",
    "/guides/",
    "/guides/glossary/",
    "/api/v1/clinics/",
)
PUT = "from trust.uploads import files; print(files.put(b'sealed', 'stack'))"
GET = "from trust.uploads import files; assert files.get('{}', 'stack') == b'sealed'"
CHANGE = """
import time
from clinics.actions import public_change
from clinics.models import Clinic
from django.db import transaction
pk = Clinic.objects.order_by("pk").values_list("pk", flat=True).first()
while True:
    with transaction.atomic():
        public_change([pk])
    time.sleep(3)
"""


class Readers:
    """Visitors at both web machines; ``seen`` counts answers by status, or by kind of error."""

    def __init__(self, machines: list[str]) -> None:
        self.machines, self.seen, self.slowest = machines, Counter[str](), 0.0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._read, args=[n]) for n in range(READERS)]

    def _read(self, number: int) -> None:
        for turn in itertools.count(number):
            if self._stop.is_set():
                return
            page = PAGES[turn % len(PAGES)]
            # Half of the addresses are never kept, so that rows are read.
            page += f"?x={turn}" if turn % 2 and "api" not in page else ""
            started = time.monotonic()
            status, _text = ask(self.machines[turn // 7 % 2] + page)
            self.slowest = max(self.slowest, time.monotonic() - started)
            self.seen[status if status in {"200", "304"} else f"{status} {page}"] += 1

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def ask(address: str) -> tuple[str, str]:
    """Return the status and the text; the name of the error where there is no answer."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:  # noqa: S310 (loopback)
            return str(response.status), response.read().decode()
    except urllib.error.HTTPError as error:
        return str(error.code), error.read().decode()
    except OSError as error:
        return type(error).__name__, ""


def smoke(env: dict[str, str], machines: list[str]) -> list[str]:
    """Return what is wrong while everything is up."""
    wrong = [f"{one}{page}: {ask(one + page)[0]}" for one in machines for page in PAGES
             if ask(one + page)[0] != "200"]  # fmt: skip
    name = stack_parts.manage(env, "shell", "-v0", "-c", PUT).split()[-1]
    stack_parts.manage(env, "shell", "-v0", "-c", GET.format(name))
    time.sleep(3)
    for one in machines:
        bad = [line for line in ready(one).split("; ") if ": ok" not in line]
        wrong += [f"{one}/readyz: {line}" for line in bad]
    if not rows_read(env, "DATABASE_REPLICA_URL"):
        wrong.append("nothing was read from the replica")
    return wrong


def rows_read(env: dict[str, str], name: str) -> int:
    """Return how many clinics were fetched on a server: its own statistics say so."""
    import psycopg2

    with psycopg2.connect(env[name]) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)"
            " FROM pg_stat_user_tables WHERE relname = 'clinics_clinic'"
        )
        return int(cursor.fetchone()[0])


def ready(machine: str) -> str:
    return ask(machine + "/readyz")[1].strip().replace("\n", "; ")


def tell(machines: list[str], what: str) -> list[str]:
    told = [ready(one) for one in machines]
    print(f"{what}: /readyz says {told[0]!r}", flush=True)
    return told


@contextmanager
def site(env: dict[str, str]) -> Iterator[list[str]]:
    """Yield the addresses of two web machines; two workers run beside them."""
    with ExitStack() as stack:
        machines = [stack.enter_context(stack_parts.web_machine(env)) for _ in range(2)]
        for _ in range(2):
            stack.enter_context(stack_parts.running(env, "manage.py", "run_worker"))
        yield machines


def lose_and_find(
    env: dict[str, str], replica: stack_parts.Replica, redis: subprocess.Popen, seconds: float
) -> tuple[list[str], stack_writers.Writers]:
    """Kill the replica and Redis under visitors and patients, and let them come back."""
    with site(env) as machines, ExitStack() as stack:
        wrong = smoke(env, machines)
        print(f"smoke test: {wrong or 'ok'}", flush=True)
        stack.enter_context(stack_parts.running(env, "manage.py", "shell", "-v0", "-c", CHANGE))
        readers, writers = Readers(machines), stack_writers.Writers(env, machines, "before")
        for people in (readers, writers):
            people.start()
            stack.callback(people.stop)
        time.sleep(seconds)
        replica.kill()
        time.sleep(seconds)
        told = tell(machines, "replica killed")
        redis.kill()
        time.sleep(seconds)
        told += tell(machines, "Redis killed, too")
        if not all("replica is away" in one for one in told) or "Redis is away" not in told[-1]:
            wrong.append("a loss was not told")
        replica.start()
        again = redis_server.start(int(env["REDIS_URL"].split(":")[2].split("/")[0]))
        stack.callback(again.kill)
        time.sleep(max(seconds, 8))
        if any("away" in one for one in tell(machines, "both are back")):
            wrong.append("what came back was not found")
        writers.stop()
        readers.stop()
        wrong += writers.problems(env)
        print(f"answers: {dict(readers.seen)}, slowest {readers.slowest:.1f} s", flush=True)
        print(f"requests sent: {len(writers.sent)}", flush=True)
        wrong += [f"{n} x {what}" for what, n in readers.seen.items() if what != "200"]
    return wrong, writers


def lose_the_primary(
    env: dict[str, str], replica: stack_parts.Replica, before: stack_writers.Writers
) -> list[str]:
    """The site goes on with the replica as docs/operations/scaling.md tells; all is there."""
    replica.promote()
    env = {name: value for name, value in env.items() if name != "DATABASE_REPLICA_URL"}
    env["DATABASE_URL"] = replica.url
    with site(env) as machines:
        wrong = [f"{one}{page} after the promotion: {status}" for one in machines for page in PAGES
                 if (status := ask(one + page)[0]) != "200"]  # fmt: skip
        after = stack_writers.Writers(env, machines, "after")
        for number in range(4):
            after.send(number)
        wrong += after.problems(env) + before.problems(env)
    print(f"on the promoted replica: {len(before.sent)} requests, and {len(after.sent)} new ones")
    return wrong


def main(seconds: float) -> int:
    if not redis_server.is_installed() and system_packages.may_install():
        system_packages.install("redis-server")
    with ExitStack() as stack:
        primary_stack = stack.enter_context(ExitStack())
        primary = primary_stack.enter_context(postgres.server())
        password = os.environ["PGPASSWORD"]
        replica = stack.enter_context(stack_parts.replica(primary))
        redis_url, redis = stack.enter_context(redis_server.server())
        s3 = stack.enter_context(s3_server.server())
        env = stack_parts.environment(primary, replica.url, redis_url, s3)
        stack_parts.manage(env, "migrate", "--verbosity=0")
        stack_parts.manage(env, "seed_demo")
        stack_parts.manage(env, "collectstatic", "--noinput", "--verbosity=0")
        wrong, writers = lose_and_find(env, replica, redis, seconds)
        primary_stack.close()  # killed, and its folder is gone
        os.environ["PGPASSWORD"] = password
        wrong += lose_the_primary(env, replica, writers)
    print("\n".join(["", *wrong]) if wrong else "make stack: all well")
    return 1 if wrong else 0


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    sys.exit(main(float(sys.argv[1]) if sys.argv[1:] else 10))
