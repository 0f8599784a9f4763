"""How urgent a call may be, from how many points on, and how soon a case manager takes it on."""

from datetime import timedelta
from enum import StrEnum

from porchlight.core.text import Say, say


class Priority(StrEnum):
    """How urgent; the first comes first."""

    IMMEDIATE = "immediate"
    HIGH = "high"
    MEDIUM = "medium"
    ROUTINE = "routine"


PRIORITY_WORDS: dict[Priority, Say] = {
    Priority.IMMEDIATE: say("Immediate"),
    Priority.HIGH: say("High"),
    Priority.MEDIUM: say("Medium"),
    Priority.ROUTINE: say("Routine"),
}
# From how many points on; and within what time a case manager takes the case on.
FROM_POINTS = ((Priority.IMMEDIATE, 8.0), (Priority.HIGH, 5.0), (Priority.MEDIUM, 2.0))
HAND_ON_WITHIN: dict[Priority, timedelta] = {
    Priority.IMMEDIATE: timedelta(minutes=5),
    Priority.HIGH: timedelta(minutes=15),
    Priority.MEDIUM: timedelta(minutes=60),
    Priority.ROUTINE: timedelta(hours=4),
}


def priority_of(points: float) -> Priority:
    """
    Return the priority of a sum of points.

    >>> [priority_of(points).value for points in (9, 5, 2, 0)]
    ['immediate', 'high', 'medium', 'routine']
    """
    found = (priority for priority, least in FROM_POINTS if points >= least)
    return next(found, Priority.ROUTINE)
