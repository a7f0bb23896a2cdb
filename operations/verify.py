"""Checks of live data: each says in plain lines what is not as it must be.

Apps register theirs in their ``AppConfig.ready`` through ``register_check``.
"""

from collections.abc import Callable, Iterator

Check = Callable[[], list[str]]
_checks: dict[str, Check] = {}


def register_check(name: str, check: Check) -> None:
    """Add a check; ``check()`` returns one line per problem, none when all is well.

    Raises ValueError when the name is taken by another check.
    """
    if _checks.get(name, check) is not check:
        raise ValueError(f"two checks are named {name!r}")
    _checks[name] = check


def run_checks() -> Iterator[tuple[str, list[str]]]:
    """Yield each check's name and its problems, in order of name."""
    for name in sorted(_checks):
        yield name, _checks[name]()
