"""
PDQ hashes within 31 of 256 bits, every match found: our mapped index beside python-threatexchange's
PDQIndex, faiss (exact flat) and usearch (exact), in one run, on random and on clustered sets, with
hashes added and removed while searching. All hashes are random numbers.

``python bench/run.py hash_search`` takes 1,000,000 entries, ``hash_search_large`` 10,000,000.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import faiss
import numpy as np
from threatexchange.signal_type.pdq.pdq_index import PDQIndex
from usearch.index import MetricKind, search

from porchlight.programmes.hashes.rules.index import Change, Store
from porchlight.programmes.hashes.rules.index.log import ADD, REMOVE
from result import Result

BATCH, SINGLES, MOST_SECONDS = 20_000, 3_000, 8.0
THREADS = os.cpu_count() or 1


def measure(count: int = 1_000_000) -> list[Result]:
    return [_measure(count, clustered=clustered) for clustered in (False, True)]


def _measure(count: int, *, clustered: bool) -> Result:
    rng = np.random.default_rng(7)
    hashes = _clustered(count, rng) if clustered else _random(count, rng)
    queries, planted = _queries(hashes, rng)
    with tempfile.TemporaryDirectory() as folder:
        ours = _ours(Path(folder) / "pdq", hashes, queries, planted)
    faiss_rate = _faiss(hashes, queries, ours["matches"])
    usearch_rate = _rate(lambda at: _usearch(hashes, queries, at), 4)
    theirs, built = _theirs(hashes, queries)
    limit = _limit(count)
    kind = "clustered" if clustered else "random"
    return Result(
        f"PDQ within 31 bits, {count:,} {kind}, full recall",
        f"{ours['batch']:,.0f}/s in batches of {BATCH:,} on {THREADS} threads, "
        f"{ours['one']:,.0f}/s one by one, {ours['live']:,.0f}/s while adding and removing; "
        f"{ours['bytes']:.0f} bytes an entry, built in {ours['built']:.1f} s, "
        f"opened in {1000 * ours['opened']:.1f} ms",
        f"PDQIndex {theirs:,.0f}/s one by one, built in {built:.0f} s; faiss flat "
        f"{faiss_rate:,.0f}/s; usearch exact {usearch_rate:,.0f}/s; memory allows {limit:,.0f}/s",
        f"one by one {ours['one'] / theirs:.1f} × PDQIndex; "
        f"batch {ours['batch'] / theirs:.0f} × PDQIndex, {ours['batch'] / faiss_rate:.0f} × faiss, "
        f"{ours['batch'] / usearch_rate:.0f} × usearch, {ours['batch'] / limit:.2f} of the limit",
    )


def _random(count: int, rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 2**64, (count, 4), dtype=np.uint64)


def _clustered(count: int, rng: np.random.Generator) -> np.ndarray:
    """Half random, half around centres: a few crowds of up to 20,000, most of them small."""
    hashes = _random(count, rng)
    place = 0
    while place < count // 2:
        size = min(int(50 * (1 + rng.pareto(0.9))), 20_000, count // 2 - place)
        crowd = np.repeat(_random(1, rng), size, axis=0)
        _flip(crowd, rng.integers(0, 61, size), rng)
        hashes[place : place + size] = crowd
        place += size
    return hashes[rng.permutation(count)]


def _flip(hashes: np.ndarray, bits: np.ndarray, rng: np.random.Generator) -> None:
    """Flip ``bits`` different bits of each hash."""
    for start in range(0, len(hashes), 100_000):
        part = hashes[start : start + 100_000]
        ranks = rng.random((len(part), 256)).argsort(axis=1).argsort(axis=1)
        mask = np.packbits(ranks < bits[start : start + 100_000, None], axis=1)
        part ^= mask.view(np.uint64)


def _queries(hashes: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Half near an entry at every distance up to 31, half random; and the entries."""
    queries = _random(BATCH, rng)
    planted = rng.integers(0, len(hashes), BATCH // 2)
    queries[::2] = hashes[planted]
    near = queries[::2].copy()
    _flip(near, rng.integers(0, 32, len(near)), rng)
    queries[::2] = near
    return queries, planted


def _bytes(hashes: np.ndarray) -> np.ndarray:
    return hashes.astype(">u8").view(np.uint8).reshape(len(hashes), 32)


def _ours(
    folder: Path, hashes: np.ndarray, queries: np.ndarray, planted: np.ndarray
) -> dict[str, object]:
    count = len(hashes)
    Store(folder, 32, near=True).replace([])
    _warm(folder.parent / "warm", hashes[:6000], queries)
    writer = Store(folder, 32, near=True)
    began = time.perf_counter()
    writer.replace([(hashes, np.arange(count, dtype=np.uint64))])
    built = time.perf_counter() - began
    began = time.perf_counter()
    store = Store(folder, 32, near=True)
    opened = time.perf_counter() - began
    matches = store.view.near(queries, threads=THREADS)
    found = set(zip(matches.asked.tolist(), matches.numbers.tolist(), strict=True))
    lost = [at for at, entry in enumerate(planted.tolist()) if (2 * at, entry) not in found]
    assert not lost, f"lost {len(lost)} planted matches"
    began = time.perf_counter()
    store.view.near(queries, threads=THREADS)
    batch = BATCH / (time.perf_counter() - began)
    one = _rate(lambda at: store.view.near(queries[at : at + 1]), 1)
    live = _live(writer, store, hashes, queries)
    size = sum(path.stat().st_size for path in folder.iterdir())
    return {
        "built": built,
        "opened": opened,
        "matches": matches,
        "batch": batch,
        "one": one,
        "live": live,
        "bytes": size / count,
    }


def _warm(folder: Path, hashes: np.ndarray, queries: np.ndarray) -> None:
    """Compile for this machine before the clock runs."""
    store = Store(folder, 32, near=True)
    store.replace([(hashes, np.arange(len(hashes), dtype=np.uint64))])
    store.append([Change(ADD, 10**9, bytes(32))])
    view = store.refresh()
    for part in (queries[:1], queries[:600]):
        view.near(part)


def _live(writer: Store, store: Store, hashes: np.ndarray, queries: np.ndarray) -> float:
    """Search while writes come in: 10 additions and 10 removals every 50 searches."""
    rng = np.random.default_rng(11)
    written = _bytes(hashes[:2000])
    fresh = rng.bytes(32 * 2000)
    at = 0

    def once(number: int) -> None:
        nonlocal at
        if number % 50 == 0 and at < 1990:
            writer.append(
                [
                    *(
                        Change(ADD, 10**9 + n, fresh[32 * n : 32 * n + 32])
                        for n in range(at, at + 10)
                    ),
                    *(Change(REMOVE, n, written[n].tobytes()) for n in range(at, at + 10)),
                ]
            )
            at += 10
        store.refresh().near(queries[number : number + 1])

    rate = _rate(once, 1)
    view = store.refresh()
    words = np.frombuffer(fresh[: 32 * at], ">u8").astype(np.uint64).reshape(-1, 4)
    assert set(view.near(words, 0).numbers.tolist()) >= set(range(10**9, 10**9 + at))
    assert not set(view.near(hashes[:at], 0).numbers.tolist()) & set(range(at))
    return rate


def _rate(once: Callable[[int], object], step: int) -> float:
    """Queries a second, over so many as fit into the time allowed."""
    once(0)
    began = time.perf_counter()
    done = 0
    while done < SINGLES and time.perf_counter() - began < MOST_SECONDS:
        once(done)
        done += step
    return done / (time.perf_counter() - began)


def _best(once: Callable[[int], object], step: int) -> float:
    """Return the better rate of one thread and of all: on a busy machine faiss' threads wait."""
    rates = []
    for threads in {1, THREADS}:
        faiss.omp_set_num_threads(threads)
        rates.append(_rate(once, step))
    return max(rates)


def _faiss(hashes: np.ndarray, queries: np.ndarray, matches: object) -> float:
    flat = faiss.IndexBinaryFlat(256)
    flat.add(_bytes(hashes))
    _same_matches(flat, queries, matches)
    # Its range is open: 32 takes 31 and less.
    return _best(lambda at: flat.range_search(_bytes(queries[at : at + 100]), 32), 100)


def _same_matches(index: faiss.IndexBinaryFlat, queries: np.ndarray, ours: object) -> None:
    """Prove on 200 queries that we find exactly what the exact search finds."""
    limits, _, labels = index.range_search(_bytes(queries[:200]), 32)
    theirs = {
        (at, int(label))
        for at in range(200)
        for label in labels[int(limits[at]) : int(limits[at + 1])]
    }
    pairs = zip(ours.asked.tolist(), ours.numbers.tolist(), strict=True)
    assert {pair for pair in pairs if pair[0] < 200} == theirs


def _usearch(hashes: np.ndarray, queries: np.ndarray, at: int) -> object:
    vectors = hashes.view(np.uint8).reshape(len(hashes), 32)
    asked = queries[at : at + 4].view(np.uint8).reshape(4, 32)
    return search(vectors, asked, 10, MetricKind.Hamming, exact=True, threads=THREADS)


def _theirs(hashes: np.ndarray, queries: np.ndarray) -> tuple[float, float]:
    index = PDQIndex()
    written = ((row.tobytes().hex(), at) for at, row in enumerate(_bytes(hashes)))
    began = time.perf_counter()
    index.add_all(written)
    built = time.perf_counter() - began
    asked = [row.tobytes().hex() for row in _bytes(queries)]
    return _best(lambda at: index.query(asked[at]), 1), built


def _limit(count: int) -> float:
    """Searches a second if memory did nothing but hand over the signs of the buckets asked."""
    source = np.ones(1 << 27, np.uint8)
    began = time.perf_counter()
    for _ in range(8):
        source.view(np.uint64).sum()
    each_second = 8 * source.nbytes / (time.perf_counter() - began)
    # 16 chunks, 17 buckets of each, 2 bytes an entry, in lines of 64 bytes.
    bucket = max(64.0, 2 * count / 65536)
    return each_second / (16 * 17 * bucket)
