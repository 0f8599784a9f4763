"""Reading the trail is itself an event (CJIS AU-2)."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class TrailRead(Event):
    """Somebody looked at the audit trail of ``about`` (a record, a person, or everything)."""

    KIND = "audit.trail.read"
    SENTENCE = say("Read the audit trail of {about}")
    about: str

    def records(self) -> tuple[str, ...]:
        return (self.about,) if ":" in self.about else ()
