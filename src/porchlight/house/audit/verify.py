"""Proving that the audit trail is whole: each chain recomputed, each column compared."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from porchlight.house.audit.models import Entry, StreamHead
from porchlight.house.audit.sql import STREAMS


@dataclass(frozen=True)
class Verdict:
    """Whether the trail is whole and, when not, the first row that is wrong."""

    whole: bool
    rows: int
    first_bad: int | None
    sentence: str


def verify() -> Verdict:
    """Recompute all sixteen chains; the lowest number among the bad rows is named."""
    bad: list[tuple[int, str]] = []
    rows = 0
    for stream in range(STREAMS):
        count, fault = _verify_stream(stream)
        rows += count
        if fault:
            bad.append(fault)
    if not bad:
        return Verdict(True, rows, None, f"The audit trail is whole: {rows} rows.")
    number, why = min(bad)
    return Verdict(False, rows, number, f"Row {number} is the first that is wrong: {why}.")


def _verify_stream(stream: int) -> tuple[int, tuple[int, str] | None]:
    previous = sha256(f"stream {stream}".encode()).digest()
    count, last = 0, 0
    for entry in Entry.objects.filter(stream=stream).order_by("id").iterator(2000):
        count, last = count + 1, entry.id
        if bytes(entry.previous) != previous:
            return count, (entry.id, "the row before it was removed, added or changed")
        previous = sha256(previous + f"{entry.id}\n{entry.body}".encode()).digest()
        if bytes(entry.hash) != previous:
            return count, (entry.id, "its text was changed")
        if not _columns_agree(entry):
            return count, (entry.id, "its columns differ from its text")
    head = StreamHead.objects.get(stream=stream)
    if (head.length, head.last_id, bytes(head.hash)) != (count, last, previous):
        return count, (head.last_id, "rows at the end of its chain were removed")
    return count, None


def _columns_agree(entry: Entry) -> bool:
    said = json.loads(entry.body)
    return (
        said["kind"] == entry.kind
        and datetime.fromisoformat(said["at"]) == entry.at
        and said["actor_id"] == entry.actor_id
        and said["agency_id"] == entry.agency_id
        and said["door"] == entry.door
        and said["records"] == entry.records
    )
