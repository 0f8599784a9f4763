"""What the law sets, as data per jurisdiction: clocks and ages, each with its citation."""

import re
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files

from porchlight.core.text import Say, say


class Starts(StrEnum):
    """From when a clock runs."""

    REPORTED = "reported"
    OPENED = "opened"
    ENTERED = "entered"


@dataclass(frozen=True)
class Clock:
    """
    A time that must be kept. ``met_by`` names what meets it; ``repeats`` the time of each next
    round; ``duty`` tells whose it is; ``kind`` whether law or house set it.
    """

    name: str
    title: Say
    starts: Starts
    within: timedelta
    source: str
    met_by: frozenset[str]
    duty: str = "agency"
    kind: str = "law"
    repeats: timedelta | None = None
    from_care: bool = False
    under_age: int | None = None


@cache
def clocks(jurisdiction: str = "us") -> tuple[Clock, ...]:
    """
    Return the clocks of a jurisdiction; none for one that has no data.

    >>> clocks("us")[0].name, clocks("us")[0].within
    ('ncic_entry', datetime.timedelta(seconds=7200))
    """
    path = files("porchlight.core.law").joinpath(f"{jurisdiction}.toml")
    if not re.fullmatch(r"[a-z_]+", jurisdiction) or not path.is_file():
        return ()
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(_clock(name, row) for name, row in data["clocks"].items())


def clock(jurisdiction: str, name: str) -> Clock | None:
    """Return one clock by its name."""
    return next((each for each in clocks(jurisdiction) if each.name == name), None)


def duration(text: str) -> timedelta:
    """
    Return an ISO 8601 duration of weeks, days, hours and minutes.

    >>> duration("P1DT12H")
    datetime.timedelta(days=1, seconds=43200)

    :raises ValueError: if it is none; months and years are not, because they are not lengths
    """
    match = re.fullmatch(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?", text)
    if match is None or not any(match.groups()):
        raise ValueError(text)
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    return timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)


# Written here so that the sentences are found for translation; the data names the clock.
_TITLES = {
    "ncic_entry": say("Entry into NCIC and the state's system"),
    "agency_told": say("Investigating agency told"),
    "care_report": say("Child-welfare agency's report to police and clearinghouse"),
    "record_update": say("NCIC record verified and completed: dental, medical, photograph"),
    "family_contact": say("Call with the family"),
    "verification": say("Quarterly verification that the child is still missing"),
}


def _clock(name: str, row: dict[str, object]) -> Clock:
    repeats, under = row.get("repeats"), row.get("under_age")
    met = row["met_by"]
    assert isinstance(met, list)
    return Clock(
        name=name,
        title=_TITLES[name],
        starts=Starts(str(row["starts"])),
        within=duration(str(row["within"])),
        source=str(row["source"]),
        met_by=frozenset(map(str, met)),
        duty=str(row.get("duty", "agency")),
        kind=str(row.get("kind", "law")),
        repeats=duration(str(repeats)) if repeats else None,
        from_care=bool(row.get("from_care", False)),
        under_age=under if isinstance(under, int) else None,
    )
