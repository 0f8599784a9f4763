"""What can be done with records of unidentified persons: one verb, one event each."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.identifiers import case_number
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.forensics.events import (
    ExclusionRecorded,
    ExclusionWithdrawn,
    FileTried,
    PersonChanged,
    PersonIdentified,
    PersonRecorded,
    PersonRestored,
    PersonsImported,
    PersonWithdrawn,
)
from porchlight.programmes.forensics.models import (
    DentalChart,
    Exclusion,
    PrintClass,
    TriedFile,
    UnidentifiedPerson,
)
from porchlight.programmes.forensics.permissions import may_write_person
from porchlight.programmes.forensics.queries.persons import (
    Planned,
    columns_of_record,
    elsewhere,
    plans_of,
    teeth_of,
)
from porchlight.programmes.forensics.rules.bases import BASIS_WORDS
from porchlight.programmes.forensics.rules.namus import decoded, read_file

BATCH = 500


def _unsaved(columns: Mapping[str, Any], by: Viewer, now: datetime) -> UnidentifiedPerson:
    return UnidentifiedPerson(
        number=case_number("PU"),
        recorded_at=now,
        recorded_by_id=by.id,
        changed_at=now,
        **columns,
    )


@transaction.atomic
def record_person(columns: Mapping[str, Any], *, by: Viewer, now: datetime) -> UnidentifiedPerson:
    """
    Record an unidentified person.

    :raises NotAllowed: when ``by`` does not write these records
    :raises Conflict: when another record has the same NamUs or NCIC number
    """
    may_write_person(by).require()
    person = _unsaved(columns, by, now)
    _once(person)
    record(PersonRecorded(person.id), by=by, at=now)
    return person


@transaction.atomic
def change_person(
    person_id: int, columns: Mapping[str, Any], *, version: int, by: Viewer, now: datetime
) -> UnidentifiedPerson:
    """
    Save ``columns`` into the record as it was read at ``version``.

    :raises NotAllowed: when ``by`` may not, or the person is identified
    :raises Conflict: when somebody saved it since, or another has the same NamUs or NCIC number
    """
    person = _locked(person_id)
    may_write_person(by, person.standing()).require()
    if person.version != version:
        raise Conflict(say("Somebody changed this record while you typed. Look at it again."))
    changed = person.take(columns, now)
    if changed:
        _once(person)
    record(PersonChanged(person.id, ", ".join(changed)), by=by, at=now)
    return person


def _once(person: UnidentifiedPerson) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise Conflict(say("Another record has this NamUs or NCIC number.")) from error


def _locked(person_id: int) -> UnidentifiedPerson:
    person = UnidentifiedPerson.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise NotFound(say("There is no such record."))
    return person


@transaction.atomic
def try_file(name: str, data: bytes, *, by: Viewer, now: datetime) -> TriedFile:
    """
    Keep a file of records to be looked at; nothing of it is taken over yet.

    :raises NotAllowed: when ``by`` does not write these records
    :raises RuleBroken: if it is no such file
    """
    may_write_person(by).require()
    read = read_file(data, timezone.localdate(now))
    if not read:
        raise RuleBroken(say("This file has no records."), field="file")
    kept = TriedFile.objects.create(
        name=name[-200:], text=decoded(data), tried_at=now, tried_by_id=by.id
    )
    record(FileTried(kept.id, len(read)), by=by, at=now)
    return kept


@transaction.atomic
def import_persons(file_id: int, *, by: Viewer, now: datetime) -> dict[str, int]:
    """
    Take over a tried file: new records are added, known ones brought up to date, none doubled.
    Returns how many were new, changed, same and refused. All of it, or nothing.

    :raises NotAllowed: when ``by`` does not write these records
    :raises NotFound: when there is no such file
    :raises Conflict: when it was taken over already
    """
    may_write_person(by).require()
    file = TriedFile.objects.select_for_update().filter(id=file_id).first()
    if file is None:
        raise NotFound(say("There is no such file."))
    if file.taken_at is not None:
        raise Conflict(say("This file was taken over already."))
    plans = plans_of(file)
    ids = _taken_over(plans, by, now)
    for plan in plans:
        if plan.outcome != "refused":
            _keep_biometrics(plan, ids[elsewhere(plan.record)], by, now)
    file.taken_at, file.taken_by_id = now, by.id
    file.save(update_fields=["taken_at", "taken_by"])
    counted = dict.fromkeys(("new", "changed", "same", "refused"), 0)
    for plan in plans:
        counted[plan.outcome] += 1
    record(PersonsImported(file.id, **counted), by=by, at=now)
    return counted


def _taken_over(plans: list[Planned], by: Viewer, now: datetime) -> dict[tuple[str, str], int]:
    """Write the records; returns their ids by source and number."""
    new = [plan for plan in plans if plan.outcome == "new"]
    rows = [_unsaved(_all_columns(plan), by, now) for plan in new]
    UnidentifiedPerson.objects.bulk_create(rows, batch_size=BATCH)
    ids = {elsewhere(plan.record): row.id for plan, row in zip(new, rows, strict=True)}
    for plan in plans:
        if plan.person_id is not None:
            ids[elsewhere(plan.record)] = plan.person_id
            if plan.columns:
                person = _locked(plan.person_id)
                person.take(columns_of_record(plan.record), now)
                _once(person)
    return ids


def _all_columns(plan: Planned) -> dict[str, object]:
    column, number = elsewhere(plan.record)
    return {**columns_of_record(plan.record), column: number}


def _keep_biometrics(plan: Planned, person_id: int, by: Viewer, now: datetime) -> None:
    kept = {"person_id": person_id, "kept_at": now, "kept_by_id": by.id}
    if "dental" in plan.fields:
        DentalChart.objects.create(teeth=teeth_of(plan.record.dental), **kept)
    if "prints" in plan.fields:
        PrintClass.objects.create(fpc=plan.record.prints, **kept)


@transaction.atomic
def withdraw_person(person_id: int, *, words: str, by: Viewer, now: datetime) -> None:
    """
    Note that the source took its record back: it is kept, and no longer compared.

    :raises NotAllowed: when ``by`` may not, or the person is identified
    :raises RuleBroken: if no reason is given
    """
    person = _locked(person_id)
    may_write_person(by, person.standing()).require()
    if not words.strip():
        raise RuleBroken(say("Say why it is taken back."))
    person.withdrawn_at, person.withdrawn_by_id = now, by.id
    person.withdrawn_words = words.strip()
    person.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_words"])
    record(PersonWithdrawn(person.id), by=by, at=now)


@transaction.atomic
def restore_person(person_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Take the record up again: it is compared as before.

    :raises NotAllowed: when ``by`` may not, or the person is identified
    """
    person = _locked(person_id)
    may_write_person(by, person.standing()).require()
    person.withdrawn_at = person.withdrawn_by = None
    person.withdrawn_words = ""
    person.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_words"])
    record(PersonRestored(person.id), by=by, at=now)


@transaction.atomic
def identify_person(person_id: int, *, words: str, by: Viewer, now: datetime) -> None:
    """
    Close the record of a person whom an authority has identified; matching asks two people first.

    :raises NotAllowed: when ``by`` may not, or the person is identified already
    """
    person = _locked(person_id)
    may_write_person(by, person.standing()).require()
    person.identified_at, person.identified_by_id = now, by.id
    person.identified_words = words.strip()
    person.save(update_fields=["identified_at", "identified_by", "identified_words"])
    record(PersonIdentified(person.id), by=by, at=now)


@transaction.atomic
def record_exclusion(
    person_id: int, child_id: int, *, basis: str, words: str, by: Viewer, now: datetime
) -> Exclusion:
    """
    Record that a child is not this person; only such a record hides the pair.

    :raises NotAllowed: when ``by`` does not write these records
    :raises RuleBroken: if the basis is none, or nothing is said about it
    :raises Conflict: when the pair is excluded already
    """
    person = _locked(person_id)
    may_write_person(by, person.standing()).require()
    if basis not in BASIS_WORDS or not words.strip():
        raise RuleBroken(say("Say on what basis, and who decided."))
    try:
        with transaction.atomic():
            made = Exclusion.objects.create(
                person_id=person_id,
                child_id=child_id,
                basis=basis,
                words=words.strip(),
                recorded_at=now,
                recorded_by_id=by.id,
            )
    except IntegrityError as error:
        raise Conflict(say("This pair is excluded already.")) from error
    record(ExclusionRecorded(person_id, child_id, basis), by=by, at=now)
    return made


@transaction.atomic
def withdraw_exclusion(exclusion_id: int, *, words: str, by: Viewer, now: datetime) -> Exclusion:
    """
    Take an exclusion back: the pair is compared and shown again.

    :raises NotFound: when there is none that holds
    :raises RuleBroken: if no reason is given
    """
    found = (
        Exclusion.objects.select_for_update()
        .filter(id=exclusion_id, withdrawn_at__isnull=True)
        .first()
    )
    if found is None:
        raise NotFound(say("There is no such exclusion."))
    may_write_person(by).require()
    if not words.strip():
        raise RuleBroken(say("Say why it is taken back."))
    found.withdrawn_at, found.withdrawn_by_id = now, by.id
    found.withdrawn_words = words.strip()
    found.save()
    record(ExclusionWithdrawn(found.person_id, found.child_id), by=by, at=now)
    return found
