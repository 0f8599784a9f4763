"""Days that are hard for a family: birthdays, and the day the child went missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from porchlight.core.dates import PartialDate, birthday
from porchlight.core.text import Say, say

AHEAD = timedelta(days=7)


@dataclass(frozen=True)
class Anniversary:
    """A day that prompts a call, and why."""

    on: date
    words: Say


def anniversaries(
    today: date, missing_since: PartialDate | None, born: Iterable[tuple[str, PartialDate | None]]
) -> list[Anniversary]:
    """
    Return the hard days from ``today`` to a week ahead, the nearest first.

    ``born`` gives each child's name and birth date. A half-known date has no day to call on.

    >>> found = anniversaries(date(2026, 5, 1), None, [("Mia", PartialDate(2012, 5, 4))])
    >>> str(found[0].words), found[0].on.isoformat()
    ('Mia would turn 14', '2026-05-04')
    """
    found = [*_missing(today, missing_since)]
    for name, day in born:
        if day is not None and day.exact is not None:
            found += _birthdays(today, name, day.exact)
    return sorted(found, key=lambda one: one.on)


def _missing(today: date, since: PartialDate | None) -> Iterator[Anniversary]:
    if since is None or since.exact is None:
        return
    month = since.exact + timedelta(days=30)
    if _near(today, month):
        yield Anniversary(month, say("Missing for 30 days"))
    for years, on in _yearly(today, since.exact):
        words = say("Missing for one year") if years == 1 else say("Missing for {n} years", n=years)
        yield Anniversary(on, words)


def _birthdays(today: date, name: str, born: date) -> Iterator[Anniversary]:
    for years, on in _yearly(today, born):
        yield Anniversary(on, say("{name} would turn {n}", name=name, n=years))


def _yearly(today: date, first: date) -> Iterator[tuple[int, date]]:
    for years in (today.year - first.year, today.year - first.year + 1):
        if years >= 1 and _near(today, on := birthday(first, years)):
            yield years, on


def _near(today: date, on: date) -> bool:
    return today <= on <= today + AHEAD
