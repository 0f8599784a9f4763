"""
Age progression: when the next picture is due, and the growth of a face's outline as a drawing aid.

The strain is a guide for the artist's hand («growth draft, not for release»), never a picture.
"""

from collections.abc import Iterator
from datetime import date
from math import atan2, cos, hypot, radians, sin

from porchlight.core.dates import age_on
from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

# Six months missing for the first (programme sheet; the press told of two years before), then every
# two years while a child, then every five (practice of the national clearinghouse, from its press).
FIRST_AFTER_MONTHS, CHILD_YEARS, ADULT_YEARS, GROWN = 6, 2, 5, 18
Point = tuple[float, float]


def due_dates(
    born: date, missing_on: date, first_after_months: int = FIRST_AFTER_MONTHS
) -> Iterator[date]:
    """
    Yield the days on which a new age progression is due, without end.

    >>> days = due_dates(date(2010, 6, 15), date(2015, 3, 1), 24)
    >>> [str(next(days)) for _ in range(8)][-3:]
    ['2027-03-01', '2029-03-01', '2034-03-01']
    """
    day = _later(missing_on, first_after_months)
    while True:
        yield day
        years = CHILD_YEARS if age_on(born, day) < GROWN else ADULT_YEARS
        day = _later(day, 12 * years)


def next_due(
    born: date, missing_on: date, today: date, first_after_months: int = FIRST_AFTER_MONTHS
) -> date:
    """
    Return the last day that came due, or the first to come when none has.

    >>> str(next_due(date(2010, 6, 15), date(2015, 3, 1), date(2026, 6, 1), 24))
    '2025-03-01'
    """
    days = due_dates(born, missing_on, first_after_months)
    found = next(days)
    for day in days:
        if day > today:
            return found
        found = day
    raise AssertionError("days never end")


def _later(day: date, months: int) -> date:
    """The same day some months on; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError("every month has a 28th")


def strained(point: Point, k: float, origin: Point = (0.0, 0.0)) -> Point:
    """
    Return where a point of the outline lies after growth ``k``: R' = R·(1 + k·(1 − cos θ)), θ from
    the vertical through the crown; y points up, the origin lies inside of the head.

    >>> [round(one, 6) for one in strained((60, -80), 0.1)]
    [70.8, -94.4]

    Source: revised cardioidal strain, Todd, Mark et al. 1980.
    """
    x, y = point[0] - origin[0], point[1] - origin[1]
    size = hypot(x, y)
    if size == 0:
        return point
    angle = atan2(x, y)
    grown = size * (1 + k * (1 - cos(angle)))
    return origin[0] + grown * sin(angle), origin[1] + grown * cos(angle)


def strain_for(stretch: float, degrees: float) -> float:
    """
    Return the strain that makes a point at ``degrees`` from the crown ``stretch`` times as far.

    >>> round(strain_for(1.2, 180), 9), round(strain_for(1.15, 120), 9)
    (0.1, 0.1)

    :raises RuleBroken: at the crown, which never moves
    """
    turned = 1 - cos(radians(degrees))
    if turned < 1e-9:
        raise RuleBroken(say("The crown never moves: take a point lower down."))
    return (stretch - 1) / turned
