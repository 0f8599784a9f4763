"""One moment of the index: what the files hold, without what was removed, with what is new."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from porchlight.programmes.hashes.rules.index import kernels
from porchlight.programmes.hashes.rules.index.segment import Segment
from porchlight.programmes.hashes.rules.index.words import Numbers, Words

Bits = NDArray[np.uint8]
# Below so many queries a second thread costs more than it gives.
WORTH_A_THREAD = 64


@dataclass(frozen=True)
class Matches:
    """Three columns: which query (from 0), the entry's number, in how many bits they differ."""

    asked: NDArray[np.uint32]
    numbers: Numbers
    bits: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.asked)

    def in_order(self) -> "Matches":
        """Return the same by query, the nearest first, then by number."""
        order = np.lexsort((self.numbers, self.bits, self.asked))
        return Matches(self.asked[order], self.numbers[order], self.bits[order])


def joined(parts: Sequence[Matches]) -> Matches:
    """Return the rows of all ``parts``."""
    return Matches(
        np.concatenate([np.zeros(0, np.uint32), *(part.asked for part in parts)]),
        np.concatenate([np.zeros(0, np.uint64), *(part.numbers for part in parts)]),
        np.concatenate([np.zeros(0, np.uint32), *(part.bits for part in parts)]),
    )


@dataclass(frozen=True)
class View:
    """
    ``dead`` has a bit for each entry of a segment that was removed since it was written. The tail
    is what came since: few, in any order.
    """

    segments: tuple[Segment, ...]
    dead: tuple[Bits, ...]
    tail: Words
    tail_numbers: Numbers

    def __len__(self) -> int:
        """How many entries there are."""
        buried = sum(int(np.bitwise_count(bits).sum()) for bits in self.dead)
        return sum(len(each.numbers) for each in self.segments) - buried + len(self.tail)

    def near(self, queries: Words, most: int = kernels.MOST_BITS, *, threads: int = 1) -> Matches:
        """
        Return all entries within ``most`` bits of each query; none is missed.

        :raises ValueError: when ``most`` is beyond 31, up to which the search is complete
        """
        if not 0 <= most <= kernels.MOST_BITS:
            raise ValueError(f"distances are searched up to {kernels.MOST_BITS}")
        return _in_parts(queries, threads, lambda part: self._near(part, most))

    def _near(self, queries: Words, most: int) -> Matches:
        parts = [
            _living(segment, bits, segment.near(queries, most))
            for segment, bits in zip(self.segments, self.dead, strict=True)
        ]
        if len(self.tail):
            found = kernels.search_all(queries, self.tail, most)
            parts.append(Matches(found[:, 0], self.tail_numbers[found[:, 1]], found[:, 2]))
        return parts[0] if len(parts) == 1 else joined(parts)

    def equal(self, queries: Words, *, threads: int = 1) -> Matches:
        """Return all entries whose hash is exactly a query's."""
        return _in_parts(queries, threads, self._equal)

    def _equal(self, queries: Words) -> Matches:
        parts = []
        for segment, bits in zip(self.segments, self.dead, strict=True):
            rows = segment.rows(queries)
            asked = np.flatnonzero(rows >= 0)
            found = np.zeros((len(asked), 3), np.uint32)
            found[:, 0], found[:, 1] = asked, rows[asked]
            parts.append(_living(segment, bits, found))
        if len(self.tail):
            parts.append(self._equal_in_tail(queries))
        return parts[0] if len(parts) == 1 else joined(parts)

    def _equal_in_tail(self, queries: Words) -> Matches:
        places: dict[bytes, list[int]] = {}
        for place, row in enumerate(self.tail):
            places.setdefault(row.tobytes(), []).append(place)
        pairs = [
            (asked, place)
            for asked, row in enumerate(queries)
            for place in places.get(row.tobytes(), ())
        ]
        columns = np.array(pairs, np.int64).reshape(-1, 2)
        numbers = self.tail_numbers[columns[:, 1]]
        return Matches(columns[:, 0].astype(np.uint32), numbers, np.zeros(len(pairs), np.uint32))

    def entries(self) -> tuple[Words, Numbers]:
        """Return the hash and the number of every entry."""
        words, numbers = [], []
        for segment, bits in zip(self.segments, self.dead, strict=True):
            kept = np.unpackbits(bits, count=len(segment.numbers), bitorder="little") == 0
            words.append(segment.spread()[kept])
            numbers.append(segment.numbers[kept])
        return np.concatenate([*words, self.tail]), np.concatenate([*numbers, self.tail_numbers])


def _living(segment: Segment, dead: Bits, found: kernels.Found) -> Matches:
    return Matches(*kernels.entries_of(found, segment.firsts, segment.numbers, dead))


def _in_parts(queries: Words, threads: int, ask: Callable[[Words], Matches]) -> Matches:
    if threads == 1 or len(queries) < WORTH_A_THREAD * threads:
        return ask(queries)
    # More parts than threads: one crowded part must not keep the others waiting.
    bounds = np.linspace(0, len(queries), 4 * threads + 1).astype(int)
    with ThreadPoolExecutor(threads) as pool:
        parts = pool.map(
            lambda at: ask(queries[at[0] : at[1]]), zip(bounds, bounds[1:], strict=False)
        )
        moved = [
            Matches(part.asked + np.uint32(start), part.numbers, part.bits)
            for part, start in zip(parts, bounds, strict=False)
        ]
    return joined(moved)
