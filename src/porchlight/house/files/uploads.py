"""
What a form sends, while the request is read: on disk only sealed, under a key that lives in this
process's memory and dies with it. Django's own handlers would write it in the clear to /tmp.
"""

import io
import tempfile
from functools import cached_property
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from porchlight.core.errors import Problem
from porchlight.house.files import container
from porchlight.house.files.errors import NoRoom
from porchlight.house.files.rules.limits import MEBIBYTE
from porchlight.house.files.store.staged import room
from porchlight.house.files.taking import too_large

# Held in memory up to here: most forms send less, and then nothing touches the disk.
MEMORY_BYTES = 1 << 18


class Held:
    """The bytes of one upload: taken in, then read as often as wanted."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes, self.size = most_bytes, 0
        self.refusal: Problem | None = None
        self._key, header = container.new_key(), container.new_header()
        self._sealing = container.Sealing(self._key, header)
        spool = tempfile.SpooledTemporaryFile(MEMORY_BYTES, "w+b", dir=str(settings.HOME))  # noqa: SIM115
        self._spool: IO[bytes] = spool
        self._spool.write(header)

    def add(self, piece: bytes) -> None:
        """Take the next bytes; after a refusal they are let go."""
        self.size += len(piece)
        if self.refusal is None and self.size > self.most_bytes:
            self._refuse(too_large(self.most_bytes))
        elif self.refusal is None:
            self._write(self._sealing.add(piece))

    def end(self) -> None:
        """There is no more."""
        if self.refusal is None:
            self._write([self._sealing.end()])

    @cached_property
    def opened(self) -> container.Sealed:
        """The bytes, opened in memory as they are read."""
        return container.Sealed(SpoolFile(self._spool), self._key)

    def close(self) -> None:
        """Let go of them."""
        self._spool.close()

    def _write(self, chunks: list[bytes]) -> None:
        try:
            with room():
                self._spool.writelines(chunks)
        except NoRoom as refusal:
            self._refuse(refusal)

    def _refuse(self, refusal: Problem) -> None:
        self.refusal = refusal
        self._spool.close()


class SpoolFile:
    """A temporary file as a store gives files."""

    def __init__(self, spool: IO[bytes]) -> None:
        self._spool = spool
        self.size = spool.seek(0, io.SEEK_END)

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the bytes from ``offset``, fewer than ``length`` only at the end."""
        self._spool.seek(offset)
        return self._spool.read(length)


class Opened(io.RawIOBase):
    """An upload as an open file."""

    def __init__(self, held: Held) -> None:
        super().__init__()
        self._held, self._at = held, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._held.size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 the library's word for it is private
        """
        Read the next bytes.

        :raises RuleBroken: when the upload was larger than it may be
        :raises NoRoom: when the disk was full
        """
        if self._held.refusal is not None:
            raise self._held.refusal
        view = memoryview(buffer)
        piece = b"".join(self._held.opened.parts(self._at, self._at + len(view)))
        view[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._held.close()
        super().close()


class SealedUploads(FileUploadHandler):
    """The handler of every form: an upload too large or without room says so when it is read."""

    held: Held

    def new_file(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 Django's own
        super().new_file(*args, **kwargs)
        self.held = Held(settings.ENV.picture_megabytes * MEBIBYTE)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.held.add(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes]":
        self.held.end()
        reader = io.BufferedReader(Opened(self.held), container.BLOCK_BYTES)
        return UploadedFile(
            file=reader,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )

    def upload_interrupted(self) -> None:
        self.held.close()
