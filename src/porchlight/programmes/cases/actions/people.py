"""Children, companions, vehicles, contacts and pictures of a case."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from porchlight.core.codes.smt import unknown
from porchlight.core.dates import PartialDate
from porchlight.core.errors import Conflict, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases.events import (
    ChildAdded,
    ChildChanged,
    ConsentRecorded,
    PersonAdded,
    PersonChanged,
    PhotographAdded,
    PhotographRemoved,
    VehicleChanged,
)
from porchlight.programmes.cases.models import (
    Case,
    CaseContact,
    Child,
    Companion,
    Photograph,
    Vehicle,
)
from porchlight.programmes.cases.models.columns import Versioned
from porchlight.programmes.cases.models.locking import change, locked, locked_case
from porchlight.programmes.cases.models.rows import (
    child_columns,
    companion_columns,
    consent_columns,
    contact_columns,
    vehicle_columns,
)
from porchlight.programmes.cases.permissions import may_change_case
from porchlight.programmes.cases.queries import facts_of
from porchlight.programmes.cases.rules.intake import (
    CallerIntake,
    ChildIntake,
    CompanionIntake,
    Consent,
    VehicleIntake,
    check_unknown,
)


def _may(case_id: int, by: Viewer) -> Case:
    case = locked_case(case_id)
    may_change_case(by, facts_of(case)).require()
    return case


def _changed(
    row: Versioned, columns: Mapping[str, Any], version: int, case_id: int, by: Viewer
) -> str:
    _may(case_id, by)
    return ", ".join(change(row, columns, version))


@transaction.atomic
def add_child(case_id: int, child: ChildIntake, *, by: Viewer, now: datetime) -> Child:
    """
    Add a child who went missing together with the others.

    :raises NotAllowed: when ``by`` does not change this case
    :raises RuleBroken: when an answer is both given and unknown
    """
    case = _may(case_id, by)
    check_unknown(child)
    last = case.children.aggregate(last=Max("position"))["last"] or 0
    row = Child.objects.create(case=case, position=last + 1, **child_columns(child))
    record(ChildAdded(case.id, row.id), by=by, at=now)
    return row


@transaction.atomic
def change_child(
    child_id: int, child: ChildIntake, *, version: int, by: Viewer, now: datetime
) -> Child:
    """
    Save what is now known of a child.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when somebody saved the child since ``version`` was read
    :raises RuleBroken: when an answer is both given and unknown
    """
    row = locked(Child, child_id)
    check_unknown(child)
    fields = _changed(row, child_columns(child), version, row.case_id, by)
    record(ChildChanged(row.case_id, row.id, fields), by=by, at=now)
    return row


@transaction.atomic
def code_marks(
    child_id: int, codes: Sequence[str], *, version: int, by: Viewer, now: datetime
) -> Child:
    """
    Give each mark of a child its code of NCIC, in their order; an empty one takes it away.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when somebody saved the child since ``version`` was read
    :raises RuleBroken: when a code is none of NCIC's
    """
    row = locked(Child, child_id)
    for code in unknown(code for code in codes if code):
        raise RuleBroken(say("«{text}» is no code of NCIC.", text=code[:20]))
    marks = [
        {**mark, "code": code} for mark, code in zip(row.marks, codes, strict=False)
    ] + row.marks[len(codes) :]
    fields = _changed(row, {"marks": marks}, version, row.case_id, by)
    record(ChildChanged(row.case_id, row.id, fields), by=by, at=now)
    return row


@transaction.atomic
def record_consent(
    child_id: int, about: str, consent: Consent, *, by: Viewer, now: datetime
) -> Child:
    """
    Write down who allowed or refused ``publicity`` or the use of the ``picture`` of a child.

    :raises NotAllowed: when ``by`` does not change this case
    """
    assert about in ("publicity", "picture"), about
    row = locked(Child, child_id)
    columns = consent_columns(about, consent) | {f"{about}_at": now, f"{about}_by_id": by.id}
    _changed(row, columns, row.version, row.case_id, by)
    record(ConsentRecorded(row.case_id, row.id, about), by=by, at=now)
    return row


@transaction.atomic
def add_companion(
    case_id: int, companion: CompanionIntake, *, publish: bool = False, by: Viewer, now: datetime
) -> Companion:
    """
    Add somebody the child may be with; ``publish`` when the agency wants them on the poster.

    :raises NotAllowed: when ``by`` does not change this case
    """
    case = _may(case_id, by)
    row = Companion.objects.create(case=case, publish=publish, **companion_columns(companion))
    record(PersonAdded(case.id, "companion", row.id), by=by, at=now)
    return row


@transaction.atomic
def change_companion(
    companion_id: int,
    companion: CompanionIntake,
    *,
    publish: bool,
    version: int,
    by: Viewer,
    now: datetime,
) -> Companion:
    """
    Save what is now known of a companion.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when somebody saved the companion since ``version`` was read
    """
    row = locked(Companion, companion_id)
    columns = {**companion_columns(companion), "publish": publish}
    fields = _changed(row, columns, version, row.case_id, by)
    record(PersonChanged(row.case_id, "companion", row.id, fields), by=by, at=now)
    return row


@transaction.atomic
def add_contact(case_id: int, contact: CallerIntake, *, by: Viewer, now: datetime) -> CaseContact:
    """
    Add somebody of the family or another contact.

    :raises NotAllowed: when ``by`` does not change this case
    """
    case = _may(case_id, by)
    row = CaseContact.objects.create(case=case, **contact_columns(contact))
    record(PersonAdded(case.id, "contact", row.id), by=by, at=now)
    return row


@transaction.atomic
def change_contact(
    contact_id: int, contact: CallerIntake, *, version: int, by: Viewer, now: datetime
) -> CaseContact:
    """
    Save what is now known of a contact.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when somebody saved the contact since ``version`` was read
    """
    row = locked(CaseContact, contact_id)
    fields = _changed(row, contact_columns(contact), version, row.case_id, by)
    record(PersonChanged(row.case_id, "contact", row.id, fields), by=by, at=now)
    return row


@transaction.atomic
def add_vehicle(
    case_id: int, vehicle: VehicleIntake, *, publish: bool = False, by: Viewer, now: datetime
) -> Vehicle:
    """
    Add a vehicle the child may be in; ``publish`` when the agency wants it on the poster.

    :raises NotAllowed: when ``by`` does not change this case
    """
    case = _may(case_id, by)
    row = Vehicle.objects.create(case=case, publish=publish, **vehicle_columns(vehicle))
    record(VehicleChanged(case.id, row.id, "added"), by=by, at=now)
    return row


@transaction.atomic
def change_vehicle(
    vehicle_id: int,
    vehicle: VehicleIntake,
    *,
    publish: bool,
    version: int,
    by: Viewer,
    now: datetime,
) -> Vehicle:
    """
    Save what is now known of a vehicle.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when somebody saved the vehicle since ``version`` was read
    """
    row = locked(Vehicle, vehicle_id)
    columns = {**vehicle_columns(vehicle), "publish": publish}
    fields = _changed(row, columns, version, row.case_id, by)
    record(VehicleChanged(row.case_id, row.id, fields), by=by, at=now)
    return row


@transaction.atomic
def attach_photograph(
    child_id: int,
    file_id: int,
    sha256: str,
    *,
    taken_on: PartialDate | None = None,
    kind: str = "current",
    by: Viewer,
    now: datetime,
) -> Photograph:
    """
    Put a kept picture on the case as one of the child, the last of its pictures.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when the same picture is there already
    """
    child = locked(Child, child_id)
    _may(child.case_id, by)
    there = child.photographs.filter(removed_at__isnull=True)
    if there.filter(sha256=sha256).exists():
        raise Conflict(say("This picture is on the case already."))
    row = Photograph.objects.create(
        case_id=child.case_id,
        child=child,
        file_id=file_id,
        sha256=sha256,
        kind=kind,
        taken_on=str(taken_on or ""),
        position=there.count(),
        added_at=now,
        added_by_id=by.id,
    )
    record(PhotographAdded(child.case_id, child.id, file_id), by=by, at=now)
    return row


@transaction.atomic
def remove_photograph(photograph_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Take a picture off the case; its bytes and its history stay.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when somebody took it off already
    """
    row = locked(Photograph, photograph_id)
    _may(row.case_id, by)
    if row.removed_at is not None:
        raise Conflict(say("Somebody took this picture off already."))
    row.removed_at, row.removed_by_id = now, by.id
    row.save(update_fields=["removed_at", "removed_by"])
    record(PhotographRemoved(row.case_id, row.child_id, row.file_id), by=by, at=now)
