"""Adding to the list of events: the only place that does."""

import json
from datetime import UTC, datetime

from django.db import connection, transaction

from porchlight.core.event import Event
from porchlight.core.viewer import Viewer
from porchlight.house.audit.subscriptions import has_subscribers
from porchlight.house.doors.context import here


def record(event: Event, *, by: Viewer, at: datetime) -> int:
    """
    Add ``event`` to the audit trail in the caller's transaction and return its number.

    After the commit the worker hands it to the jobs that subscribed to it. Where there is no
    transaction (a view of a record), the row commits by itself: nothing is shown unrecorded.

    :raises ValueError: if ``at`` is naive
    """
    if at.tzinfo is None:
        raise ValueError("an event needs an aware instant")
    body = canonical(
        {
            "kind": event.KIND,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "actor_id": by.id,
            "agency_id": by.agency_id,
            "door": str(by.door),
            "by": by.name if by.id is None else "",
            "records": list(event.records()),
            "data": event.data(),
            "source": here().source,
            "session": here().session,
        }
    )
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT audit_record(%s, %s)", [body, has_subscribers(event.KIND)])
        return int(cursor.fetchone()[0])


def canonical(said: dict[str, object]) -> str:
    """Return the one way to write ``said`` as JSON: sorted, compact, UTF-8."""
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
