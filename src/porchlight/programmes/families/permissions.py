"""Who reads and writes family support: the assigned advocate, and nobody of the investigation."""

from dataclasses import dataclass, field
from datetime import datetime

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say
from porchlight.core.viewer import Door, Viewer
from porchlight.programmes.families.rules.vocabulary import Part

READ = "families:support:read"
WRITE = "families:support:write"
GRANT = "families:access:grant"
# Decides who supports a family: one's own families, and with the second right any.
CHOOSE = "families:advocate:choose"
ASSIGN = "families:advocate:assign"
OWN = "families:own:read"
# Writes to their advocate, gives photographs.
SEND = "families:own:send"
SUPERVISOR = "supervisor"


@dataclass(frozen=True)
class SupportFacts:
    """What decides who sees a support record: whose it is."""

    id: int
    advocate_id: int


@dataclass(frozen=True)
class AccessFacts:
    """What decides what a family member sees of a case."""

    account_id: int
    sees: frozenset[Part] = field(default_factory=frozenset)
    ended_at: datetime | None = None


def may_read(viewer: Viewer, support: SupportFacts) -> Decision:
    """
    Whether the person reads the record: its advocate, or a supervisor who broke the glass.

    Opening a case in an emergency does not open its family's record, and an investigator who
    breaks the glass of the record still does not read it.
    """
    if viewer.door is Door.HOUSE:
        return YES
    if viewer.door is not Door.STAFF:
        return no(say("There is no such record."))
    if viewer.may(READ) and viewer.id == support.advocate_id:
        return YES
    if SUPERVISOR in viewer.roles:
        if f"support:{support.id}" in viewer.broken_glass:
            return YES
        return no(
            say("Family support is kept apart. Its advocate reads it; you can in an emergency.")
        )
    if viewer.may(READ):
        return no(say("Another advocate supports this family."))
    return no(say("Family support is kept apart from the investigation. Ask the advocate."))


def may_write(viewer: Viewer, support: SupportFacts) -> Decision:
    """Whether the person writes in the record: its advocate alone."""
    if not (seen := may_read(viewer, support)):
        return seen
    if viewer.door is Door.HOUSE or (viewer.may(WRITE) and viewer.id == support.advocate_id):
        return YES
    return no(say("Only the family's advocate writes here."))


def may_grant(viewer: Viewer, support: SupportFacts) -> Decision:
    """Whether the person gives, renews and ends a family member's access."""
    if not (seen := may_write(viewer, support)):
        return seen
    return YES if viewer.may(GRANT) else no(say("Only the family's advocate gives access."))


def may_assign(viewer: Viewer, advocate_id: int, support: SupportFacts | None) -> Decision:
    """
    Whether the person makes ``advocate_id`` the family's advocate: an advocate takes a family
    that has none, or hands their own on; a supervisor assigns any.
    """
    if viewer.door is Door.HOUSE or viewer.may(ASSIGN):
        return YES
    if not viewer.may(CHOOSE):
        return no(say("An advocate or a supervisor decides who supports a family."))
    if support is None and viewer.id == advocate_id:
        return YES
    if support is not None and viewer.id == support.advocate_id:
        return YES
    return no(say("A supervisor assigns a family to another advocate."))


def may_ask(viewer: Viewer) -> Decision:
    """Whether a family's wish to be called is handed on: by the house, from wherever they asked."""
    return YES if viewer.door is Door.HOUSE else no(say("The house hands this on by itself."))


def may_answer(viewer: Viewer) -> Decision:
    """Whether the person calls families who asked for it: any advocate."""
    if viewer.door is Door.STAFF and viewer.may(WRITE):
        return YES
    return no(say("A family advocate answers this."))


def may_see(viewer: Viewer, access: AccessFacts, part: Part | None = None) -> Decision:
    """Whether a family member sees their page, or this part of it."""
    own = viewer.door is Door.FAMILY and viewer.id == access.account_id and viewer.may(OWN)
    if not own or access.ended_at is not None:
        return no(say("There is no such page."))
    if part is not None and part not in access.sees:
        return no(say("Ask your advocate: your page does not have this part."))
    return YES
