"""
The search itself, compiled by numba for the machine it runs on.

Near: two hashes of 256 bits that differ in 31 bits at most. Cut both into a ring of 16 chunks of
16 bits; the differences d₀ … d₁₅ of the chunks sum to 31 or less, so there is a chunk i with
dᵢ ≤ 1, dᵢ + dᵢ₊₁ ≤ 3 and dᵢ + dᵢ₊₁ + dᵢ₊₂ ≤ 5 (the pigeonhole in its ring form: some start has
every run of l chunks at l·31/16 or less). So it is enough to look, for each chunk, into the 17
buckets of entries whose chunk is the query's or one bit beside it, and there only at entries whose
*next* chunk is near too. The next chunk (its *sign*) lies beside the posting, 32 in a cache line
and compared 32 at a time; the whole hash is fetched for two in a thousand. No match is lost.

Source: J. Qin, C. Xiao, Pigeonring: a principle for faster thresholded similarity search,
VLDB 2018; M. Norouzi et al., Fast exact search in Hamming space with multi-index hashing, 2014.
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic
from numpy.typing import NDArray

from porchlight.programmes.hashes.rules.index.words import Places, Words

Signs = NDArray[np.uint16]
Found = NDArray[np.uint32]

CHUNKS, BUCKETS, PROBES = 16, 1 << 16, 17
MOST_BITS = 31
LANES = 32
# How many buckets ahead memory is asked for.
AHEAD = 4
# Past this share of all rows a walk through the whole file is cheaper than jumping about in it.
CROWDED_SHARE = 8
BUFFER = 4096


@intrinsic
def ones(typing: Any, value: Any) -> Any:  # noqa: ANN401 numba's own protocol
    """Count the bits that are set."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:  # noqa: ANN401
        return builder.ctpop(given[0])

    return value(value), generate


@intrinsic
def lowest(typing: Any, value: Any) -> Any:  # noqa: ANN401
    """Return the place of the lowest set bit of a value that is not zero."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:  # noqa: ANN401
        return builder.cttz(given[0], ir.Constant(ir.IntType(1), 1))

    return value(value), generate


def _address(context: Any, builder: Any, kind: Any, array: Any, place: Any) -> Any:  # noqa: ANN401
    return builder.gep(context.make_array(kind)(context, builder, array).data, [place])


@intrinsic
def fetch(typing: Any, array: Any, place: Any) -> Any:  # noqa: ANN401
    """Ask memory for the line at ``array[place]`` and go on."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:  # noqa: ANN401
        number = ir.IntType(32)
        byte = ir.IntType(8).as_pointer()
        address = builder.bitcast(_address(context, builder, signature.args[0], *given), byte)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        call = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(call, [address, *(ir.Constant(number, value) for value in (0, 3, 1))])
        return context.get_dummy_value()

    return types.void(array, types.intp), generate


@intrinsic
def near_lanes(typing: Any, signs: Any, place: Any, sign: Any, most: Any) -> Any:  # noqa: ANN401
    """Return a bit for each of the 32 signs from ``place`` on: within ``most`` bits of ``sign``."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:  # noqa: ANN401
        lanes = ir.VectorType(ir.IntType(16), LANES)
        start = _address(context, builder, signature.args[0], given[0], given[1])
        loaded = builder.load(builder.bitcast(start, lanes.as_pointer()), align=2)
        differ = builder.xor(loaded, _in_all_lanes(builder, lanes, given[2]))
        kind = ir.FunctionType(lanes, [lanes])
        count = cgutils.get_or_insert_function(builder.module, kind, "llvm.ctpop.v32i16")
        bits = builder.call(count, [differ])
        near = builder.icmp_unsigned("<=", bits, _in_all_lanes(builder, lanes, given[3]))
        return builder.bitcast(near, ir.IntType(LANES))

    return types.uint32(signs, types.intp, types.uint16, types.uint16), generate


def _in_all_lanes(builder: Any, lanes: Any, value: Any) -> Any:  # noqa: ANN401
    number, blank = ir.IntType(32), ir.Constant(lanes, ir.Undefined)
    one = builder.insert_element(blank, value, ir.Constant(number, 0))
    zeros = ir.Constant(ir.VectorType(number, LANES), [0] * LANES)
    return builder.shuffle_vector(one, blank, zeros)


# Small parts are taken into their callers: handing an array on costs a shared counter, and threads
# that count on the same one wait for each other.
part_of = njit(inline="always")


@part_of
def chunk(words: Words, row: int, number: int) -> Any:  # noqa: ANN401
    """Return chunk ``number`` (0 to 15) of the hash in ``row``."""
    return (words[row, number >> 2] >> np.uint64((number & 3) * 16)) & np.uint64(0xFFFF)


@part_of
def distance(a: Words, row_a: int, b: Words, row_b: int) -> Any:  # noqa: ANN401
    """Return in how many bits two hashes differ."""
    return (
        ones(a[row_a, 0] ^ b[row_b, 0])
        + ones(a[row_a, 1] ^ b[row_b, 1])
        + ones(a[row_a, 2] ^ b[row_b, 2])
        + ones(a[row_a, 3] ^ b[row_b, 3])
    )


@njit(nogil=True, cache=True)
def lay_out(words: Words, number: int, starts: Places, rows: Places, signs: Signs) -> None:
    """
    Sort the rows into the buckets of chunk ``number``: where each begins, its rows, their signs.

    ``starts`` (65,537) is zero when it comes; ``rows`` and ``signs`` have room for all.
    """
    count = words.shape[0]
    for row in range(count):
        starts[chunk(words, row, number) + 1] += 1
    for bucket in range(BUCKETS):
        starts[bucket + 1] += starts[bucket]
    ends = starts[:BUCKETS].copy()
    following = (number + 1) & (CHUNKS - 1)
    for row in range(count):
        bucket = chunk(words, row, number)
        place = ends[bucket]
        ends[bucket] = place + 1
        rows[place] = row
        signs[place] = chunk(words, row, following)


@njit(nogil=True, cache=True)
def found_before(queries: Words, asked: int, words: Words, row: int, number: int) -> bool:
    """Whether a lower chunk has found the pair already: each match is told once."""
    for lower in range(number):
        own = ones(chunk(queries, asked, lower) ^ chunk(words, row, lower))
        next_one = ones(chunk(queries, asked, lower + 1) ^ chunk(words, row, lower + 1))
        if own <= 1 and own + next_one <= 3:
            return True
    return False


@njit(nogil=True, cache=True)
def grown(found: Found) -> Found:
    """Return the same results with room for twice as many."""
    wider = np.empty((2 * found.shape[0], 3), np.uint32)
    wider[: found.shape[0]] = found
    return wider


@njit(nogil=True, cache=True)
def walk(queries: Words, asked: int, words: Words, most: int, found: Found, count: int) -> Any:  # noqa: ANN401
    """Compare with every row: for what is new, for small files and for crowded ones."""
    a, b, c, d = queries[asked, 0], queries[asked, 1], queries[asked, 2], queries[asked, 3]
    limit = np.uint64(most)
    for row in range(words.shape[0]):
        bits = ones(words[row, 0] ^ a) + ones(words[row, 1] ^ b)
        # Two words that are far apart already need no second half.
        if bits <= limit:
            bits += ones(words[row, 2] ^ c) + ones(words[row, 3] ^ d)
            if bits <= limit:
                if count == found.shape[0]:
                    found = grown(found)
                found[count, 0], found[count, 1], found[count, 2] = asked, row, bits
                count += 1
    return found, count


@part_of
def bucket_of(key: int, probe: int) -> int:
    """Return the bucket of a probe: one bit beside ``key`` for the first 16, then ``key``."""
    return key ^ (1 << probe) if probe < PROBES - 1 else key


@njit(nogil=True, cache=True)
def judge(
    queries: Words,
    asked: int,
    words: Words,
    number: int,
    most: int,
    held: Places,
    kept: int,
    found: Found,
    count: int,
) -> Any:  # noqa: ANN401
    """Compare the whole hash of the rows held; memory is asked for all before the first."""
    for each in range(kept):
        fetch(words, np.intp(4 * np.intp(held[each])))
    for each in range(kept):
        row = np.intp(held[each])
        bits = distance(queries, asked, words, row)
        if bits <= most and not found_before(queries, asked, words, row, number):
            if count == found.shape[0]:
                found = grown(found)
            found[count, 0], found[count, 1], found[count, 2] = asked, row, bits
            count += 1
    return found, count


@njit(nogil=True, cache=True)
def probe(
    queries: Words,
    asked: int,
    number: int,
    starts: Places,
    rows: Places,
    signs: Signs,
    held: Places,
) -> int:
    """
    Hold the rows in the 17 buckets of one chunk whose sign is near; return how many there are,
    which may be more than ``held`` has room for.

    The last 32 lanes may reach beyond a bucket: files end with room for that.
    """
    key = np.intp(chunk(queries, asked, number))
    sign = np.uint16(chunk(queries, asked, (number + 1) & (CHUNKS - 1)))
    base = number * signs.shape[1]
    kept = 0
    for ahead in range(AHEAD + PROBES):
        if ahead < PROBES:
            bucket = bucket_of(key, ahead)
            place = np.intp(starts[number, bucket])
            while place < starts[number, bucket + 1]:
                fetch(signs, base + place)
                place += LANES
        if ahead < AHEAD:
            continue
        bucket = bucket_of(key, ahead - AHEAD)
        near = np.uint16(3 if bucket == key else 2)
        start, end = np.intp(starts[number, bucket]), np.intp(starts[number, bucket + 1])
        while start < end:
            lanes = near_lanes(signs, base + start, sign, near)
            while lanes:
                place = start + np.intp(lowest(lanes))
                lanes = np.uint32(lanes & (lanes - np.uint32(1)))
                if place < end:
                    if kept < held.shape[0]:
                        fetch(rows, np.intp(number * rows.shape[1] + place))
                        held[kept] = place
                    kept += 1
            start += LANES
    for each in range(min(kept, held.shape[0])):
        held[each] = rows[number, held[each]]
    return kept


@njit(nogil=True, cache=True)
def search(
    queries: Words, words: Words, starts: Places, rows: Places, signs: Signs, most: int
) -> Found:
    """
    Return all pairs of a query and a row within ``most`` (≤ 31) bits: query, row, distance.

    A query whose buckets are so crowded that jumping would cost more than walking is answered by
    walking through all rows: slower, and as complete.
    """
    found = np.empty((1024, 3), np.uint32)
    held = np.empty(BUFFER + words.shape[0] // CROWDED_SHARE, np.uint32)
    count = 0
    for asked in range(queries.shape[0]):
        before, looked = count, 0
        for number in range(CHUNKS):
            kept = probe(queries, asked, number, starts, rows, signs, held)
            looked += kept
            if looked > held.shape[0]:
                found, count = walk(queries, asked, words, most, found, before)
                break
            found, count = judge(queries, asked, words, number, most, held, kept, found, count)
    return found[:count]


@njit(nogil=True, cache=True)
def in_order_of_buckets(queries: Words, number: int, asked: Places, buckets: Signs) -> None:
    """Write the 17 probes of every query for one chunk, sorted by bucket."""
    ends = np.zeros(BUCKETS + 1, np.uint32)
    for query in range(queries.shape[0]):
        key = np.intp(chunk(queries, query, number))
        for each in range(PROBES):
            ends[bucket_of(key, each) + 1] += 1
    for bucket in range(BUCKETS):
        ends[bucket + 1] += ends[bucket]
    for query in range(queries.shape[0]):
        key = np.intp(chunk(queries, query, number))
        for each in range(PROBES):
            bucket = bucket_of(key, each)
            asked[ends[bucket]], buckets[ends[bucket]] = query, bucket
            ends[bucket] += 1


@njit(nogil=True, cache=True)
def judge_many(
    queries: Words,
    asked: Places,
    words: Words,
    rows: Places,
    number: int,
    most: int,
    held: Places,
    kept: int,
    found: Found,
    count: int,
) -> Any:  # noqa: ANN401
    """Compare the whole hashes of many queries and the places held for them."""
    for each in range(kept):
        held[each] = rows[number, held[each]]
        fetch(words, np.intp(4 * np.intp(held[each])))
    for each in range(kept):
        row = np.intp(held[each])
        bits = distance(queries, asked[each], words, row)
        if bits <= most and not found_before(queries, asked[each], words, row, number):
            if count == found.shape[0]:
                found = grown(found)
            found[count, 0], found[count, 1], found[count, 2] = asked[each], row, bits
            count += 1
    return found, count


@njit(nogil=True, cache=True)
def search_many(
    queries: Words, words: Words, starts: Places, rows: Places, signs: Signs, most: int
) -> Any:  # noqa: ANN401
    """
    Search for thousands of queries together: chunk by chunk, bucket by bucket, so that memory is
    read in its order. Return the matches, and which queries were too crowded to be finished.
    """
    probes = PROBES * queries.shape[0]
    found = np.empty((1024, 3), np.uint32)
    asked, buckets = np.empty(probes, np.uint32), np.empty(probes, np.uint16)
    held, held_for = np.empty(BUFFER, np.uint32), np.empty(BUFFER, np.uint32)
    looked, enough = np.zeros(queries.shape[0], np.int64), BUFFER + words.shape[0] // CROWDED_SHARE
    count = 0
    for number in range(CHUNKS):
        in_order_of_buckets(queries, number, asked, buckets)
        base, kept = number * signs.shape[1], 0
        for each in range(probes):
            if each + AHEAD < probes and buckets[each + AHEAD] != buckets[each]:
                place = np.intp(starts[number, np.intp(buckets[each + AHEAD])])
                while place < starts[number, np.intp(buckets[each + AHEAD]) + 1]:
                    fetch(signs, base + place)
                    place += LANES
            query, bucket = asked[each], np.intp(buckets[each])
            sign = np.uint16(chunk(queries, query, (number + 1) & (CHUNKS - 1)))
            near = np.uint16(3 if chunk(queries, query, number) == bucket else 2)
            start, end = np.intp(starts[number, bucket]), np.intp(starts[number, bucket + 1])
            while start < end and looked[query] <= enough:
                lanes = near_lanes(signs, base + start, sign, near)
                while lanes:
                    place = start + np.intp(lowest(lanes))
                    lanes = np.uint32(lanes & (lanes - np.uint32(1)))
                    if place < end:
                        fetch(rows, np.intp(number * rows.shape[1] + place))
                        held[kept], held_for[kept] = place, query
                        looked[query] += 1
                        kept += 1
                start += LANES
                if kept > BUFFER - LANES:
                    found, count = judge_many(
                        queries, held_for, words, rows, number, most, held, kept, found, count
                    )
                    kept = 0
        found, count = judge_many(
            queries, held_for, words, rows, number, most, held, kept, found, count
        )
    return found[:count], looked > enough


@njit(nogil=True, cache=True)
def with_crowded(queries: Words, words: Words, most: int, found: Found, crowded: Any) -> Found:  # noqa: ANN401
    """Return the matches, those of crowded queries by walking through all rows."""
    told = np.empty((max(1024, found.shape[0]), 3), np.uint32)
    count = 0
    for each in range(found.shape[0]):
        if not crowded[found[each, 0]]:
            told[count] = found[each]
            count += 1
    for query in range(queries.shape[0]):
        if crowded[query]:
            told, count = walk(queries, query, words, most, told, count)
    return told[:count]


@njit(nogil=True, cache=True)
def search_all(queries: Words, words: Words, most: int) -> Found:
    """Return the same by walking through all rows for each query."""
    found = np.empty((1024, 3), np.uint32)
    count = 0
    for asked in range(queries.shape[0]):
        found, count = walk(queries, asked, words, most, found, count)
    return found[:count]


@njit(nogil=True, cache=True)
def rows_of(queries: Words, words: Words, directory: Places, shift: int) -> NDArray[np.int64]:
    """
    Return for each query the row that holds exactly this hash, or -1. ``words`` rise;
    ``directory`` says for the leading bits where the rows that begin so start.
    """
    found = np.full(queries.shape[0], -1, np.int64)
    for asked in range(queries.shape[0]):
        if asked + AHEAD < queries.shape[0]:
            fetch(directory, np.intp(queries[asked + AHEAD, 0] >> np.uint64(shift)))
        slot = np.intp(queries[asked, 0] >> np.uint64(shift))
        low, high = np.intp(directory[slot]), np.intp(directory[slot + 1])
        while low < high:
            middle = (low + high) >> 1
            word = 0
            while word < words.shape[1] - 1 and words[middle, word] == queries[asked, word]:
                word += 1
            if words[middle, word] < queries[asked, word]:
                low = middle + 1
            elif words[middle, word] > queries[asked, word]:
                high = middle
            else:
                found[asked] = middle
                break
    return found


@njit(nogil=True, cache=True)
def entries_of(found: Found, firsts: Places, numbers: Any, dead: Any) -> Any:  # noqa: ANN401
    """
    Return the living entries behind found rows: query, entry number and distance of each.

    A row stands for all entries of one hash: those from ``firsts[row]`` to the next.
    """
    total = 0
    for each in range(found.shape[0]):
        total += firsts[found[each, 1] + 1] - firsts[found[each, 1]]
    asked = np.empty(total, np.uint32)
    entry = np.empty(total, np.uint64)
    bits = np.empty(total, np.uint32)
    count = 0
    for each in range(found.shape[0]):
        for place in range(firsts[found[each, 1]], firsts[found[each, 1] + 1]):
            if not (dead[place >> 3] >> (place & 7)) & 1:
                asked[count], bits[count] = found[each, 0], found[each, 2]
                entry[count] = numbers[place]
                count += 1
    return asked[:count], entry[:count], bits[:count]
