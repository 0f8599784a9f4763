"""Finding kept files and reading their bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from porchlight.core.errors import NotAllowed, NotFound
from porchlight.core.text import say
from porchlight.house.files.container import Damaged, Sealed, Stored
from porchlight.house.files.errors import NotWhole
from porchlight.house.files.keys import Compartment, Wrapped, keyring
from porchlight.house.files.models import Derivative, FileKey, KeptFile
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
    and print are recorded by themselves; None when there is no such copy or it is not in the
    store. To show it to a person, use ``actions.view``.
    """
    try:
        file = copy_of(file_id, shape)
        return b"".join(plain(file).parts(0, file.size))
    except (NotFound, NotWhole):
        return None


def plain(file: KeptFile) -> Plain:
    """
    Return the bytes of a plain file.

    :raises NotAllowed: when it is sealed
    :raises NotWhole: when its bytes are not in the store
    """
    if file.is_sealed:
        raise NotAllowed(say("This file is sealed: it opens with a reason only."))
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
    wrapped = Wrapped(key.key_id, bytes(key.wrapped))
    return opened_with(file.address, wrapped, Compartment(file.compartment))


def opened_with(address: str, wrapped: Wrapped, compartment: Compartment) -> Plain:
    """
    Return the bytes at ``address``, sealed with a key that was wrapped for the compartment.

    :raises KeyMissing: when the compartment's key is not here
    :raises NotWhole: when the bytes are missing or altered
    """
    stored = store().open(address)
    header = stored.read_at(0, 16)
    key = keyring().unwrap(wrapped, compartment, header)
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
