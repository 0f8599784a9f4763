"""Look-alikes: reasons for and against, whichever is compared with which."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.dates import PartialDate
from porchlight.programmes.matching.rules.description import Description
from porchlight.programmes.matching.rules.look_alikes import WORTH_SHOWING_BITS, score

NAMES = st.sampled_from(
    [
        "Maria Lopez",
        "María López García",
        "Lopez, Mary",
        "Bill Nuñez",
        "William Nunez",
        "Анна К",
        "X",
    ]
)
BIRTHS = st.none() | st.builds(PartialDate, st.integers(1990, 2024), st.integers(1, 12), st.just(4))
PEOPLE = st.builds(
    Description,
    names=st.lists(NAMES, max_size=2).map(tuple),
    born=BIRTHS,
    sex=st.sampled_from(["", "F", "M", "U"]),
    phones=st.sets(st.sampled_from(["+15125550142", "+15125550143"])).map(frozenset),
    county=st.sampled_from(["", "48453"]),
    state=st.sampled_from(["", "TX", "OK"]),
)


def person(name, **facts):
    return Description(names=(name,), **facts)


class TestScore:
    @given(PEOPLE, PEOPLE)
    def test_is_the_same_both_ways(self, one, other):
        assert score(one, other).bits == pytest.approx(score(other, one).bits)

    @given(PEOPLE, PEOPLE)
    def test_says_a_reason_for_every_bit(self, one, other):
        points = score(one, other)
        assert points.bits == pytest.approx(sum(reason.bits for reason in points.reasons))
        assert all(str(reason.label) for reason in points.reasons)

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Jon Smyth", "John Smith"),
            ("Bill Nunez", "William Núñez"),
            ("Lopez Maria", "María López"),
            ("Caterina Ivanova", "Катерина Иванова"),
            ("Delgdo Rosa", "Rosa Delgado"),
        ],
    )
    def test_finds_a_name_as_people_mistype_it(self, typed, kept):
        assert score(person(typed), person(kept)).bits >= WORTH_SHOWING_BITS

    def test_reads_a_plate_as_a_witness_does(self):
        seen = Description(plates=frozenset({"ABO 12"}))
        kept = Description(plates=frozenset({"AB0-1Z5"}))
        assert [str(one.label) for one in score(seen, kept).reasons] == [
            "Licence plates agree as far as read"
        ]

    def test_leaves_strangers_alone(self):
        assert score(person("Aiko Tanaka"), person("Omar Haddad")).bits < WORTH_SHOWING_BITS

    def test_never_hides_a_pair_by_a_soft_trait_alone(self):
        same = person("Rosa Delgado", sex="F", born=PartialDate(2010, 4, 2))
        other = person("Rosa Delgado", sex="M", born=PartialDate(2010, 4, 2))
        assert score(same, other).bits >= WORTH_SHOWING_BITS

    def test_sees_day_and_month_exchanged(self):
        one = person("R D", born=PartialDate(2010, 4, 2))
        other = person("R D", born=PartialDate(2010, 2, 4))
        assert "exchanged" in " ".join(str(reason.label) for reason in score(one, other).reasons)
