"""Finding kept files and reading their bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Count

from porchlight.core.errors import NotAllowed, NotFound
from porchlight.core.text import say
from porchlight.house.files.container import Damaged, Sealed, Stored
from porchlight.house.files.errors import KeyMissing, NotWhole
from porchlight.house.files.keys import Compartment, Wrapped, keyring
from porchlight.house.files.models import Derivative, DroppedFile, Fault, FileKey, KeptFile
from porchlight.house.files.store import store

BLOCK_BYTES = 1 << 20


class Plain(Protocol):
    """Bytes that can be shown."""

    @property
    def size(self) -> int:
        """How many there are."""

    def parts(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from ``start`` to before ``end``."""


@dataclass(frozen=True)
class PlainFile:
    """Bytes that lie in the store as they are."""

    stored: Stored
    size: int

    def parts(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the bytes from ``start`` to before ``end``."""
        for at in range(start, min(end, self.size), BLOCK_BYTES):
            yield self.stored.read_at(at, min(BLOCK_BYTES, end - at))


@dataclass(frozen=True)
class Unsealed:
    """Bytes that are opened in memory, a chunk at a time."""

    sealed: Sealed

    @property
    def size(self) -> int:
        """How many plain bytes there are."""
        return self.sealed.size

    def parts(self, start: int, end: int) -> Iterator[bytes]:
        """
        Yield the bytes from ``start`` to before ``end``; none that is not proven.

        :raises NotWhole: when the sealed bytes were altered
        """
        try:
            yield from self.sealed.parts(start, end)
        except Damaged as error:
            raise altered() from error


def file_by_id(file_id: int) -> KeptFile:
    """
    Return a kept file.

    :raises NotFound: when there is none of that number
    """
    file = KeptFile.objects.filter(id=file_id).first()
    if file is None:
        raise NotFound(say("There is no such file."))
    return file


def copy_of(file_id: int, shape: str) -> KeptFile:
    """
    Return the copy of a picture in a shape (thumbnail, web, print, veiled).

    :raises NotFound: when there is none
    """
    found = Derivative.objects.filter(original_id=file_id, shape=shape).select_related("file")
    one = found.first()
    if one is None:
        raise NotFound(say("There is no such picture."))
    return one.file


def copy_bytes(file_id: int, shape: str) -> bytes | None:
    """
    Return the bytes of a copy for something that is composed of it, such as a poster whose view
    and print are recorded by themselves; None when there is no such copy, or it cannot be read
    here. To show it to a person, use ``actions.view``.
    """
    try:
        file = copy_of(file_id, shape)
        return b"".join(plain(file).parts(0, file.size))
    except (NotFound, NotWhole, KeyMissing):
        return None


def plain(file: KeptFile) -> Plain:
    """
    Return the bytes of a plain file, or of a copy for the desks.

    :raises NotAllowed: when it is opened for a reason only
    :raises KeyMissing: when it is a copy and its key is not here
    :raises NotWhole: when its bytes are not in the store
    """
    if file.needs_reason:
        raise NotAllowed(say("This file is sealed: it opens with a reason only."))
    if file.is_sealed:
        return unsealed(file)
    stored = store().open(file.address)
    if stored.size != file.size:
        raise altered()
    return PlainFile(stored, file.size)


def unsealed(file: KeptFile) -> Plain:
    """
    Return the bytes of a sealed file, proven as they are read.

    :raises KeyMissing: when its key is not here
    :raises NotWhole: when its bytes are missing or altered
    """
    key = FileKey.objects.filter(file=file).first()
    if key is None:
        raise NotFound(say("This file was destroyed: its key is gone."))
    return opened_with(file.address, key.as_wrapped(), Compartment(file.compartment))


def opened_with(address: str, wrapped: Wrapped, compartment: Compartment) -> Plain:
    """
    Return the bytes at ``address``, sealed with a key that was wrapped for the compartment.

    :raises KeyMissing: when the compartment's key is not here
    :raises NotWhole: when the bytes are missing or altered
    """
    stored = store().open(address)
    key = keyring().unwrap(wrapped, compartment)
    try:
        return Unsealed(Sealed(stored, key))
    except Damaged as error:
        raise altered() from error


def altered() -> NotWhole:
    """The refusal when bytes are not those that were kept."""
    return NotWhole(
        say(
            "The bytes of this file are not those that were kept."
            " Tell whoever runs this installation."
        )
    )


def files_by_key() -> dict[tuple[str, str], int]:
    """Return how many files need each key, by compartment and key id."""
    kept = FileKey.objects.values_list("file__compartment", "key_id").annotate(Count("file"))
    left = DroppedFile.objects.values_list("key_id").annotate(Count("id"))
    found = {(compartment, key_id): count for compartment, key_id, count in kept}
    drop = str(Compartment.PUBLIC_DROP)
    for key_id, count in left:
        found[drop, key_id] = found.get((drop, key_id), 0) + count
    return found


def missing_keys() -> list[str]:
    """
    Return the keys without which something cannot be sealed or opened that this process seals or
    opens: ``vault`` when nothing can be sealed for it, ``vault.<id>`` when files need that one.
    """
    ring = keyring()
    closed = [
        f"{compartment}.{key_id}"
        for compartment, key_id in files_by_key()
        if compartment in ring.opens and not ring.can_open(Compartment(compartment), key_id)
    ]
    return sorted([*map(str, ring.missing()), *closed])


def open_faults() -> int:
    """Return how many kept files are known to be missing or altered."""
    return Fault.objects.filter(healed_at__isnull=True).count()
