"""The shift: who is at the desk, and the log that the next one reads."""

from datetime import datetime, timedelta

from django.db import transaction

from porchlight.core.errors import NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.hotline.events.calls import ShiftBegan, ShiftEnded, ShiftNoted
from porchlight.programmes.hotline.models import Shift, ShiftEntry
from porchlight.programmes.hotline.permissions.calls import may_take_calls


@transaction.atomic
def write_shift_log(
    words: str, keep: timedelta | None = None, *, by: Viewer, now: datetime
) -> ShiftEntry:
    """
    Write a line into the shift log; with ``keep`` it stays in sight for that long.

    :raises NotAllowed: when ``by`` takes no calls
    :raises RuleBroken: when it says nothing
    """
    may_take_calls(by).require()
    assert by.id is not None
    if not words.strip():
        raise RuleBroken(say("Write the line first."), field="words")
    row = ShiftEntry.objects.create(
        words=words.strip()[:1000],
        until_at=now + keep if keep else None,
        written_at=now,
        written_by_id=by.id,
    )
    record(ShiftNoted(row.id), by=by, at=now)
    return row


@transaction.atomic
def come_to_desk(*, by: Viewer, now: datetime) -> Shift:
    """
    Begin one's shift; whoever is at the desk already stays there.

    :raises NotAllowed: when ``by`` takes no calls
    """
    may_take_calls(by).require()
    assert by.id is not None
    there = Shift.objects.filter(began_by_id=by.id, ended_at=None).first()
    if there is not None:
        return there
    row = Shift.objects.create(began_at=now, began_by_id=by.id)
    record(ShiftBegan(row.id), by=by, at=now)
    return row


@transaction.atomic
def leave_desk(*, by: Viewer, now: datetime) -> Shift:
    """
    End one's shift.

    :raises NotFound: when it had not begun
    """
    row = Shift.objects.select_for_update().filter(began_by_id=by.id, ended_at=None).first()
    if row is None:
        raise NotFound(say("You are not at the desk."))
    row.ended_at, row.ended_by_id = now, by.id
    row.save(update_fields=["ended_at", "ended_by"])
    record(ShiftEnded(row.id), by=by, at=now)
    return row
