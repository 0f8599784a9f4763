"""
What changed since the files were written: one record of fixed size for each change, appended and
on disk before anybody is told. A record that was torn by a crash ends the log.
"""

import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ADD, REMOVE = 1, 2
HEAD = struct.Struct("<IBQ")


@dataclass(frozen=True)
class Change:
    """An entry (its number and its hash) comes or goes."""

    op: int
    number: int
    hash: bytes


def encode(changes: Iterable[Change]) -> bytes:
    """Return the records of ``changes``, one after another."""
    return b"".join(_record(change) for change in changes)


def _record(change: Change) -> bytes:
    body = struct.pack("<BQ", change.op, change.number) + change.hash
    return struct.pack("<I", zlib.crc32(body)) + body


def record_size(size: int) -> int:
    """Return the length of one record for hashes of ``size`` bytes."""
    return HEAD.size + size


def decode(data: bytes, size: int) -> Iterator[Change]:
    """
    Yield the changes in ``data`` up to the first record that is torn or damaged.

    >>> changes = [Change(ADD, 7, b"ab"), Change(REMOVE, 7, b"ab")]
    >>> list(decode(encode(changes)[:-1], 2)) == changes[:1]
    True
    """
    step = record_size(size)
    for start in range(0, len(data) - step + 1, step):
        check, op, number = HEAD.unpack_from(data, start)
        if zlib.crc32(data[start + 4 : start + step]) != check:
            return
        yield Change(op, number, data[start + HEAD.size : start + step])


def append(path: Path, changes: Iterable[Change], size: int) -> int:
    """
    Add ``changes`` behind the last whole record; return the log's length. They are on disk then.

    The caller holds the store's lock: whatever stands behind the last whole record was torn.
    """
    with path.open("r+b") as file:
        whole = whole_length(file.read(), size)
        file.seek(whole)
        file.truncate()
        file.write(encode(changes))
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def whole_length(data: bytes, size: int) -> int:
    """Return how many bytes of ``data`` are whole records."""
    return sum(1 for _ in decode(data, size)) * record_size(size)
