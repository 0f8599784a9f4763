"""Who may do what with a poster."""

from dataclasses import dataclass

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.programmes.posters.rules.content import Obstacle
from porchlight.programmes.posters.rules.states import OPEN, State

READ = "posters:poster:read"
DRAFT = "posters:poster:draft"
RELEASE = "posters:poster:release"
FEED = "posters:feed:read"
APPROVE_OWN = "posters:own:approve"


@dataclass(frozen=True)
class Standing:
    """
    What decides about one version: its state, who wrote it, what keeps it from going out.
    ``seen`` says whether the viewer sees the case.
    """

    case_id: int
    state: State
    drafted_by: int | None = None
    obstacles: tuple[Obstacle, ...] = ()
    seen: bool = True


def may_read(viewer: Viewer, poster: Standing) -> Decision:
    """Whether the person sees the poster and its draft."""
    if viewer.door is Door.HOUSE:
        return YES
    if viewer.door is Door.FAMILY:
        mine = poster.case_id in viewer.case_ids and viewer.may(APPROVE_OWN)
        return YES if mine else no(say("There is no such poster."))
    if viewer.door is Door.STAFF and viewer.may(READ) and poster.seen:
        return YES
    return no(say("There is no such poster."))


def may_draft(viewer: Viewer, poster: Standing) -> Decision:
    """Whether the person writes on the draft."""
    if viewer.door is Door.HOUSE:
        return YES
    if not (seen := may_read(viewer, poster)):
        return seen
    if viewer.door is not Door.STAFF or not viewer.may(DRAFT):
        return no(say("Your role reads posters and does not write them."))
    if poster.state not in OPEN:
        return no(say("Only a draft is changed. Make a new version."))
    return YES


def may_approve(viewer: Viewer, poster: Standing) -> Decision:
    """Whether the person says the family's yes, or writes it down after a telephone call."""
    if not (seen := may_read(viewer, poster)):
        return seen
    if viewer.door is Door.STAFF and not viewer.may(DRAFT):
        return no(say("Your role reads posters and does not write them."))
    if poster.state is not State.DRAFT:
        return no(say("The family has answered, or this version has ended."))
    if poster.drafted_by is None:
        return no(say("Somebody at the desk has to finish the draft first."))
    return YES


def may_release(viewer: Viewer, poster: Standing) -> Decision:
    """Whether the person shows the poster to the public: a second one, with nothing in the way."""
    if not (seen := may_read(viewer, poster)):
        return seen
    if not viewer.may(RELEASE):
        return no(say("Only a case manager or a supervisor releases a poster."))
    if poster.state is State.DRAFT:
        return no(say("The family has not agreed to this draft yet."))
    if poster.state is not State.APPROVED:
        return no(say("This version is not waiting for its release."))
    if viewer.id == poster.drafted_by:
        return no(say("A second person must release it: you drafted it."))
    for obstacle in poster.obstacles:
        return no(obstacle.sentence)
    return YES


def may_withdraw(viewer: Viewer, poster: Standing) -> Decision:
    """Whether the person takes the poster away from the public, or a draft from the desk."""
    if viewer.door is Door.HOUSE:
        return YES
    if not (seen := may_read(viewer, poster)):
        return seen
    if not viewer.may(RELEASE):
        return no(say("Only a case manager or a supervisor withdraws a poster."))
    if poster.state not in {*OPEN, State.RELEASED}:
        return no(say("This version has ended already."))
    return YES
