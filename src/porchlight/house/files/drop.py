"""
Leaving a file from the public site: sealed on the way in, so that this process, and whoever takes
it over, cannot open what was left. Imports nothing that reads a desk table.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from porchlight.core.viewer import PUBLIC
from porchlight.house.audit.actions import record
from porchlight.house.files.events import DropLeft
from porchlight.house.files.keys import Compartment
from porchlight.house.files.models import DroppedFile
from porchlight.house.files.receipt import Source
from porchlight.house.files.rules.limits import MEBIBYTE
from porchlight.house.files.rules.media import normal
from porchlight.house.files.taking import Taken, taking


@dataclass(frozen=True)
class Left:
    """What was left: keep ``id`` in your own drop box row, the worker asks for it by that."""

    id: UUID
    sha256: str
    size: int
    media_type: str


def leave_file(source: Source, *, declared_type: str = "", now: datetime) -> Left:
    """
    Take a stranger's file in from the public site and leave it for the worker.

    ``source`` is what the form gives (``request.FILES["picture"]``), ``declared_type`` its
    ``content_type``. The bytes are measured, sealed for the compartment ``public_drop`` while they
    stream, and durable when this returns; the row is written in the caller's transaction. Later
    the worker calls ``actions.take_in(drop_id=left.id, …)`` and gets picture, place and time.

    :raises RuleBroken: when it is larger than a picture may be
    :raises KeyMissing: when this machine has no key to seal with: say «try later», keep the tip
    :raises NoRoom: when the store is full: likewise
    """
    began = timezone.now()
    most = settings.ENV.picture_megabytes * MEBIBYTE
    with taking(source, Compartment.PUBLIC_DROP, most) as taken:
        address = taken.put()
        with transaction.atomic():
            row = _row(taken, address, normal(declared_type), min(began, now), now)
            record(DropLeft(str(row.id), row.sha256), by=PUBLIC, at=now)
    return Left(row.id, row.sha256, row.size, row.media_type)


def _row(taken: Taken, address: str, declared: str, began: datetime, now: datetime) -> DroppedFile:
    receipt, wrapped = taken.receipt, taken.wrapped
    assert wrapped is not None
    return DroppedFile.objects.create(
        id=uuid4(),
        dropped_at=now,
        began_at=began,
        address=address,
        sha256=receipt.sha256,
        sha1=receipt.sha1,
        md5=receipt.md5,
        size=receipt.size,
        declared_type=declared,
        media_type=taken.media_type,
        key_id=wrapped.key_id,
        wrapped=wrapped.data,
        header=wrapped.header,
    )
