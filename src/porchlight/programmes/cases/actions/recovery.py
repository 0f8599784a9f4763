"""A child found, missing again, and the end of a case."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases.events import (
    CaseClosed,
    CaseReopened,
    ChildMissingAgain,
    ChildRecovered,
)
from porchlight.programmes.cases.models import Case, Child
from porchlight.programmes.cases.models.locking import locked, locked_case, meet_clocks
from porchlight.programmes.cases.permissions import (
    may_change_case,
    may_close,
    may_confirm_recovery,
    may_reopen,
)
from porchlight.programmes.cases.queries import closing_facts, facts_of
from porchlight.programmes.cases.rules.recovery import (
    Recovery,
    check_closing,
    check_recovery,
)
from porchlight.programmes.cases.rules.states import (
    case_status_of,
    check_case_move,
    check_child_move,
)
from porchlight.programmes.cases.rules.vocabulary import CaseStatus, ChildStatus, ClosingReason


@transaction.atomic
def confirm_recovery(
    case_id: int, child_id: int, found: Recovery, *, by: Viewer, now: datetime
) -> Child:
    """
    Confirm that a child is recovered. The case is recovered when its last child is.

    :raises NotAllowed: when ``by`` is neither an officer of the investigating agency nor the
        case manager or a supervisor
    :raises RuleBroken: when time, place or, at the desk, the officer's name cannot be
    :raises Conflict: when somebody confirmed it already
    :raises NotFound: when the child is of another case
    """
    case = locked_case(case_id)
    may_confirm_recovery(by, facts_of(case)).require()
    child = _child_of(case, child_id)
    check_child_move(ChildStatus(child.status), ChildStatus.RECOVERED)
    check_recovery(
        found,
        missing_since=case.last_contact_earliest_at,
        at_desk=by.door is not Door.PARTNER,
        now=now,
    )
    officer = f"\n[{found.officer.strip()}]" if found.officer.strip() else ""
    child.status = ChildStatus.RECOVERED
    child.recovered_at, child.recovered_by_whom = found.at, found.by_whom
    child.recovered_place = found.place.strip()
    child.recovered_words = found.words.strip() + officer
    child.confirmed_at, child.confirmed_by_id = now, by.id
    child.version += 1
    child.save()
    _settle(case, now)
    record(ChildRecovered(case.id, child.id), by=by, at=now)
    return child


@transaction.atomic
def missing_again(case_id: int, child_id: int, *, by: Viewer, now: datetime) -> Child:
    """
    Record that a recovered child of an open case is missing again, or never was found.

    :raises NotAllowed: when ``by`` does not change this case
    :raises Conflict: when the child is missing already
    :raises NotFound: when the child is of another case
    """
    case = locked_case(case_id)
    may_change_case(by, facts_of(case)).require()
    child = _child_of(case, child_id)
    check_child_move(ChildStatus(child.status), ChildStatus.MISSING)
    episode = {
        "missing_on": case.missing_on,
        "recovered_on": str(child.recovered_at.date()) if child.recovered_at else "",
        "place": child.recovered_place,
        "circumstances": child.recovered_words,
    }
    child.episodes = [*child.episodes, episode]
    child.status = ChildStatus.MISSING
    child.recovered_at = child.confirmed_at = child.confirmed_by = None
    child.recovered_by_whom = child.recovered_place = child.recovered_words = ""
    child.version += 1
    child.save()
    _settle(case, now)
    record(ChildMissingAgain(case.id, child.id), by=by, at=now)
    return child


def _child_of(case: Case, child_id: int) -> Child:
    child = locked(Child, child_id)
    if child.case_id != case.id:
        raise NotFound(say("There is no such child on this case."))
    return child


def _settle(case: Case, now: datetime) -> None:
    """Let the case follow its children; its clocks end with the last recovery."""
    status = case_status_of([ChildStatus(child.status) for child in case.children.all()])
    if status != case.status:
        check_case_move(CaseStatus(case.status), status)
        case.status = status
        case.recovered_at = now if status is CaseStatus.RECOVERED else None
        case.save(update_fields=["status", "recovered_at"])
    if status is CaseStatus.RECOVERED:
        running = case.clocks.filter(met_at__isnull=True).values_list("name", flat=True)
        meet_clocks(case, frozenset(running), now)


@transaction.atomic
def close_case(
    case_id: int,
    reason: ClosingReason,
    *,
    words: str = "",
    family_told: bool = False,
    ncic_cleared: bool = False,
    by: Viewer,
    now: datetime,
) -> Case:
    """
    End the work on a case.

    :raises NotAllowed: when ``by`` closes no cases
    :raises RuleBroken: naming the first thing of the checklist that is not done
    """
    case = locked_case(case_id)
    may_close(by, facts_of(case)).require()
    facts = closing_facts(case, family_told=family_told, ncic_cleared=ncic_cleared)
    check_closing(facts, reason, words)
    check_case_move(CaseStatus(case.status), CaseStatus.CLOSED)
    case.status, case.closed_at, case.closed_by_id = CaseStatus.CLOSED, now, by.id
    case.closed_reason, case.closed_words = reason, words.strip()
    case.save(update_fields=["status", "closed_at", "closed_by", "closed_reason", "closed_words"])
    running = case.clocks.filter(met_at__isnull=True).values_list("name", flat=True)
    meet_clocks(case, frozenset(running), now)
    record(CaseClosed(case.id, reason.value), by=by, at=now)
    return case


@transaction.atomic
def reopen_case(case_id: int, *, by: Viewer, now: datetime) -> Case:
    """
    Go on with a closed case.

    :raises NotAllowed: when ``by`` opens no closed cases, or it is open
    """
    case = locked_case(case_id)
    may_reopen(by, facts_of(case)).require()
    check_case_move(CaseStatus.CLOSED, CaseStatus.ACTIVE)
    status = case_status_of([ChildStatus(child.status) for child in case.children.all()])
    case.status, case.closed_at, case.closed_by = status, None, None
    case.closed_reason, case.closed_words = "", ""
    case.save(update_fields=["status", "closed_at", "closed_by", "closed_reason", "closed_words"])
    record(CaseReopened(case.id), by=by, at=now)
    return case
