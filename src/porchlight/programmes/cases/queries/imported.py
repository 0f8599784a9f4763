"""What a file of another registry would change, row by row; nothing is changed here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any

from porchlight.core.text import Say, say
from porchlight.programmes.cases.models import ImportedChild
from porchlight.programmes.cases.models.rows import child_columns, last_contact_columns
from porchlight.programmes.cases.rules.exchange.incoming import Incoming
from porchlight.programmes.cases.rules.intake import ChildIntake, LastContact

CHUNK = 5_000
LONGEST_RECORD = 300
# Of a case, what a registry's record decides.
_CASE = ("category", "circumstances", "missing_on", "last_contact_place", "state", "county_fips")


class Verdict(StrEnum):
    """What becomes of a record."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OLDER = "older"
    ENDED = "ended"
    UNKNOWN = "unknown"


VERDICTS: dict[Verdict, Say] = {
    Verdict.NEW: say("New"),
    Verdict.CHANGED: say("Changed"),
    Verdict.SAME: say("As before"),
    Verdict.OLDER: say("Older than ours"),
    Verdict.ENDED: say("Ended there"),
    Verdict.UNKNOWN: say("Ended, and never here"),
}


@dataclass(frozen=True)
class Compared:
    """A record beside what is here: ``changes`` are columns as «child.hair» with their values."""

    incoming: Incoming
    verdict: Verdict
    there: ImportedChild | None = None
    given: dict[str, Any] = field(default_factory=dict)
    changes: dict[str, Any] = field(default_factory=dict)


def compared(incoming: Sequence[Incoming]) -> Iterator[Compared]:
    """Yield each record with what becomes of it, in their order."""
    for start in range(0, len(incoming), CHUNK):
        some = incoming[start : start + CHUNK]
        names = [one.record for one in some]
        rows = ImportedChild.objects.filter(record__in=names)
        there = {row.record: row for row in rows}
        for one in some:
            yield _compared(one, there.get(one.record))


def _compared(one: Incoming, there: ImportedChild | None) -> Compared:
    if one.ended:
        if there is None or there.ended_at is not None:
            return Compared(one, Verdict.UNKNOWN if there is None else Verdict.SAME, there)
        return Compared(one, Verdict.ENDED, there)
    given = columns_of(one)
    if there is None:
        return Compared(one, Verdict.NEW, None, given, given)
    if _older(one.changed_at, there.changed_at):
        return Compared(one, Verdict.OLDER, there, given)
    changes = {
        name: given.get(name, empty(name))
        for name in sorted({*given, *there.given})
        if given.get(name) != there.given.get(name)
    }
    same = not changes and there.ended_at is None
    return Compared(one, Verdict.SAME if same else Verdict.CHANGED, there, given, changes)


def _older(theirs: datetime | None, ours: datetime | None) -> bool:
    return theirs is not None and ours is not None and theirs < ours


def columns_of(one: Incoming) -> dict[str, Any]:
    """Return what the record decides, without what it does not say: «child.hair», «case.state»."""
    nothing = _empty()
    told = [(f"child.{name}", value) for name, value in child_columns(one.child).items()]
    told += [(f"case.{name}", value) for name, value in _case_columns(one).items()]
    return {name: value for name, value in told if value != nothing[name]}


def _case_columns(one: Incoming) -> dict[str, Any]:
    last = last_contact_columns(LastContact(place=one.place))
    return {
        "category": one.category.value,
        "circumstances": one.circumstances,
        "missing_on": str(one.missing_on or ""),
        **{name: last[name] for name in _CASE if name in last},
    }


def empty(name: str) -> Any:  # noqa: ANN401 whatever the column holds
    """Return what a column holds when nothing was said of it."""
    return _empty().get(name)


@cache
def _empty() -> dict[str, Any]:
    child = child_columns(ChildIntake())
    case = {"circumstances": "", "missing_on": "", "last_contact_place": None}
    case |= {"state": "", "county_fips": "", "category": None}
    return {f"child.{k}": v for k, v in child.items()} | {f"case.{k}": v for k, v in case.items()}
