"""Which state of an entry, a submission, a notice may follow which."""

from collections.abc import Mapping
from enum import StrEnum

from porchlight.core.errors import Conflict
from porchlight.core.text import say
from porchlight.programmes.hashes.rules.vocabulary import STATUS_NAMES, Status

ENTRY_MOVES: Mapping[Status, set[Status]] = {
    Status.PROPOSED: {Status.RELEASED, Status.REFUSED, Status.RETRACTED},
    Status.RELEASED: {Status.RETRACTED},
    Status.SHARED: {Status.RETRACTED},
    Status.REFUSED: {Status.PROPOSED},
    # What was retracted may be brought forward again, and is then looked at anew.
    Status.RETRACTED: {Status.PROPOSED, Status.SHARED},
}


class Progress(StrEnum):
    """How far the comparison of a submission is."""

    WAITING = "waiting"
    COMPARING = "comparing"
    READY = "ready"
    FAILED = "failed"


SUBMISSION_MOVES: Mapping[Progress, set[Progress]] = {
    Progress.WAITING: {Progress.COMPARING},
    Progress.COMPARING: {Progress.COMPARING, Progress.READY, Progress.FAILED},
    Progress.READY: {Progress.WAITING},
    Progress.FAILED: {Progress.WAITING},
}


def check_entry_move(start: Status, end: Status) -> Status:
    """
    Return ``end`` when an entry may go there.

    :raises Conflict: somebody moved it already
    """
    if end not in ENTRY_MOVES[start]:
        state = STATUS_NAMES[start]
        raise Conflict(say("This entry is in the state «{state}» already.", state=state))
    return end
