import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.house.files import container
from porchlight.house.files.container import HEADER_BYTES, TAG_BYTES, Damaged, Sealed, seal

BITS = 4
CHUNK = 1 << BITS
WHOLE = CHUNK + TAG_BYTES
KEY = bytes(range(32))


class Bytes:
    """Bytes as a store gives them."""

    def __init__(self, data: bytes) -> None:
        self.data, self.size = data, len(data)

    def read_at(self, offset: int, length: int) -> bytes:
        return self.data[offset : offset + length]


def sealed(plain: bytes, *, key=KEY, bits=BITS, cut=None) -> bytes:
    pieces = [plain] if cut is None else [plain[i : i + cut] for i in range(0, len(plain), cut)]
    return b"".join(seal(pieces, key, container.new_header(bits)))


def opened(data: bytes, key: bytes = KEY) -> bytes:
    return b"".join(Sealed(Bytes(data), key))


plains = st.binary(max_size=6 * CHUNK + 3)


class TestSeal:
    @given(plains, st.integers(1, 40))
    def test_opens_to_what_was_sealed_however_it_came(self, plain, cut):
        assert opened(sealed(plain, cut=cut)) == plain

    @given(plains)
    def test_grows_by_header_and_one_tag_for_each_chunk(self, plain):
        chunks = max(1, -(-len(plain) // CHUNK))
        assert len(sealed(plain)) == HEADER_BYTES + len(plain) + chunks * TAG_BYTES

    def test_never_writes_the_same_twice(self):
        assert sealed(b"the same") != sealed(b"the same")

    def test_refuses_a_size_of_chunk_that_is_not_foreseen(self):
        with pytest.raises(ValueError, match="21"):
            container.new_header(21)

    def test_ends_at_two_to_the_32_chunks(self):
        with pytest.raises(OverflowError):
            container._nonce(container.new_header(), 1 << 32, last=False)


class TestSealed:
    @given(plains, st.data())
    def test_reads_any_part(self, plain, data):
        start = data.draw(st.integers(0, len(plain) + 5))
        end = data.draw(st.integers(0, len(plain) + 5))
        read = b"".join(Sealed(Bytes(sealed(plain)), KEY).parts(start, end))
        assert read == plain[start:end]

    @given(plains, st.data())
    def test_refuses_any_changed_bit(self, plain, data):
        whole = bytearray(sealed(plain))
        at = data.draw(st.integers(0, len(whole) * 8 - 1))
        whole[at // 8] ^= 1 << at % 8
        with pytest.raises(Damaged):
            opened(bytes(whole))

    @given(plains, st.data())
    def test_refuses_every_cut(self, plain, data):
        whole = sealed(plain)
        with pytest.raises(Damaged):
            Sealed(Bytes(whole[: data.draw(st.integers(0, len(whole) - 1))]), KEY)

    @given(plains, st.binary(min_size=1, max_size=2 * WHOLE))
    def test_refuses_everything_that_is_written_on(self, plain, more):
        with pytest.raises(Damaged):
            Sealed(Bytes(sealed(plain) + more), KEY)

    @given(st.binary(min_size=3 * CHUNK, max_size=6 * CHUNK), st.data())
    def test_refuses_chunks_that_are_moved_repeated_or_left_out(self, plain, data):
        whole = sealed(plain)
        head, body = whole[:HEADER_BYTES], whole[HEADER_BYTES:]
        chunks = [body[i : i + WHOLE] for i in range(0, len(body), WHOLE)]
        order = data.draw(
            st.lists(st.sampled_from(range(len(chunks))), min_size=1, max_size=8).filter(
                lambda given: given != list(range(len(chunks)))
            )
        )
        with pytest.raises(Damaged):
            opened(head + b"".join(chunks[one] for one in order))

    @given(plains)
    def test_refuses_chunks_of_another_file_with_the_same_key(self, plain):
        one, other = sealed(plain), sealed(plain)
        with pytest.raises(Damaged):
            opened(one[:HEADER_BYTES] + other[HEADER_BYTES:])

    def test_refuses_another_key(self):
        with pytest.raises(Damaged):
            opened(sealed(b"words"), bytes(32))

    @pytest.mark.parametrize("data", [b"", b"PLSEAL\x01", b"PLSEAL\x02" + bytes(60), bytes(99)])
    def test_refuses_what_is_no_sealed_file(self, data):
        with pytest.raises(Damaged):
            Sealed(Bytes(data), KEY)

    def test_refuses_an_empty_last_chunk_after_a_whole_one(self):
        # One file has one form: the writer never ends so, and a forger with the key cannot
        # make a second form of the same bytes.
        header = container.new_header(BITS)
        cipher = container.AESGCM(KEY)
        first = cipher.encrypt(container._nonce(header, 0, last=False), bytes(CHUNK), header)
        last = cipher.encrypt(container._nonce(header, 1, last=True), b"", header)
        with pytest.raises(Damaged):
            Sealed(Bytes(header + first + last), KEY)

    def test_gives_out_nothing_of_a_chunk_that_is_not_proven(self):
        whole = bytearray(sealed(bytes(5 * CHUNK)))
        whole[HEADER_BYTES + 2 * WHOLE] ^= 1
        given = []
        with pytest.raises(Damaged):
            given.extend(Sealed(Bytes(bytes(whole)), KEY))
        assert b"".join(given) == bytes(2 * CHUNK)

    def test_reads_large_files_in_blocks(self):
        plain = bytes(range(256)) * 40_000
        data = Bytes(sealed(plain, bits=container.CHUNK_BITS))
        assert opened(data.data) == plain
        assert b"".join(Sealed(data, KEY).parts(65_530, 131_080)) == plain[65_530:131_080]


class TestVectors:
    """The form never changes under files that are kept: other implementations may rely on it."""

    HEADER = bytes.fromhex("504c5345414c01040001020304050607")

    @pytest.mark.parametrize(
        ("plain", "sealed"),
        [
            (b"", "1761cf146c9c71d6d3bdb9920de92357"),
            (
                b"sixteen bytes ab",
                "061fcd2ae2604d3fedb742eee020084d26a4b7e57c672ccb1fbf57a06dc4a4d7",
            ),
            (
                bytes(range(40)),
                "2a7314284dfed54c593e2b1c0f036f8d6e4e8c633642fe1825769f4a57c2e0f3"
                "48af527dac9e8093a0f68a3c5ab34fa1d0a27398bad142eeb6552cd54624e28b"
                "b4afd9ca68fae269836584227aa710fb02a88dbe6467a3f2",
            ),
        ],
        ids=["empty", "one whole chunk", "two and a half"],
    )
    def test_stay_as_they_are(self, plain, sealed):
        whole = b"".join(seal([plain], KEY, self.HEADER))
        assert whole == self.HEADER + bytes.fromhex(sealed)
        assert opened(whole) == plain

    def test_are_plain_gcm_with_the_nonce_that_is_documented(self):
        whole = b"".join(seal([bytes(20)], KEY, self.HEADER))
        nonce = self.HEADER[8:15] + (1).to_bytes(4, "big") + b"\x01"
        last = whole[HEADER_BYTES + WHOLE :]
        assert container.AESGCM(KEY).decrypt(nonce, last, self.HEADER) == bytes(4)
