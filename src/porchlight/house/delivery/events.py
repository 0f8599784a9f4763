"""What happens to messages."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class MessageQueued(Event):
    """A message was put into the outbox; ``about`` is the record it leads to."""

    KIND = "delivery.message.queued"
    SENTENCE = say("Queued message {message_id} to {recipient}")
    message_id: int
    recipient: str
    about: str

    def records(self) -> tuple[str, ...]:
        there = (f"message:{self.message_id}", self.recipient, self.about)
        return tuple(record for record in there if ":" in record)


@dataclass(frozen=True)
class MessageSent(Event):
    """The mail service took it."""

    KIND = "delivery.message.sent"
    SENTENCE = say("Sent message {message_id}")
    message_id: int


@dataclass(frozen=True)
class MessageFailed(Event):
    """It cannot be delivered."""

    KIND = "delivery.message.failed"
    SENTENCE = say("Message {message_id} could not be delivered")
    message_id: int


@dataclass(frozen=True)
class MessageOpened(Event):
    """The person followed its link and signed in."""

    KIND = "delivery.message.opened"
    SENTENCE = say("Followed the link of message {message_id}")
    message_id: int


@dataclass(frozen=True)
class LedgerRead(Event):
    """Somebody looked at the ledger of messages."""

    KIND = "delivery.ledger.read"
    SENTENCE = say("Read the ledger of messages: {rows} of them")
    rows: int
