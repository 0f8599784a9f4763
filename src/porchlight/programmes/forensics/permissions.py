"""Who may read and write unidentified persons and biometrics."""

from dataclasses import dataclass

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer

READ = "forensics:person:read"
WRITE = "forensics:person:write"
READ_BIOMETRICS = "forensics:biometric:read"
WRITE_BIOMETRICS = "forensics:biometric:write"
READ_CUSTODY = "forensics:custody:read"
WRITE_CUSTODY = "forensics:custody:write"


@dataclass(frozen=True)
class PersonFacts:
    """What decides about a record: whether its source took it back, or it is identified."""

    withdrawn: bool = False
    identified: bool = False


def may_write_person(viewer: Viewer, facts: PersonFacts | None = None) -> Decision:
    """Whether the viewer may write the record (None: a new one)."""
    if viewer.door is not Door.HOUSE and not viewer.may(WRITE):
        return no(say("Only those who work on unidentified persons write these records."))
    if facts and facts.identified:
        return no(say("This person is identified: the record is closed."))
    return YES


def may_write_biometrics(viewer: Viewer) -> Decision:
    """Whether the viewer may add charts, prints and profiles."""
    if not viewer.may(WRITE_BIOMETRICS):
        return no(say("Only those who work with biometrics add charts, prints and profiles."))
    return YES


def may_write_custody(viewer: Viewer) -> Decision:
    """Whether the viewer may register items, write their chain, and ask laboratories."""
    if not viewer.may(WRITE_CUSTODY):
        return no(say("Only those who keep evidence write its chain and ask laboratories."))
    return YES
