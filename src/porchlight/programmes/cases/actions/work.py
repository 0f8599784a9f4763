"""The work on a case: whose it is, what it says, notes, tasks and clocks."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.accounts.models import Account
from porchlight.house.audit.actions import record
from porchlight.programmes.cases.events import (
    CaseAssigned,
    CaseChanged,
    CasesExported,
    CasesSearched,
    CaseViewed,
    ClockDue,
    ClockMet,
    NoteAdded,
    TaskAdded,
    TaskDone,
)
from porchlight.programmes.cases.models import Case, Clock, Note, Task
from porchlight.programmes.cases.models.locking import change, locked, locked_case
from porchlight.programmes.cases.models.rows import last_contact_columns
from porchlight.programmes.cases.permissions import (
    may_assign,
    may_change_case,
    may_do_task,
    may_note,
    may_restrict,
)
from porchlight.programmes.cases.queries import facts_of
from porchlight.programmes.cases.rules.clocks import next_round, resumed
from porchlight.programmes.cases.rules.intake import CaseDetails, check_last_contact
from porchlight.programmes.cases.rules.vocabulary import Compartment

MANAGES = ("case_manager", "supervisor")


def view_case(case: Case, part: str = "overview", *, by: Viewer, now: datetime) -> None:
    """Write down that the person saw this part of the case, before it is shown."""
    record(CaseViewed(case.id, part), by=by, at=now)


def view_list(shown: list[Case], *, by: Viewer, now: datetime) -> None:
    """Write down that the person saw these cases in a list."""
    ids = " ".join(str(case.id) for case in shown)
    record(CasesSearched(len(shown), ids), by=by, at=now)


def export_list(rows: int, *, by: Viewer, now: datetime) -> None:
    """Write down that the person took the list away as a file."""
    record(CasesExported(rows), by=by, at=now)


@transaction.atomic
def change_case(
    case_id: int, details: CaseDetails, *, version: int, by: Viewer, now: datetime
) -> Case:
    """
    Save what is now known of the event.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when somebody saved the case since ``version`` was read
    :raises RuleBroken: when nothing is said to have happened, or times cannot be
    """
    case = locked_case(case_id)
    may_change_case(by, facts_of(case)).require()
    if not details.circumstances.strip():
        raise RuleBroken(say("Say what happened, in a sentence or two."), field="circumstances")
    check_last_contact(details.last_contact, now)
    columns = {
        "category": details.category,
        "circumstances": details.circumstances.strip(),
        "summary": details.summary.strip(),
        "missing_on": str(details.missing_on or details.last_contact.day or ""),
        **last_contact_columns(details.last_contact),
        "reported_at": details.reported_at,
        "from_care": details.from_care,
        "amber": details.amber,
        "unknown": sorted(details.unknown),
    }
    fields = ", ".join(change(case, columns, version))
    record(CaseChanged(case.id, fields), by=by, at=now)
    return case


@transaction.atomic
def restrict_case(case_id: int, restricted: bool, *, by: Viewer, now: datetime) -> Case:
    """
    Close the case to all but its manager, supervisors and agencies, or open it to the desk.

    :raises NotAllowed: when ``by`` is neither its manager nor a supervisor
    """
    case = locked_case(case_id)
    may_restrict(by, facts_of(case)).require()
    case.restricted = restricted
    case.save(update_fields=["restricted"])
    record(CaseChanged(case.id, "restricted"), by=by, at=now)
    return case


@transaction.atomic
def assign_case(case_id: int, account_id: int, *, by: Viewer, now: datetime) -> Case:
    """
    Give the case to a case manager; open tasks of the one before go along.

    :raises NotAllowed: when ``by`` assigns no cases
    :raises NotFound: when the account is no case manager or supervisor
    """
    case = locked_case(case_id)
    may_assign(by, facts_of(case)).require()
    managers = Account.objects.filter(
        id=account_id,
        is_active=True,
        grants__role__in=MANAGES,
        grants__ended_at__isnull=True,
    )
    if not managers.exists():
        raise NotFound(say("Choose a case manager."))
    before = case.manager_id
    case.manager_id, case.assigned_at, case.assigned_by_id = account_id, now, by.id
    if by.id is None:
        # A machine that assigns does it in the name of the one who gets the case.
        case.assigned_by_id = account_id
    case.save(update_fields=["manager", "assigned_at", "assigned_by"])
    if before is not None:
        case.tasks.filter(assigned_to_id=before, done_at__isnull=True).update(
            assigned_to_id=account_id
        )
    record(CaseAssigned(case.id, account_id), by=by, at=now)
    return case


@transaction.atomic
def add_note(
    case_id: int,
    text: str,
    *,
    compartment: Compartment = Compartment.STAFF,
    by: Viewer,
    now: datetime,
) -> Note:
    """
    Add a note; what an officer writes is always shared.

    :raises NotAllowed: when ``by`` adds no notes to this case
    :raises RuleBroken: when it says nothing
    """
    case = locked_case(case_id)
    may_note(by, facts_of(case)).require()
    if not text.strip():
        raise RuleBroken(say("Write the note first."), field="text")
    shared = Compartment.SHARED if by.door is Door.PARTNER else compartment
    note = Note.objects.create(
        case=case, compartment=shared, text=text.strip(), written_at=now, written_by_id=by.id
    )
    record(NoteAdded(case.id, note.id, shared.value), by=by, at=now)
    return note


@transaction.atomic
def add_task(
    case_id: int,
    words: str,
    *,
    due_at: datetime | None = None,
    assigned_to_id: int | None = None,
    by: Viewer,
    now: datetime,
) -> Task:
    """
    Add something to be done; whoever it is given to sees the case until it is done.

    :raises NotAllowed: when ``by`` does not change this case
    :raises RuleBroken: when it does not say what is to be done
    """
    case = locked_case(case_id)
    may_change_case(by, facts_of(case)).require()
    if not words.strip():
        raise RuleBroken(say("Say what is to be done."), field="words")
    task = Task.objects.create(
        case=case,
        words=words.strip(),
        due_at=due_at,
        assigned_to_id=assigned_to_id or case.manager_id,
        added_at=now,
        added_by_id=by.id,
    )
    record(TaskAdded(case.id, task.id), by=by, at=now)
    return task


@transaction.atomic
def do_task(task_id: int, outcome: str = "", *, by: Viewer, now: datetime) -> Task:
    """
    Mark a task as done, with what came of it.

    :raises NotAllowed: when it is somebody else's
    :raises Conflict: when it was done already
    """
    task = locked(Task, task_id)
    case = locked_case(task.case_id)
    may_do_task(by, facts_of(case), task.assigned_to_id).require()
    if task.done_at is not None:
        raise Conflict(say("Somebody did this already."))
    task.done_at, task.done_by_id, task.outcome = now, by.id, outcome.strip()
    task.save(update_fields=["done_at", "done_by", "outcome"])
    record(TaskDone(case.id, task.id), by=by, at=now)
    return task


@transaction.atomic
def meet_clock(clock_id: int, *, by: Viewer, now: datetime) -> Clock:
    """
    Mark a clock as met; one that repeats starts its next round.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when it was met already
    """
    clock = locked(Clock, clock_id)
    case = locked_case(clock.case_id)
    may_change_case(by, facts_of(case)).require()
    if clock.met_at is not None:
        raise Conflict(say("This was met already."))
    clock.met_at = now
    clock.save(update_fields=["met_at"])
    if (after := next_round(case.jurisdiction, clock.name, now)) is not None:
        Clock.objects.create(
            case=case,
            name=after.name,
            source=after.source,
            started_at=after.started_at,
            due_at=after.due_at,
        )
    record(ClockMet(case.id, clock.name), by=by, at=now)
    return clock


@transaction.atomic
def pause_clock(clock_id: int, *, by: Viewer, now: datetime) -> Clock:
    """
    Stop a clock, or let one that stands still run on; its end moves by the time it stood.

    :raises NotAllowed: when ``by`` does not change this case
    :raises RuleBroken: when the law set the clock
    :raises Conflict: when it was met already
    """
    clock = locked(Clock, clock_id)
    case = locked_case(clock.case_id)
    may_change_case(by, facts_of(case)).require()
    if clock.met_at is not None:
        raise Conflict(say("This was met already."))
    if not clock.source.startswith("House"):
        raise RuleBroken(say("The law set this clock: it cannot be stopped."))
    if clock.paused_at is None:
        clock.paused_at = now
    else:
        clock.due_at = resumed(clock.due_at, clock.paused_at, now)
        clock.paused_at = None
    clock.save(update_fields=["paused_at", "due_at"])
    record(CaseChanged(case.id, f"clock {clock.name}"), by=by, at=now)
    return clock


@transaction.atomic
def remind_of_clock(clock_id: int, *, by: Viewer, now: datetime) -> bool:
    """
    Note that a clock is nearly due, or overdue, once each; whether it was news.

    Done twice it reminds once.
    """
    clock = locked(Clock, clock_id)
    overdue = now >= clock.due_at
    told = clock.overdue_told_at if overdue else clock.reminded_at
    if clock.met_at is not None or clock.paused_at is not None or told is not None:
        return False
    column = "overdue_told_at" if overdue else "reminded_at"
    setattr(clock, column, now)
    clock.save(update_fields=[column])
    record(ClockDue(clock.case_id, clock.id, clock.name, overdue), by=by, at=now)
    return True
