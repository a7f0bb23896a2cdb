"""Run the four tools, print one table, say what is below the bars.

python -m audit [axe] [validator] [lighthouse] [observatory]
"""

import datetime
import json
import sys
from typing import Any

from audit import tools
from audit.site import FOLDER, running_site
from scripts.paths import ROOT, VAR

REPORT = VAR / "reports/audit.json"
BARS = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
KILOBYTES, NODES, OBSERVATORY = 120, 1500, 130
ALL = ["axe", "validator", "lighthouse", "observatory"]


def main() -> int:
    """Return 0 when every bar is met."""
    wanted = sys.argv[1:] or ALL
    missing = tools.missing()
    if missing:
        print(f"The audit needs: {', '.join(missing)}. Please install them.")
        return 1
    tools.install()
    below: list[str] = []
    figures: dict[str, Any] = {}
    with running_site() as site:
        pages = _pages(site.places, below)
        if "axe" in wanted:
            rows = tools.axe(site, pages)
            found = _axe(rows)
            figures |= {"pages": len(rows), "axe": len(found)}
            below += found
        if "validator" in wanted:
            found = _validator(tools.validate(site, pages))
            figures["html"] = len(found)
            below += found
        if "lighthouse" in wanted:
            chosen = [page for page in pages if {"lighthouse", "lighthouse_without"} & set(page)]
            rows = [tools.lighthouse(site, page["path"]) for page in chosen]
            figures["performance"] = min(row.get("performance", 0) for row in rows)
            below += _lighthouse(chosen, rows)
        if "observatory" in wanted:
            result = tools.observatory(site)
            figures["observatory"] = f"{result['grade']} {result['score']}"
            print(f"\nObservatory  {result['grade']} {result['score']}", result.get("error", ""))
            if result["score"] < OBSERVATORY:
                lost = [name for name, row in result["tests"].items() if row["points"] < 0]
                below.append(f"Observatory {result['score']} < {OBSERVATORY} {lost}")
    print("\nEvery bar is met." if not below else "\nBelow the bars:\n  " + "\n  ".join(below))
    date = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps({"date": date, "missed": below, **figures}, indent=1) + "\n")
    print(f"Reports: {FOLDER.relative_to(ROOT)}/")
    return 1 if below else 0


def _pages(places: dict[str, str], below: list[str]) -> list[dict]:
    pages = []
    for page in json.loads((ROOT / "audit/pages.json").read_text())["pages"]:
        try:
            pages.append({**page, "path": page["path"].format(**places)})
        except KeyError as name:
            below.append(f"{page['path']}: the sample data has no {name}")
    return pages


def _axe(rows: list[dict]) -> list[str]:
    print(f"\naxe          {len(rows)} page views")
    found = []
    for row in rows:
        name = f"{row['path']} ({row['scheme']})"
        if not row["status_ok"]:
            found.append(f"{name} answered {row['status']}")
        found += [
            f"axe {name}: {bad['id']} ×{len(bad['nodes'])}, {(bad['nodes'] or [''])[0][:120]}"
            for bad in row["violations"]
        ]
        found += [f"CSP {name}: {text[:160]}" for text in row["csp"]]
    print(f"             {len(found)} findings")
    return found


def _validator(rows: list[dict]) -> list[str]:
    print(f"\nvalidator    {len(rows)} errors")
    return [f"HTML {row['path']}:{row['line']} {row['message'][:160]}" for row in rows]


def _lighthouse(pages: list[dict], rows: list[dict]) -> list[str]:
    print("\nLighthouse   perf  a11y  best   seo      kB  nodes    CLS  page (medians)")
    found = []
    for page, row in zip(pages, rows, strict=True):
        path = row["path"]
        if row["runs"] < tools.RUNS:
            found.append(f"Lighthouse {path}: {row['runs']} of {tools.RUNS} runs worked")
            continue
        scores = " ".join(f"{row[name]:5.0f}" for name in BARS)
        print(
            f"            {scores}  {row['kilobytes']:6.1f} {row['nodes']:6.0f} "
            f"{row['shift']:6.3f}  {path}"
        )
        bars = {k: v for k, v in BARS.items() if k not in page.get("lighthouse_without", [])}
        found += [
            f"Lighthouse {path}: {k} {row[k]:.0f} < {v}" for k, v in bars.items() if row[k] < v
        ]
        if row["kilobytes"] > KILOBYTES:
            found.append(f"{path}: {row['kilobytes']:.0f} kB > {KILOBYTES}")
        if row["nodes"] > NODES:
            found.append(f"{path}: {row['nodes']:.0f} nodes > {NODES}")
        if row["shift"] > 0:
            found.append(f"{path}: layout shift {row['shift']:.3f}")
        if row["blocking_scripts"]:
            found.append(f"{path}: {row['blocking_scripts']:.0f} render-blocking scripts")
    return found


if __name__ == "__main__":
    sys.exit(main())
