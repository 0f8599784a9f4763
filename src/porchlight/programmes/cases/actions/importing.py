"""Taking in records of other registries: new ones opened, known ones brought up to date."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.audit.copying import copy_rows
from porchlight.programmes.cases.events import ImportTried, RecordsImported
from porchlight.programmes.cases.models import Case, Child, ImportedChild, Note, Task
from porchlight.programmes.cases.models.rows import child_columns
from porchlight.programmes.cases.models.unsaved import fresh_numbers, unsaved_case
from porchlight.programmes.cases.permissions import may_import
from porchlight.programmes.cases.queries.imported import (
    CHUNK,
    LONGEST_RECORD,
    Compared,
    Verdict,
    compared,
    empty,
)
from porchlight.programmes.cases.rules.exchange.incoming import Batch, Shape, Trouble
from porchlight.programmes.cases.rules.vocabulary import Compartment

LOOK_WITHIN = timedelta(days=1)
MOST_NAMED = 2_000


@dataclass(frozen=True)
class Report:
    """What became of a file, or would: how many of each verdict, and what is said of rows."""

    counts: dict[Verdict, int]
    troubles: tuple[Trouble, ...]
    done: bool

    @property
    def refused(self) -> int:
        """How many rows were left out."""
        return sum(each.refused for each in self.troubles)


@transaction.atomic
def try_import(shape: Shape, batch: Batch, *, by: Viewer, now: datetime) -> Report:
    """
    Say what an import would do, and change nothing.

    :raises NotAllowed: when ``by`` imports nothing
    """
    may_import(by).require()
    found = Counter(each.verdict for each in compared(_named(batch)))
    record(ImportTried(shape.value, len(batch.incoming)), by=by, at=now)
    return Report(dict(found), _troubles(batch), done=False)


@transaction.atomic
def import_records(shape: Shape, batch: Batch, *, by: Viewer, now: datetime) -> Report:
    """
    Take records in. A record that is known changes what it changed at home; what was changed here
    since stays, and is told. A record that ended at home leaves a task to look at the case.

    :raises NotAllowed: when ``by`` imports nothing
    """
    may_import(by).require()
    kept: list[Trouble] = []
    touched: list[int] = []
    counts: Counter[Verdict] = Counter()
    new: list[Compared] = []
    for each in compared(_named(batch)):
        counts[each.verdict] += 1
        if each.verdict is Verdict.NEW:
            new.append(each)
        elif each.verdict is Verdict.CHANGED:
            kept += _bring_up_to_date(each, now)
            touched.append(_there(each).case_id)
        elif each.verdict is Verdict.ENDED:
            kept += _end(each, by, now)
            touched.append(_there(each).case_id)
    _open(new, by, now)
    troubles = (*_troubles(batch), *kept)
    refused = sum(each.refused for each in troubles)
    named = " ".join(str(case_id) for case_id in dict.fromkeys(touched[:MOST_NAMED]))
    event = RecordsImported(
        shape.value,
        counts[Verdict.NEW],
        counts[Verdict.CHANGED],
        counts[Verdict.ENDED],
        refused,
        named,
    )
    record(event, by=by, at=now)
    return Report(dict(counts), troubles, done=True)


def _named(batch: Batch) -> list[Any]:
    return [one for one in batch.incoming if len(one.record) <= LONGEST_RECORD]


def _troubles(batch: Batch) -> tuple[Trouble, ...]:
    long = (one for one in batch.incoming if len(one.record) > LONGEST_RECORD)
    said = say("The record's name is too long.")
    refused = (Trouble(one.row, one.record[:60], "record", said, refused=True) for one in long)
    return (*batch.troubles, *refused)


def _there(each: Compared) -> ImportedChild:
    assert each.there is not None, "only what is here changes or ends"
    return each.there


def _open(new: Sequence[Compared], by: Viewer, now: datetime) -> None:
    """Open cases many at a time; records of one group become children of one case."""
    for start in range(0, len(new), CHUNK):
        _open_some(new[start : start + CHUNK], by, now)


def _open_some(new: Sequence[Compared], by: Viewer, now: datetime) -> None:
    groups = {each.incoming.group for each in new}
    known = ImportedChild.objects.filter(group__in=groups).select_related("case")
    cases = {row.group: row.case for row in known}
    fresh: dict[str, Case] = {}
    for each in new:
        group = each.incoming.group
        if group not in cases and group not in fresh:
            fresh[group] = unsaved_case(each.incoming.intake(), "", by, now)
    for case, number in zip(fresh.values(), fresh_numbers(len(fresh)), strict=True):
        case.number = number
    copy_rows(list(fresh.values()))
    cases |= fresh
    # Places among siblings: behind those who are there.
    taken = Counter(Child.objects.filter(case__in=list(cases.values())).values_list("case_id"))
    places = {case_id: count - 1 for (case_id,), count in taken.items()}
    children = []
    for each in new:
        case = cases[each.incoming.group]
        place = places[case.id] = places.get(case.id, -1) + 1
        told = child_columns(each.incoming.child)
        children.append(Child(case_id=case.id, position=place, **told))
    copy_rows(children)
    pairs = list(zip(new, children, strict=True))
    copy_rows([_imported(each, child, now) for each, child in pairs])
    notes = [
        Note(
            case_id=child.case_id,
            compartment=Compartment.STAFF,
            text=each.incoming.note,
            written_at=now,
            written_by_id=by.id,
        )
        for each, child in pairs
        if each.incoming.note
    ]
    copy_rows(notes)


def _imported(each: Compared, child: Child, now: datetime) -> ImportedChild:
    return ImportedChild(
        record=each.incoming.record,
        group=each.incoming.group,
        case_id=child.case_id,
        child_id=child.id,
        given=each.given,
        changed_at=each.incoming.changed_at,
        first_imported_at=now,
        last_imported_at=now,
    )


def _bring_up_to_date(each: Compared, now: datetime) -> Iterable[Trouble]:
    there = ImportedChild.objects.select_for_update().get(id=_there(each).id)
    kept = _write(there, each.changes)
    there.given, there.changed_at = each.given, each.incoming.changed_at
    there.last_imported_at, there.ended_at = now, None
    there.save()
    return _kept(each, kept)


def _end(each: Compared, by: Viewer, now: datetime) -> Iterable[Trouble]:
    """Forget what the registry gave, unless it was changed here, and have somebody look."""
    there = ImportedChild.objects.select_for_update().get(id=_there(each).id)
    emptied = {name: empty(name) for name in there.given if name != "case.category"}
    kept = _write(there, emptied)
    there.given, there.last_imported_at, there.ended_at = {}, now, now
    there.changed_at = each.incoming.changed_at
    there.save()
    Task.objects.create(
        case_id=there.case_id,
        words=str(say("Ended at its own registry: close the case, or take it over.")),
        due_at=now + LOOK_WITHIN,
        added_at=now,
        added_by_id=by.id,
    )
    return _kept(each, kept)


def _write(there: ImportedChild, changes: dict[str, Any]) -> list[str]:
    """Write the columns that nobody changed here since; return the names of the others."""
    kept = []
    rows = {
        "child": Child.objects.select_for_update().get(id=there.child_id),
        "case": Case.objects.select_for_update().get(id=there.case_id),
    }
    # A group's case follows the first child who came; siblings change themselves only.
    first = not ImportedChild.objects.filter(case_id=there.case_id, id__lt=there.id).exists()
    for name, value in changes.items():
        of, _, column = name.partition(".")
        if of == "case" and not first:
            continue
        row = rows[of]
        if getattr(row, column) == there.given.get(name, empty(name)):
            setattr(row, column, value)
        elif getattr(row, column) != value:
            kept.append(column)
    for row in rows.values():
        row.version += 1
        row.save()
    return kept


def _kept(each: Compared, columns: list[str]) -> Iterable[Trouble]:
    one = each.incoming
    for column in columns:
        yield Trouble(one.row, one.record, column, say("Changed here: ours was kept."))
