import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.programmes.hashes.rules.index.words import (
    in_order,
    starts_of_rows,
    to_bytes,
    to_words,
)

SIZES = st.sampled_from([16, 20, 32])


@st.composite
def hashes(draw):
    size = draw(SIZES)
    # Few different bytes, so that rows share their beginnings.
    one = st.lists(st.sampled_from([0, 1, 255]), min_size=size, max_size=size).map(bytes)
    return size, draw(st.lists(one, max_size=12))


class TestWords:
    @given(hashes())
    def test_come_back_as_the_bytes_they_were(self, given_hashes):
        size, listed = given_hashes
        assert to_bytes(to_words(listed, size), size) == listed

    @given(hashes())
    def test_are_ordered_as_the_bytes_are(self, given_hashes):
        size, listed = given_hashes
        if not listed:
            return
        order = in_order(to_words(listed, size))
        assert [listed[place] for place in order] == sorted(listed)
        assert sorted(order.tolist()) == list(range(len(listed)))

    @given(hashes())
    def test_rows_start_where_the_hash_changes(self, given_hashes):
        size, listed = given_hashes
        words = to_words(sorted(listed), size)
        starts = starts_of_rows(words).tolist()
        assert starts[-1] == len(listed)
        assert len(starts) == len(set(listed)) + 1

    def test_refuse_another_size(self):
        with pytest.raises(ValueError, match="32 bytes"):
            to_words([b"short"], 32)

    def test_in_order_takes_nothing(self):
        assert len(in_order(np.zeros((0, 2), np.uint64))) == 0
