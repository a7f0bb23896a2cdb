"""The floor under the modules that must not be wrong: at least 95 % of lines and branches."""

import json
import subprocess
import sys
import tempfile
from fnmatch import fnmatch
from pathlib import Path

from scripts.paths import ROOT, VAR

FLOOR = 95.0
GROUPS = {
    "clinics/asrm": ["clinics/asrm/*"],
    "clinics/checks.py": ["clinics/checks.py", "clinics/checks/*"],
    "clinics/publishing.py": ["clinics/publishing.py", "clinics/publishing/*"],
    "actions of every app": ["*/actions.py", "*/actions/*"],
    "trust": ["trust/*"],
}


def problems() -> list[str]:
    """Return one line per group of modules that stands below the floor."""
    data = VAR / "coverage"
    if not data.exists():
        return ["coverage: nothing was measured"]
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "coverage.json"
        command = [sys.executable, "-m", "coverage", "json", f"--data-file={data}", "-q"]
        subprocess.run([*command, "-o", str(target)], cwd=ROOT, check=True)
        files = json.loads(target.read_text())["files"]
    found = []
    for group, patterns in GROUPS.items():
        missed = [name for name in _on_disk(patterns) if name not in files]
        found += [f"coverage of {group}: {name} was never loaded" for name in missed]
        share, weakest = _share(files, patterns)
        if share is None:
            print(f"coverage  {group:24} no such file yet")
            continue
        print(f"coverage  {group:24} {share:5.1f} %")
        if share < FLOOR:
            found.append(
                f"coverage of {group} is {share:.1f} %, the floor is {FLOOR:.0f} %: {weakest}"
            )
    return found


def _on_disk(patterns: list[str]) -> list[str]:
    """Return the Python files of the project that ``patterns`` name, with anything to measure."""
    paths = {path for pattern in patterns for path in ROOT.glob(pattern) if path.suffix == ".py"}
    return sorted(str(path.relative_to(ROOT)) for path in paths if path.read_text().strip())


def _share(files: dict, patterns: list[str]) -> tuple[float | None, str]:
    chosen = {
        name: row["summary"]
        for name, row in files.items()
        if any(fnmatch(name, pattern) for pattern in patterns)
    }
    total = sum(row["num_statements"] + row.get("num_branches", 0) for row in chosen.values())
    done = sum(row["covered_lines"] + row.get("covered_branches", 0) for row in chosen.values())
    if not chosen:
        return None, ""
    weak = sorted(chosen, key=lambda name: chosen[name]["percent_covered"])[:4]
    shown = ", ".join(f"{name} {chosen[name]['percent_covered']:.0f} %" for name in weak)
    return (100 * done / total if total else 100.0), shown


if __name__ == "__main__":
    lines = problems()
    print("\n".join(lines))
    sys.exit(1 if lines else 0)
