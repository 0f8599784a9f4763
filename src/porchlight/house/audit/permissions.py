"""Who may read the audit trail."""

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Viewer

READ = "audit:entry:read"


def may_read_trail(viewer: Viewer) -> Decision:
    """Supervisors and administrators read who did and saw what; nobody can change it."""
    if not viewer.may(READ):
        return no(say("Only a supervisor or an administrator reads the audit trail."))
    return YES
