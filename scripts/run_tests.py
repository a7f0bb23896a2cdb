"""Behind `make test`: the suite on SQLite and PostgreSQL, then the browser tests.

Run: python -m scripts.run_tests [--fuzz | --coverage]. With REQUIRE_ALL=1 (CI) nothing may be left
out: plain pages run on PostgreSQL, too, and the lines that run on SQLite are counted, which makes
that run a third slower.
"""

import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from scripts import check_coverage, compile_messages, postgres, system_packages
from scripts.paths import ROOT, VAR

SUMMARY = re.compile(r"=+ .*\b\d+ (passed|failed|error|errors|skipped|deselected)\b.* =+")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SQLITE = "sqlite://:memory:"
FUZZ_INPUTS = 10_000  # on each database (tests/fuzz)


@dataclass
class Run:
    """One call of pytest; ``report`` is what tests/plugins/report.py counted."""

    name: str
    database_url: str
    options: list[str]
    must_run: str = ""  # a marker whose tests may not be skipped here
    with_database: bool = False  # only the tests that ask a database
    code: int = 0
    summary: str = ""
    report: dict = field(default_factory=dict)

    def problems(self, *, require_all: bool) -> list[str]:
        """Return what makes this run worthless, beside failing tests."""
        found = []
        if not self.report.get("ran"):
            found.append(f"{self.name}: no test ran")
        skipped = self.report.get("skipped", [])
        if self.must_run:
            lost = [row["test"] for row in skipped if self.must_run in row["markers"]]
            found += [f"{self.name}: skipped {test}" for test in lost]
        elif require_all:
            lost = [row["test"] for row in skipped if {"postgres", "browser"} & set(row["markers"])]
            found += [f"{self.name}: skipped {test}" for test in lost]
        return found


def main() -> int:
    """Run everything; return 0 only when all of it passed."""
    require_all = os.environ.get("REQUIRE_ALL") == "1"
    fuzz = "--fuzz" in sys.argv
    only_cover = "--coverage" in sys.argv
    cover = only_cover or (require_all and not fuzz)
    missing = system_packages.prepare_for_tests()
    compile_messages.main()
    VAR.mkdir(exist_ok=True)
    runs: list[Run] = []
    problems: list[str] = []
    with ExitStack() as stack:
        if only_cover:
            postgres_url = ""
        elif system_packages.postgres_folder():
            postgres_url = stack.enter_context(postgres.server())
            os.environ["TEST_TEMPLATE"] = migrated(postgres_url)
        else:
            postgres_url = ""
            problems.append("PostgreSQL: not run, it is not installed")
        for run in plan(postgres_url, fuzz=fuzz, cover=cover):
            print(f"\n## {run.name}", flush=True)
            run_pytest(run)
            runs.append(run)
            problems += run.problems(require_all=require_all)
            if run.code == 2:  # interrupted
                break
    failed = any(run.code for run in runs)
    if cover and not failed:
        problems += check_coverage.problems()
    if fuzz:
        keep_report(runs)
    failed = report(runs, problems, missing, require_all=require_all) or failed
    return 1 if failed else 0


def migrated(postgres_url: str) -> str:
    """Migrate a database once; every test database begins as its copy. Return its name."""
    name = "migrated"
    here = f"{postgres_url.rpartition('/')[0]}/{name}"
    env = {**os.environ, "DATABASE_URL": here, "DEBUG": "1", "ENV_FILE": os.devnull}
    postgres.create(postgres_url, name)
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True)
    return name


def plan(postgres_url: str, *, fuzz: bool, cover: bool) -> list[Run]:
    """Return the runs to do, in order."""
    suite = ["-n", os.environ.get("TEST_WORKERS", "2")]
    if fuzz:
        runs = [Run("SQLite, hostile input", SQLITE, ["-m", "fuzz"])]
        if postgres_url:
            runs.append(Run("PostgreSQL, hostile input", postgres_url, ["-m", "fuzz"]))
        return runs
    counting = ["--cov", "--cov-report="] if cover else []  # of the files in pyproject.toml
    here = [*suite, *counting, "-m", "not browser and not fuzz and not postgres"]
    runs = [Run("SQLite", SQLITE, here)]
    if postgres_url:
        not_browser = [*suite, "-m", "not browser and not fuzz"]
        runs.append(
            Run("PostgreSQL", postgres_url, not_browser, must_run="postgres", with_database=True)
        )
        if system_packages.chromium():
            # A browser waits more than it works.
            more = ["-n", os.environ.get("BROWSER_WORKERS", "3"), "-m", "browser"]
            runs.append(Run("Browser", postgres_url, more, must_run="browser"))
    return runs


def run_pytest(run: Run) -> None:
    """Run pytest, show its output as it comes, keep its last summary line and the counts."""
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts.json"
        env = {
            **os.environ,
            "DATABASE_URL": run.database_url,
            "ENV_FILE": os.devnull,
            "TEST_REPORT": str(counts),
            **({"TESTS_WITH_DATABASE": "1"} if run.with_database else {}),
            "COVERAGE_FILE": str(VAR / "coverage"),
            # Each run has three processes that would otherwise compile every file anew where the
            # environment forbids to keep what was compiled: a sixth of the time.
            "PYTHONDONTWRITEBYTECODE": "",
            "PYTHONPYCACHEPREFIX": str(VAR / "pycache"),
            # Since Python 3.12 counting lines this way costs almost nothing.
            **({"COVERAGE_CORE": "sysmon"} if sys.version_info >= (3, 14) else {}),
        }
        colour = ["--color=yes"] if sys.stdout.isatty() else []
        command = [sys.executable, "-m", "pytest", "-rfEs", *colour, *run.options]
        with subprocess.Popen(
            command, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as running:
            for line in running.stdout or ():
                print(line, end="", flush=True)
                if SUMMARY.fullmatch(COLOUR.sub("", line).strip()):
                    run.summary = line.strip()
        run.code = running.returncode
        run.report = json.loads(counts.read_text()) if counts.exists() else {}


def keep_report(runs: list[Run]) -> None:
    """Leave what `make reports` copies: how many inputs, and whether any of them broke a page."""
    missed = [run.name for run in runs if run.code]
    found = {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "inputs": FUZZ_INPUTS * len(runs),
        "crashes": None if missed else 0,
        "missed": missed,
    }
    (VAR / "reports").mkdir(parents=True, exist_ok=True)
    (VAR / "reports/fuzz.json").write_text(json.dumps(found, indent=1) + "\n")


def report(runs: list[Run], problems: list[str], missing: list[str], *, require_all: bool) -> bool:
    """Print what was left out, then pytest's own summary lines; return True when that fails."""
    left_out = bool(missing) or any("not run" in problem for problem in problems)
    fatal = [problem for problem in problems if require_all or "not run" not in problem]
    if left_out:
        print(f"\nLeft out. Please install: {', '.join(missing) or 'postgresql'}")
        if require_all:
            fatal.append("REQUIRE_ALL=1 and something was left out")
    for problem in fatal if require_all else problems:
        print(f"PROBLEM {problem}")
    print()
    for run in runs:
        print(f"{run.name}: {run.database_url.split(':')[0]}")
        print(run.summary or f"=== no summary, pytest ended with {run.code} ===")
    return bool(fatal)


if __name__ == "__main__":
    sys.exit(main())
