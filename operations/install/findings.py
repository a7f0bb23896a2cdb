"""One check's outcome, and the list of checks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """``state`` is ok, fail, or skipped (it does not apply here, ``told`` says why)."""

    name: str
    state: str
    told: str = ""
    mend: str = ""

    def __str__(self) -> str:
        line = f"{self.state:7} {self.name}{f': {self.told}' if self.told else ''}"
        return f"{line}\n        mend: {self.mend}" if self.state == "fail" and self.mend else line


def ok(name: str, told: str = "") -> Finding:
    return Finding(name, "ok", told)


def fail(name: str, told: str, mend: str) -> Finding:
    return Finding(name, "fail", told, mend)


def skipped(name: str, told: str) -> Finding:
    return Finding(name, "skipped", told)


def judge(name: str, problems: list[str], mend: str, told: str = "") -> Finding:
    """Return fail with the problems, or ok."""
    return fail(name, "; ".join(problems), mend) if problems else ok(name, told)


Check = Callable[[], Finding]


def run(checks: dict[str, Check]) -> Iterator[Finding]:
    """Yield each outcome; a check that breaks is a failure of its own and stops nothing."""
    for name, check in checks.items():
        try:
            yield check()
        except Exception as error:
            yield fail(name, f"could not be checked ({type(error).__name__})", "see the log")
