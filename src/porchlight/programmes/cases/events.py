"""What happens to a case. Ids and codes only: names and words stay in the case."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class CaseOpened(Event):
    KIND = "cases.case.opened"
    SENTENCE = say("Opened the case")
    case_id: int


@dataclass(frozen=True)
class CaseViewed(Event):
    """``part`` is the tab or page that was shown."""

    KIND = "cases.case.viewed"
    SENTENCE = say("Viewed the case: {part}")
    case_id: int
    part: str = "overview"


@dataclass(frozen=True)
class CasesSearched(Event):
    """Names of cases were shown in a list; what was typed stays out of the trail."""

    KIND = "cases.list.searched"
    SENTENCE = say("Looked through the cases: {shown} shown")
    shown: int
    cases: str = ""

    def records(self) -> tuple[str, ...]:
        return tuple(f"case:{number}" for number in self.cases.split())


@dataclass(frozen=True)
class CasesExported(Event):
    KIND = "cases.list.exported"
    SENTENCE = say("Took {rows} cases away as a file")
    rows: int


@dataclass(frozen=True)
class CaseChanged(Event):
    """``fields`` names what changed, not what it says; the row history holds that."""

    KIND = "cases.case.changed"
    SENTENCE = say("Changed the case: {fields}")
    case_id: int
    fields: str


@dataclass(frozen=True)
class CaseAssigned(Event):
    KIND = "cases.case.assigned"
    SENTENCE = say("Assigned the case to account {account_id}")
    case_id: int
    account_id: int


@dataclass(frozen=True)
class CaseShared(Event):
    KIND = "cases.case.shared"
    SENTENCE = say("Told agency {agency_id} and shared the case with it")
    case_id: int
    agency_id: int


@dataclass(frozen=True)
class CaseUnshared(Event):
    KIND = "cases.case.unshared"
    SENTENCE = say("Ended the share with agency {agency_id}")
    case_id: int
    agency_id: int


@dataclass(frozen=True)
class ShareAnswered(Event):
    KIND = "cases.share.answered"
    SENTENCE = say("Agency {agency_id} answered: {answer}")
    case_id: int
    agency_id: int
    answer: str


@dataclass(frozen=True)
class NcicEntered(Event):
    KIND = "cases.ncic.entered"
    SENTENCE = say("Recorded the entry into NCIC")
    case_id: int


@dataclass(frozen=True)
class ChildAdded(Event):
    KIND = "cases.child.added"
    SENTENCE = say("Added child {child_id}")
    case_id: int
    child_id: int


@dataclass(frozen=True)
class ChildChanged(Event):
    KIND = "cases.child.changed"
    SENTENCE = say("Changed child {child_id}: {fields}")
    case_id: int
    child_id: int
    fields: str


@dataclass(frozen=True)
class PersonAdded(Event):
    """``kind`` is companion or contact."""

    KIND = "cases.person.added"
    SENTENCE = say("Added {kind} {person_id}")
    case_id: int
    kind: str
    person_id: int

    def records(self) -> tuple[str, ...]:
        return (f"case:{self.case_id}", f"{self.kind}:{self.person_id}")


@dataclass(frozen=True)
class PersonChanged(Event):
    """``kind`` is companion or contact."""

    KIND = "cases.person.changed"
    SENTENCE = say("Changed {kind} {person_id}: {fields}")
    case_id: int
    kind: str
    person_id: int
    fields: str

    def records(self) -> tuple[str, ...]:
        return (f"case:{self.case_id}", f"{self.kind}:{self.person_id}")


@dataclass(frozen=True)
class VehicleChanged(Event):
    KIND = "cases.vehicle.changed"
    SENTENCE = say("Changed vehicle {vehicle_id}: {fields}")
    case_id: int
    vehicle_id: int
    fields: str


@dataclass(frozen=True)
class PhotographAdded(Event):
    KIND = "cases.photograph.added"
    SENTENCE = say("Added a photograph of child {child_id}")
    case_id: int
    child_id: int
    file_id: int


@dataclass(frozen=True)
class PhotographRemoved(Event):
    KIND = "cases.photograph.removed"
    SENTENCE = say("Withdrew a photograph of child {child_id}")
    case_id: int
    child_id: int
    file_id: int


@dataclass(frozen=True)
class ConsentRecorded(Event):
    """``about`` is publicity or photograph."""

    KIND = "cases.consent.recorded"
    SENTENCE = say("Recorded consent to {about} for child {child_id}")
    case_id: int
    child_id: int
    about: str


@dataclass(frozen=True)
class NoteAdded(Event):
    KIND = "cases.note.added"
    SENTENCE = say("Added a note ({compartment})")
    case_id: int
    note_id: int
    compartment: str


@dataclass(frozen=True)
class TaskAdded(Event):
    KIND = "cases.task.added"
    SENTENCE = say("Added task {task_id}")
    case_id: int
    task_id: int


@dataclass(frozen=True)
class TaskDone(Event):
    KIND = "cases.task.done"
    SENTENCE = say("Did task {task_id}")
    case_id: int
    task_id: int


@dataclass(frozen=True)
class ClockMet(Event):
    KIND = "cases.clock.met"
    SENTENCE = say("Met the clock {name}")
    case_id: int
    name: str


@dataclass(frozen=True)
class ClockDue(Event):
    """``overdue`` tells a reminder before from one after."""

    KIND = "cases.clock.due"
    SENTENCE = say("Reminded of the clock {name}")
    case_id: int
    clock_id: int
    name: str
    overdue: bool


@dataclass(frozen=True)
class ChildRecovered(Event):
    KIND = "cases.child.recovered"
    SENTENCE = say("Confirmed the recovery of child {child_id}")
    case_id: int
    child_id: int


@dataclass(frozen=True)
class ChildMissingAgain(Event):
    KIND = "cases.child.missing_again"
    SENTENCE = say("Recorded that child {child_id} is missing again")
    case_id: int
    child_id: int


@dataclass(frozen=True)
class CaseClosed(Event):
    KIND = "cases.case.closed"
    SENTENCE = say("Closed the case: {reason}")
    case_id: int
    reason: str


@dataclass(frozen=True)
class CaseReopened(Event):
    KIND = "cases.case.reopened"
    SENTENCE = say("Opened the case again")
    case_id: int


@dataclass(frozen=True)
class AgencyNotified(Event):
    """The agency's people were sent the message that a case waits for them."""

    KIND = "cases.agency.notified"
    SENTENCE = say("Sent agency {agency_id} word that a case waits for it")
    case_id: int
    agency_id: int


@dataclass(frozen=True)
class CasesTakenOver(Event):
    """Cases came from elsewhere with their history; each act of it is an event of its own."""

    KIND = "cases.list.taken_over"
    SENTENCE = say("Took over {rows} cases with their history")
    rows: int


@dataclass(frozen=True)
class RecordsImported(Event):
    """
    Records of another registry came in. ``cases`` are those that were there and changed, as far
    as they can be named; new ones name their registry themselves.
    """

    KIND = "cases.records.imported"
    SENTENCE = say(
        "Imported {shape}: {created} new, {changed} changed, {ended} ended, {refused} refused"
    )
    shape: str
    created: int
    changed: int
    ended: int
    refused: int
    cases: str = ""

    def records(self) -> tuple[str, ...]:
        return tuple(f"case:{number}" for number in self.cases.split())


@dataclass(frozen=True)
class ImportTried(Event):
    """A file was read to see what it would change; nothing was changed."""

    KIND = "cases.records.tried"
    SENTENCE = say("Looked at a file to import, {shape}: {rows} records")
    shape: str
    rows: int


@dataclass(frozen=True)
class CaseLinkMade(Event):
    KIND = "cases.link.made"
    SENTENCE = say("Made link {link_id} that opens the case for reading")
    case_id: int
    link_id: int


@dataclass(frozen=True)
class CaseLinkEnded(Event):
    KIND = "cases.link.ended"
    SENTENCE = say("Ended link {link_id}")
    case_id: int
    link_id: int


@dataclass(frozen=True)
class CaseLinkOpened(Event):
    KIND = "cases.link.opened"
    SENTENCE = say("Somebody opened link {link_id} and read the case")
    case_id: int
    link_id: int
