"""Which jobs follow which event; filled once at start from config/subscriptions.py."""

from collections.abc import Mapping, Sequence

from porchlight.core.event import Event
from porchlight.house.jobs import Job

_followers: dict[str, tuple[Job, ...]] = {}


def subscribe(table: Mapping[type[Event], Sequence[Job]]) -> None:
    """Take over the table of subscriptions."""
    _followers.clear()
    _followers.update({event.KIND: tuple(jobs) for event, jobs in table.items()})


def has_subscribers(kind: str) -> bool:
    """Whether any job follows events of this kind."""
    return kind in _followers


def followers(kind: str) -> tuple[Job, ...]:
    """The jobs that follow events of this kind, in the order of the page."""
    return _followers.get(kind, ())
