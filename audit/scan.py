"""Attack a running site with sqlmap and wapiti, once for each kind of visitor.

Run: make security (SCAN_SECONDS=60: seconds of wapiti for each role). Writes
var/reports/security.json; ends with 1 when there is a finding that no waiver explains.
"""

import datetime
import json
import os
import secrets
import ssl
import subprocess
import sys
import time
from http.client import HTTPSConnection

from audit import scanners
from audit.site import FOLDER, Site, running_site
from scripts import system_packages
from scripts.paths import ROOT, VAR

REPORT = VAR / "reports/security.json"
WAIVERS = ROOT / "audit/waivers.json"
# Public addresses with parameters, as in a visitor's browser, and those behind a role.
VISITOR = [
    "/clinics/?q=knee&condition=t2d&class=2&prefecture=JP-13&price_max=3000000&sort=price&page=1",
    "/check/?q=PB3250001",
    "/compare/?treatment={treatment}&treatment={second}",
    "/quotes/request/?treatment={treatment}",
    "/guides/?q=insulin",
    "/api/v1/clinics/?prefecture=JP-13&page=1",
    "/api/v1/check/?q=PB3250001",
]
BEHIND = {
    "listing editor": ["/admin/clinics/clinic/?q=a&o=1"],
    "verifier": ["/admin/clinics/listingevent/?q=a&o=1"],
    "quote coordinator": ["/admin/quotes/quoterequest/?q=a&o=1"],
    "review moderator": ["/admin/reviews/review/?q=a&o=1"],
    "administrator": ["/admin/staff/user/?q=a&o=1"],
    "patient link": ["/quotes/mine/?answer=1"],
    "clinic link": ["/quotes/clinic/done/?next=1"],
}
STARTS = {"visitor": "/", "patient link": "/quotes/mine/", "clinic link": "/ja/quotes/clinic/"}


def main() -> int:
    """Return 0 when nothing was found that is not waived."""
    seconds = int(os.environ.get("SCAN_SECONDS", "60"))
    level = int(os.environ.get("SQLMAP_LEVEL", "1"))
    missing = [name for name in ("sqlmap", "wapiti") if not system_packages.program(name)]
    if missing and system_packages.may_install():
        system_packages.install(*missing)
    elif missing:
        raise SystemExit(f"Please install {' and '.join(missing)} first.")
    scanners.clean()
    began = time.monotonic()
    rows: list[dict] = []
    with running_site() as site:
        people = _people(site)
        crawled, tried = {}, 0
        for role, cookie in people.items():
            for path in VISITOR if role == "visitor" else BEHIND.get(role, []):
                filled = path.format(**site.places)
                limit = 120 if role == "visitor" else 45
                rows += scanners.sqlmap(site, role, filled, cookie, level=level, seconds=limit)
                tried += 1
            start = STARTS.get(role, "/admin/")
            rows += scanners.wapiti(site, role, start, cookie, seconds)
            crawled[role] = scanners.crawled(role)
            print(f"{role:20} {crawled[role]:4} addresses, {len(rows)} rows so far", flush=True)
        broken = _server_errors(site)
    waivers = scanners.read_waivers(WAIVERS)
    open_ = [row for row in rows if not scanners.waived(row, waivers)]
    report = {
        "date": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "minutes": round((time.monotonic() - began) / 60, 1),
        "tools": scanners.versions(),
        "sqlmap_level": level,
        "sqlmap_addresses": tried,
        "wapiti_seconds_each": seconds,
        "roles": crawled,
        "server_errors": broken,
        "findings": len(open_),
        "waived": len(rows) - len(open_),
        "open": open_,
    }
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    for row in open_:
        print(" ", *(row[name] for name in ("tool", "role", "kind", "path", "parameter", "told")))
    print(f"{len(open_)} findings, {report['waived']} waived, {broken} answers 5xx: {REPORT}")
    return 1 if open_ or broken else 0


def _people(site: Site) -> dict[str, str]:
    """Return {role: Cookie header}; links are exchanged for their cookie as a browser does."""
    ended = subprocess.run(
        [sys.executable, "-m", "audit.people"],
        cwd=ROOT, env=site.env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(ended.stdout.splitlines()[-1])
    # With it the scanner's forms pass the CSRF check, as those of a person's browser do.
    form = f"__Host-csrftoken={secrets.token_hex(16)}"
    people = {"visitor": form}
    for role, path in found["links"].items():
        answer = _get(site, path)
        cookies = [value.split(";")[0] for value in answer[1]]
        people[role] = "; ".join([*cookies, form])
        if not cookies:
            raise SystemExit(f"{role}: {path.split('/')[1]} gave no cookie (status {answer[0]})")
    return people | {role: f"{cookie}; {form}" for role, cookie in found["cookies"].items()}


def _get(site: Site, path: str, cookie: str = "") -> tuple[int, list[str], str]:
    """Return (status, Set-Cookie values, text)."""
    trusting = ssl.create_default_context(cafile=str(site.certificate))
    connection = HTTPSConnection("localhost", site.port, timeout=60, context=trusting)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, answer.headers.get_all("Set-Cookie") or [], text


def _server_errors(site: Site) -> int:
    """Return how many answers were 5xx since the start, as the site counts them itself."""
    counted = 0.0
    for line in _get(site, "/metrics")[2].splitlines():
        if line.startswith("kakunin_request_seconds_count") and 'status="5xx"' in line:
            print(f"  {line}")
            counted += float(line.rsplit(" ", 1)[1])
    return int(counted)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    sys.exit(main())
