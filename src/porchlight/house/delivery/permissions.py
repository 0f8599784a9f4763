"""Who reads the ledger of messages."""

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Viewer

READ = "delivery:message:read"


def may_read_ledger(viewer: Viewer) -> Decision:
    """Supervisors and administrators see who was told and when; nobody changes it."""
    if not viewer.may(READ):
        return no(say("Only a supervisor or an administrator reads the ledger of messages."))
    return YES


def is_for(viewer: Viewer, recipient_kind: str, recipient_id: int) -> bool:
    """Whether a message was sent to this person, or to the agency they work for."""
    if recipient_kind == "agency":
        return viewer.agency_id == recipient_id
    return viewer.id == recipient_id
