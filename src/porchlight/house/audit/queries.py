"""Reading the list of events."""

import json
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db.models import QuerySet

from porchlight.core.event import KINDS
from porchlight.core.viewer import Viewer
from porchlight.house.audit.models import Entry, RowHistory
from porchlight.house.audit.permissions import may_read_trail
from porchlight.house.audit.words import worded


@dataclass(frozen=True)
class Line:
    """One event as the screen shows it."""

    id: int
    at: datetime
    who: str
    actor_id: int | None
    door: str
    sentence: str
    kind: str
    records: tuple[str, ...]
    source: str


def entries(
    viewer: Viewer, *, record: str = "", actor_id: int | None = None, kind: str = ""
) -> QuerySet[Entry]:
    """
    Return the events about ``record`` (such as ``"case:12"``) or by one person, newest first.

    :raises NotAllowed: when the viewer may not read the trail
    """
    may_read_trail(viewer).require()
    found = Entry.objects.order_by("-id")
    if record:
        found = found.filter(records__contains=[record])
    if actor_id is not None:
        found = found.filter(actor_id=actor_id)
    return found.filter(kind__startswith=kind) if kind else found


def lines(found: list[Entry]) -> list[Line]:
    """Return the entries with the names of those who acted and a sentence each."""
    people = apps.get_model("accounts", "Account").objects
    names = dict(
        people.filter(id__in={entry.actor_id for entry in found}).values_list("id", "name")
    )
    return [_line(entry, names) for entry in found]


def _line(entry: Entry, names: dict[int, str]) -> Line:
    said = json.loads(entry.body)
    event = KINDS.get(entry.kind)
    return Line(
        id=entry.id,
        at=entry.at,
        who=names.get(entry.actor_id or 0) or said["by"] or entry.door,
        actor_id=entry.actor_id,
        door=entry.door,
        sentence=event.sentence(worded(said["data"])) if event else entry.kind,
        kind=entry.kind,
        records=tuple(entry.records),
        source=said["source"],
    )


def former_rows(viewer: Viewer, table: str, row_id: str) -> QuerySet[RowHistory]:
    """
    Return what a row held before each change, newest first.

    :raises NotAllowed: when the viewer may not read the trail
    """
    may_read_trail(viewer).require()
    return RowHistory.objects.filter(table_name=table, row_id=row_id).order_by("-id")
