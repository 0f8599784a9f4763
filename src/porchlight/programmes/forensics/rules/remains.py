"""
An unidentified person as compared and exchanged: everything estimated is a range.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from porchlight.core.dates import PartialDate
from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span
from porchlight.core.text import Say, say

UNIT_DAYS = {
    "minutes": 1 / 1440,
    "hours": 1 / 24,
    "days": 1.0,
    "weeks": 7.0,
    "months": 30.4375,
    "years": 365.25,
}
# How often the ranges of a report are right, unless it says so itself.
COVERAGE = 90


class Vital(StrEnum):
    """Whether the person was found dead or is living and cannot say who they are."""

    DECEASED = "deceased"
    LIVING = "living"


class Condition(StrEnum):
    """The state of what was found (NamUs)."""

    RECOGNIZABLE = "recognizable"
    DECOMPOSED = "decomposed"
    SKELETON = "skeleton"
    PARTIAL_SKELETON = "partial_skeleton"
    PARTIAL = "partial"
    MUMMIFIED = "mummified"
    BURNED = "burned"
    UNKNOWN = "unknown"


CONDITION_WORDS: dict[Condition, Say] = {
    Condition.RECOGNIZABLE: say("Recognizable face"),
    Condition.DECOMPOSED: say("Decomposed"),
    Condition.SKELETON: say("Near complete or complete skeleton"),
    Condition.PARTIAL_SKELETON: say("Partial skeletal parts only"),
    Condition.PARTIAL: say("Partial remains with soft tissues"),
    Condition.MUMMIFIED: say("Mummified"),
    Condition.BURNED: say("Burned"),
    Condition.UNKNOWN: say("Not known"),
}


@dataclass(frozen=True)
class Remains:
    """
    What is recorded of an unidentified person. Empty, ``U`` and None mean not known.

    ``ancestry`` is an estimate with wide overlaps, poor in children and apart from what people are
    called in life; it never excludes. ``pmi_days`` is the time from death to find.
    """

    vital: Vital = Vital.DECEASED
    found_on: PartialDate | None = None
    state: str = ""
    county: str = ""
    city: str = ""
    latitude: float | None = None
    longitude: float | None = None
    condition: Condition = Condition.UNKNOWN
    sex: str = "U"
    age_years: Span | None = None
    age_coverage: int = COVERAGE
    height_cm: Span | None = None
    height_coverage: int = COVERAGE
    weight_kg: Span | None = None
    pmi_days: Span | None = None
    pmi_coverage: int = COVERAGE
    ancestry: tuple[str, ...] = ()
    hair: str = ""
    eyes: str = ""
    blood: str = ""
    marks: tuple[str, ...] = ()
    clothing: str = ""
    unknown: tuple[str, ...] = field(default=())

    def death_window(self) -> tuple[date | None, date] | None:
        """
        Return the earliest (None: open) and latest day of death; None when the find is not dated.

        >>> found = PartialDate.of("1995-06-06")
        >>> Remains(found_on=found, pmi_days=Span(2, 10)).death_window()
        (datetime.date(1995, 5, 27), datetime.date(1995, 6, 4))
        """
        if self.found_on is None:
            return None
        first, last = self.found_on.earliest, self.found_on.latest
        if self.pmi_days is None:
            return (first if self.condition is Condition.RECOGNIZABLE else None), last
        bones = self.condition in (Condition.SKELETON, Condition.PARTIAL_SKELETON)
        begin = None if bones else _back(first, self.pmi_days.hi)
        return begin, _back(last, self.pmi_days.lo)


def _back(day: date, days: float) -> date:
    return day - timedelta(days=min(int(days), day.toordinal() - 1))


def pmi_span(low: float, high: float | None, unit: str) -> Span:
    """
    Return a post-mortem interval in days from the unit it was written in.

    >>> pmi_span(2, 3, "Weeks")
    Span(lo=14.0, hi=21.0)

    :raises RuleBroken: if the unit is none, or the interval is negative
    """
    days = UNIT_DAYS.get(unit.strip().lower())
    if days is None or low < 0:
        raise RuleBroken(say("{unit} is no unit of time.", unit=unit))
    return Span(low * days, (low if high is None else high) * days)
