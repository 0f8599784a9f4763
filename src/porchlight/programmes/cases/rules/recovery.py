"""What must be known to confirm a recovery, and to close a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say
from porchlight.programmes.cases.rules.vocabulary import ChildStatus, ClosingReason, RecoveredBy


@dataclass(frozen=True)
class Recovery:
    """
    How a child was recovered. ``place`` is a county or city, never a street; ``officer`` names
    who confirmed it when the desk records it.
    """

    at: datetime
    by_whom: RecoveredBy
    place: str
    words: str = ""
    officer: str = ""


def check_recovery(
    found: Recovery, *, missing_since: datetime | None, at_desk: bool, now: datetime
) -> None:
    """
    Refuse a recovery that cannot be, or that nobody of the agency confirmed.

    :raises RuleBroken: naming the field
    """
    if found.at > now:
        raise RuleBroken(say("The recovery cannot be in the future."), field="at")
    if missing_since and found.at < missing_since:
        raise RuleBroken(say("The recovery cannot be before the last contact."), field="at")
    if not found.place.strip():
        raise RuleBroken(say("Say in which county or city the child was found."), field="place")
    if at_desk and not found.officer.strip():
        raise RuleBroken(say("Name the officer who confirmed the recovery."), field="officer")


@dataclass(frozen=True)
class ClosingFacts:
    """What decides whether a case can be closed. ``unmet`` are clocks that still run."""

    children: tuple[ChildStatus, ...]
    open_tasks: int
    family_told: bool
    circumstances_known: bool
    ncic_cleared: bool
    in_ncic: bool
    poster_withdrawn: bool = True


@dataclass(frozen=True)
class Item:
    """One line of the checklist; ``must`` keeps the case open until it is done."""

    code: str
    label: Say
    done: bool
    must: bool = True


def closing_checklist(facts: ClosingFacts, reason: ClosingReason) -> tuple[Item, ...]:
    """Return what is to be done before the case is closed for ``reason``."""
    return tuple(_items(facts, reason))


def _items(facts: ClosingFacts, reason: ClosingReason) -> Iterator[Item]:
    if reason is ClosingReason.RECOVERED:
        found = all(each is ChildStatus.RECOVERED for each in facts.children)
        yield Item("recovered", say("Every child is confirmed as recovered"), found)
        yield Item(
            "circumstances",
            say("Circumstances of each recovery are written down"),
            facts.circumstances_known,
        )
        yield Item("family_told", say("The family was told by law enforcement"), facts.family_told)
    if facts.in_ncic:
        yield Item("ncic_cleared", say("The agency cleared the NCIC record"), facts.ncic_cleared)
    yield Item("tasks", say("No task is open"), facts.open_tasks == 0)


def check_closing(facts: ClosingFacts, reason: ClosingReason, words: str) -> None:
    """
    Refuse to close a case of which something must still be done.

    :raises RuleBroken: naming the first thing to do
    """
    for item in closing_checklist(facts, reason):
        if item.must and not item.done:
            raise RuleBroken(say("First: {item}.", item=item.label))
    if reason is not ClosingReason.RECOVERED and not words.strip():
        raise RuleBroken(say("Say why the case is closed."), field="words")
