"""Who reads the directory, who changes it, and who vouches for an agency."""

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.directory.rules.verification import State, VerificationFacts

READ = "directory:agency:read"
MANAGE = "directory:agency:manage"
VERIFY = "directory:agency:verify"
OWN = "directory:own:read"
KEEP_OWN = "directory:own:write"


def may_manage(viewer: Viewer) -> Decision:
    """Administrators add agencies and change what is written of them."""
    if not viewer.may(MANAGE):
        return no(say("Only an administrator changes the directory."))
    return YES


def may_keep_contacts(viewer: Viewer, agency_id: int) -> Decision:
    """An administrator keeps any contacts; an agency's coordinator keeps their own agency's."""
    if viewer.may(MANAGE):
        return YES
    if viewer.agency_id != agency_id or not viewer.may(KEEP_OWN):
        return no(say("The agency's coordinator keeps its contacts. Ask them to change it."))
    return YES


def may_call_back(viewer: Viewer) -> Decision:
    """A supervisor or an administrator notes the source and calls the agency back."""
    if not viewer.may(VERIFY):
        return no(say("A supervisor or an administrator verifies agencies."))
    return YES


def may_approve(viewer: Viewer, facts: VerificationFacts) -> Decision:
    """A second person approves: never the one who made the call. Source: security.md §3.4."""
    if not viewer.may(VERIFY):
        return no(say("A supervisor or an administrator verifies agencies."))
    if facts.state is not State.CALLED:
        return no(say("Call the agency back first and write down who answered."))
    if viewer.id == facts.called_by:
        return no(say("A second person must approve it: you made the call."))
    return YES


def may_withdraw(viewer: Viewer, facts: VerificationFacts) -> Decision:
    """Anybody who may verify withdraws at once, alone: closing a door needs no second person."""
    if not viewer.may(VERIFY):
        return no(say("A supervisor or an administrator verifies agencies."))
    if facts.state is not State.VERIFIED:
        return no(say("This agency is not verified."))
    return YES
