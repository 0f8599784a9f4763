"""Maps drawn by the server from the packaged atlas; no tile and no request ever leaves."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from porchlight.house.ui.projection import Conic

BUILT = Path(__file__).resolve().parent / "static/ui/built/map"
NATION = "us"
# FIPS 5-2 state codes by postal code; the atlas names areas by FIPS.
_CODES = (
    "AL01 AK02 AZ04 AR05 CA06 CO08 CT09 DE10 DC11 FL12 GA13 HI15 ID16 IL17 IN18 IA19 KS20 KY21 "
    "LA22 ME23 MD24 MA25 MI26 MN27 MS28 MO29 MT30 NE31 NV32 NH33 NJ34 NM35 NY36 NC37 ND38 OH39 "
    "OK40 OR41 PA42 RI44 SC45 SD46 TN47 TX48 UT49 VT50 VA51 WA53 WV54 WI55 WY56 AS60 GU66 MP69 "
    "PR72 VI78"
)
FIPS = {code[:2]: code[2:] for code in _CODES.split()}
POSTAL = {fips: postal for postal, fips in FIPS.items()}


@dataclass(frozen=True)
class Area:
    """One state or county of the picture."""

    code: str
    name: str
    path: str
    here: bool = False


@dataclass(frozen=True)
class Pin:
    """A point with its number in the list; ``x`` is None when it lies outside the picture."""

    number: int
    x: float | None
    y: float | None
    label: str
    detail: str
    url: str
    kind: str


@dataclass(frozen=True)
class Drawing:
    """What the template draws; without built data there are no areas and the list remains."""

    width: int
    height: int
    name: str
    areas: tuple[Area, ...]
    outline: str
    pins: tuple[Pin, ...]
    projection: str


def draw(points: Sequence[Mapping[str, Any]], state: str = "", county: str = "") -> Drawing:
    """Return the picture of ``state`` (postal code or FIPS; empty: the nation) with pins."""
    sheet = _sheet(FIPS.get(state.upper(), state) or NATION)
    views = [_View.of(view) for view in sheet.get("views", ())]
    size = sheet.get("size", (0, 0))
    pins = [_pin(n, point, views, size) for n, point in enumerate(points, start=1)]
    areas = [Area(c, n, p, c == county) for c, (n, p) in sheet.get("areas", {}).items()]
    return Drawing(
        width=size[0],
        height=size[1],
        name=sheet.get("name", ""),
        areas=tuple(areas),
        outline=sheet.get("outline", ""),
        pins=tuple(pins),
        projection=json.dumps(sheet["views"][0]["conic"]) if len(views) == 1 else "",
    )


@dataclass(frozen=True)
class _View:
    """A part of the picture with a projection of its own, such as the inset of Alaska."""

    south: float
    west: float
    north: float
    east: float
    conic: Conic

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "_View":
        south, west, north, east = data["box"]
        return cls(south, west, north, east, Conic(*data["conic"]))

    def holds(self, lat: float, lon: float) -> bool:
        lon = lon - 360 if lon > 0 and self.west < -180 else lon
        return self.south <= lat <= self.north and self.west <= lon <= self.east


def _pin(number: int, point: Mapping[str, Any], views: list[_View], size: Sequence[int]) -> Pin:
    lat, lon = float(point["lat"]), float(point["lon"])
    x: float | None = None
    y: float | None = None
    view = next((v for v in views if v.holds(lat, lon)), None)
    if view:
        x, y = (round(value, 1) for value in view.conic.place(lat, lon))
        if not (0 <= x <= size[0] and 0 <= y <= size[1]):
            x = y = None
    words = {name: str(point.get(name, "")) for name in ("label", "detail", "url", "kind")}
    return Pin(number=number, x=x, y=y, **words)


@lru_cache(maxsize=64)
def _sheet(name: str) -> dict[str, Any]:
    # Compared with the names that exist: a request's words never become part of a path.
    found = next((f for f in BUILT.glob("*.json") if f.stem == name), None)
    return json.loads(found.read_text()) if found else {}
