"""Who may do what with reports."""

from dataclasses import dataclass

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer

SUBMIT = "cybertips:report:submit"
READ_OWN = "cybertips:own:read"
READ = "cybertips:report:read"
TRIAGE = "cybertips:report:triage"
OVERSEE = "cybertips:queue:oversee"
PROVIDERS = "cybertips:provider:manage"
DISPOSE = "cybertips:report:dispose"
LOOK = "files:vault:open"
RULES = "cybertips:rules:write"
REFER = "cybertips:report:refer"
RECEIVE = "cybertips:referral:read"
ANSWER = "cybertips:referral:answer"
# Also what the vault asks of an officer (house/files/permissions.py).
TAKE_FILE = "files:referred:open"


def may_submit(viewer: Viewer) -> Decision:
    """Whether a machine or person may send reports for its organisation."""
    if viewer.may(SUBMIT) and viewer.agency_id is not None:
        return YES
    return no(say("This key does not send reports. Ask the clearinghouse for one that does."))


def may_read_own(viewer: Viewer) -> Decision:
    """Whether the person sees what their own organisation sent."""
    if viewer.may(READ_OWN):
        return YES
    return no(say("Your role does not include your company's reports."))


def may_read(viewer: Viewer) -> Decision:
    """Whether the person reads reports at the analysts' desk."""
    if viewer.door is Door.HOUSE or (viewer.door is Door.STAFF and viewer.may(READ)):
        return YES
    return no(say("Your role does not include CyberTipline reports."))


def may_triage(viewer: Viewer) -> Decision:
    """Whether the person works on reports at the analysts' desk."""
    if viewer.door is Door.HOUSE or (viewer.door is Door.STAFF and viewer.may(TRIAGE)):
        return YES
    return no(say("Your role does not include work on CyberTipline reports."))


def may_manage_providers(viewer: Viewer) -> Decision:
    """Whether the person sets how a provider's documents are read."""
    if viewer.door is Door.HOUSE or viewer.may(PROVIDERS):
        return YES
    return no(say("Only a supervisor or an administrator changes a provider's settings."))


@dataclass(frozen=True)
class ReferralStanding:
    """What decides which officer sees a report: whose it is, and whether it still is."""

    agency_id: int
    agency_verified: bool
    ended: bool


def may_refer(viewer: Viewer) -> Decision:
    """Whether the person gives reports to agencies."""
    if viewer.door is Door.STAFF and viewer.may(REFER):
        return YES
    return no(say("Your role does not include giving reports to agencies."))


def may_receive(viewer: Viewer, referral: ReferralStanding) -> Decision:
    """Whether an officer, or the agency's machine, reads a report that was given out."""
    if not viewer.may(RECEIVE) or viewer.agency_id != referral.agency_id:
        return no(say("This report was not given to your agency."))
    if not referral.agency_verified:
        return no(say("Your agency is not verified: call the clearinghouse."))
    if referral.ended:
        return no(say("The clearinghouse took this report back."))
    return YES


def may_answer(viewer: Viewer, referral: ReferralStanding) -> Decision:
    """Whether an officer, or the agency's machine, tells what came of a report."""
    if not viewer.may(ANSWER):
        return no(say("Your role does not include answers on reports."))
    return may_receive(viewer, referral)


def may_take_file(viewer: Viewer, referral: ReferralStanding) -> Decision:
    """Whether an officer takes a sealed file of a report: a person, never a machine."""
    if viewer.door is not Door.PARTNER or viewer.id is None or not viewer.may(TAKE_FILE):
        return no(say("Files are given to officers in person only."))
    return may_receive(viewer, referral)


def may_enter_portal(viewer: Viewer) -> Decision:
    """Whether somebody of an agency, or its machine, sees what the agency was given."""
    if viewer.may(RECEIVE) and viewer.agency_id is not None:
        return YES
    return no(say("Your role does not include reports given to an agency."))


def may_draft_rules(viewer: Viewer) -> Decision:
    """Whether the person drafts and tries versions of the rules of triage."""
    if viewer.door is Door.STAFF and viewer.may(RULES):
        return YES
    return no(say("Your role does not include the rules of triage."))


def may_switch_rules(viewer: Viewer, drafted_by: int) -> Decision:
    """Whether the person switches a version on: a supervisor who did not draft it."""
    if not (viewer.door is Door.STAFF and viewer.may(OVERSEE)):
        return no(say("Only a supervisor switches rules on."))
    if viewer.id == drafted_by:
        return no(say("A second person must switch it on: you drafted it."))
    return YES


def may_look(viewer: Viewer) -> Decision:
    """Whether the person looks at sealed files of reports: at the desk, with the role alone."""
    if viewer.door is Door.STAFF and viewer.may(LOOK) and viewer.may(TRIAGE):
        return YES
    return no(say("Your role does not include looking at files of reports."))


def may_oversee(viewer: Viewer) -> Decision:
    """Whether the person sees the whole backlog and who works on what."""
    if viewer.door is Door.STAFF and viewer.may(OVERSEE):
        return YES
    return no(say("Your role does not include the oversight of reports."))


def may_extend(viewer: Viewer, agency_has_it: bool) -> Decision:  # noqa: FBT001 a fact
    """Whether the person has files kept longer: the desk, or an agency that has the report."""
    if viewer.door is Door.STAFF and viewer.may(TRIAGE):
        return YES
    if viewer.door is Door.PARTNER and viewer.may(ANSWER) and agency_has_it:
        return YES
    return no(say("This report was not given to your agency."))


def may_ask_disposal(viewer: Viewer) -> Decision:
    """Whether the person asks that a report's files be destroyed."""
    if viewer.door is Door.STAFF and viewer.may(DISPOSE):
        return YES
    return no(say("Only a supervisor disposes of reports."))


def may_dispose(viewer: Viewer, asked_by: int) -> Decision:
    """Whether the person does what another one asked for."""
    if not may_ask_disposal(viewer):
        return may_ask_disposal(viewer)
    if viewer.id == asked_by:
        return no(say("A second person must do it: you asked for it."))
    return YES
