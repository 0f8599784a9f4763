"""Who is looking: all that rules and permissions may know of a person at work."""

from dataclasses import dataclass, field
from enum import StrEnum


class Door(StrEnum):
    """The five doors, and the inside of the house (jobs and commands)."""

    PUBLIC = "public"
    FAMILY = "family"
    PARTNER = "partner"
    STAFF = "staff"
    API = "api"
    HOUSE = "house"
    # Before the doors: sign-in and one's own account, which ask for themselves who is there.
    THRESHOLD = "threshold"


@dataclass(frozen=True)
class Viewer:
    """
    A person or machine at a door.

    ``id`` is the account (None for the public and the house); ``agency_id`` the partner
    organisation; ``case_ids`` the cases a family member belongs to; ``broken_glass`` the
    records opened in an emergency, such as ``"case:12"``.
    """

    id: int | None
    door: Door
    name: str = ""
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    agency_id: int | None = None
    case_ids: frozenset[int] = frozenset()
    broken_glass: frozenset[str] = field(default_factory=frozenset)

    def may(self, permission: str) -> bool:
        """Whether the person's roles hold ``permission`` (``programme:thing:verb``)."""
        return permission in self.permissions


PUBLIC = Viewer(id=None, door=Door.PUBLIC, name="public")


def house_viewer(name: str, permissions: frozenset[str] = frozenset()) -> Viewer:
    """Return the viewer of a job or command: ``name`` says which, for the audit trail."""
    return Viewer(id=None, door=Door.HOUSE, name=name, permissions=permissions)
