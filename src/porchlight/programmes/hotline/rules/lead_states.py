"""Where a lead stands, and where it may go from there."""

from enum import StrEnum

from porchlight.core.errors import Conflict
from porchlight.core.text import Say, say


class State(StrEnum):
    """
    ``NEW``: nobody has looked. ``OPEN``: somebody has. ``ROUTED``: an agency has it. ``ANSWERED``:
    the agency told what came of it. ``ASIDE``: taken for a hoax or abuse, kept and looked at
    again when another report agrees. ``CLOSED``: done.
    """

    NEW = "new"
    OPEN = "open"
    ROUTED = "routed"
    ANSWERED = "answered"
    ASIDE = "aside"
    CLOSED = "closed"


MOVES: dict[State, frozenset[State]] = {
    State.NEW: frozenset({State.OPEN, State.ASIDE, State.ROUTED, State.CLOSED}),
    State.OPEN: frozenset({State.ROUTED, State.ASIDE, State.CLOSED}),
    State.ROUTED: frozenset({State.ANSWERED, State.OPEN, State.CLOSED}),
    State.ANSWERED: frozenset({State.ROUTED, State.OPEN, State.CLOSED}),
    State.ASIDE: frozenset({State.OPEN}),
    State.CLOSED: frozenset({State.OPEN, State.ROUTED}),
}

# Waits for somebody at the desk.
WAITING = frozenset({State.NEW, State.OPEN})
# With an agency, or told back by it.
OUT = frozenset({State.ROUTED, State.ANSWERED})

NAMES: dict[str, Say] = {
    State.NEW: say("New"),
    State.OPEN: say("Being looked at"),
    State.ROUTED: say("With the agency"),
    State.ANSWERED: say("Agency answered"),
    State.ASIDE: say("Set aside"),
    State.CLOSED: say("Done"),
}


def moved(now: State, to: State) -> State:
    """
    Return ``to`` when a lead may go there.

    >>> moved(State.NEW, State.OPEN)
    <State.OPEN: 'open'>

    :raises Conflict: when it may not: somebody else has moved it meanwhile
    """
    if to not in MOVES[now]:
        raise Conflict(say("This lead is at «{state}» now. Look at it again.", state=NAMES[now]))
    return to
