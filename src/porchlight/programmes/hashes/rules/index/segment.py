"""
One file of the index: written once, whole or not at all, then mapped by every process.

    0      magic, format, length of the head, SHA-256 of the head
    80     the head: JSON with the kind, the counts, and for each array its type, shape, place
           and SHA-256
    4096…  the arrays, each at a multiple of a page (of 2 MiB in large files, so that the machine
           can use large pages)
"""

import hashlib
import json
import mmap
import os
import struct
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from porchlight.programmes.hashes.rules.index import kernels
from porchlight.programmes.hashes.rules.index.words import (
    Numbers,
    Places,
    Words,
    in_order,
    starts_of_rows,
)

MAGIC = b"PORCHLIGHT-HASHES"
FORMAT = 1
START = struct.Struct(f"<{len(MAGIC)}sHI32s")
PAGE, LARGE_PAGE = 4096, 2 << 20
LARGE_FROM = 1 << 20
MOST_ENTRIES = 0xFFFF_FFFE
# From so many queries on it pays to put them into the order of the file.
MANY = 512
THREADS = 2

Shape = tuple[int, ...]
Array = NDArray[Any]


class Damaged(Exception):
    """A file of the index is not what was written; it has to be built again."""


@dataclass(frozen=True)
class Segment:
    """The mapped arrays. ``words`` are the distinct hashes in order, ``numbers`` their entries."""

    path: Path
    arrays: Mapping[str, Array]
    shift: int

    @property
    def words(self) -> Words:
        return self.arrays["words"]

    @property
    def firsts(self) -> Places:
        return self.arrays["firsts"]

    @property
    def numbers(self) -> Numbers:
        return self.arrays["numbers"]

    @property
    def is_near(self) -> bool:
        """Whether it can be searched for what is near, not only for what is equal."""
        return "signs" in self.arrays

    def near(self, queries: Words, most: int) -> kernels.Found:
        """Return the rows within ``most`` bits of each query: query, row, distance."""
        if len(self.words) <= kernels.BUFFER:
            return kernels.search_all(queries, self.words, most)
        each = self.arrays
        words, starts, rows, signs = each["words"], each["starts"], each["rows"], each["signs"]
        if len(queries) < MANY:
            return kernels.search(queries, words, starts, rows, signs, most)
        found, crowded = kernels.search_many(queries, words, starts, rows, signs, most)
        if crowded.any():
            found = kernels.with_crowded(queries, words, most, found, crowded)
        return np.asarray(found, np.uint32)

    def rows(self, queries: Words) -> NDArray[np.int64]:
        """Return the row that is equal to each query, or -1."""
        if len(self.words) == 0:
            return np.full(len(queries), -1, np.int64)
        return kernels.rows_of(queries, self.words, self.arrays["directory"], self.shift)

    def places(self, queries: Words, numbers: Numbers) -> NDArray[np.int64]:
        """Return where each entry (a hash and its number) stands in ``numbers``, or -1."""
        rows = self.rows(queries)
        found = np.full(len(queries), -1, np.int64)
        for each in np.flatnonzero(rows >= 0):
            first, after = self.firsts[rows[each]], self.firsts[rows[each] + 1]
            here = np.flatnonzero(self.numbers[first:after] == numbers[each])
            if len(here):
                found[each] = int(first) + int(here[0])
        return found

    def spread(self) -> Words:
        """Return the hash of every entry, in the order of ``numbers``."""
        repeats = np.diff(self.firsts)
        return np.repeat(self.words, repeats.astype(np.int64), axis=0)


def write(path: Path, words: Words, numbers: Numbers, *, near: bool) -> str:
    """
    Write entries as a segment at ``path``, on disk when it returns; tell the SHA-256 of its head.

    :raises ValueError: when there are more entries than a file can hold
    """
    if len(words) > MOST_ENTRIES:
        raise ValueError("too many entries for one file")
    order = in_order(words)
    ordered, numbers = words[order], numbers[order]
    firsts = starts_of_rows(ordered)
    distinct = ordered[firsts[:-1]]
    bits = max(8, min(26, len(distinct).bit_length()))
    plan = _plan(len(distinct), len(numbers), words.shape[1], bits, near=near)
    size = max(start + _length(kind, shape) for kind, shape, start in plan.values())
    with path.open("w+b") as file:
        # Taken now: on a full disk this fails, where writing into the map would kill us.
        os.posix_fallocate(file.fileno(), 0, size)
        with mmap.mmap(file.fileno(), size) as mapped:
            digests = _fill(mapped, plan, distinct, firsts, numbers, 64 - bits)
            head = _head(plan, digests, 64 - bits)
            mapped[: len(head)] = head
            mapped.flush()
        os.fsync(file.fileno())
    return hashlib.sha256(head).hexdigest()


def _plan(
    rows: int, entries: int, width: int, bits: int, *, near: bool
) -> dict[str, tuple[str, Shape, int]]:
    arrays: dict[str, tuple[str, Shape]] = {
        "words": ("<u8", (rows, width)),
        "firsts": ("<u4", (rows + 1,)),
        "numbers": ("<u8", (entries,)),
        "directory": ("<u4", ((1 << bits) + 1,)),
    }
    if near:
        arrays["starts"] = ("<u4", (kernels.CHUNKS, kernels.BUCKETS + 1))
        arrays["rows"] = ("<u4", (kernels.CHUNKS, rows))
        # Room for the last 32 lanes to reach beyond the last bucket.
        arrays["signs"] = ("<u2", (kernels.CHUNKS, rows + kernels.LANES))
    unit = LARGE_PAGE if rows >= LARGE_FROM else PAGE
    plan, place = {}, unit
    for name, (kind, shape) in arrays.items():
        plan[name] = (kind, shape, place)
        place += -(-_length(kind, shape) // unit) * unit
    return plan


def _length(kind: str, shape: Shape) -> int:
    return np.dtype(kind).itemsize * prod(shape)


def _view(mapped: mmap.mmap, kind: str, shape: Shape, start: int) -> Array:
    return np.frombuffer(mapped, kind, prod(shape), start).reshape(shape)


def _fill(
    mapped: mmap.mmap,
    plan: Mapping[str, tuple[str, Shape, int]],
    distinct: Words,
    firsts: Places,
    numbers: Numbers,
    shift: int,
) -> dict[str, str]:
    arrays = {name: _view(mapped, *said) for name, said in plan.items()}
    arrays["words"][:], arrays["firsts"][:], arrays["numbers"][:] = distinct, firsts, numbers
    slots = np.arange(1 << (64 - shift), dtype=np.uint64) << np.uint64(shift)
    arrays["directory"][:-1] = np.searchsorted(distinct[:, 0], slots)
    arrays["directory"][-1] = len(distinct)
    if "signs" in arrays:
        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(lambda number: _lay_out(arrays, distinct, number), range(kernels.CHUNKS)))
    digests = {name: hashlib.sha256(array.data).hexdigest() for name, array in arrays.items()}
    arrays.clear()
    return digests


def _lay_out(arrays: Mapping[str, Array], distinct: Words, number: int) -> None:
    starts, rows, signs = arrays["starts"], arrays["rows"], arrays["signs"]
    kernels.lay_out(distinct, number, starts[number], rows[number], signs[number])


def _head(
    plan: Mapping[str, tuple[str, Shape, int]], digests: Mapping[str, str], shift: int
) -> bytes:
    said = {
        "shift": shift,
        "arrays": {
            name: [kind, list(shape), start, digests[name]]
            for name, (kind, shape, start) in plan.items()
        },
    }
    body = json.dumps(said, sort_keys=True).encode()
    return START.pack(MAGIC, FORMAT, len(body), hashlib.sha256(body).digest()) + body


def open_segment(path: Path, head_digest: str) -> Segment:
    """
    Map the segment at ``path``.

    Reads the head only; :func:`prove` reads everything.

    :raises FileNotFoundError: when it is gone
    :raises Damaged: when the head is not the one that was written, or the file is too short
    """
    with path.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    said = _read_head(mapped, path, head_digest)
    arrays = {}
    for name, (kind, shape, start, _digest) in said["arrays"].items():
        if start + _length(kind, tuple(shape)) > len(mapped):
            raise Damaged(f"{path.name} is too short")
        arrays[name] = _view(mapped, kind, tuple(shape), start)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        # A wish: where files cannot have large pages nothing is lost.
        mapped.madvise(mmap.MADV_HUGEPAGE)
    return Segment(path, arrays, said["shift"])


def _read_head(mapped: mmap.mmap, path: Path, head_digest: str) -> dict[str, Any]:
    if len(mapped) < START.size:
        raise Damaged(f"{path.name} is too short")
    magic, form, length, digest = START.unpack_from(mapped)
    if magic != MAGIC or form != FORMAT:
        raise Damaged(f"{path.name} is no file of this format")
    head = mapped[: START.size + length]
    body = head[START.size :]
    whole = hashlib.sha256(body).digest() == digest
    if not whole or hashlib.sha256(head).hexdigest() != head_digest:
        raise Damaged(f"the head of {path.name} is damaged")
    said: dict[str, Any] = json.loads(body)
    return said


def prove(segment: Segment) -> None:
    """
    Read the whole file and compare with what was written.

    :raises Damaged: naming the array that differs
    """
    with segment.path.open("rb") as file:
        _, _, length, _ = START.unpack(file.read(START.size))
        said = json.loads(file.read(length))
    for name, (_kind, _shape, _start, digest) in said["arrays"].items():
        if hashlib.sha256(segment.arrays[name].data).hexdigest() != digest:
            raise Damaged(f"{name} in {segment.path.name} is damaged")
