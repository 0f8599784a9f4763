"""The index against brute force, through adds, removals, merges, other processes and crashes."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from porchlight.programmes.hashes.rules.index import Change, Store, kernels, log
from porchlight.programmes.hashes.rules.index import segment as segments
from porchlight.programmes.hashes.rules.index import store as stores
from porchlight.programmes.hashes.rules.index.log import ADD, REMOVE
from porchlight.programmes.hashes.rules.index.segment import Damaged, open_segment, write
from porchlight.programmes.hashes.rules.index.store import Manifest
from porchlight.programmes.hashes.rules.index.view import View
from porchlight.programmes.hashes.rules.index.words import to_words

FAST = settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def flipped(value, bits):
    number = int.from_bytes(value, "big")
    for bit in bits:
        number ^= 1 << int(bit)
    return number.to_bytes(32, "big")


def distance(a, b):
    return (int.from_bytes(a, "big") ^ int.from_bytes(b, "big")).bit_count()


def random_hashes(count, seed):
    return [np.random.default_rng([seed, at]).bytes(32) for at in range(count)]


def triples(matches):
    columns = (matches.asked.tolist(), matches.numbers.tolist(), matches.bits.tolist())
    return sorted(zip(*columns, strict=True))


def brute(queries, entries, most=31):
    return sorted(
        (asked, number, bits)
        for asked, query in enumerate(queries)
        for number, value in entries
        if (bits := distance(query, value)) <= most
    )


@st.composite
def clustered(draw):
    """A few centres, many entries at all distances around the limit, and queries likewise."""
    seed = draw(st.integers(0, 2**32))
    rng = np.random.default_rng(seed)
    centres = [rng.bytes(32) for _ in range(draw(st.integers(1, 4)))]
    spread = draw(st.sampled_from([2, 16, 31, 40, 64]))

    def some(count):
        chosen = (centres[rng.integers(len(centres))] for _ in range(count))
        return [
            flipped(c, rng.choice(256, rng.integers(0, spread + 1), replace=False)) for c in chosen
        ]

    return some(draw(st.integers(0, 300))), some(draw(st.integers(1, 20)))


class TestNear:
    @FAST
    @given(given_sets=clustered(), most=st.integers(0, 31))
    def test_finds_what_brute_force_finds(self, given_sets, most, tmp_path_factory):
        entries, queries = given_sets
        path = tmp_path_factory.mktemp("index") / "part"
        write(path, *columns(entries), near=True)
        # The layout is searched also where so small a file would be walked through.
        arrays = mapped(path).arrays
        found = kernels.search(
            to_words(queries, 32), *(arrays[n] for n in ("words", "starts", "rows", "signs")), most
        )
        view = View((mapped(path),), (np.zeros(len(entries) // 8 + 1, np.uint8),), *columns([]))
        wanted = brute(queries, list(enumerate(entries)), most)
        assert triples(view.near(to_words(queries, 32), most)) == wanted
        many, crowded = kernels.search_many(
            to_words(queries, 32), *(arrays[n] for n in ("words", "starts", "rows", "signs")), most
        )
        assert sorted(map(tuple, many.tolist())) == sorted(map(tuple, found.tolist()))
        assert not crowded.any()
        words = arrays["words"]
        distinct = {words[row].astype(">u8").tobytes() for row in found[:, 1]}
        assert distinct == {entries[number] for _, number, _ in wanted}
        assert len(found) == len({(asked, entries[number]) for asked, number, _ in wanted})

    def test_walks_through_what_is_too_crowded_and_loses_nothing(self, tmp_path, monkeypatch):
        rng = np.random.default_rng(5)
        centre = rng.bytes(32)
        near_ones = [
            flipped(centre, rng.choice(256, rng.integers(0, 33), replace=False))
            for _ in range(9000)
        ]
        entries = sorted(set(near_ones))
        path = tmp_path / "part"
        write(path, *columns(entries), near=True)
        wanted = sum(distance(centre, each) <= 31 for each in entries)
        # Alone, and among so many that they are searched together.
        for queries in ([centre], [centre, *random_hashes(600, 9)]):
            found = mapped(path).near(to_words(queries, 32), 31)
            assert len(found) == wanted
            assert len({row for _, row, _ in found.tolist()}) == wanted

    def test_every_pattern_of_31_bits_over_the_chunks_is_found(self, tmp_path):
        rng = np.random.default_rng(11)
        centre = rng.bytes(32)
        entries = [centre, *random_hashes(5000, 3)]
        queries = []
        for chunks in range(2, 17):
            for _ in range(40):
                places = [
                    16 * c + b for c in rng.choice(16, chunks, replace=False) for b in range(16)
                ]
                queries.append(flipped(centre, rng.choice(places, 31, replace=False)))
        path = tmp_path / "part"
        write(path, *columns(entries), near=True)
        found = mapped(path).near(to_words(queries, 32), 31)
        assert len(mapped(path).words) > kernels.BUFFER
        assert sorted(found[:, 0].tolist()) == list(range(len(queries)))
        assert set(found[:, 2].tolist()) == {31}

    def test_refuses_a_distance_beyond_which_matches_would_be_lost(self, tmp_path):
        store = Store(tmp_path, 32, near=True)
        with pytest.raises(ValueError, match="31"):
            store.view.near(to_words([b"\0" * 32], 32), 32)

    def test_answers_the_same_with_threads(self, tmp_path):
        store = Store(tmp_path, 32, near=True)
        entries = random_hashes(6000, 1)
        store.replace([columns(entries)])
        queries = to_words([flipped(each, [1, 77]) for each in entries[:700]], 32)
        assert triples(store.view.near(queries, threads=3)) == triples(store.view.near(queries))


def columns(entries):
    return to_words(entries, 32), np.arange(len(entries), dtype=np.uint64)


def mapped(path):
    head = path.read_bytes()
    _, _, length, _ = segments.START.unpack_from(head)
    digest = segments.hashlib.sha256(head[: segments.START.size + length]).hexdigest()
    return open_segment(path, digest)


STEP = st.one_of(
    st.tuples(st.just("add"), st.integers(0, 39)),
    st.tuples(st.just("remove"), st.integers(0, 39)),
    st.tuples(st.just("merge"), st.booleans()),
    st.tuples(st.just("replace"), st.just(0)),
    st.tuples(st.just("look"), st.just(0)),
)


class TestStore:
    @FAST
    @given(steps=st.lists(STEP, max_size=30), size=st.sampled_from([16, 20, 32]))
    def test_holds_what_was_told_whatever_happens_in_between(self, steps, size, tmp_path_factory):
        folder = tmp_path_factory.mktemp("index")
        writer, reader = Store(folder, size), Store(folder, size)
        # Entries share hashes: 40 numbers, 13 hashes.
        hashes = [np.random.default_rng(at % 13).bytes(size) for at in range(40)]
        held = set()
        for act, what in steps:
            if act in {"add", "remove"}:
                writer.append([Change(ADD if act == "add" else REMOVE, what, hashes[what])])
                (held.add if act == "add" else held.discard)(what)
            elif act == "merge":
                assert writer.merge(everything=what)
            elif act == "replace":
                kept = sorted(held)
                words = to_words([hashes[n] for n in kept], size)
                if kept:
                    writer.replace([(words, np.array(kept, np.uint64))])
            view = reader.refresh()
            assert len(view) == len(held)
        found = reader.view.equal(to_words(hashes, size))
        assert triples(found) == sorted(
            (asked, number, 0)
            for asked in range(40)
            for number in held
            if hashes[number] == hashes[asked]
        )

    def test_forgets_removals_with_the_file_they_were_in(self, tmp_path, monkeypatch):
        monkeypatch.setattr(stores, "GROWTH", 0)
        store = Store(tmp_path, 32, near=True)
        entries = random_hashes(100, 2)
        store.replace([columns(entries)])
        store.append([Change(REMOVE, 3, entries[3])])
        store.merge()
        # Too few are gone to write the large file again: the removal stays in the log.
        assert len(store.view.segments[0].numbers) == 100
        assert len(store.view) == 99
        store.append([Change(REMOVE, number, entries[number]) for number in range(20)])
        store.merge()
        assert len(store.view.segments[0].numbers) == 80
        assert len(store.refresh()) == 80

    def test_takes_an_entry_back_that_was_removed(self, tmp_path):
        store = Store(tmp_path, 32, near=True)
        entries = random_hashes(10, 2)
        store.replace([columns(entries)])
        for op, count in ((REMOVE, 9), (ADD, 10), (ADD, 10), (REMOVE, 9)):
            store.append([Change(op, 4, entries[4])])
            assert len(store.refresh()) == count

    def test_keeps_what_is_told_while_all_is_built_anew(self, tmp_path):
        store = Store(tmp_path, 32, near=True)
        entries = random_hashes(4, 2)

        def truth():
            store.append([Change(ADD, 9, entries[3])])
            yield columns(entries[:3])

        store.replace(truth())
        assert sorted(store.view.entries()[1].tolist()) == [0, 1, 2, 9]

    def test_lets_one_process_merge_at_a_time(self, tmp_path):
        store, other = Store(tmp_path, 32, near=True), Store(tmp_path, 32, near=True)
        with other._locked(stores.MERGES):
            assert store.merge() is False
        assert store.merge() is True

    def test_says_when_it_wants_a_merge(self, tmp_path, monkeypatch):
        monkeypatch.setattr(stores, "TAIL_MOST", 3)
        store = Store(tmp_path, 32, near=True)
        entries = random_hashes(3, 2)
        store.append([Change(ADD, at, each) for at, each in enumerate(entries)])
        store.refresh()
        assert store.needs_merge()
        store.merge()
        assert not store.needs_merge()

    def test_refuses_hashes_of_another_size_and_folders_of_another_kind(self, tmp_path):
        store = Store(tmp_path, 32, near=True)
        with pytest.raises(ValueError, match="32 bytes"):
            store.append([Change(ADD, 1, b"short")])
        with pytest.raises(Damaged):
            Store(tmp_path, 16)
        with pytest.raises(ValueError, match="256 bits"):
            Store(tmp_path / "other", 16, near=True)

    def test_leaves_no_files_behind(self, tmp_path):
        store = Store(tmp_path, 32, near=True)
        (tmp_path / "part-left-by-a-crash").write_bytes(b"x")
        for at, each in enumerate(random_hashes(6, 2)):
            store.append([Change(ADD, at, each)])
            store.merge(everything=True)
        kinds = sorted(path.name.split("-")[0] for path in tmp_path.iterdir())
        assert kinds == ["append.lock", "log", "manifest.json", "merge.lock", "part"]


class TestDamage:
    def test_of_a_torn_record_costs_only_what_was_never_told(self, tmp_path):
        store = Store(tmp_path, 32, near=True)
        entries = random_hashes(3, 2)
        store.append([Change(ADD, 1, entries[0])])
        path = tmp_path / store.manifest().log
        with path.open("ab") as file:
            file.write(log.encode([Change(ADD, 2, entries[1])])[:-7])
        assert len(Store(tmp_path, 32, near=True).view) == 1
        store.append([Change(ADD, 3, entries[2])])
        assert store.refresh().tail_numbers.tolist() == [1, 3]

    @pytest.mark.parametrize("place", [3, 60, 4096, -1])
    def test_of_a_file_is_noticed(self, tmp_path, place):
        store = Store(tmp_path, 32, near=True)
        store.replace([columns(random_hashes(5000, 2))])
        path = next(tmp_path.glob("part-*"))
        data = bytearray(path.read_bytes())
        data[place] ^= 1
        path.write_bytes(data)
        with pytest.raises(Damaged):
            Store(tmp_path, 32, near=True).prove()

    def test_of_a_file_cut_short_is_noticed_at_once(self, tmp_path):
        store = Store(tmp_path, 32, near=True)
        store.replace([columns(random_hashes(50, 2))])
        path = next(tmp_path.glob("part-*"))
        os.truncate(path, 5000)
        with pytest.raises(Damaged):
            Store(tmp_path, 32, near=True)

    @pytest.mark.parametrize("data", [b"", b"{}", b'{"said": "{}", "sha256": "x"}', b"\xff"])
    def test_of_the_manifest_is_noticed(self, data):
        with pytest.raises(Damaged):
            Manifest.from_json(data)


WORKER = """
    import sys, pathlib
    import numpy as np
    from porchlight.programmes.hashes.rules.index import Change, Store, store
    store.TAIL_MOST = 8
    mine, start = Store(pathlib.Path(sys.argv[1]), 32, near=True), int(sys.argv[2])
    print("ready", flush=True)
    for number in range(start, start + 100_000):
        value = np.random.default_rng(number).bytes(32)
        mine.append([Change(1, number, value)])
        print("+", number, flush=True)
        if number % 3 == 0:
            mine.append([Change(2, number, value)])
            print("-", number, flush=True)
        mine.refresh()
        if mine.needs_merge():
            mine.merge(everything=number % 5 == 0)
"""


class TestAKillAtAnyMoment:
    def test_loses_nothing_that_was_told(self, tmp_path):
        ledger, doubtful = {}, set()
        for cycle in range(6):
            start = cycle * 100_000
            code = [sys.executable, "-c", textwrap.dedent(WORKER), str(tmp_path), str(start)]
            process = subprocess.Popen(code, stdout=subprocess.PIPE, text=True)
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(0.15 + 0.05 * cycle)
            os.kill(process.pid, signal.SIGKILL)
            told = [line.split() for line in process.stdout if line.endswith("\n")]
            process.wait()
            for sign, number in told:
                ledger[int(number)] = sign == "+"
            # The change under way when the kill came may be there or not.
            last = int(told[-1][1]) if told else start
            doubtful |= {last, last + 1, start}
            held = set(Store(tmp_path, 32, near=True).view.entries()[1].tolist())
            wanted = {number for number, there in ledger.items() if there}
            assert held - doubtful == wanted - doubtful
            assert len(wanted) > 5
        store = Store(tmp_path, 32, near=True)
        store.prove()
        assert store.merge(everything=True)
        assert set(store.view.entries()[1].tolist()) - doubtful == wanted - doubtful
