"""
The clocks of a case: which run, when each is due, what meets them. What the law says is data
(``core.law``); here is when it applies.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from porchlight.core.law import Clock, Starts, clock, clocks

EARLIEST_REMINDER = timedelta(days=7)


class Met(StrEnum):
    """What happened on the case; a clock of the law says which of them meets it."""

    NCIC_ENTERED = "ncic_entered"
    AGENCY_TOLD = "agency_told"
    RECORD_VERIFIED = "record_verified"
    FAMILY_CALLED = "family_called"
    RECOVERED = "recovered"


@dataclass(frozen=True)
class ClockFacts:
    """What decides which clocks run. ``reported_at``: when police took the report."""

    jurisdiction: str
    opened_at: datetime
    reported_at: datetime | None = None
    entered_at: datetime | None = None
    from_care: bool = False
    youngest_age: int | None = None


@dataclass(frozen=True)
class Running:
    """A clock that runs on a case."""

    name: str
    source: str
    started_at: datetime
    due_at: datetime


def running(facts: ClockFacts) -> Iterator[Running]:
    """
    Yield the clocks that run on a case, each with its start and when it is due.

    A clock that starts with an entry that was not made yet does not run.
    """
    for each in clocks(facts.jurisdiction):
        started = _start(each, facts)
        if started is not None and _applies(each, facts):
            yield Running(each.name, each.source, started, started + each.within)


def _start(each: Clock, facts: ClockFacts) -> datetime | None:
    return {
        Starts.REPORTED: facts.reported_at or facts.opened_at,
        Starts.OPENED: facts.opened_at,
        Starts.ENTERED: facts.entered_at,
    }[each.starts]


def _applies(each: Clock, facts: ClockFacts) -> bool:
    if each.from_care and not facts.from_care:
        return False
    older = each.under_age is not None and (facts.youngest_age or 0) >= each.under_age
    return not older


def next_round(jurisdiction: str, name: str, met_at: datetime) -> Running | None:
    """Return the next round of a clock that repeats; None for one that is over once met."""
    each = clock(jurisdiction, name)
    if each is None or each.repeats is None:
        return None
    return Running(each.name, each.source, met_at, met_at + each.repeats)


def met_by(jurisdiction: str, what: Met) -> frozenset[str]:
    """Return the names of the clocks that ``what`` meets."""
    return frozenset(each.name for each in clocks(jurisdiction) if what in each.met_by)


def resumed(due_at: datetime, paused_at: datetime, now: datetime) -> datetime:
    """
    Return when a clock is due that stood still from ``paused_at`` until ``now``.

    :raises ValueError: if it was paused in the future
    """
    if paused_at > now:
        raise ValueError(paused_at)
    return due_at + (now - paused_at)


def remind_from(started_at: datetime, due_at: datetime) -> datetime:
    """
    Return when to remind: three quarters of the time gone, at most a week before.

    >>> from datetime import UTC
    >>> start = datetime(2026, 3, 1, 12, tzinfo=UTC)
    >>> remind_from(start, start + timedelta(hours=2)).isoformat()
    '2026-03-01T13:30:00+00:00'
    """
    return max(started_at + (due_at - started_at) * 3 / 4, due_at - EARLIEST_REMINDER)
