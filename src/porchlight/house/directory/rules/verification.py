"""
How an agency is verified: its switchboard number from an independent source, a call back, and a
second person. Control of a mailbox proves nothing. Source: security.md §3.4; CJIS 5.1.4.
"""

from dataclasses import dataclass
from enum import StrEnum

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say


class State(StrEnum):
    """Where a verification stands."""

    SOURCED = "sourced"
    CALLED = "called"
    VERIFIED = "verified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


MOVES: dict[State, frozenset[State]] = {
    State.SOURCED: frozenset({State.CALLED, State.REFUSED}),
    State.CALLED: frozenset({State.VERIFIED, State.REFUSED}),
    State.VERIFIED: frozenset({State.WITHDRAWN}),
    State.REFUSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}

NAMES: dict[State, Say] = {
    State.SOURCED: say("To be called back"),
    State.CALLED: say("Waits for a second person"),
    State.VERIFIED: say("Verified"),
    State.REFUSED: say("Refused"),
    State.WITHDRAWN: say("Verification withdrawn"),
}


@dataclass(frozen=True)
class VerificationFacts:
    """What rules and permissions know of a verification."""

    state: State
    called_by: int | None = None


def move(old: State, new: State) -> State:
    """
    Return ``new`` when a verification may go there.

    >>> move(State.SOURCED, State.CALLED)
    <State.CALLED: 'called'>

    :raises RuleBroken: when a step was left out or the verification is over
    """
    if new not in MOVES[old]:
        raise RuleBroken(say("This step does not follow: first source, then call, then approval."))
    return new
