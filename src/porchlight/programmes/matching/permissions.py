"""Who may search for look-alikes."""

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Viewer

SEARCH = "matching:person:search"


def may_search(viewer: Viewer) -> Decision:
    """Those who take calls and work cases search; what they may not open shows its number only."""
    if not viewer.may(SEARCH):
        return no(say("Only those who take calls or work cases search for look-alikes."))
    return YES
