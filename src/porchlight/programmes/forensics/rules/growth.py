"""
How children grow: stature for age, and how tall a missing child may be years later.

Source: CDC growth charts, United States, 2000: L, M and S by month, public domain. Between months
they are interpolated.
"""

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log, sqrt

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

# How alike a child's place among its peers stays over years; set by judgement, open to measurement.
CORRELATION = 0.8
Z_95 = 1.959963984540054
YOUNGEST_MONTHS, GROWN_MONTHS = 24.0, 240.0


@dataclass(frozen=True)
class Lms:
    """Skewness, median (cm) and variation of stature at one age."""

    l: float  # noqa: E741 the source's letter
    m: float
    s: float

    def height(self, z: float) -> float:
        """Return the stature in cm that lies ``z`` deviations from the median."""
        if abs(self.l) < 1e-9:
            return float(self.m * 2.718281828459045 ** (self.s * z))
        return float(self.m * (1 + self.l * self.s * z) ** (1 / self.l))

    def z(self, height_cm: float) -> float:
        """Return how many deviations from the median a stature lies."""
        if abs(self.l) < 1e-9:
            return log(height_cm / self.m) / self.s
        return float(((height_cm / self.m) ** self.l - 1) / (self.l * self.s))

    @property
    def deviation_cm(self) -> float:
        """The standard deviation in cm, near the median."""
        return self.m * self.s


@dataclass(frozen=True)
class Projected:
    """A stature to be expected: the middle, 95 % limits and the deviation, in cm."""

    median_cm: float
    low_cm: float
    high_cm: float

    @property
    def deviation_cm(self) -> float:
        """The standard deviation that the limits stand for."""
        return (self.high_cm - self.low_cm) / (2 * Z_95)


def stature(sex: str, months: float) -> Lms:
    """
    Return L, M and S for ``"M"`` or ``"F"``; below two years the youngest, from twenty the adult.

    >>> stature("M", 96.5).m
    128.1237104

    :raises RuleBroken: for any other sex
    """
    if sex not in ("M", "F"):
        raise RuleBroken(say("Stature for age needs the sex."))
    rows = _rows(sex)
    months = min(max(months, YOUNGEST_MONTHS), GROWN_MONTHS)
    at = bisect_left(rows, (months,))
    if rows[at][0] == months:
        return Lms(*rows[at][1:])
    (before, *low), (after, *high) = rows[at - 1], rows[at]
    share = (months - before) / (after - before)
    return Lms(*(a + share * (b - a) for a, b in zip(low, high, strict=True)))


def projected(
    sex: str,
    height_cm: float,
    months_then: float,
    months_now: float,
    correlation: float = CORRELATION,
) -> Projected:
    """
    Return how tall a child measured at ``months_then`` may be at ``months_now``.

    >>> boy = projected("M", 122, 96.5, 180.5)
    >>> round(boy.median_cm, 2), round(boy.low_cm, 2), round(boy.high_cm, 2)
    (163.27, 153.25, 172.6)

    :raises RuleBroken: if the sex is not known or a measure is not positive
    """
    if height_cm <= 0 or not 0 < correlation <= 1:
        raise RuleBroken(say("A height is more than nothing."))
    middle = correlation * stature(sex, months_then).z(height_cm)
    spread = Z_95 * sqrt(1 - correlation**2)
    now = stature(sex, months_now)
    return Projected(now.height(middle), now.height(middle - spread), now.height(middle + spread))


def print_scale(sex: str, months_then: float, months_now: float) -> float:
    """
    Return by how much a child's fingerprint has grown: as the stature, alike in both directions.

    >>> round(print_scale("M", 96.5, 180.5), 6)
    1.32793

    Source: Gottschlich et al. 2011.
    """
    return stature(sex, months_now).m / stature(sex, months_then).m


def mid_parent_cm(father_cm: float, mother_cm: float, sex: str) -> float:
    """
    Return the stature that the parents' suggests.

    >>> mid_parent_cm(178, 165, "M"), mid_parent_cm(178, 165, "F")
    (178.0, 165.0)
    """
    return (father_cm + mother_cm + (13 if sex == "M" else -13)) / 2


@cache
def _rows(sex: str) -> tuple[tuple[float, ...], ...]:
    path = files("porchlight.programmes.forensics.rules").joinpath("cdc_stature.csv")
    wanted = "1," if sex == "M" else "2,"
    lines = path.read_text(encoding="utf-8").splitlines()
    read = [tuple(map(float, line.split(",")[1:])) for line in lines if line.startswith(wanted)]
    return tuple(sorted(read))
