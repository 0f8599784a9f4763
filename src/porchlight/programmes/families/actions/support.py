"""The record itself: whose it is, how safe the family is, who belongs to it."""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction

from porchlight.core.errors import Conflict, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.permissions import person as signer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.families.events import (
    AdvocateAssigned,
    DayViewed,
    RelativeAdded,
    RelativeChanged,
    SupportChanged,
    SupportViewed,
)
from porchlight.programmes.families.models import Relative, SupportRecord
from porchlight.programmes.families.permissions import may_assign, may_read, may_write
from porchlight.programmes.families.queries.support import locked_record
from porchlight.programmes.families.rules.promises import is_told

CHANGED = say("Somebody changed this meanwhile. Look at it again.")


@dataclass(frozen=True)
class Person:
    """A family member as the advocate writes them down."""

    name: str
    relation: str
    language: str = "en"
    phones: tuple[str, ...] = ()
    call_after: time | None = None
    call_before: time | None = None
    no_call: bool = False
    no_voicemail: bool = False
    places: tuple[str, ...] = ()
    rules: str = ""
    apart: bool = False


@transaction.atomic
def assign_advocate(
    case_id: int, advocate_id: int, phone: str, *, by: Viewer, now: datetime
) -> SupportRecord:
    """
    Make somebody the family's advocate, reached under ``phone``; the first time opens the record.

    :raises NotAllowed: when ``by`` decides nothing about this family
    :raises RuleBroken: when the person is no advocate, or there is no number to reach them
    :raises Conflict: when they are the advocate already
    """
    there = SupportRecord.objects.select_for_update().filter(case_id=case_id).first()
    may_assign(by, advocate_id, there.facts() if there else None).require()
    _is_advocate(advocate_id)
    if not phone:
        raise RuleBroken(say("Say under which number the family reaches them."), field="phone")
    if there is not None and there.advocate_id == advocate_id and there.phone == phone:
        raise Conflict(say("They are the family's advocate already."))
    row, _ = SupportRecord.objects.update_or_create(
        case_id=case_id,
        defaults={
            "advocate_id": advocate_id,
            "phone": phone,
            "assigned_at": now,
            "assigned_by_id": by.id,
        },
    )
    record(AdvocateAssigned(row.pk, advocate_id), by=by, at=now)
    return row


def _is_advocate(account_id: int) -> None:
    advocate = Account.objects.filter(
        id=account_id,
        is_active=True,
        grants__role="family_advocate",
        grants__ended_at__isnull=True,
    )
    if not advocate.exists():
        raise RuleBroken(say("This person is no family advocate."), field="advocate")


@transaction.atomic
def view_support(support: SupportRecord, part: str, *, by: Viewer, now: datetime) -> None:
    """
    Write down that a page of the record is shown.

    :raises NotAllowed: when ``by`` does not read it
    """
    may_read(by, support.facts()).require()
    record(SupportViewed(support.pk, part), by=by, at=now)


@transaction.atomic
def view_day(shown: int, *, by: Viewer, now: datetime) -> None:
    """Write down that the advocate's day was shown, with so many families in it."""
    record(DayViewed(shown), by=by, at=now)


@transaction.atomic
def change_support(
    support_id: int, *, safety: str, crisis_plan: str, version: int, by: Viewer, now: datetime
) -> SupportRecord:
    """
    Write the assessment of safety and the plan for a crisis.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises Conflict: when somebody changed it since it was read
    """
    row = locked_record(support_id)
    may_write(by, row.facts()).require()
    if row.version != version:
        raise Conflict(CHANGED)
    before = {"safety": row.safety, "crisis_plan": row.crisis_plan}
    row.safety, row.crisis_plan = safety, crisis_plan
    row.version += 1
    row.save(update_fields=["safety", "crisis_plan", "version"])
    fields = " ".join(name for name, value in before.items() if getattr(row, name) != value)
    record(SupportChanged(row.pk, fields), by=by, at=now)
    return row


@transaction.atomic
def tell_recovery(support_id: int, *, by: Viewer, now: datetime) -> None:
    """
    Write down that the family was told of the recovery, in person; from then on their page says it.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises RuleBroken: when no child is found
    :raises Conflict: when it was written down already
    """
    row = locked_record(support_id)
    may_write(by, row.facts()).require()
    recovered_at = cases.family_source(row.case_id).last_recovered_at
    if recovered_at is None:
        raise RuleBroken(say("No child of this family is found yet."))
    if is_told(row.recovery_told_at, recovered_at):
        raise Conflict(say("This is written down already."))
    row.recovery_told_at, row.recovery_told_by_id = now, by.id
    row.save(update_fields=["recovery_told_at", "recovery_told_by"])
    record(SupportChanged(row.pk, "recovery_told"), by=by, at=now)


@transaction.atomic
def add_relative(support_id: int, person: Person, *, by: Viewer, now: datetime) -> Relative:
    """
    Add somebody of the family.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises RuleBroken: when only one end of the safe hours is said
    """
    row = locked_record(support_id)
    may_write(by, row.facts()).require()
    _whole_hours(person)
    relative = Relative.objects.create(
        support=row, added_at=now, added_by_id=signer(by), **_columns(person)
    )
    record(RelativeAdded(row.pk, relative.pk), by=by, at=now)
    return relative


@transaction.atomic
def change_relative(
    relative_id: int, person: Person, *, version: int, by: Viewer, now: datetime
) -> Relative:
    """
    Change what is known of a family member and how it is safe to reach them.

    :raises NotAllowed: when ``by`` is not the advocate
    :raises RuleBroken: when only one end of the safe hours is said
    :raises Conflict: when somebody changed it since it was read
    """
    relative = Relative.objects.select_for_update().select_related("support").get(id=relative_id)
    may_write(by, relative.support.facts()).require()
    _whole_hours(person)
    if relative.version != version:
        raise Conflict(CHANGED)
    columns = _columns(person)
    for name, value in columns.items():
        setattr(relative, name, value)
    relative.version += 1
    relative.save(update_fields=[*columns, "version"])
    record(RelativeChanged(relative.support_id, relative.pk), by=by, at=now)
    return relative


def _whole_hours(person: Person) -> None:
    if (person.call_after is None) != (person.call_before is None):
        raise RuleBroken(
            say("Say both from when and until when calling is safe."), field="call_before"
        )


def _columns(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "relation": person.relation,
        "language": person.language,
        "phones": list(person.phones),
        "call_after": person.call_after,
        "call_before": person.call_before,
        "no_call": person.no_call,
        "no_voicemail": person.no_voicemail,
        "places": list(person.places),
        "rules": person.rules,
        "apart": person.apart,
    }
