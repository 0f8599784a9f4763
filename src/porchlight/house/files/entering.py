"""The rows of bytes that came in: kept once, each arrival noted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from porchlight.core.viewer import Viewer
from porchlight.house.files.keys import Compartment, Wrapped
from porchlight.house.files.models import Arrival, FileKey, KeptFile
from porchlight.house.files.rules.media import agreement, normal
from porchlight.house.files.taking import Taken


@dataclass(frozen=True)
class Came:
    """How bytes came: since when, about which record, said to be what, from which drop."""

    began: datetime
    about: str = ""
    declared_type: str = ""
    drop: UUID | None = None


def place(taken: Taken, compartment: Compartment | None) -> str | None:
    """
    Store the bytes and return their address, or None when they are stored already and whole as
    far as is known.

    :raises NoRoom: when the store is full or silent
    """
    there = known(taken.receipt.sha256, compartment)
    if there is not None and taken.where.has(there.address) and not _faulty(there):
        return None
    return taken.put()


def _faulty(file: KeptFile) -> bool:
    return file.faults.filter(healed_at__isnull=True).exists()


def known(sha256: str, compartment: Compartment | None) -> KeptFile | None:
    """Return the kept file with these bytes in this compartment."""
    return KeptFile.objects.filter(sha256=sha256, compartment=compartment or "").first()


def enter(
    taken: Taken,
    address: str | None,
    compartment: Compartment | None,
    came: Came,
    *,
    by: Viewer,
    now: datetime,
) -> tuple[KeptFile, bool]:
    """Write the rows of bytes that are stored; returns the file and whether it was known."""
    receipt = taken.receipt
    file, new = KeptFile.objects.get_or_create(
        sha256=receipt.sha256,
        compartment=compartment or "",
        defaults={
            "sha1": receipt.sha1,
            "md5": receipt.md5,
            "size": receipt.size,
            "media_type": taken.media_type,
            "address": address or "",
            "kept_at": now,
            "kept_by_id": by.id,
        },
    )
    if new and taken.wrapped is not None:
        FileKey.objects.create(file=file, **_columns(taken.wrapped))
    elif not new and address is not None:
        # What was there had been lost or destroyed: these are the same bytes, in a sealed form of
        # their own.
        KeptFile.objects.filter(id=file.id).update(address=address)
        file.address = address
        if taken.wrapped is not None:
            give_key(file, taken.wrapped)
    arrive(file, came, by=by, now=now)
    return file, not new


def give_key(file: KeptFile, wrapped: Wrapped) -> None:
    """Write the key of a sealed file down, instead of an earlier one."""
    FileKey.objects.update_or_create(file=file, defaults=_columns(wrapped))


def _columns(wrapped: Wrapped) -> dict[str, Any]:
    return {"key_id": wrapped.key_id, "wrapped": wrapped.data, "header": wrapped.header}


def arrive(file: KeptFile, came: Came, *, by: Viewer, now: datetime) -> Arrival:
    """Note one arrival of the bytes of ``file``."""
    declared = normal(came.declared_type)
    return Arrival.objects.create(
        file=file,
        began_at=came.began,
        arrived_at=now,
        arrived_by_id=by.id,
        about=came.about,
        declared_type=declared,
        agreement=agreement(declared, file.media_type),
        drop=came.drop,
    )
