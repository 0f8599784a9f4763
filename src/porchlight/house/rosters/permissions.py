"""Who sees and who keeps the rosters."""

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Viewer

READ = "rosters:roster:read"
WRITE = "rosters:roster:write"


def may_keep_roster(viewer: Viewer) -> Decision:
    """Supervisors and administrators keep the rosters."""
    if not viewer.may(WRITE):
        return no(say("A supervisor keeps the rosters. Ask them to change it."))
    return YES


def may_read_roster(viewer: Viewer) -> Decision:
    """Those who hand out work see who can help."""
    if not viewer.may(READ):
        return no(say("Only those who hand out work see the roster."))
    return YES
