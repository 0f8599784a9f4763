"""Contacts that were promised to a family: kept, still to come, or missed."""

from datetime import datetime, timedelta
from enum import StrEnum

# So long after the promised time the advocate is reminded: a call may be a little late.
GRACE = timedelta(minutes=30)
# After a recovery the family is asked how it is: reunification is not over at the door.
FOLLOW_UP_DAYS = (1, 7, 30, 90)
CODE_FOR = timedelta(days=30)


class Kept(StrEnum):
    """How a promise stands."""

    COMING = "coming"
    MISSED = "missed"
    KEPT = "kept"
    LATE = "late"


def standing(due_at: datetime, kept_at: datetime | None, *, now: datetime) -> Kept:
    """
    Return how a promise stands at ``now``.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> standing(noon, None, now=noon + timedelta(minutes=10)).value
    'coming'
    >>> standing(noon, noon + timedelta(hours=2), now=noon + timedelta(hours=3)).value
    'late'
    """
    if kept_at is not None:
        return Kept.KEPT if kept_at <= due_at + GRACE else Kept.LATE
    return Kept.MISSED if now > due_at + GRACE else Kept.COMING


def is_told(told_at: datetime | None, recovered_at: datetime | None) -> bool:
    """
    Whether the family knows of the last recovery from a person: told after it, not of one before.

    >>> from datetime import UTC
    >>> first, second = (datetime(2026, 3, day, tzinfo=UTC) for day in (2, 4))
    >>> is_told(None, None), is_told(None, first), is_told(second, first), is_told(first, second)
    (True, False, True, False)
    """
    return recovered_at is None or (told_at is not None and told_at >= recovered_at)


def follow_ups(recovered_at: datetime) -> tuple[datetime, ...]:
    """
    Return when the family is called after a recovery: days 1, 7, 30 and 90.

    >>> from datetime import UTC
    >>> [at.day for at in follow_ups(datetime(2026, 3, 2, tzinfo=UTC))[:2]]
    [3, 9]
    """
    return tuple(recovered_at + timedelta(days=days) for days in FOLLOW_UP_DAYS)
