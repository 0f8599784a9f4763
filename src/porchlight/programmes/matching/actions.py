"""Keeping the index of persons true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.matching.events import PersonsIndexed
from porchlight.programmes.matching.models import IndexedPerson
from porchlight.programmes.matching.rules.look_alikes import Description, keys


@dataclass(frozen=True)
class Indexable:
    """A person as a record gives it: in what role, described how."""

    role: str
    description: Description


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
        if person.description.names or person.description.phones
    ]
    IndexedPerson.objects.bulk_create(rows)
    record(PersonsIndexed(source, len(rows)), by=by, at=now)
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
        names=list(described.names),
        born=str(described.born or ""),
        sex=described.sex,
        phones=sorted(described.phones),
        county=described.county,
        state=described.state,
        open=open,
        keys=keys(described),
    )
