"""How a poster goes from draft to public and away again, and how long it may stay."""

from datetime import datetime, timedelta
from enum import StrEnum

from porchlight.core.errors import Conflict
from porchlight.core.text import say


class State(StrEnum):
    """Where one version of a poster stands."""

    DRAFT = "draft"
    APPROVED = "approved"
    RELEASED = "released"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.APPROVED, State.WITHDRAWN}),
    # Back to draft when a word is changed after the family has seen it.
    State.APPROVED: frozenset({State.DRAFT, State.RELEASED, State.WITHDRAWN}),
    State.RELEASED: frozenset({State.SUPERSEDED, State.WITHDRAWN}),
    State.SUPERSEDED: frozenset(),
    State.WITHDRAWN: frozenset(),
}
OPEN = frozenset({State.DRAFT, State.APPROVED})
# A poster that nobody keeps up ends by itself; the daily job moves the day on while it is kept.
SHOWN_FOR = timedelta(days=180)


def check_move(now: State, then: State) -> None:
    """
    Let a version go from one state to the next.

    >>> check_move(State.DRAFT, State.APPROVED)

    :raises Conflict: when that way does not exist, because somebody was quicker
    """
    if then not in MOVES[now]:
        raise Conflict(say("Somebody changed this poster meanwhile. Load the page again."))


def expires_at(now: datetime) -> datetime:
    """Return until when a poster stays public if nobody looks after it."""
    return now + SHOWN_FOR


def time_to_renew(until: datetime, now: datetime) -> bool:
    """
    Whether a poster that somebody looks after has less than half of its time left.

    >>> from datetime import UTC
    >>> day = datetime(2026, 3, 1, tzinfo=UTC)
    >>> time_to_renew(expires_at(day), day), time_to_renew(expires_at(day), day + SHOWN_FOR)
    (False, True)
    """
    return until - now < SHOWN_FOR / 2
