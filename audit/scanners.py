"""sqlmap and wapiti as Debian packs them; each returns findings as plain rows."""

import contextlib
import json
import re
import subprocess
from pathlib import Path

from audit.site import FOLDER, Site

# Nothing that asks another host (ssrf, xxe, wapp, nikto download or call home).
MODULES = (
    "sql,xss,permanentxss,file,exec,crlf,redirect,methods,htaccess,csp,http_headers,cookieflags"
)
# Buttons that end the visit under way.
NOT_PRESSED = (
    "/admin/logout/*", "*/quotes/mine/erase/*", "*/quotes/mine/leave/*", "*/quotes/mine/withdraw/*",
    "*/quotes/mine/new-link/*", "*/quotes/mine/clinic/*/withdraw/*", "/admin/staff/user/*/*",
)  # fmt: skip
STARTER = Path(__file__).with_name("wapiti_start.py")
# What wapiti only tells, by the names of its report.
NOT_FINDINGS = {"Resource consumption"}
INJECTABLE = re.compile(r"^Parameter: (.+)$", re.MULTILINE)


def wapiti(site: Site, role: str, start: str, cookie: str, seconds: int) -> list[dict]:
    """Crawl from ``start`` as ``role`` and attack what was found, for about ``seconds``.

    A form with hundreds of boxes (the finder) is left to sqlmap: wapiti asks it once for each box
    and each try.
    """
    report = FOLDER / "scan" / f"wapiti-{role.replace(' ', '-')}.json"
    command = [
        "/usr/bin/python3", str(STARTER), "-u", f"{site.url}{start}", "--scope", "domain", "-m", MODULES,
        "--flush-session", "--verify-ssl", "0", "--no-bugreport", "-d", "4",
        "--max-links-per-page", "40", "--max-parameters", "30", "--max-scan-time", str(seconds // 5),
        "--max-attack-time", str(max(seconds // 24, 2)), "-f", "json", "-o", str(report),
        "--store-session", str(FOLDER / "scan" / "sessions"), "-v", "1",
    ]  # fmt: skip
    for path in NOT_PRESSED:
        command += ["-x", f"{site.url}{path}"]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    report.unlink(missing_ok=True)
    said = "it took too long"
    with contextlib.suppress(subprocess.TimeoutExpired):
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=2 * seconds + 60, check=False
        )
        said = (ended.stdout + ended.stderr).strip()[-300:]
        report.with_suffix(".txt").write_text(ended.stdout)
    if not report.is_file():
        return [_row("wapiti", role, start, "no report", "", said)]
    found = json.loads(report.read_text())
    return [
        _row("wapiti", role, one["path"], kind, one.get("parameter") or "", one["info"])
        for part in ("vulnerabilities", "anomalies")
        for kind, listed in found.get(part, {}).items()
        if kind not in NOT_FINDINGS
        for one in listed
    ]


def crawled(role: str) -> int:
    """Return how many addresses and forms the last crawl as that role found."""
    said = FOLDER / "scan" / f"wapiti-{role.replace(' ', '-')}.txt"
    found = re.search(r"found (\d+) URLs", said.read_text()) if said.is_file() else None
    return int(found[1]) if found else 0


def sqlmap(
    site: Site, role: str, path: str, cookie: str, *, level: int, seconds: int
) -> list[dict]:
    """Try every parameter of one address."""
    folder = FOLDER / "scan" / "sqlmap"
    command = [
        "sqlmap", "-u", f"{site.url}{path}", "--batch", "--flush-session", "--disable-coloring",
        f"--level={level}", "--risk=2", "--dbms=SQLite", "--technique=BEUSQ", "--threads=4",
        "--timeout=10", "--retries=1", f"--output-dir={folder}", "--skip=csrftoken",
        "--ignore-redirects",
    ]  # fmt: skip
    if cookie:
        command.append(f"--cookie={cookie}")
    try:
        ended = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired:
        return [_row("sqlmap", role, path, "not finished", "", f"stopped after {seconds} s")]
    hits = INJECTABLE.findall(ended.stdout)
    if not hits and "do not appear to be injectable" not in ended.stdout:
        told = [line for line in ended.stdout.splitlines() if "[CRITICAL]" in line][-1:]
        return [_row("sqlmap", role, path, "not tested", "", "".join(told)[-160:])]
    return [_row("sqlmap", role, path, "SQL injection", name, "injectable") for name in hits]


def clean() -> None:
    (FOLDER / "scan" / "sqlmap").mkdir(parents=True, exist_ok=True)


def versions() -> dict[str, str]:
    """Return {program: version} as the programs say it."""
    found = {}
    for name in ("sqlmap", "wapiti"):
        ended = subprocess.run([name, "--version"], capture_output=True, text=True, check=False)
        match = re.search(r"\d+\.\d+(\.\d+)?", ended.stdout + ended.stderr)
        found[name] = match[0] if match else "?"
    return found


def _row(tool: str, role: str, path: str, kind: str, parameter: str, told: str) -> dict:
    return {
        "tool": tool, "role": role, "path": path, "kind": kind, "parameter": parameter,
        "told": told[:300],
    }  # fmt: skip


def waived(row: dict, waivers: list[dict]) -> bool:
    """Return whether a waiver names this finding (kind, and a start of its path)."""
    return any(
        row["tool"] == waiver["tool"]
        and row["kind"] == waiver["kind"]
        and re.search(waiver["path"], row["path"])
        and re.search(waiver.get("told", ""), row["told"])
        for waiver in waivers
    )


def read_waivers(path: Path) -> list[dict]:
    """Return the waivers; each has tool, kind, path (a pattern), why."""
    waivers: list[dict] = json.loads(path.read_text())["waivers"]
    for waiver in waivers:
        if not waiver["why"].strip():
            raise ValueError(f"waiver without a reason: {waiver}")
    return waivers
