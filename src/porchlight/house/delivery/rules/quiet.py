"""Quiet hours: what can wait does not wake a family at night."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET_FROM, QUIET_UNTIL = time(21), time(7, 30)


def send_at(now: datetime, timezone: str, *, urgent: bool, always_awake: bool) -> datetime:
    """
    Return when a message may leave: now, or at the end of the reader's quiet hours.

    >>> night = datetime(2026, 3, 2, 3, 15, tzinfo=ZoneInfo("America/Chicago"))
    >>> send_at(night, "America/Chicago", urgent=False, always_awake=False).time()
    datetime.time(7, 30)
    >>> send_at(night, "America/Chicago", urgent=True, always_awake=False) == night
    True
    """
    local = now.astimezone(ZoneInfo(timezone))
    asleep = local.time() >= QUIET_FROM or local.time() < QUIET_UNTIL
    if urgent or always_awake or not asleep:
        return now
    day = local.date() + timedelta(days=1 if local.time() >= QUIET_FROM else 0)
    return datetime.combine(day, QUIET_UNTIL, tzinfo=ZoneInfo(timezone)).astimezone(now.tzinfo)
