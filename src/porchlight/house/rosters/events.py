"""What happens to rosters."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class HelperKept(Event):
    """A helper was added or changed."""

    KIND = "rosters.helper.kept"
    SENTENCE = say("Brought helper {helper_id} up to date")
    helper_id: int


@dataclass(frozen=True)
class CredentialAdded(Event):
    """A credential was written down."""

    KIND = "rosters.credential.added"
    SENTENCE = say("Added credential {credential_id} of helper {helper_id}")
    helper_id: int
    credential_id: int


@dataclass(frozen=True)
class ShiftAdded(Event):
    """A shift was put into the calendar."""

    KIND = "rosters.shift.added"
    SENTENCE = say("Added shift {shift_id} of helper {helper_id}")
    helper_id: int
    shift_id: int


@dataclass(frozen=True)
class RosterRead(Event):
    """Somebody looked at the roster."""

    KIND = "rosters.roster.read"
    SENTENCE = say("Read the roster: {rows} helpers")
    rows: int
