"""How a report lives: opened, then finished, retracted or expired."""

from datetime import datetime, timedelta
from enum import StrEnum

from porchlight.core.text import Say, say


class State(StrEnum):
    """Where a report stands."""

    OPEN = "open"
    FINISHED = "finished"
    RETRACTED = "retracted"
    EXPIRED = "expired"


MOVES: dict[State, set[State]] = {
    State.OPEN: {State.FINISHED, State.RETRACTED, State.EXPIRED},
    State.FINISHED: set(),
    State.RETRACTED: set(),
    State.EXPIRED: set(),
}
NAMES: dict[State, Say] = {
    State.OPEN: say("Half open"),
    State.FINISHED: say("Received"),
    State.RETRACTED: say("Retracted by the sender"),
    State.EXPIRED: say("Expired before it was finished"),
}

AFTER_OPENING = timedelta(hours=24)
AFTER_CHANGE = timedelta(hours=1)
# The same document of the same sender within this time is probably a retry.
PROBABLY_AGAIN = timedelta(minutes=30)


def expires_at(opened: datetime, changed: datetime) -> datetime:
    """
    Return when an unfinished report ends: a day after opening, or an hour after the last upload
    or file details, whichever is later.

    Source: CyberTipline reporting API documentation; reference/cybertips.md section 1.
    """
    return max(opened + AFTER_OPENING, changed + AFTER_CHANGE)
