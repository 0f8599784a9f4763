"""Adding to the list of events: the only place that does."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from porchlight.core.event import Event
from porchlight.core.viewer import Viewer
from porchlight.house.audit.subscriptions import has_subscribers
from porchlight.house.doors.context import here

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@dataclass(frozen=True)
class Act:
    """Something that was done: what, by whom, when. ``deliver`` sets off the jobs that follow."""

    event: Event
    by: Viewer
    at: datetime
    deliver: bool = True


def record(event: Event, *, by: Viewer, at: datetime) -> int:
    """
    Add ``event`` to the audit trail in the caller's transaction and return its number.

    After the commit the worker hands it to the jobs that subscribed to it. Where there is no
    transaction (a view of a record), the row commits by itself: nothing is shown unrecorded.

    :raises ValueError: if ``at`` is naive
    """
    # No savepoint: what cannot be recorded must not be done either.
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        subscribed = has_subscribers(event.KIND)
        cursor.execute("SELECT audit_record(%s, %s)", [_body(Act(event, by, at)), subscribed])
        return int(cursor.fetchone()[0])


def record_all(acts: Sequence[Act]) -> list[int]:
    """
    Add many acts at once, in their order, as :func:`record` adds each; return their numbers.

    What is taken over from elsewhere is not delivered again: its consequences are past.

    :raises ValueError: if an instant is naive
    """
    bodies = [_body(act) for act in acts]
    deliver = [act.deliver and has_subscribers(act.event.KIND) for act in acts]
    with transaction.atomic(), connection.cursor() as cursor:
        # As one text: an array would be quoted piece by piece.
        cursor.execute(
            "SELECT audit_record_all(ARRAY(SELECT json_array_elements_text(%s)),"
            " ARRAY(SELECT json_array_elements_text(%s)::boolean))",
            [json.dumps(bodies), json.dumps(deliver)],
        )
        return list(cursor.fetchone()[0] or [])


def _body(act: Act) -> str:
    if act.at.tzinfo is None:
        raise ValueError("an event needs an aware instant")
    return canonical(
        {
            "kind": act.event.KIND,
            "at": act.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_id": act.by.id,
            "agency_id": act.by.agency_id,
            "door": str(act.by.door),
            "by": act.by.name if act.by.id is None else "",
            "records": list(act.event.records()),
            "data": act.event.data(),
            "source": here().source,
            "session": here().session,
        }
    )


def canonical(said: dict[str, object]) -> str:
    """Return the one way to write ``said`` as JSON: sorted, compact, UTF-8."""
    return _ENCODER.encode(said)
