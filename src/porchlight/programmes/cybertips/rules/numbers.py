"""
Report numbers: whole numbers that clients in any language hold exactly (below 2**53), that tell
the instant of opening, so that tables are cut by month along them, and no neighbour's number.
"""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
LOW_BITS = 22
LOW = 1 << LOW_BITS
# Odd, so each running number of a second gives another low part, far from its neighbour's.
SPREAD = 2_654_435_761
ABOVE_ALL = 1 << 62


def number_at(at: datetime, running: int) -> int:
    """
    Return the number of what was opened ``at``; ``running`` counts up and makes it unique within
    the second (for 4,194,304 of them).

    >>> number_at(EPOCH, 0), opened_at(number_at(datetime(2026, 11, 25, 4, tzinfo=UTC), 7))
    (0, datetime.datetime(2026, 11, 25, 4, 0, tzinfo=datetime.timezone.utc))

    :raises ValueError: if ``at`` is before 2025 or naive
    """
    if at.tzinfo is None or at < EPOCH:
        raise ValueError(at)
    return first_at(at) + running * SPREAD % LOW


def first_at(at: datetime) -> int:
    """Return the lowest number of the second of ``at``: where a range of time begins."""
    return ((at - EPOCH) // timedelta(seconds=1)) << LOW_BITS


def opened_at(number: int) -> datetime:
    """Return the second in which a number was given."""
    return EPOCH + timedelta(seconds=number >> LOW_BITS)


def file_id(random_hex: str) -> str:
    """
    Return 32 hexadecimal figures of which one is a letter other than ``e``: some clients read a
    word of figures, with or without one ``e``, as a number and fail.

    >>> file_id("1" * 32), file_id("0" * 31 + "e"), file_id("a" * 32)[:4]
    ('f1111111111111111111111111111111', 'f000000000000000000000000000000e', 'aaaa')

    Source: cybertipline-tools; reference/cybertips.md 1.1.
    """
    if set(random_hex) & set("abcdf"):
        return random_hex
    return "f" + random_hex[1:]
