"""The same rows and facets in Datasette, a general browser of SQLite files, in its own environment.

Its limits: it counts rows, not clinics; it shows the 30 largest values of a facet; it counts a
facet's own selection too; its time limits are raised here so that it finishes at all. The rows are
flat (one a treatment), which is to its advantage. Measured as the file comes, and with an index on
every faceted column.
"""

import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PORT = 8973
FACETS = (
    "prefecture", "region", "city_ja", "institution", "asrm_class", "level", "product", "origin",
    "tissue", "processing", "route",
)  # fmt: skip
ARRAYS = {
    "conditions": "SELECT json_group_array(code) FROM source.clinics_treatmentcondition "
    "WHERE treatment_id = t.id",
    "languages": "SELECT json_group_array(code) FROM source.clinics_cliniclanguage "
    "WHERE clinic_id = c.id",
}
ADDRESS = "&".join(
    ["/flat/flat?_sort=name_ja", *(f"_facet={name}" for name in FACETS),
     *(f"_facet_array={name}" for name in ARRAYS)]
)  # fmt: skip


def ratios(folder: Path, source: Path, page_ms: float) -> dict[str, float] | None:
    """Return how many times longer its page takes than ``page_ms``, by what is indexed.

    None where it cannot be installed.
    """
    try:
        program = _installed(folder)
    except subprocess.CalledProcessError:
        print("Datasette could not be installed: not measured")
        return None
    flat = folder / "flat.db"
    _flatten(source, flat)
    found = {"plain": _seconds(program, flat)}
    with sqlite3.connect(flat) as connection:
        for name in FACETS:
            connection.execute(f"CREATE INDEX flat_{name} ON flat ({name})")
    found["indexed"] = _seconds(program, flat)
    print(f"  Datasette, seconds a page: {found}")
    return {name: round(seconds * 1_000 / page_ms, 1) for name, seconds in found.items()}


def _seconds(program: Path, flat: Path) -> float:
    """Return the median time of its page, in seconds."""
    command = [str(program), "serve", str(flat), "-p", str(PORT)]
    for name, value in (("sql_time_limit_ms", 60_000), ("facet_time_limit_ms", 60_000)):
        command += ["--setting", name, str(value)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait()
            return round(statistics.median(_page() for _ in range(3)), 3)
        finally:
            server.terminate()


def _installed(folder: Path) -> Path:
    home = folder / "datasette"
    subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
    subprocess.run([str(home / "bin/pip"), "install", "-q", "datasette"], check=True)
    return home / "bin/datasette"


def _flatten(source: Path, target: Path) -> None:
    many = (f"({query}) AS {name}" for name, query in ARRAYS.items())
    columns = ", ".join(("c.name_ja", *FACETS[:4], *(f"t.{name}" for name in FACETS[4:]), *many))
    with sqlite3.connect(target) as connection:
        connection.execute("ATTACH ? AS source", (str(source),))
        connection.execute(
            f"CREATE TABLE flat AS SELECT t.id, {columns} FROM source.clinics_treatment t "  # noqa: S608 column names of ours
            "JOIN source.clinics_clinic c ON c.id = t.clinic_id"
        )


def _page() -> float:
    start = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{ADDRESS}", timeout=300) as response:
        response.read()
    return time.perf_counter() - start


def _wait() -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/-/versions.json", timeout=2)
            return
        except urllib.error.URLError:
            time.sleep(0.1)
