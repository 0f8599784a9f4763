"""Who may do what with reports."""

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer

SUBMIT = "cybertips:report:submit"
READ_OWN = "cybertips:own:read"
READ = "cybertips:report:read"
TRIAGE = "cybertips:report:triage"
OVERSEE = "cybertips:queue:oversee"
PROVIDERS = "cybertips:provider:manage"


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
