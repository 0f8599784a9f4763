"""
How much of what is hard to see one person sees: one file at a time, so many a day, with breaks;
and never one that the house knows already.

Source: reviewers' guidance of hotlines and of open moderation tools (reference section 12).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from porchlight.core.text import Say, say

MOST_A_DAY = 40
BREAK_AFTER = 10
BREAK = timedelta(minutes=15)
# Who has not closed a look after this is taken to have closed it.
LOOK = timedelta(minutes=5)
LARGEST_LOOK = 64 * 1024 * 1024


@dataclass(frozen=True)
class Seen:
    """What a person saw today: how many, how many since their last break, when last, one open."""

    today: int = 0
    since_break: int = 0
    last_at: datetime | None = None
    open_since: datetime | None = None

    @property
    def left(self) -> int:
        """How many more today."""
        return max(0, MOST_A_DAY - self.today)


def breaks(times: list[datetime]) -> int:
    """
    Return how many looks there were since the last break, of the times of a day in order.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    >>> breaks([at, at + timedelta(minutes=20), at + timedelta(minutes=21)])
    2
    """
    count = 0
    for at, before in zip(times, [None, *times], strict=False):
        count = 1 if before is None or at - before >= BREAK else count + 1
    return count


def may_look(seen: Seen, now: datetime) -> Say | None:
    """Return why the person looks at no file now, or None when they may."""
    if seen.open_since is not None and now - seen.open_since < LOOK:
        return say("One at a time: close the file that you have open.")
    if seen.today >= MOST_A_DAY:
        return say(
            "You have seen {n} files today. That is enough; somebody else goes on.", n=seen.today
        )
    rested = seen.last_at is None or now - seen.last_at >= BREAK
    if seen.since_break >= BREAK_AFTER and not rested:
        minutes = int(BREAK.total_seconds() // 60)
        return say(
            "Time for a break of {minutes} minutes. Go and look at something green.",
            minutes=minutes,
        )
    return None
