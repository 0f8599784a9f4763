"""Keeping what came, and remembering what a numbered request was answered; inside another act."""

import hashlib
from datetime import datetime
from typing import Any

from porchlight.core.viewer import Viewer
from porchlight.programmes.cybertips.models import Document, Repeat
from porchlight.programmes.cybertips.queries.numbers import fresh_number
from porchlight.programmes.cybertips.queries.repeats import LONGEST_KEY, answered
from porchlight.programmes.cybertips.rules.outcome import Outcome


def keep_document(
    body: bytes,
    kind: str,
    *,
    by: Viewer,
    now: datetime,
    **rest: Any,  # noqa: ANN401 columns
) -> Document:
    """Keep the received bytes as they are; ``rest`` are further columns."""
    document = Document(
        id=fresh_number(now),
        agency_id=by.agency_id,
        sender=by.name,
        kind=kind,
        received_at=now,
        sha256=hashlib.sha256(body).hexdigest(),
        body=body,
        **rest,
    )
    document.save(force_insert=True)
    return document


def remember(
    repeat: str, digest: str, outcome: Outcome, *, by: Viewer, now: datetime
) -> Outcome | None:
    """
    Write down what a numbered request is answered. When another one of the same number was
    faster, that one's answer is returned: the caller undoes its own work.
    """
    if not repeat or by.agency_id is None or outcome.report_id is None:
        return None
    found, new = Repeat.objects.get_or_create(
        agency_id=by.agency_id,
        key=repeat[:LONGEST_KEY],
        defaults={
            "digest": digest,
            "report_id": outcome.report_id,
            "file_id": outcome.file_id or "",
            "done_at": now,
        },
    )
    return None if new else answered(found, digest)
