"""
Taking over cases from elsewhere, with all that was done on them, many at a time.

A ``PastCase`` is told what happened in order, by the same rules as the single actions; it is kept
when all of it is known. The trail then says of each act who did it and when, and of the whole who
took it over. Nothing is sent and no job follows: the consequences are past.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from porchlight.core.event import Event
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import Act, record, record_all
from porchlight.house.audit.copying import copy_rows
from porchlight.programmes.cases.events import (
    CaseAssigned,
    CaseChanged,
    CaseClosed,
    CaseOpened,
    CasesTakenOver,
    ChildRecovered,
    NcicEntered,
    NoteAdded,
    ShareAnswered,
    TaskAdded,
    TaskDone,
)
from porchlight.programmes.cases.models import (
    Case,
    Child,
    Note,
    Task,
)
from porchlight.programmes.cases.models.unsaved import (
    clock_facts,
    fresh_numbers,
    mark_met,
    unsaved_case,
    unsaved_clocks,
    unsaved_parts,
)
from porchlight.programmes.cases.permissions import may_take_over
from porchlight.programmes.cases.rules.clocks import Met, met_by, running
from porchlight.programmes.cases.rules.intake import CaseIntake, check_intake
from porchlight.programmes.cases.rules.recovery import (
    ClosingFacts,
    Recovery,
    check_closing,
    check_recovery,
)
from porchlight.programmes.cases.rules.states import case_status_of, check_child_move
from porchlight.programmes.cases.rules.vocabulary import (
    CaseStatus,
    ChildStatus,
    ClosingReason,
    Compartment,
)


class PastCase:
    """One case and its history, not kept yet. ``at`` and ``by`` of each act are those of then."""

    def __init__(self, intake: CaseIntake, *, by: Viewer, at: datetime) -> None:
        """
        Begin with what was told.

        :raises RuleBroken: when it cannot be a case
        """
        check_intake(intake, at)
        self.case = unsaved_case(intake, "", by, at)
        self.parts = unsaved_parts(self.case, intake, by, at)
        self.notes: list[Note] = []
        self.tasks: list[Task] = []
        self._acts: list[tuple[Callable[[], Event], Viewer, datetime]] = []
        self._did(lambda: CaseOpened(self.case.id), by, at)

    def assign(self, account_id: int, *, by: Viewer, at: datetime) -> None:
        """Give it to a case manager."""
        self.case.manager_id, self.case.assigned_at = account_id, at
        self.case.assigned_by_id = by.id if by.id is not None else account_id
        self._did(lambda: CaseAssigned(self.case.id, account_id), by, at)

    def answer_share(self, *, accepted: bool, words: str, by: Viewer, at: datetime) -> None:
        """Take the answer of the officer's agency."""
        share = next(each for each in self.parts.agencies if each.agency_id == by.agency_id)
        share.accepted, share.answer_words = accepted, words
        share.answered_at, share.answered_by_id = at, by.id
        answer = "accepted" if accepted else "declined"
        self._did(lambda: ShareAnswered(self.case.id, share.agency_id, answer), by, at)

    def enter_ncic(self, number: str, entered_at: datetime, *, by: Viewer, at: datetime) -> None:
        """Write down the entry into NCIC; it meets its clock and starts the one after it."""
        case = self.case
        case.ncic_number, case.ncic_entered_at = number, entered_at
        case.ncic_recorded_at, case.ncic_recorded_by_id = at, by.id
        mark_met(self.parts.clocks, met_by(case.jurisdiction, Met.NCIC_ENTERED), entered_at)
        after = [one for one in running(clock_facts(case, ())) if one.started_at == entered_at]
        there = {(one.name, one.started_at) for one in self.parts.clocks}
        new = [one for one in after if (one.name, one.started_at) not in there]
        self.parts.clocks += unsaved_clocks(case, new)
        self._did(lambda: NcicEntered(case.id), by, at)

    def describe(self, summary: str, *, by: Viewer, at: datetime) -> None:
        """Write what the public may read of it."""
        self.case.summary = summary.strip()
        self.case.version += 1
        self._did(lambda: CaseChanged(self.case.id, "summary"), by, at)

    def note(self, text: str, compartment: Compartment, *, by: Viewer, at: datetime) -> None:
        """Add a note."""
        row = Note(
            case=self.case,
            compartment=compartment,
            text=text.strip(),
            written_at=at,
            written_by_id=by.id,
        )
        self.notes.append(row)
        self._did(lambda: NoteAdded(self.case.id, row.id, compartment.value), by, at)

    def task(self, words: str, due_at: datetime | None, *, by: Viewer, at: datetime) -> Task:
        """Add something to be done by whoever manages the case."""
        row = Task(
            case=self.case,
            words=words.strip(),
            due_at=due_at,
            assigned_to_id=self.case.manager_id,
            added_at=at,
            added_by_id=by.id,
        )
        self.tasks.append(row)
        self._did(lambda: TaskAdded(self.case.id, row.id), by, at)
        return row

    def do_task(self, row: Task, outcome: str, *, by: Viewer, at: datetime) -> None:
        """Mark a task as done."""
        row.done_at, row.done_by_id, row.outcome = at, by.id, outcome.strip()
        self._did(lambda: TaskDone(self.case.id, row.id), by, at)

    def recover(self, child: Child, found: Recovery, *, by: Viewer, at: datetime) -> None:
        """
        Confirm that a child is recovered, as the desk does.

        :raises RuleBroken: when time, place or the officer's name cannot be
        """
        check_child_move(ChildStatus(child.status), ChildStatus.RECOVERED)
        since = self.case.last_contact_earliest_at
        check_recovery(found, missing_since=since, at_desk=True, now=at)
        child.status = ChildStatus.RECOVERED
        child.recovered_at, child.recovered_by_whom = found.at, found.by_whom
        child.recovered_place = found.place.strip()
        child.recovered_words = f"{found.words.strip()}\n[{found.officer.strip()}]"
        child.confirmed_at, child.confirmed_by_id = at, by.id
        child.version += 1
        status = case_status_of([ChildStatus(each.status) for each in self.parts.children])
        if status is CaseStatus.RECOVERED:
            self.case.status, self.case.recovered_at = status, at
            self._end_clocks(at)
        self._did(lambda: ChildRecovered(self.case.id, child.id), by, at)

    def close(self, reason: ClosingReason, words: str, *, by: Viewer, at: datetime) -> None:
        """
        End the work; family and NCIC were seen to.

        :raises RuleBroken: naming the first thing of the checklist that was not done
        """
        check_closing(self._closing(), reason, words)
        case = self.case
        case.status, case.closed_at, case.closed_by_id = CaseStatus.CLOSED, at, by.id
        case.closed_reason, case.closed_words = reason, words.strip()
        self._end_clocks(at)
        self._did(lambda: CaseClosed(case.id, reason.value), by, at)

    def _closing(self) -> ClosingFacts:
        found = [each for each in self.parts.children if each.status == ChildStatus.RECOVERED]
        return ClosingFacts(
            children=tuple(ChildStatus(each.status) for each in self.parts.children),
            open_tasks=sum(each.done_at is None for each in self.tasks),
            family_told=True,
            circumstances_known=all(each.recovered_words for each in found),
            ncic_cleared=True,
            in_ncic=self.case.in_ncic,
        )

    def _end_clocks(self, at: datetime) -> None:
        mark_met(self.parts.clocks, frozenset(each.name for each in self.parts.clocks), at)

    def _did(self, event: Callable[[], Event], by: Viewer, at: datetime) -> None:
        self._acts.append((event, by, at))

    def acts(self) -> list[Act]:
        """Return what the trail is to say, once the rows have their numbers."""
        return [Act(event(), by, at, deliver=False) for event, by, at in self._acts]


@transaction.atomic
def take_over(past: Sequence[PastCase], *, by: Viewer, now: datetime) -> list[Case]:
    """
    Keep cases with their history and return them, numbered, in the order given.

    :raises NotAllowed: unless a command of the house does it
    """
    may_take_over(by).require()
    for each, number in zip(past, fresh_numbers(len(past)), strict=True):
        each.case.number = number
    copy_rows([each.case for each in past])
    for kind in ("children", "companions", "vehicles", "contacts", "agencies", "clocks"):
        copy_rows([row for each in past for row in getattr(each.parts, kind)])
    copy_rows([row for each in past for row in each.notes])
    copy_rows([row for each in past for row in each.tasks])
    acts = [act for each in past for act in each.acts()]
    record_all(sorted(acts, key=lambda act: act.at))
    record(CasesTakenOver(len(past)), by=by, at=now)
    return [each.case for each in past]
