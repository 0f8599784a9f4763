"""Who may see and do what with a case: by role, and by relation to this case."""

from dataclasses import dataclass
from datetime import datetime

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.programmes.cases.rules.vocabulary import CaseStatus

READ = "cases:case:read"
SEARCH = "cases:case:search"
OPEN = "cases:case:open"
WRITE = "cases:case:write"
ASSIGN = "cases:case:assign"
CLOSE = "cases:case:close"
IMPORT = "cases:case:import"
TASK = "cases:task:write"
DO_TASK = "cases:task:do"
SHARED_READ = "cases:shared:read"
SHARED_ANSWER = "cases:shared:answer"

SUPERVISOR = "supervisor"
ADVOCATE = "family_advocate"
# Roles that read every active case that is not restricted: calls come in about any of them.
READS_ACTIVE = frozenset({"hotline_specialist", "case_manager", "analyst"})


@dataclass(frozen=True)
class CaseFacts:
    """
    What decides who sees a case. ``agency_ids`` are those it is shared with and who did not
    decline; ``task_holders`` the accounts with an open task on it.
    """

    id: int
    status: CaseStatus
    restricted: bool = False
    manager_id: int | None = None
    opened_by_id: int | None = None
    opened_at: datetime | None = None
    agency_ids: frozenset[int] = frozenset()
    investigating_ids: frozenset[int] = frozenset()
    task_holders: frozenset[int] = frozenset()


def may_view_case(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person sees the case: by role, by relation, or in an emergency."""
    if viewer.door is Door.HOUSE:
        return YES
    if viewer.door is Door.PARTNER:
        return _may_view_shared(viewer, case)
    if viewer.door is Door.FAMILY:
        return YES if case.id in viewer.case_ids else no(say("There is no such case."))
    if viewer.door is not Door.STAFF or not viewer.may(READ):
        return no(say("There is no such case."))
    if f"case:{case.id}" in viewer.broken_glass:
        return YES
    return _may_view_at_desk(viewer, case)


def _may_view_at_desk(viewer: Viewer, case: CaseFacts) -> Decision:
    if SUPERVISOR in viewer.roles or viewer.id == case.manager_id:
        return YES
    # Whoever took the call keeps it until a case manager has it.
    if case.manager_id is None and viewer.id == case.opened_by_id:
        return YES
    if viewer.id in case.task_holders:
        return YES
    if not viewer.roles & READS_ACTIVE:
        return no(say("You see a case when a task on it is yours."))
    if case.restricted:
        return no(say("This case is restricted to its case manager and supervisors."))
    if case.status is CaseStatus.CLOSED:
        return no(say("This case is closed. Ask a supervisor if you need it."))
    return YES


def _may_view_shared(viewer: Viewer, case: CaseFacts) -> Decision:
    if viewer.may(SHARED_READ) and viewer.agency_id in case.agency_ids:
        return YES
    return no(say("There is no such case."))


def may_view_summary(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person sees number, names, status and case manager, and nothing else."""
    if may_view_case(viewer, case):
        return YES
    if viewer.may(READ) and ADVOCATE in viewer.roles and not case.restricted:
        return YES
    return no(say("There is no such case."))


def may_open_case(viewer: Viewer) -> Decision:
    """Whether the person opens cases."""
    if viewer.door is Door.HOUSE or viewer.may(OPEN):
        return YES
    return no(say("Only those who take calls or manage cases open a case."))


def may_take_over(viewer: Viewer) -> Decision:
    """Whether cases are taken over from elsewhere: by a command of the operator only."""
    if viewer.door is Door.HOUSE:
        return YES
    return no(say("Cases are taken over by a command of the operator."))


def may_import(viewer: Viewer) -> Decision:
    """Whether the person takes in records of other registries."""
    if viewer.door is Door.HOUSE or viewer.may(IMPORT):
        return YES
    return no(say("A supervisor imports records of other registries."))


def may_change_case(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person changes what the case says."""
    seen = may_view_case(viewer, case)
    if not seen:
        return seen
    if viewer.door is Door.HOUSE:
        return YES
    if not viewer.may(WRITE):
        return no(say("Your role reads cases and does not change them."))
    if case.status is CaseStatus.CLOSED:
        return no(say("The case is closed. Open it again to change it."))
    return YES


def may_assign(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person gives the case to a case manager."""
    if not (seen := may_view_case(viewer, case)):
        return seen
    if case.status is CaseStatus.CLOSED:
        return no(say("The case is closed. Open it again to assign it."))
    # Handing on one's own case needs nobody else.
    own = viewer.id == case.manager_id and viewer.may(WRITE)
    if viewer.door is Door.HOUSE or viewer.may(ASSIGN) or own:
        return YES
    return no(say("A supervisor or the case manager assigns the case."))


def may_share(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person tells an agency of the case."""
    return may_change_case(viewer, case)


def may_see_sealed(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person sees medical needs, custody orders and indicators of exploitation."""
    if not may_view_case(viewer, case):
        return no(say("There is no such case."))
    works = viewer.door is Door.HOUSE or viewer.may(WRITE)
    if works or f"case:{case.id}" in viewer.broken_glass:
        return YES
    if viewer.door is Door.PARTNER and viewer.agency_id in case.investigating_ids:
        return YES
    return no(say("Only those who work on the case see this."))


def may_answer_share(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the officer accepts, declines, or tells the agency's number."""
    if not viewer.may(SHARED_ANSWER) or viewer.agency_id not in case.agency_ids:
        return no(say("Only an officer of an agency on the case answers."))
    if case.status is CaseStatus.CLOSED:
        return no(say("The case is closed."))
    return YES


def may_record_ncic(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person records the entry into NCIC: the officer who made it, or the desk."""
    if viewer.door is Door.PARTNER:
        return may_answer_share(viewer, case)
    return may_change_case(viewer, case)


def may_confirm_recovery(viewer: Viewer, case: CaseFacts) -> Decision:
    """
    Whether the person confirms that a child is recovered.

    An officer of the investigating agency does. At the desk the case manager or a supervisor may,
    and must name the officer who confirmed it (``rules.recovery``).
    """
    if case.status is CaseStatus.CLOSED:
        return no(say("The case is closed."))
    if viewer.door is Door.PARTNER:
        if viewer.may(SHARED_ANSWER) and viewer.agency_id in case.investigating_ids:
            return YES
        return no(say("Only an officer of the investigating agency confirms a recovery."))
    if not (allowed := may_change_case(viewer, case)):
        return allowed
    if viewer.may(CLOSE):
        return YES
    return no(say("A case manager or supervisor records a recovery, with the officer's name."))


def may_close(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person closes the case (the checklist decides whether it can be closed)."""
    if case.status is CaseStatus.CLOSED:
        return no(say("The case is closed already."))
    if not (allowed := may_change_case(viewer, case)):
        return allowed
    if not viewer.may(CLOSE):
        return no(say("A case manager or supervisor closes a case."))
    return YES


def may_reopen(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person opens a closed case again."""
    if case.status is not CaseStatus.CLOSED:
        return no(say("The case is open."))
    if not (seen := may_view_case(viewer, case)):
        return seen
    if not viewer.may(CLOSE):
        return no(say("A case manager or supervisor opens a case again."))
    return YES


def may_note(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person adds a note; an officer's note is shared."""
    if viewer.door is Door.PARTNER:
        return may_answer_share(viewer, case)
    return may_change_case(viewer, case)


def may_do_task(viewer: Viewer, case: CaseFacts, assigned_to_id: int | None) -> Decision:
    """Whether the person does a task: theirs, or any as one who works on the case."""
    if not (seen := may_view_case(viewer, case)):
        return seen
    if viewer.door is Door.HOUSE or viewer.id == assigned_to_id or viewer.may(TASK):
        return YES
    return no(say("This task is somebody else's."))


def may_restrict(viewer: Viewer, case: CaseFacts) -> Decision:
    """Whether the person closes the case to all but its manager and supervisors, or opens it."""
    if not (allowed := may_change_case(viewer, case)):
        return allowed
    if SUPERVISOR in viewer.roles or viewer.id == case.manager_id:
        return YES
    return no(say("The case manager or a supervisor restricts a case."))
