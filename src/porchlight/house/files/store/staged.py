"""Bytes on their way into a store: written, hashed and made durable before they have an address."""

import errno
import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from porchlight.core.text import say
from porchlight.house.files.errors import NoRoom

TEMPORARY = "tmp"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Staged:
    """A file that has no address yet. What is written here is what will be stored."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = 0
        self._digest = hashlib.sha256()
        self._out = path.open("xb")

    def write(self, pieces: Iterable[bytes], digest: "hashlib._Hash | None" = None) -> None:
        """
        Take all pieces and make them durable. ``digest`` is given when somebody else computes
        their SHA-256 anyway, and is whole when ``pieces`` are at their end.

        :raises NoRoom: when the disk is full
        """
        with room():
            for piece in pieces:
                self._out.write(piece)
                if digest is None:
                    self._digest.update(piece)
                self.size += len(piece)
            self._out.flush()
            os.fsync(self._out.fileno())
        self._digest = digest or self._digest

    @property
    def address(self) -> str:
        """The SHA-256 of what was written, in hexadecimal."""
        return self._digest.hexdigest()

    def close(self) -> None:
        """Let go of the file; what was not stored is gone."""
        # What a full disk left unwritten is unwanted as well.
        with suppress(OSError):
            self._out.close()
        self.path.unlink(missing_ok=True)


@contextmanager
def staging(folder: Path) -> Iterator[Staged]:
    """
    Give a file to write to, in the folder for temporary ones; it is gone at the end unless moved.

    :raises NoRoom: when the disk is full
    """
    with room():
        temporary = folder / TEMPORARY
        temporary.mkdir(parents=True, exist_ok=True, mode=0o700)
        staged = Staged(temporary / secrets.token_hex(16))
    try:
        yield staged
    finally:
        staged.close()


@contextmanager
def room() -> Iterator[None]:
    """
    Turn «the disk is full» into a refusal.

    :raises NoRoom: when the disk is full
    """
    try:
        yield
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise no_room() from error


def no_room() -> NoRoom:
    """The refusal of a full or silent store."""
    return NoRoom(
        say("There is no room for files now. Nothing was kept: send it again in a few minutes.")
    )


def place_of(address: str) -> str:
    """
    Return where an address lies below the store's root.

    >>> place_of("ab" * 32)[:11]
    'ab/ab/ababa'

    :raises ValueError: if it is no address
    """
    if len(address) != 64 or set(address) - set("0123456789abcdef"):
        raise ValueError(address)
    return f"{address[:2]}/{address[2:4]}/{address}"
