"""Keeping bytes: durable first, then their rows in one transaction."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.files.entering import Came, enter, place
from porchlight.house.files.events import FileKept
from porchlight.house.files.keys import Compartment
from porchlight.house.files.models import KeptFile
from porchlight.house.files.receipt import Source
from porchlight.house.files.taking import taking


def keep(
    source: Source,
    *,
    compartment: Compartment | None = None,
    declared_type: str = "",
    most_bytes: int | None = None,
    about: str = "",
    then: Callable[[KeptFile], None] = lambda _file: None,
    by: Viewer,
    now: datetime,
) -> KeptFile:
    """
    Keep the bytes of ``source`` (an upload, an open file, bytes, or an iterable of bytes) and
    return their row. Durable on disk or in the bucket, and in the tables, when it returns.

    With a ``compartment`` they are sealed while they stream: never in the clear on disk, and this
    process need not be able to open them. The same bytes are kept once; each arrival is noted.
    ``about`` is the record they belong to (``case:12``). ``then`` is done in the same transaction,
    before the event: a caller whose own rows come with the file has one commit to wait for. Locks
    that it takes are taken before the trail's.

    :raises RuleBroken: when there are more than ``most_bytes``
    :raises KeyMissing: when nothing can be sealed for the compartment here
    :raises NoRoom: when the store is full or silent; nothing is kept
    """
    came = Came(min(timezone.now(), now), about, declared_type)
    with taking(source, compartment, most_bytes) as taken:
        placed = place(taken, compartment)
        with transaction.atomic():
            file, again = enter(taken, placed, compartment, came, by=by, now=now)
            then(file)
            record(
                FileKept(file.id, about, file.sha256, file.size, file.compartment, again),
                by=by,
                at=now,
            )
    return file
