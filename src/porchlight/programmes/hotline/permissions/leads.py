"""Who sees a lead, works on it, learns who told it, and which officer answers."""

from dataclasses import dataclass

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.programmes.hotline.rules.lead_priority import Priority
from porchlight.programmes.hotline.rules.lead_states import State

READ = "hotline:lead:read"
TRIAGE = "hotline:lead:triage"
ANSWER = "hotline:lead:answer"
TIPSTER = "hotline:tipster:open"


@dataclass(frozen=True)
class LeadStanding:
    """
    What decides who may do what with a lead. ``case_seen``: whether the viewer sees its case;
    ``unchecked_force``: it asks for armed officers at an address and nobody spoke with the sender.
    """

    state: State
    priority: Priority
    case_id: int | None = None
    case_seen: bool = True
    aside_by_id: int | None = None
    confirmed: bool = False
    unchecked_force: bool = False
    can_be_answered: bool = False
    has_tipster: bool = False


@dataclass(frozen=True)
class ReferralStanding:
    """What decides which officer answers: ``shared`` is false when the agency left the case."""

    agency_id: int
    agency_verified: bool
    shared: bool
    ended: bool = False
    accepted: bool | None = None
    outcome: str = ""


def may_read_lead(viewer: Viewer, lead: LeadStanding) -> Decision:
    """Whether the person sees the lead: who reads leads, and sees the case it is about."""
    if viewer.door is Door.HOUSE:
        return YES
    if viewer.door is not Door.STAFF or not viewer.may(READ):
        return no(say("There is no such lead."))
    if lead.case_id is not None and not lead.case_seen:
        return no(say("There is no such lead."))
    return YES


def may_work(viewer: Viewer, lead: LeadStanding) -> Decision:
    """Whether the person works on the lead: rates, places, joins, checks, notes, closes it."""
    if not (seen := may_read_lead(viewer, lead)):
        return seen
    if viewer.door is Door.HOUSE or viewer.may(TRIAGE):
        return YES
    return no(say("Your role reads leads and does not work on them."))


def may_route(viewer: Viewer, lead: LeadStanding) -> Decision:
    """Whether the lead may go to an agency now."""
    if not (allowed := may_work(viewer, lead)):
        return allowed
    if lead.case_id is None:
        return no(say("Say first which case it is about."))
    if lead.state is State.ASIDE:
        return no(say("It is set aside. Bring it back first."))
    if lead.unchecked_force:
        return no(
            say(
                "It speaks of violence at an address. Somebody calls back, or the place's police, "
                "before it goes out as a lead."
            )
        )
    return YES


def may_reply(viewer: Viewer, lead: LeadStanding) -> Decision:
    """Whether the person writes to whoever holds the receipt."""
    if not (allowed := may_work(viewer, lead)):
        return allowed
    if not lead.can_be_answered:
        return no(say("It came without a receipt: there is no way to answer."))
    return YES


def may_open_tipster(viewer: Viewer, lead: LeadStanding) -> Decision:
    """Whether the person reads who told it; each time with a reason that is written down."""
    if not (seen := may_read_lead(viewer, lead)):
        return seen
    if not lead.has_tipster:
        return no(say("Nobody knows: it was told without a name."))
    if viewer.may(TIPSTER):
        return YES
    return no(say("Only the intake desk and supervisors learn who told a lead."))


def may_set_aside(viewer: Viewer, lead: LeadStanding) -> Decision:
    """Whether the person takes it for a hoax or abuse."""
    if not (allowed := may_work(viewer, lead)):
        return allowed
    if lead.aside_by_id is not None:
        return no(say("It is set aside already, or waits for a second person."))
    if lead.state not in (State.NEW, State.OPEN):
        return no(say("Only what waits at the desk is set aside."))
    return YES


def may_confirm_aside(viewer: Viewer, lead: LeadStanding) -> Decision:
    """Whether the person is the second who agrees that an urgent lead is a hoax."""
    if not (allowed := may_work(viewer, lead)):
        return allowed
    if lead.aside_by_id is None or lead.confirmed:
        return no(say("Nothing waits for a second person."))
    if viewer.id == lead.aside_by_id:
        return no(say("A second person must agree: you set it aside."))
    return YES


def may_see_referral(viewer: Viewer, referral: ReferralStanding) -> Decision:
    """
    Whether the officer sees a lead: their own agency's, verified now and still on the case.
    """
    own = viewer.door is Door.PARTNER and viewer.agency_id == referral.agency_id
    if not (own and viewer.may(ANSWER)):
        return no(say("There is no such lead."))
    if referral.ended or not referral.shared or not referral.agency_verified:
        return no(say("There is no such lead."))
    return YES


def may_answer_referral(viewer: Viewer, referral: ReferralStanding) -> Decision:
    """Whether the officer accepts or declines."""
    if not (seen := may_see_referral(viewer, referral)):
        return seen
    if referral.accepted is not None:
        return no(say("Your agency answered this lead already."))
    return YES


def may_tell_outcome(viewer: Viewer, referral: ReferralStanding) -> Decision:
    """Whether the officer tells what came of it; a later word replaces the earlier."""
    if not (seen := may_see_referral(viewer, referral)):
        return seen
    if not referral.accepted:
        return no(say("Accept the lead first."))
    return YES
