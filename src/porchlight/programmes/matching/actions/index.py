"""Keeping the index of persons and vehicles true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.audit.copying import copy_rows
from porchlight.programmes.matching.events import CasesIndexed, LookAlikesShown, PersonsIndexed
from porchlight.programmes.matching.models import IndexedPerson
from porchlight.programmes.matching.rules.description import Description
from porchlight.programmes.matching.rules.keys import kept_keys, packed


@dataclass(frozen=True)
class Indexable:
    """
    A person or vehicle as a record gives it: in what role, described how. ``title`` is what it is
    called in a list; without one it is the first name.
    """

    role: str
    description: Description
    title: str = ""

    @property
    def findable(self) -> bool:
        """Whether there is anything to find it by."""
        one = self.description
        return bool(one.names or one.phones or one.plates or one.vins)


@dataclass(frozen=True)
class Indexed:
    """A case whose persons become findable with those of many others."""

    case_id: int
    number: str
    open: bool
    persons: tuple[Indexable, ...]


@transaction.atomic
def index_persons(
    source: str,
    persons: Sequence[Indexable],
    *,
    by: Viewer,
    now: datetime,
    case_id: int | None = None,
    number: str = "",
    open: bool = True,
) -> int:
    """
    Make exactly these persons findable for the record ``source`` and return how many.

    Running it twice leaves the same rows.
    """
    IndexedPerson.objects.filter(source=source).delete()
    rows = [
        _row(source, person, case_id=case_id, number=number, open=open)
        for person in persons
        if person.findable
    ]
    IndexedPerson.objects.bulk_create(rows)
    record(PersonsIndexed(source, len(rows)), by=by, at=now)
    return len(rows)


@transaction.atomic
def index_cases(cases: Sequence[Indexed], *, by: Viewer, now: datetime) -> int:
    """
    Make exactly these persons findable for these cases, all at once, and return how many.

    Running it twice leaves the same rows.
    """
    IndexedPerson.objects.filter(source__in=[f"case:{one.case_id}" for one in cases]).delete()
    rows = [
        _row(f"case:{one.case_id}", person, case_id=one.case_id, number=one.number, open=one.open)
        for one in cases
        for person in one.persons
        if person.findable
    ]
    copy_rows(rows)
    record(CasesIndexed(len(cases), len(rows)), by=by, at=now)
    return len(rows)


def _row(
    source: str, person: Indexable, *, case_id: int | None, number: str, open: bool
) -> IndexedPerson:
    described = person.description
    return IndexedPerson(
        source=source,
        case_id=case_id,
        number=number,
        role=person.role,
        title=(person.title or next(iter(described.names), ""))[:200],
        names=list(described.names),
        born=str(described.born or ""),
        sex=described.sex,
        phones=sorted(described.phones),
        plates=sorted(described.plates),
        vins=sorted(described.vins),
        county=described.county,
        state=described.state,
        open=open,
        keys=packed(kept_keys(described)),
    )


def show_look_alikes(sources: Sequence[str], *, by: Viewer, now: datetime) -> None:
    """Write down that names of these records were seen as possible look-alikes."""
    if sources:
        record(LookAlikesShown(" ".join(dict.fromkeys(sources))), by=by, at=now)
