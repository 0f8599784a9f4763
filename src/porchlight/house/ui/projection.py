"""The Albers equal-area conic projection, fitted to a picture; plain arithmetic."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import cos, radians, sin, sqrt

Point = tuple[float, float]


@dataclass(frozen=True)
class Conic:
    """Standard parallels and centre in degrees; scale and shift in units of the picture."""

    lon0: float
    lat0: float
    lat1: float
    lat2: float
    scale: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0

    def place(self, lat: float, lon: float) -> Point:
        """
        Return where a place in degrees lies in the picture, y downwards.

        Source: J. P. Snyder, Map Projections – A Working Manual, USGS 1395, section 14.
        """
        n, c, rho0 = self._constants()
        theta = n * radians(_near(lon, self.lon0) - self.lon0)
        rho = sqrt(max(c - 2 * n * sin(radians(lat)), 0.0)) / n
        x, y = rho * sin(theta), rho0 - rho * cos(theta)
        return self.shift_x + self.scale * x, self.shift_y - self.scale * y

    def fitted(self, places: Iterable[Point], width: float, height: float) -> "Conic":
        """Return this projection scaled so that ``places`` (lat, lon) fill width × height."""
        bare = Conic(self.lon0, self.lat0, self.lat1, self.lat2)
        drawn = [bare.place(lat, lon) for lat, lon in places]
        left, right = min(x for x, _ in drawn), max(x for x, _ in drawn)
        top, bottom = min(y for _, y in drawn), max(y for _, y in drawn)
        scale = min(width / (right - left), height / (bottom - top))
        return replace(
            bare,
            scale=scale,
            shift_x=width / 2 - scale * (left + right) / 2,
            shift_y=height / 2 - scale * (top + bottom) / 2,
        )

    def moved(self, x: float, y: float) -> "Conic":
        """Return this projection with its picture shifted."""
        return replace(self, shift_x=self.shift_x + x, shift_y=self.shift_y + y)

    def _constants(self) -> tuple[float, float, float]:
        first, second = radians(self.lat1), radians(self.lat2)
        n = (sin(first) + sin(second)) / 2
        c = cos(first) ** 2 + 2 * n * sin(first)
        return n, c, sqrt(c - 2 * n * sin(radians(self.lat0))) / n


def _near(lon: float, lon0: float) -> float:
    # The Aleutians reach over the 180th meridian; there a longitude is taken the short way.
    return lon - 360 if lon - lon0 > 180 else lon + 360 if lon - lon0 < -180 else lon
