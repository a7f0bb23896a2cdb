"""The four tools; each returns plain data and writes its full report to var/audit/."""

import json
import os
import shutil
import ssl
import subprocess
import sys
from http.client import HTTPSConnection
from pathlib import Path
from statistics import median

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from audit.site import FOLDER, Site
from scripts import stamps, system_packages
from scripts.paths import ROOT

HERE = ROOT / "audit"
CHROME_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",
]
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
RUNS = 5


def missing() -> list[str]:
    """Return what must be installed first."""
    wanted = {"node": "nodejs (20 or newer)", "npm": "npm", "java": "default-jre-headless"}
    found = [name for program, name in wanted.items() if shutil.which(program) is None]
    return found + ([] if system_packages.chromium() else ["chromium"])


def install() -> None:
    """Install the node tools from the lock file; scripts of packages do not run."""
    key = stamps.digest([HERE / "package.json", HERE / "package-lock.json"])
    if not stamps.is_done("audit-npm", key) or not (HERE / "node_modules").is_dir():
        print("Installing the audit's node packages …", flush=True)
        command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=HERE, check=True)
        stamps.mark_done("audit-npm", key)
    # The package would download this list; without a public name nothing is on it.
    preload = HERE / "node_modules/@mdn/mdn-http-observatory/conf/hsts-preload.json"
    preload.write_text("{}")


def axe(site: Site, pages: list[dict]) -> list[dict]:
    """Return one row per page, language and colour scheme: violations and console messages."""
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(system_packages.chromium()), args=CHROME_FLAGS[1:]
        )
        for page in pages:
            rows.append(_axe_one(browser, site, page, page["path"], "light"))
            if page.get("all"):
                rows.append(_axe_one(browser, site, page, "/ja" + page["path"], "light"))
                rows.append(_axe_one(browser, site, page, page["path"], "dark"))
        browser.close()
    _write("axe.json", rows)
    return rows


def _axe_one(browser: Browser, site: Site, page: dict, path: str, scheme: str) -> dict:
    context = browser.new_context(ignore_https_errors=True, color_scheme=scheme)  # type: ignore[arg-type]
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    answer = tab.goto(site.url + path, wait_until="load")
    status = answer.status if answer else 0
    policy = [text for text in said if "Content Security Policy" in text]
    violations = Axe().run(tab).response["violations"]
    context.close()
    return {
        "path": path,
        "scheme": scheme,
        "status": status,
        "status_ok": status == page.get("status", 200),
        "csp": policy,
        "violations": [
            {
                "id": row["id"],
                "impact": row["impact"],
                "nodes": [node["html"] for node in row["nodes"][:5]],
            }
            for row in violations
        ],
    }


def lighthouse(site: Site, path: str) -> dict:
    """Return the medians of five runs; a run with an empty score is done again."""
    runs: list[dict] = []
    for _ in range(RUNS * 3):
        if len(runs) == RUNS:
            break
        run = _lighthouse_once(site.url + path)
        if run and None not in run.values():
            runs.append(run)
    names = [name for name in runs[0] if name != "failed"] if runs else []
    row = {name: median(run[name] for run in runs) for name in names}
    _write(f"lighthouse{path.replace('/', '-').partition('?')[0]}.json", runs)
    return {"path": path, "runs": len(runs), **row}


def _lighthouse_once(url: str) -> dict | None:
    command = [
        str(HERE / "node_modules/.bin/lighthouse"), url, "--quiet", "--no-enable-error-reporting",
        "--output=json", f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={' '.join(CHROME_FLAGS)}",
    ]  # fmt: skip
    env = {**os.environ, "CHROME_PATH": str(system_packages.chromium())}
    ended = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if ended.returncode:
        print(ended.stderr.strip().splitlines()[-1:] or "lighthouse failed", file=sys.stderr)
        return None
    report = json.loads(ended.stdout)
    audits = report["audits"]

    def number(name: str) -> float | None:
        return audits.get(name, {}).get("numericValue")

    scores = {name: report["categories"][name]["score"] for name in CATEGORIES}
    return {
        "failed": [name for name, row in audits.items() if row.get("score") == 0],
        **{name: None if score is None else round(score * 100) for name, score in scores.items()},
        "kilobytes": (number("total-byte-weight") or 0) / 1000,
        "nodes": number("dom-size") or number("dom-size-insight") or 0,
        "shift": number("cumulative-layout-shift") or 0,
        "blocking_scripts": len(
            [
                item
                for item in (audits.get("render-blocking-resources", {}).get("details") or {}).get(
                    "items", []
                )
                if ".js" in item.get("url", "")
            ]
        ),
    }


def validate(site: Site, pages: list[dict]) -> list[dict]:
    """Return the Nu validator's errors of every page in English and Japanese."""
    folder = FOLDER / "html"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    names = {}
    for page in pages:
        for path in [page["path"], "/ja" + page["path"]]:
            name = f"{len(names):03d}.html"
            names[name] = path
            (folder / name).write_bytes(_fetch(site, path))
    jar = HERE / "node_modules/vnu-jar/build/dist/vnu.jar"
    command = ["java", "-Xss4m", "-jar", str(jar), "--format", "json", "--errors-only", str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(ended.stderr)["messages"]
    rows = [
        {
            "path": names[Path(row["url"]).name],
            "line": row.get("lastLine"),
            "message": row["message"],
            "extract": row.get("extract", "").strip(),
        }
        for row in messages
    ]
    _write("validator.json", rows)
    return rows


def observatory(site: Site) -> dict:
    """Return grade, score and tests of the security headers."""
    env = {**os.environ, "NODE_EXTRA_CA_CERTS": str(site.certificate)}
    ended = subprocess.run(
        ["node", "observatory.mjs", "localhost", str(site.http_port), str(site.port)],
        cwd=HERE, env=env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ended.returncode:
        return {"grade": "?", "score": 0, "tests": {}, "error": ended.stderr[-500:]}
    result = json.loads(ended.stdout)
    _write("observatory.json", result)
    return result


def _fetch(site: Site, path: str) -> bytes:
    trusting = ssl.create_default_context(cafile=str(site.certificate))
    connection = HTTPSConnection("localhost", site.port, timeout=30, context=trusting)
    connection.request("GET", path)
    return connection.getresponse().read()


def _write(name: str, content: object) -> None:
    (FOLDER / name).write_text(json.dumps(content, indent=2, ensure_ascii=False))
