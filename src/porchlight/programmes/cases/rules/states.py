"""Which state may follow which."""

from collections.abc import Mapping

from porchlight.core.errors import Conflict
from porchlight.core.text import say
from porchlight.programmes.cases.rules.vocabulary import CaseStatus, ChildStatus, label

CASE_MOVES: Mapping[CaseStatus, set[CaseStatus]] = {
    CaseStatus.ACTIVE: {CaseStatus.RECOVERED, CaseStatus.CLOSED},
    # A child found may go missing again before the case is closed.
    CaseStatus.RECOVERED: {CaseStatus.ACTIVE, CaseStatus.CLOSED},
    CaseStatus.CLOSED: {CaseStatus.ACTIVE},
}
CHILD_MOVES: Mapping[ChildStatus, set[ChildStatus]] = {
    ChildStatus.MISSING: {ChildStatus.RECOVERED},
    ChildStatus.RECOVERED: {ChildStatus.MISSING},
}


def check_case_move(start: CaseStatus, end: CaseStatus) -> None:
    """
    Refuse a move that the table does not have.

    :raises Conflict: somebody moved the case already
    """
    if end not in CASE_MOVES[start]:
        raise Conflict(say("The case is {state} already. Load the page again.", state=label(start)))


def check_child_move(start: ChildStatus, end: ChildStatus) -> None:
    """
    Refuse a move that the table does not have.

    :raises Conflict: somebody recorded it already
    """
    if end not in CHILD_MOVES[start]:
        raise Conflict(
            say("The child is {state} already. Load the page again.", state=label(start))
        )


def case_status_of(children: list[ChildStatus]) -> CaseStatus:
    """
    Return where an open case stands: recovered when every child is.

    >>> case_status_of([ChildStatus.RECOVERED, ChildStatus.MISSING]).value
    'active'
    """
    found = bool(children) and all(each is ChildStatus.RECOVERED for each in children)
    return CaseStatus.RECOVERED if found else CaseStatus.ACTIVE
