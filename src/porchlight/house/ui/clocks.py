"""How instants and the time that is left are written for the reader."""

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

NEAR = timedelta(hours=4)
MINUTE, HOUR, DAY = 60, 3600, 86400


def shown(at: datetime, style: str = "long") -> str:
    """Return ``at`` in the active time zone: ``long``, ``short``, ``day`` or ``time``."""
    local = timezone.localtime(at)
    if style == "day":
        return formats.date_format(local, "DATE_FORMAT")
    if style == "time":
        return formats.time_format(local, "TIME_FORMAT")
    if style == "short":
        # Twenty-four hours, as the desk and the police write them; they also stand in columns.
        return f"{formats.date_format(local, 'SHORT_DATE_FORMAT')} {local:%H:%M}"
    return formats.date_format(local, "DATETIME_FORMAT")


def state(due_at: datetime, now: datetime, done_at: datetime | None = None) -> str:
    """Return ``done``, ``overdue``, ``near`` (within four hours) or ``far``."""
    if done_at is not None:
        return "done"
    if now > due_at:
        return "overdue"
    return "near" if due_at - now <= NEAR else "far"


def words(due_at: datetime, now: datetime, done_at: datetime | None = None) -> str:
    """Return «due in 1 h 20 min», «overdue by 3 days» or «done»."""
    if done_at is not None:
        return _("done") if done_at <= due_at else _("done late")
    left = span(abs(due_at - now))
    if now > due_at:
        return _("overdue by {span}").format(span=left)
    return _("due in {span}").format(span=left)


def span(length: timedelta) -> str:
    """
    Return a length of time in its two largest units, as a person would say it.

    >>> span(timedelta(hours=1, minutes=20))
    '1 h 20 min'
    """
    seconds = int(length.total_seconds())
    if seconds < MINUTE:
        return _("less than a minute")
    if seconds < HOUR:
        return _("{n} min").format(n=seconds // MINUTE)
    if seconds < 2 * DAY:
        minutes = seconds % HOUR // MINUTE
        hours = _("{n} h").format(n=seconds // HOUR)
        return f"{hours} {_('{n} min').format(n=minutes)}" if minutes else hours
    days = seconds // DAY
    return ngettext("{n} day", "{n} days", days).format(n=days)
