"""
Goal G-23: sealed files altered at random, none accepted. ``PORCHLIGHT_ALTERATIONS`` says how many
(100,000 unless said; a million takes ten times as long); the seed is printed on failure.
"""

import os
import random
import secrets

import pytest

from porchlight.house.files.container import (
    HEADER_BYTES,
    TAG_BYTES,
    Damaged,
    Sealed,
    new_header,
    new_key,
    seal,
)

pytestmark = pytest.mark.adversary
TIMES = int(os.environ.get("PORCHLIGHT_ALTERATIONS", "100000"))
CHUNK = 16
WHOLE = CHUNK + TAG_BYTES


class Bytes:
    """Bytes as a store gives them."""

    def __init__(self, data):
        self.data, self.size = data, len(data)

    def read_at(self, offset, length):
        return self.data[offset : offset + length]


def sealed(plain, key):
    return b"".join(seal([plain], key, new_header(4)))


def chunks(data):
    body = data[HEADER_BYTES:]
    return [body[at : at + WHOLE] for at in range(0, len(body), WHOLE)]


def flip(data, _, chance):
    at = chance.randrange(len(data) * 8)
    return data[: at // 8] + bytes([data[at // 8] ^ 1 << at % 8]) + data[at // 8 + 1 :]


def cut(data, _, chance):
    return data[: chance.randrange(len(data))]


def write_on(data, other, chance):
    return data + (other[-chance.randrange(1, WHOLE) :] if chance.random() < 0.5 else bytes(WHOLE))


def reorder(data, _, chance):
    parts = chunks(data)
    chance.shuffle(parts)
    return data[:HEADER_BYTES] + b"".join(parts)


def repeat(data, _, chance):
    parts = chunks(data)
    at = chance.randrange(len(parts))
    parts.insert(at, parts[at])
    return data[:HEADER_BYTES] + b"".join(parts)


def leave_out(data, _, chance):
    parts = chunks(data)
    del parts[chance.randrange(len(parts))]
    return data[:HEADER_BYTES] + b"".join(parts)


def splice(data, other, chance):
    parts, theirs = chunks(data), chunks(other)
    at = chance.randrange(len(parts))
    parts[at] = theirs[min(at, len(theirs) - 1)]
    return data[:HEADER_BYTES] + b"".join(parts)


def behead(data, other, _):
    return other[:HEADER_BYTES] + data[HEADER_BYTES:]


WAYS = (flip, flip, flip, cut, write_on, reorder, repeat, leave_out, splice, behead)


def test_no_altered_file_is_accepted_and_nothing_false_given_out():
    seed = secrets.randbits(64)
    chance, key, tried, accepted = random.Random(seed), new_key(), 0, []
    while tried < TIMES:
        plain = chance.randbytes(chance.randrange(1, 6 * CHUNK))
        # The same key for both, which never happens: chunks of the other must not fit even so.
        data, other = sealed(plain, key), sealed(chance.randbytes(len(plain)), key)
        for way in WAYS:
            altered = way(data, other, chance)
            if altered == data:
                continue
            tried, given = tried + 1, bytearray()
            try:
                for piece in Sealed(Bytes(altered), key):
                    given += piece
            except Damaged:
                # What was given out before is a true beginning of the true file.
                if plain.startswith(given):
                    continue
            accepted.append(way.__name__)
    assert not accepted, f"seed {seed}: {accepted[:9]}"
