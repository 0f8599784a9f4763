"""Who sees plain files and who opens sealed ones."""

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.house.files.rules.reasons import LEAST_WORDS, Reason

VIEW = "files:file:view"
OPEN = "files:sealed:open"
OPEN_VAULT = "files:vault:open"

# An officer takes a file of a report that was given to their agency.
OPEN_REFERRED = "files:referred:open"
DESTROY = "files:file:destroy"

VAULT = "vault"
PUBLIC_DROP = "public_drop"


def may_view(viewer: Viewer) -> Decision:
    """
    Whether the person sees plain files at all. Whether this one is theirs to see is decided by
    the programme whose record it belongs to.
    """
    if viewer.door is Door.HOUSE or viewer.may(VIEW):
        return YES
    return no(say("Your role does not include looking at files."))


def may_open(viewer: Viewer, compartment: str, reason: Reason | None, words: str) -> Decision:
    """Whether the person opens a sealed file of a compartment for a reason."""
    if compartment == PUBLIC_DROP and viewer.door is not Door.HOUSE:
        return no(say("What the public left is opened by the house only."))
    needed = OPEN_VAULT if compartment == VAULT else OPEN
    if viewer.door is Door.PARTNER and compartment == VAULT and reason is Reason.REFERRAL:
        needed = OPEN_REFERRED
    if viewer.door is not Door.HOUSE and not viewer.may(needed):
        return no(say("Your role does not include opening sealed files."))
    if reason is None:
        return no(say("Say why you open this file."))
    if reason is Reason.OTHER and len(words.strip()) < LEAST_WORDS:
        return no(say("Say in a few words why you open this file."))
    return YES


def may_ask_destruction(viewer: Viewer) -> Decision:
    """Whether the person may ask that a file be destroyed."""
    if viewer.may(DESTROY):
        return YES
    return no(say("Only a supervisor or an administrator has files destroyed."))


def may_destroy(viewer: Viewer, asked_by_id: int) -> Decision:
    """Whether the person may do what another one asked for."""
    if not viewer.may(DESTROY):
        return may_ask_destruction(viewer)
    if viewer.id == asked_by_id:
        return no(say("A second person must do it: you asked for it."))
    return YES
