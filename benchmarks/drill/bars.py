"""What has to come out."""

from typing import Any

ZERO = ("lost", "duplicates", "orphans", "double_winners", "leaks", "gave_up", "smtp_lost")
AT_MOST = {
    "ms_cpu_per_submission": 40,
    "commits_per_submission": 1,
    "slowest_recovery_s": 5,
    "submit_p95_ratio_down_up": 1.3,
    "desk_queries": 15,
    "desk_ratio": 2,
}


def missed(found: dict[str, Any]) -> list[str]:
    """Return the names of all bars that were not met; a figure that is missing is one."""
    zero = [name for name in ZERO if found.get(name) != 0]
    most = [name for name, bar in AT_MOST.items() if found.get(name, bar + 1) > bar]
    errors = found.get("answers", {})
    other = [name for name in ("500", "503 without Retry-After") if errors.get(name)]
    return [*zero, *most, *other]
