"""Behind `make reports`: copy the figures of the last test reports to where the site shows them.

Reads var/reports/*.json as the test programs wrote them, good or bad, and writes
pages/about/reports.json; a report that is not there any more stays as it was last recorded.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from scripts import asvs
from scripts.paths import ROOT, VAR

FILE = ROOT / "pages/about/reports.json"
Found = dict[str, Any]


def _same(*names: str) -> Callable[[Found], Found]:
    return lambda found: {name: found.get(name) for name in names}


def _security(found: Found) -> Found:
    roles = found["roles"]
    return {
        "roles": len(roles),
        "addresses": sum(roles.values()),
        **_same("findings", "waived", "server_errors")(found),
    }


def _drill(found: Found) -> Found:
    names = "acknowledged kills crashes lost duplicates double_winners canaries leaks"
    return _same(*names.split())(found)


def _restore(found: Found) -> Found:
    names = "requests file_bytes restore_s files_that_differ erased_again still_there"
    return {
        **_same(*names.split())(found),
        "tables_that_differ": len(found["tables_that_differ"]),
    }


def _install(found: Found) -> Found:
    return {**_same("commands", "minutes")(found), "failed": len(found["failed"])}


COPIED: dict[str, Callable[[Found], Found]] = {
    "security": _security,
    "tls": _same("grade", "findings"),
    "fuzz": _same("inputs", "crashes"),
    "drill": _drill,
    "restore": _restore,
    "install": _install,
    "audit": _same("pages", "axe", "html", "observatory", "performance"),
    "load": _same("minutes", "requests", "errors", "p95_read_ms", "growth_percent", "slow_p95_ms"),
}


def entry(name: str, found: Found) -> Found:
    """Return what is kept of one report: its day, its size, the goals it missed, its figures."""
    return {
        "date": found["date"],
        "size": found.get("size", "whole"),
        "missed": found.get("missed", []),
        "figures": COPIED[name](found),
    }


def recorded(folder: Path, before: Found) -> Found:
    """Return the new content of the file; a newer report takes the place of an older one."""
    after = dict(before)
    for name in COPIED:
        path = folder / f"{name}.json"
        if not path.is_file():
            continue
        found = json.loads(path.read_text(encoding="utf-8"))
        if name not in before or found["date"] >= before[name]["date"]:
            after[name] = entry(name, found)
    return after


def main(folder: Path = VAR / "reports") -> int:
    """Write the file and say which reports it holds."""
    before = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    after = recorded(folder, before)
    after["asvs"] = asvs.report()
    FILE.write_text(json.dumps(after, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name in [*COPIED, "asvs"]:
        row = after.get(name)
        print(f"{name:10} {row['date'][:10] if row else 'never ran'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*(Path(word) for word in sys.argv[1:2])))
