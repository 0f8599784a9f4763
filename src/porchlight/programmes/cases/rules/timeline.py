"""One line of time from everything that happened on a case."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from porchlight.core.text import Say


@dataclass(frozen=True)
class Moment:
    """
    Something at a time: ``kind`` groups it (contact, event, note, task, clock), ``words`` are
    what somebody wrote.
    """

    at: datetime
    kind: str
    label: Say
    who: str = ""
    words: str = ""


def merged(*lists: Iterable[Moment]) -> list[Moment]:
    """
    Return all moments, the newest first; those of one instant stay in the order given.

    :raises TypeError: if an instant is naive beside aware ones
    """
    everything = [moment for each in lists for moment in each]
    return sorted(everything, key=lambda moment: moment.at, reverse=True)
