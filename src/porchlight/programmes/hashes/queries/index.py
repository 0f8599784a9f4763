"""
The index of this machine, and what it says of hashes.

The database is the truth; the index is made from it (jobs.py) and every process maps it. A
fingerprint's number in the index is its number in the database.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import connection

from porchlight.programmes.hashes.rules.compare import Known
from porchlight.programmes.hashes.rules.index import Matches, Store
from porchlight.programmes.hashes.rules.index.words import Numbers, Words, to_words
from porchlight.programmes.hashes.rules.vocabulary import SIZES, Kind

THREADS = 2
# So many fingerprints are read from the database at once.
PART = 100_000
ENTRIES = """
SELECT print.id, entry.list_code, entry.classification, entry.member_id, entry.name,
       entry.series_id, series.identified_on IS NOT NULL
FROM hashes_fingerprint print
JOIN hashes_entry entry ON entry.id = print.entry_id
LEFT JOIN hashes_series series ON series.id = entry.series_id
WHERE print.id = ANY(%s) AND entry.status IN ('released', 'shared')
"""
HELD = """
SELECT print.id, print.value FROM hashes_fingerprint print
JOIN hashes_entry entry ON entry.id = print.entry_id
WHERE print.kind = %s AND print.id > %s AND entry.status IN ('released', 'shared')
  AND print.standing <> 'going'
ORDER BY print.id LIMIT %s
"""


@dataclass(frozen=True)
class Hit:
    """One entry that a hash is equal or near to."""

    list_code: str
    classification: str
    bits: int
    member: int
    name: str
    series_id: int | None
    identified: bool

    def known(self) -> Known:
        """As the rules of comparing take it."""
        return Known(
            self.list_code, self.classification, self.bits, self.series_id, self.identified
        )


@cache
def _store(folder: Path, kind: Kind) -> Store:
    return Store(folder / kind.lower(), SIZES[kind], near=kind is Kind.PDQ)


def store(kind: Kind) -> Store:
    """Return this process's view of the files for one kind."""
    return _store(Path(settings.HASH_INDEX), kind)


def find(kind: Kind, values: Sequence[bytes], most_bits: int = 31) -> Matches:
    """
    Return which fingerprints are equal to ``values`` (or near, for PDQ), by their place.

    Takes in first what other processes wrote; a fingerprint is found within seconds of its
    release.
    """
    view = store(kind).refresh()
    words = to_words(values, SIZES[kind])
    if kind is Kind.PDQ:
        return view.near(words, most_bits, threads=THREADS)
    return view.equal(words)


def hits(
    asked: Mapping[Kind, Sequence[tuple[int, bytes]]],
    *,
    lists: frozenset[str] | None = None,
    most_bits: int = 31,
) -> dict[int, list[Hit]]:
    """
    Return for each place what is known of its hashes, the nearest first; nothing for the unknown.

    ``asked`` has for each kind the hashes with their places; ``lists`` narrows to some lists.
    """
    columns: list[tuple[int, int, int]] = []
    for kind, pairs in asked.items():
        if not pairs:
            continue
        found = find(kind, [value for _, value in pairs], most_bits)
        places = np.array([place for place, _ in pairs], np.int64)[found.asked]
        columns += zip(places.tolist(), found.numbers.tolist(), found.bits.tolist(), strict=True)
    entries = _entries([number for _, number, _ in columns])
    best: dict[tuple[int, str, int, str], tuple[int, Hit]] = {}
    for place, number, bits in columns:
        row = entries.get(number)
        if row is None or (lists is not None and row[0] not in lists):
            continue
        # An entry found by several of its fingerprints is told once, by the nearest.
        key = (place, row[0], row[2], row[3])
        if key not in best or bits < best[key][0]:
            best[key] = (bits, Hit(row[0], row[1], bits, *row[2:]))
    told: dict[int, list[Hit]] = {}
    for (place, *_), (_, hit) in best.items():
        told.setdefault(place, []).append(hit)
    for listed in told.values():
        listed.sort(key=lambda hit: (hit.bits, hit.list_code, hit.name))
    return told


def _entries(numbers: Iterable[int]) -> dict[int, tuple[str, str, int, str, int | None, bool]]:
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [wanted])
        return {row[0]: tuple(row[1:]) for row in cursor.fetchall()}


def truth(kind: Kind) -> Iterator[tuple[Words, Numbers]]:
    """Yield all fingerprints that the index of ``kind`` must hold, in parts."""
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(HELD, [str(kind), last, PART])
            rows = cursor.fetchall()
        if not rows:
            return
        last = rows[-1][0]
        words = to_words([bytes(value) for _, value in rows], SIZES[kind])
        yield words, np.array([number for number, _ in rows], np.uint64)
