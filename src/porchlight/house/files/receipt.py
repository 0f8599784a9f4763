"""What is measured while bytes arrive, before anything reads them."""

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, Protocol

HEAD_BYTES = 4096
PIECE_BYTES = 1 << 20
WORTH_A_THREAD = 1 << 16


class Upload(Protocol):
    """What a form gives for a file."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Yield the bytes."""


Source = Upload | BinaryIO | bytes | Iterable[bytes]


class Receipt:
    """
    Size, hashes and first bytes of what has passed so far. SHA-256 is the identity; MD5 and SHA-1
    are there because lists of others are written in them, and decide nothing.
    """

    def __init__(self) -> None:
        self.size = 0
        self.head = b""
        self._digests: dict[str, hashlib._Hash] = {
            "sha256": hashlib.sha256(),
            "sha1": hashlib.sha1(usedforsecurity=False),
            "md5": hashlib.md5(usedforsecurity=False),
        }

    def add(self, piece: bytes) -> None:
        """Take the next bytes into account."""
        if self.size < HEAD_BYTES:
            self.head += piece[: HEAD_BYTES - self.size]
        self.size += len(piece)
        for digest in self._digests.values():
            digest.update(piece)

    def watching(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """
        Yield the pieces as they are. Large ones are measured by a second thread while the caller
        works on them; all are measured when the last one is taken.
        """
        with ThreadPoolExecutor(1) as helper:
            measured: Future[None] | None = None
            for piece in pieces:
                if measured is not None:
                    measured.result()
                measured = None
                if len(piece) < WORTH_A_THREAD:
                    self.add(piece)
                else:
                    measured = helper.submit(self.add, piece)
                yield piece
            if measured is not None:
                measured.result()

    @property
    def identity(self) -> "hashlib._Hash":
        """The running SHA-256, for whoever stores these very bytes."""
        return self._digests["sha256"]

    @property
    def sha256(self) -> str:
        """The identity, in hexadecimal."""
        return self._digests["sha256"].hexdigest()

    @property
    def sha1(self) -> str:
        """In hexadecimal."""
        return self._digests["sha1"].hexdigest()

    @property
    def md5(self) -> str:
        """In hexadecimal."""
        return self._digests["md5"].hexdigest()


def pieces_of(source: Source) -> Iterator[bytes]:
    """Yield the bytes of an upload, an open file, bytes, or an iterable of bytes."""
    if isinstance(source, bytes):
        yield source
    elif hasattr(source, "chunks"):
        yield from source.chunks(PIECE_BYTES)
    elif hasattr(source, "read"):
        while piece := source.read(PIECE_BYTES):
            yield piece
    else:
        yield from source
