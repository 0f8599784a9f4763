"""Reads: unidentified persons, and what a file would change."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.programmes.forensics.models import (
    DentalChart,
    Exclusion,
    PrintClass,
    TriedFile,
    UnidentifiedPerson,
    columns_of,
)
from porchlight.programmes.forensics.rules.dental import parse_ncic, to_codes
from porchlight.programmes.forensics.rules.namus import ReadRecord, read_file
from porchlight.programmes.forensics.rules.remains import Remains


@dataclass(frozen=True)
class Planned:
    """
    What taking over one record of a file would do: which columns change, and whether teeth or
    prints come on file.
    """

    record: ReadRecord
    person_id: int | None = None
    number: str = ""
    columns: tuple[str, ...] = ()
    biometrics: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """All that changes."""
        return (*self.columns, *self.biometrics)

    @property
    def outcome(self) -> str:
        """One of refused, new, changed, same."""
        if not self.record.number:
            return "refused"
        return "new" if self.person_id is None else "changed" if self.fields else "same"


def persons(viewer: Viewer) -> QuerySet[UnidentifiedPerson]:
    """Return all records, in no order; the door has asked whether they may be read."""
    return UnidentifiedPerson.objects.all()


def person_for(viewer: Viewer, number: str) -> UnidentifiedPerson:
    """
    Return the record of this number.

    :raises NotFound: when there is none
    """
    found = UnidentifiedPerson.objects.filter(number=number.upper()).first()
    if found is None:
        raise NotFound(say("There is no such record."))
    return found


def file_for(viewer: Viewer, file_id: int) -> TriedFile:
    """
    Return a tried file; the door has asked whether these records may be written.

    :raises NotFound: when there is none
    """
    found = TriedFile.objects.filter(id=file_id).first()
    if found is None:
        raise NotFound(say("There is no such file."))
    return found


def elsewhere(record: ReadRecord) -> tuple[str, str]:
    """Return the column in which a record's number elsewhere stands, and the number."""
    return f"{record.source}_number", record.number


def teeth_of(dental: str) -> dict[str, str]:
    """Return an NCIC dental field as it is stored."""
    return to_codes(parse_ncic(dental))


def planned(records: Sequence[ReadRecord]) -> list[Planned]:
    """Return what taking over a file would do, record by record; nothing is written."""
    numbers = [one.number for one in records if one.number]
    rows = UnidentifiedPerson.objects.filter(
        Q(namus_number__in=numbers) | Q(ncic_number__in=numbers)
    )
    known = {
        (column, getattr(row, column)): row
        for row in rows
        for column in ("namus_number", "ncic_number")
    }
    files = _Newest([row.id for row in rows])
    return [_plan(one, known.get(elsewhere(one)), files) for one in records]


def plans_of(file: TriedFile) -> list[Planned]:
    """Return what taking over a kept file would do now."""
    return planned(read_file(file.text.encode(), timezone.localdate(file.tried_at)))


class _Newest:
    """The newest teeth and prints on file of some persons."""

    def __init__(self, ids: Sequence[int]) -> None:
        charts = DentalChart.objects.filter(person_id__in=ids).order_by("kept_at", "id")
        prints = PrintClass.objects.filter(person_id__in=ids).order_by("kept_at", "id")
        self.teeth = {row.person_id: row.teeth for row in charts}
        self.prints = {row.person_id: row.fpc for row in prints}


def _plan(record: ReadRecord, row: UnidentifiedPerson | None, files: _Newest) -> Planned:
    person_id = None if row is None else row.id
    told = columns_of_record(record)
    changed = tuple(sorted(n for n, value in told.items() if row and getattr(row, n) != value))
    brought = []
    if record.dental and (teeth := teeth_of(record.dental)) and teeth != files.teeth.get(person_id):
        brought.append("dental")
    if record.prints and record.prints != files.prints.get(person_id):
        brought.append("prints")
    number = row.number if row else ""
    return Planned(record, person_id, number, changed, tuple(brought))


def columns_of_record(record: ReadRecord) -> dict[str, object]:
    """
    Return the columns that a read record says something about: what it leaves open stays as it is.
    """
    empty = columns_of(Remains())
    said = {name: value for name, value in columns_of(record.facts).items() if value != empty[name]}
    if record.coroner_case:
        said["coroner_case"] = record.coroner_case
    if record.names:
        said["possible_names"] = record.names
    return said


def excluded_pairs() -> frozenset[tuple[int, int]]:
    """Return child and person of every exclusion that holds."""
    return frozenset(
        Exclusion.objects.filter(withdrawn_at__isnull=True).values_list("child_id", "person_id")
    )


def exclusions_of(person_id: int) -> QuerySet[Exclusion]:
    """Return the exclusions of a record, those that hold first."""
    rows = Exclusion.objects.filter(person_id=person_id).select_related(
        "child", "recorded_by", "withdrawn_by"
    )
    return rows.order_by("-withdrawn_at", "recorded_at")
