"""
The two sides of a comparison: what is known of a missing person and of an unidentified one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.programmes.forensics.rules.dental import Chart
from porchlight.programmes.forensics.rules.prints import Finger
from porchlight.programmes.forensics.rules.remains import Remains

DAYS = 365.25


@dataclass(frozen=True)
class MissingSide:
    """
    A missing person as compared. Empty, ``U`` and None mean not known.

    ``born`` and ``age_years`` (at the last contact) are both ranges; ``measured_on`` tells how old
    the height is.
    """

    key: str
    last_contact: PartialDate | None = None
    born: PartialDate | None = None
    age_years: Span | None = None
    sex: str = "U"
    hair: str = ""
    eyes: str = ""
    races: tuple[str, ...] = ()
    height_cm: Span | None = None
    measured_on: PartialDate | None = None
    latitude: float | None = None
    longitude: float | None = None
    blood: str = ""
    marks: tuple[str, ...] = ()
    clothing: str = ""
    chart: Chart | None = None
    fingers: tuple[Finger, ...] = ()

    def birth_window(self) -> tuple[date, date] | None:
        """
        Return the earliest and latest day of birth, from the birth date or the age then.

        >>> one = MissingSide("a", PartialDate.of("1995-06-09"), age_years=Span(16, 16))
        >>> one.birth_window()
        (datetime.date(1978, 6, 9), datetime.date(1979, 6, 9))
        """
        if self.born is not None:
            return self.born.earliest, self.born.latest
        if self.age_years is None or self.last_contact is None:
            return None
        return (
            years_before(self.last_contact.earliest, self.age_years.hi + 1),
            years_before(self.last_contact.latest, self.age_years.lo),
        )


@dataclass(frozen=True)
class FoundSide:
    """An unidentified person as compared: the record, and what was found by examination."""

    key: str
    facts: Remains = field(default_factory=Remains)
    chart: Chart | None = None
    fingers: tuple[Finger, ...] = ()
    # How often the ranges of the record are right, by name of the trait; 90 % where not said.
    coverage: Mapping[str, int] = field(default_factory=dict)


def years_before(day: date, years: float) -> date:
    """Return the day so many years before; 29 February falls on the 28th."""
    whole = int(years)
    year = max(day.year - whole, 1)
    try:
        moved = day.replace(year=year)
    except ValueError:
        moved = day.replace(year=year, day=28)
    return moved - timedelta(days=round((years - whole) * DAYS))


def ages_at_death(missing: MissingSide, found: FoundSide) -> tuple[float, float] | None:
    """
    Return how old the missing person would have been at death, from least to most.

    Death lies in the record's window and not before the last contact, unless the dates conflict.
    """
    births, window = missing.birth_window(), found.facts.death_window()
    if births is None or window is None:
        return None
    first, last = death_between(missing, window)
    low = (first - births[1]).days / DAYS
    high = (last - births[0]).days / DAYS
    return max(low, 0.0), max(high, 0.0)


def death_between(missing: MissingSide, window: tuple[date | None, date]) -> tuple[date, date]:
    """Return the first and last possible day of death of this person."""
    last = window[1]
    contact = missing.last_contact.earliest if missing.last_contact else None
    starts = [day for day in (window[0], contact) if day is not None and day <= last]
    return max(starts, default=last), last
