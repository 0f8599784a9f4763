"""Bytes in a folder, durable before they are acknowledged."""

import os
import re
import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from porchlight.core.text import say
from porchlight.house.files.errors import NotWhole
from porchlight.house.files.store.staged import TEMPORARY, Staged, place_of, room, staging

ADDRESS = re.compile(r"[0-9a-f]{64}")


class LocalFile:
    """An open file of the folder."""

    _handle = -1

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
        self.size = os.fstat(self._handle).st_size

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the bytes from ``offset``, fewer than ``length`` only at the end."""
        found = os.pread(self._handle, length, offset)
        while len(found) < length and (more := self._more(offset, length, found)):
            found += more
        return found

    def _more(self, offset: int, length: int, found: bytes) -> bytes:
        return os.pread(self._handle, length - len(found), offset + len(found))

    def close(self) -> None:
        """Let go of it; twice is once."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __del__(self) -> None:
        self.close()


@dataclass(frozen=True)
class LocalStore:
    """A folder on this machine or a mounted one."""

    folder: Path

    def stage(self) -> AbstractContextManager[Staged]:
        """Give a file to write to before its address is known."""
        return staging(self.folder)

    def put(self, staged: Staged) -> str:
        """
        Store what was staged and return its address; durable when it returns.

        :raises NoRoom: when the disk is full
        """
        target = self.folder / place_of(staged.address)
        with room():
            new = [each for each in (target.parent, target.parent.parent) if not each.exists()]
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # Over what is there: the newest arrival's age counts when orphans are swept.
            staged.path.rename(target)
            for folder in (target.parent, *(each.parent for each in new)):
                _sync(folder)
        return staged.address

    def open(self, address: str) -> LocalFile:
        """
        Return the bytes at ``address``, to be read anywhere.

        :raises NotWhole: when they are not there
        """
        try:
            return LocalFile(self.folder / place_of(address))
        except FileNotFoundError as error:
            raise not_there() from error

    def has(self, address: str) -> bool:
        """Whether something lies at ``address``."""
        return (self.folder / place_of(address)).is_file()

    def delete(self, address: str, *, before: datetime | None = None) -> bool:
        """
        Take the bytes away, unless they arrived again at or after ``before``; returns whether.
        """
        path = self.folder / place_of(address)
        aside = self.folder / TEMPORARY / f"swept-{secrets.token_hex(8)}"
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            path.rename(aside)
        except FileNotFoundError:
            return False
        # Looked at after it is out of the way: an arrival between look and move is not lost.
        if before is not None and _modified(aside) >= before:
            aside.rename(path)
            _sync(path.parent)
            return False
        aside.unlink()
        _sync(path.parent)
        return True

    def addresses(self) -> Iterator[tuple[str, datetime]]:
        """Yield every address with the time of its last arrival, in the order of addresses."""
        for first in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for path in sorted(first.glob("[0-9a-f][0-9a-f]/*")):
                if ADDRESS.fullmatch(path.name) and path.is_file():
                    yield path.name, _modified(path)

    def forget_unfinished(self, before: datetime) -> int:
        """Take away what was staged before then and never stored; returns how many."""
        old = [path for path in (self.folder / TEMPORARY).glob("*") if _modified(path) < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)


def not_there() -> NotWhole:
    """The refusal when bytes that were kept cannot be found."""
    return NotWhole(
        say("The bytes of this file are not in the store. Tell whoever runs this installation.")
    )


def _modified(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
