"""Who may search for look-alikes."""

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Viewer

SEARCH = "matching:person:search"
READ_PAIRINGS = "matching:pairing:read"
DECIDE = "matching:pairing:decide"


def may_search(viewer: Viewer) -> Decision:
    """Those who take calls and work cases search; what they may not open shows its number only."""
    if not viewer.may(SEARCH):
        return no(say("Only those who take calls or work cases search for look-alikes."))
    return YES


def may_decide(viewer: Viewer, state: str = "open") -> Decision:
    """Whether the viewer may record what was decided of a pair in ``state``."""
    if not viewer.may(DECIDE):
        return no(say("Only those who work on identification record decisions."))
    if state == "identified":
        return no(say("This pair is identified, and confirmed by a second person."))
    return YES


def may_confirm(viewer: Viewer, state: str, proposed_by: int | None) -> Decision:
    """Whether the viewer may confirm an identification that ``proposed_by`` recorded."""
    if not viewer.may(DECIDE):
        return no(say("Only those who work on identification record decisions."))
    if state != "confirming":
        return no(say("There is no identification to confirm."))
    if viewer.id == proposed_by:
        return no(say("A second person must confirm it: you recorded it."))
    return YES
