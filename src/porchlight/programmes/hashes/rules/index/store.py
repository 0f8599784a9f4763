"""
The folder of an index: files that never change, a log, and a manifest that names them.

A change is in the log and on disk before :meth:`Store.append` returns. :meth:`Store.merge` writes
new files beside the old ones and then replaces the manifest in one step, so a crash at any moment
leaves either the former state or the new one, and every change that was told is in both.
"""

import fcntl
import hashlib
import json
import os
import secrets
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from porchlight.programmes.hashes.rules.index import log, segment
from porchlight.programmes.hashes.rules.index.log import Change
from porchlight.programmes.hashes.rules.index.segment import Damaged, Segment
from porchlight.programmes.hashes.rules.index.view import Bits, View
from porchlight.programmes.hashes.rules.index.words import Numbers, Words, to_words, words_for

MANIFEST, APPENDS, MERGES = "manifest.json", "append.lock", "merge.lock"
FORMAT = 1
# So many new entries are walked through in a few microseconds; more are worth a file.
TAIL_MOST = 2048
# A file is merged with what is new when it is at most so many times as large.
GROWTH = 16
TRIES = 50


@dataclass(frozen=True)
class Manifest:
    """The index in words: files with the digests of their heads, oldest first, and a log."""

    generation: int
    size: int
    near: bool
    segments: tuple[tuple[str, str, int], ...]
    log: str

    def to_json(self) -> bytes:
        """Return the bytes to keep, with their own digest."""
        said = {
            "format": FORMAT,
            "generation": self.generation,
            "size": self.size,
            "near": self.near,
            "segments": [list(each) for each in self.segments],
            "log": self.log,
        }
        body = json.dumps(said, sort_keys=True)
        return json.dumps({"said": body, "sha256": _digest(body)}).encode()

    @classmethod
    def from_json(cls, data: bytes) -> "Manifest":
        """
        Return what :meth:`to_json` wrote.

        :raises Damaged: when it is not that
        """
        try:
            outer = json.loads(data)
            body = outer["said"]
            said = json.loads(body)
            whole = outer["sha256"] == _digest(body) and said["format"] == FORMAT
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged("the manifest is damaged") from error
        if not whole:
            raise Damaged("the manifest is damaged or of another format")
        files = tuple((name, digest, count) for name, digest, count in said["segments"])
        return cls(said["generation"], said["size"], said["near"], files, said["log"])


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def worth_merging(tail: int, sizes: list[int]) -> int:
    """
    Return how many of the newest files to merge with ``tail`` new entries (``sizes`` oldest first).

    Every file grows by the same factor before it is written again, so that an entry is written a
    few times in all and a search asks three files or so.

    >>> worth_merging(4096, [10_000_000, 50_000]), worth_merging(4096, [10_000_000, 700_000])
    (1, 0)
    >>> worth_merging(4096, [1_000_000, 65_000, 60_000]), worth_merging(4096, [])
    (3, 0)
    """
    together, count = tail, 0
    for size in reversed(sizes):
        if size > GROWTH * together:
            break
        together, count = together + size, count + 1
    return count


@dataclass(frozen=True)
class State:
    """What one process knows of the folder: always exchanged as a whole, never changed."""

    manifest: Manifest
    stamp: tuple[int, int, int]
    read_to: int
    tail: Mapping[tuple[int, bytes], None]
    view: View


class Store:
    """
    An index in ``folder`` of hashes of ``size`` bytes; ``near`` ones have 32 and can be searched
    by distance. Any number of processes may open it; threads may share one.
    """

    def __init__(self, folder: Path, size: int, *, near: bool = False) -> None:
        if near and size != 32:
            raise ValueError("only hashes of 256 bits are searched by distance")
        self.folder, self.size, self.is_near = folder, size, near
        folder.mkdir(parents=True, exist_ok=True)
        with self._locked(APPENDS):
            if not (folder / MANIFEST).exists():
                self._begin()
        self._guard = threading.Lock()
        self._state: State | None = None
        self.refresh()

    def _begin(self) -> None:
        name = _name("log")
        (self.folder / name).write_bytes(b"")
        self._publish(Manifest(0, self.size, self.is_near, (), name))

    def _no_entries(self) -> tuple[Words, Numbers]:
        return np.zeros((0, words_for(self.size)), np.uint64), np.zeros(0, np.uint64)

    def manifest(self) -> Manifest:
        """
        Return what the index consists of now.

        :raises Damaged: when the manifest cannot be read, or the folder holds another kind
        """
        found = Manifest.from_json((self.folder / MANIFEST).read_bytes())
        if (found.size, found.near) != (self.size, self.is_near):
            raise Damaged(f"{self.folder.name} holds hashes of another kind")
        return found

    # ------------------------------------------------------------------ reading

    @property
    def view(self) -> View:
        """The state as of the last :meth:`refresh`; it stays as it is while others go on."""
        return self._known().view

    def refresh(self) -> View:
        """
        Take in what other processes wrote since and return the new state.

        When nothing happened it costs two looks at the folder.
        """
        return self._known(fresh=True).view

    def _known(self, *, fresh: bool = False) -> State:
        with self._guard:
            for _ in range(TRIES):
                if self._state is not None and not fresh:
                    return self._state
                try:
                    self._state = self._taken_in(self._state)
                except FileNotFoundError:
                    self._state = None  # merged away between two looks: look again
                else:
                    return self._state
        raise Damaged(f"a file of {self.folder.name} is missing")

    def _taken_in(self, state: State | None) -> State:
        found = (self.folder / MANIFEST).stat()
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        if state is None or stamp != state.stamp:
            state = self._reopened(state, stamp)
        path = self.folder / state.manifest.log
        if path.stat().st_size == state.read_to:
            return state
        with path.open("rb") as file:
            file.seek(state.read_to)
            data = file.read()
        return self._applied(state, list(log.decode(data, self.size)))

    def _reopened(self, state: State | None, stamp: tuple[int, int, int]) -> State:
        manifest = self.manifest()
        known = {each.path.name: each for each in state.view.segments} if state else {}
        files = tuple(
            known.get(name) or segment.open_segment(self.folder / name, digest)
            for name, digest, _count in manifest.segments
        )
        dead = tuple(_no_bits(each) for each in files)
        return State(manifest, stamp, 0, {}, View(files, dead, *self._no_entries()))

    def _applied(self, state: State, changes: list[Change]) -> State:
        """Return the state after ``changes``: of several to one entry the last one counts."""
        last = {(each.number, each.hash): each.op for each in changes}
        if not last:
            return state
        words = to_words([each for _, each in last], self.size)
        numbers = np.array([number for number, _ in last], np.uint64)
        removed = np.array([op == log.REMOVE for op in last.values()])
        elsewhere = np.ones(len(last), bool)
        dead = []
        for each, bits in zip(state.view.segments, state.view.dead, strict=True):
            places = each.places(words, numbers)
            elsewhere &= places < 0
            dead.append(_marked(bits, places, removed))
        tail = dict(state.tail)
        for (key, op), here in zip(last.items(), elsewhere.tolist(), strict=True):
            if here and op == log.ADD:
                tail[key] = None
            else:
                tail.pop(key, None)
        view = View(state.view.segments, tuple(dead), *self._columns(tail))
        read_to = state.read_to + len(changes) * log.record_size(self.size)
        return State(state.manifest, state.stamp, read_to, tail, view)

    def _columns(self, tail: Mapping[tuple[int, bytes], None]) -> tuple[Words, Numbers]:
        words = to_words([each for _, each in tail], self.size)
        numbers = np.array([number for number, _ in tail], np.uint64)
        return words, numbers

    # ------------------------------------------------------------------ writing

    def append(self, changes: Iterable[Change]) -> None:
        """
        Write changes down; they survive any crash when this returns, and may be told twice.

        :raises ValueError: when a hash has another size
        """
        listed = list(changes)
        if any(len(each.hash) != self.size for each in listed):
            raise ValueError(f"a hash here has {self.size} bytes")
        with self._locked(APPENDS):
            log.append(self.folder / self.manifest().log, listed, self.size)

    def needs_merge(self) -> bool:
        """Whether so much is new that searches would suffer, or the log takes long to read."""
        state = self._known()
        records = state.read_to // log.record_size(self.size)
        return len(state.view.tail) >= TAIL_MOST or records >= 4 * TAIL_MOST

    def merge(self, *, everything: bool = False) -> bool:
        """
        Write what is new into files and shorten the log; False when another process is at it.

        Searches and appends go on meanwhile. ``everything`` makes one file of all.
        """
        with self._locked(MERGES, wait=False) as mine:
            if not mine:
                return False
            state = self._known(fresh=True)
            self._merge_newest(state, self._worth_merging(state.view, everything=everything))
            self._sweep()
        return True

    def _worth_merging(self, view: View, *, everything: bool) -> int:
        sizes = [len(each.numbers) for each in view.segments]
        buried = sum(int(np.bitwise_count(bits).sum()) for bits in view.dead)
        # A removal is forgotten with the file it is in: with all of them, once they are many.
        if everything or buried * 8 > sum(sizes):
            return len(sizes)
        return worth_merging(max(len(view.tail), buried), sizes)

    def replace(self, read: Iterable[tuple[Words, Numbers]]) -> None:
        """
        Build everything anew from ``read``, the truth; changes told meanwhile are kept.

        ``read`` is asked for its parts after the log's place was noted.
        """
        with self._locked(MERGES):
            state = self._known(fresh=True)
            parts = [self._no_entries(), *read]
            words = np.concatenate([part[0] for part in parts])
            numbers = np.concatenate([part[1] for part in parts])
            self._swap(state, (), words, numbers)
            self._sweep()

    def _merge_newest(self, state: State, count: int) -> None:
        view, kept = state.view, len(state.view.segments) - count
        newest = View(view.segments[kept:], view.dead[kept:], view.tail, view.tail_numbers)
        words, numbers = newest.entries()
        still = _removals(view.segments[:kept], view.dead[:kept], self.size)
        self._swap(state, state.manifest.segments[:kept], words, numbers, still)

    def _swap(
        self,
        state: State,
        kept: tuple[tuple[str, str, int], ...],
        words: Words,
        numbers: Numbers,
        still: Iterable[Change] = (),
    ) -> None:
        """Write one new file, and a new log of ``still`` and what came after ``state``."""
        files = list(kept)
        if len(words):
            name = _name("part")
            digest = segment.write(self.folder / name, words, numbers, near=self.is_near)
            files.append((name, digest, len(words)))
        begun = log.encode(still)
        with self._locked(APPENDS):
            data = (self.folder / state.manifest.log).read_bytes()
            later = data[state.read_to : log.whole_length(data, self.size)]
            name = _name("log")
            _write_whole(self.folder / name, begun + later)
            number = state.manifest.generation + 1
            self._publish(Manifest(number, self.size, self.is_near, tuple(files), name))
        self.refresh()

    def _publish(self, manifest: Manifest) -> None:
        fresh = self.folder / _name("manifest")
        _write_whole(fresh, manifest.to_json())
        # What it names is on disk: only now may the name point to it.
        _sync_folder(self.folder)
        fresh.replace(self.folder / MANIFEST)
        _sync_folder(self.folder)

    def _sweep(self) -> None:
        """Take away what no manifest names: former files, and what a crash left."""
        manifest = self.manifest()
        named = {MANIFEST, APPENDS, MERGES, manifest.log, *(each[0] for each in manifest.segments)}
        for path in self.folder.iterdir():
            if path.name not in named and path.name.split("-")[0] in {"part", "log", "manifest"}:
                path.unlink(missing_ok=True)

    @contextmanager
    def _locked(self, name: str, *, wait: bool = True) -> Iterator[bool]:
        with (self.folder / name).open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
            else:
                yield True

    def prove(self) -> None:
        """
        Read every file of the index and compare with what was written.

        :raises Damaged: naming what differs
        """
        for each in self.refresh().segments:
            segment.prove(each)


def _name(kind: str) -> str:
    return f"{kind}-{secrets.token_hex(8)}"


def _no_bits(each: Segment) -> Bits:
    return np.zeros(len(each.numbers) // 8 + 1, np.uint8)


def _marked(bits: Bits, places: np.ndarray, removed: np.ndarray) -> Bits:
    """Return ``bits`` with the places set that were removed, and cleared that came back."""
    here = places >= 0
    if not here.any():
        return bits
    fresh = bits.copy()
    for place, gone in zip(places[here].tolist(), removed[here].tolist(), strict=True):
        mask = np.uint8(1 << (place & 7))
        fresh[place >> 3] = fresh[place >> 3] | mask if gone else fresh[place >> 3] & ~mask
    return fresh


def _removals(segments: tuple[Segment, ...], dead: tuple[Bits, ...], size: int) -> list[Change]:
    """Return the removals that files which stay as they are still need."""
    found = []
    for each, bits in zip(segments, dead, strict=True):
        places = np.flatnonzero(np.unpackbits(bits, count=len(each.numbers), bitorder="little"))
        rows = np.searchsorted(each.firsts, places, side="right") - 1
        joined = each.words[rows].astype(">u8").tobytes()
        width = 8 * words_for(size)
        found += [
            Change(log.REMOVE, int(each.numbers[place]), joined[at * width : at * width + size])
            for at, place in enumerate(places.tolist())
        ]
    return found


def _write_whole(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
