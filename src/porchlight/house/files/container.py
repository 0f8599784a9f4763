"""
The form of a sealed file: AES-256-GCM in chunks, after the STREAM construction.

    header   16 bytes  "PLSEAL", version 1, log2 of the chunk size, 8 random bytes
    chunk    the ciphertext of one chunk of plain bytes, and its tag of 16 bytes
    …        every chunk is whole but the last one, which holds at least one byte
             unless the file is empty

Each file has a fresh key. The nonce of a chunk is 7 of the random bytes, its number in 4 bytes and
one byte that is 1 for the last chunk; the header is associated data of every chunk. So no chunk
can be left out, moved, repeated or taken from elsewhere, and the end cannot be cut off or written
on without notice (docs/decisions/0006-sealed-files.md).

Source: Hoang, Reyhanitabar, Rogaway, Vizár, «Online Authenticated-Encryption and its Nonce-Reuse
Misuse-Resistance», CRYPTO 2015 (STREAM); NIST SP 800-38D (GCM).
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"PLSEAL\x01"
HEADER_BYTES = 16
TAG_BYTES = 16
KEY_BYTES = 32
CHUNK_BITS = 16
# Between 64 KiB and 1 MiB; a smaller one only where a test asks for it.
LEAST_BITS, MOST_BITS = 4, 20
MOST_CHUNKS = 1 << 32
# Read from the store at once when a file is read from its start.
BLOCK_BYTES = 4 << 20


class Damaged(Exception):
    """The sealed bytes are not what was sealed, or the key is another one's."""


class Stored(Protocol):
    """Bytes in a store, read anywhere."""

    @property
    def size(self) -> int:
        """How many bytes there are."""

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the bytes from ``offset``, at most ``length``, fewer only at the end."""


def new_key() -> bytes:
    """Return a fresh key for one file."""
    return secrets.token_bytes(KEY_BYTES)


def new_header(chunk_bits: int = CHUNK_BITS) -> bytes:
    """Return the header of a new sealed file with chunks of ``2**chunk_bits`` bytes."""
    if not LEAST_BITS <= chunk_bits <= MOST_BITS:
        raise ValueError(chunk_bits)
    return MAGIC + bytes([chunk_bits]) + secrets.token_bytes(HEADER_BYTES - len(MAGIC) - 1)


class Sealing:
    """
    Sealing as bytes come. ``key`` and ``header`` must be fresh: the same pair never seals two
    files. It holds no more than a chunk and a piece.
    """

    def __init__(self, key: bytes, header: bytes) -> None:
        self._cipher, self._header = AESGCM(key), header
        self._size, self._number = 1 << header[7], 0
        self._waiting = bytearray()

    def add(self, piece: bytes) -> list[bytes]:
        """Take the next plain bytes and return the chunks that are complete."""
        chunks, rest = [], memoryview(piece)
        if self._waiting:
            wanted = self._size - len(self._waiting)
            self._waiting += rest[:wanted]
            rest = rest[wanted:]
            # The last whole chunk waits: only what follows tells whether it is the end.
            if rest:
                chunks.append(self._seal(self._waiting, last=False))
                self._waiting = bytearray()
        # Most bytes are sealed from where they are, without another copy.
        while len(rest) > self._size:
            chunks.append(self._seal(rest[: self._size], last=False))
            rest = rest[self._size :]
        self._waiting += rest
        return chunks

    def end(self) -> bytes:
        """Return the last chunk."""
        return self._seal(self._waiting, last=True)

    def _seal(self, plain: bytearray | memoryview, *, last: bool) -> bytes:
        nonce = _nonce(self._header, self._number, last=last)
        self._number += 1
        return self._cipher.encrypt(nonce, plain, self._header)


def seal(pieces: Iterable[bytes], key: bytes, header: bytes) -> Iterator[bytes]:
    """Yield the sealed form of ``pieces``, header first; ``key`` and ``header`` must be fresh."""
    sealing = Sealing(key, header)
    yield header
    for piece in pieces:
        yield from sealing.add(piece)
    yield sealing.end()


def _nonce(header: bytes, number: int, *, last: bool) -> bytes:
    if number >= MOST_CHUNKS:
        raise OverflowError("a sealed file has at most 2**32 chunks")
    return header[8:15] + number.to_bytes(4, "big") + bytes([last])


@dataclass
class Sealed:
    """
    A sealed file that is read: wholly, or any part of it. Nothing is given out before its chunk
    is proven, and on opening the last chunk is, so that a cut is seen at once.

    :raises Damaged: on opening or reading, when the bytes are not what was sealed with the key
    """

    stored: Stored
    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        self.header = self.stored.read_at(0, HEADER_BYTES)
        if len(self.header) != HEADER_BYTES or not self.header.startswith(MAGIC):
            raise Damaged("no sealed file")
        if not LEAST_BITS <= self.header[7] <= MOST_BITS:
            raise Damaged("no such chunk size")
        body, whole = self.stored.size - HEADER_BYTES, self._chunk + TAG_BYTES
        self.chunks = max(1, -(-body // whole))
        rest = body - (self.chunks - 1) * whole
        if rest < TAG_BYTES + (self.chunks > 1):
            raise Damaged("cut off")
        self.size = body - self.chunks * TAG_BYTES
        self._last = self._open(self.chunks - 1, self._ciphertext(self.chunks - 1))

    @property
    def _chunk(self) -> int:
        return 1 << self.header[7]

    @cached_property
    def _cipher(self) -> AESGCM:
        return AESGCM(self.key)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the plain bytes from the start."""
        return self.parts(0, self.size)

    def parts(self, start: int, end: int) -> Iterator[bytes]:
        """Yield the plain bytes from ``start`` to before ``end``, a chunk at a time."""
        end = min(end, self.size)
        if start >= end:
            return
        first, beyond = start // self._chunk, (end - 1) // self._chunk + 1
        for number, plain in self._chunks_from(first, beyond):
            base = number * self._chunk
            yield plain[max(start - base, 0) : end - base]

    def _chunks_from(self, first: int, beyond: int) -> Iterator[tuple[int, bytes]]:
        whole = self._chunk + TAG_BYTES
        at_once = max(1, BLOCK_BYTES // whole)
        last = self.chunks - 1
        for begin in range(first, min(beyond, last), at_once):
            count = min(at_once, beyond - begin, last - begin)
            block = self.stored.read_at(HEADER_BYTES + begin * whole, count * whole)
            for step in range(count):
                piece = block[step * whole : (step + 1) * whole]
                yield begin + step, self._open(begin + step, piece)
        if beyond > last:
            yield last, self._last

    def _ciphertext(self, number: int) -> bytes:
        whole = self._chunk + TAG_BYTES
        return self.stored.read_at(HEADER_BYTES + number * whole, whole)

    def _open(self, number: int, ciphertext: bytes) -> bytes:
        nonce = _nonce(self.header, number, last=number == self.chunks - 1)
        try:
            return self._cipher.decrypt(nonce, ciphertext, self.header)
        except InvalidTag as error:
            raise Damaged(f"chunk {number}") from error
