"""What the desk does with a report in the end, and how old what waits is."""

from datetime import timedelta
from enum import StrEnum

from porchlight.core.text import Say, say

# A report that somebody took and left lying goes back to the queue after this.
HELD_FOR = timedelta(hours=2)


class Result(StrEnum):
    """How the desk is done with a report."""

    REFERRED = "referred"
    INFORMATION = "information"
    NOTHING = "nothing"
    CASE = "case"


RESULTS: dict[Result, Say] = {
    Result.REFERRED: say("Given to an agency"),
    Result.INFORMATION: say("Kept for information"),
    Result.NOTHING: say("Nothing to be done"),
    Result.CASE: say("Handed to the missing child's case"),
}
AGES: tuple[tuple[timedelta, Say], ...] = (
    (timedelta(hours=1), say("under an hour")),
    (timedelta(days=1), say("under a day")),
    (timedelta(days=7), say("under a week")),
    (timedelta(days=100_000), say("older")),
)


def age_class(age: timedelta) -> int:
    """
    Return the place of an age among :data:`AGES`.

    >>> age_class(timedelta(minutes=5)), age_class(timedelta(days=9))
    (0, 3)
    """
    return next(at for at, (limit, _words) in enumerate(AGES) if age < limit)
