"""Who takes, sees and settles calls, with the reason when not."""

from dataclasses import dataclass

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.programmes.hotline.rules.call_words import CallState

TAKE = "hotline:call:take"
OVERSEE = "hotline:shift:oversee"
MANAGES = frozenset({"case_manager", "supervisor"})


@dataclass(frozen=True)
class CallFacts:
    """What decides who may do what with a call."""

    id: int
    state: CallState
    holder_id: int | None = None
    taken_by_id: int | None = None
    entered_by_id: int | None = None


def may_take_calls(viewer: Viewer) -> Decision:
    """Whether the person takes calls at all."""
    if viewer.door is Door.STAFF and viewer.may(TAKE):
        return YES
    return no(say("Only those who take calls use the console."))


def may_view_call(viewer: Viewer, call: CallFacts, *, sees_its_case: bool = False) -> Decision:
    """
    Whether the person reads what was told on a call.

    Waiting and open calls are the whole desk's: anybody must be able to go on. Later, those who
    took it, supervisors, and whoever sees the case that it became.
    """
    if viewer.door is Door.HOUSE:
        return YES
    if viewer.door is not Door.STAFF:
        return no(say("There is no such call."))
    if sees_its_case:
        return YES
    if not viewer.may(TAKE):
        return no(say("There is no such call."))
    mine = viewer.id in (call.holder_id, call.taken_by_id, call.entered_by_id)
    if mine or viewer.may(OVERSEE) or call.state is not CallState.ENDED:
        return YES
    return no(say("This call has ended. Whoever took it and supervisors can read it."))


def may_type(viewer: Viewer, call: CallFacts) -> Decision:
    """Whether the person writes into the call: whoever holds it, or who took it before."""
    if not (taking := may_take_calls(viewer)):
        return taking
    if viewer.id in (call.holder_id, call.taken_by_id):
        return YES
    return no(say("Somebody else has this call. Take it over to write."))


def may_take_over(viewer: Viewer, call: CallFacts) -> Decision:
    """Whether the person goes on with a call that waits or that a colleague holds."""
    if not (taking := may_take_calls(viewer)):
        return taking
    if call.state is CallState.ENDED:
        return no(say("The call has ended."))
    if viewer.id == call.holder_id:
        return no(say("You have this call."))
    return YES


def may_settle(viewer: Viewer, call: CallFacts) -> Decision:
    """Whether the person decides what the call becomes."""
    if not (taking := may_take_calls(viewer)):
        return taking
    if viewer.id == call.holder_id or viewer.may(OVERSEE):
        return YES
    return no(say("Whoever has the call decides what it becomes."))


def may_reopen(viewer: Viewer, call: CallFacts) -> Decision:
    """Whether the person opens an ended call again, because more was told."""
    if call.state is not CallState.ENDED:
        return no(say("The call is open."))
    return may_settle(viewer, call)


def may_offer(viewer: Viewer) -> Decision:
    """Whether the person offers a case to case managers."""
    return may_take_calls(viewer)


def may_accept(viewer: Viewer, to_id: int | None) -> Decision:
    """Whether the person takes a case on that is offered to them, or to all."""
    if not viewer.roles & MANAGES:
        return no(say("Case managers and supervisors take cases on."))
    if to_id is not None and viewer.id != to_id and not viewer.may(OVERSEE):
        return no(say("It is offered to somebody else."))
    return YES


def may_flag(viewer: Viewer) -> Decision:
    """Whether the person notes something about a number."""
    return may_take_calls(viewer)


def may_lift_flag(viewer: Viewer, set_by_id: int) -> Decision:
    """Whether the person ends a note about a number."""
    if viewer.id == set_by_id or viewer.may(OVERSEE):
        return YES
    return no(say("Whoever set it, or a supervisor, ends it."))
