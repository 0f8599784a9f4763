"""Search keys: what looks alike shares one, and those asked for are rare."""

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.dates import PartialDate
from porchlight.programmes.matching.rules.description import Description
from porchlight.programmes.matching.rules.keys import (
    asked_keys,
    folded_plate,
    kept_keys,
    packed,
)

WORDS = st.text(string.ascii_lowercase, min_size=3, max_size=9)


def person(name, **facts):
    return Description(names=(name,), **facts)


def found(asked, kept):
    rare, dated, _words = asked_keys(asked)
    return bool(set(packed(rare + dated)) & set(packed(kept_keys(kept))))


class TestKeys:
    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("Jon Smyth", "John Smith"),
            ("Bill Nunez", "William Núñez"),
            ("Lopez Maria", "María López"),
            ("Caterina Ivanova", "Катерина Иванова"),
            ("Delgdo Rosa", "Rosa Delgado"),
            ("Rosa Velgado", "Rosa Delgado"),
            ("Pepe Garcia", "José García Márquez"),
        ],
    )
    def test_are_shared_by_a_name_as_people_mistype_it(self, typed, kept):
        assert found(person(typed), person(kept))

    @given(st.lists(WORDS, min_size=2, max_size=4), st.randoms())
    def test_do_not_mind_the_order_of_words(self, words, chance: random.Random):
        other = chance.sample(words, len(words))
        assert kept_keys(person(" ".join(words))) == kept_keys(person(" ".join(other)))

    @given(st.lists(WORDS, min_size=2, max_size=3))
    def test_find_the_person_themselves(self, words):
        one = person(" ".join(words), born=PartialDate(2010, 4, 2))
        assert found(one, one)

    @given(st.lists(WORDS, min_size=1, max_size=3))
    def test_are_sorted_and_each_once(self, words):
        kept = kept_keys(person(" ".join(words)))
        assert kept == sorted(set(kept))

    def test_of_a_single_word_are_common_and_asked_last(self):
        rare, dated, words = asked_keys(person("Garcia"))
        assert (rare, dated) == ([], [])
        assert set(words) <= set(kept_keys(person("Ana Garcia")))

    def test_find_a_single_word_with_a_year_of_birth_one_year_off(self):
        asked = person("Garcia", born=PartialDate(2011))
        assert found(asked, person("Ana Garcia", born=PartialDate(2010, 4, 2)))
        assert not found(asked, person("Ana Garcia", born=PartialDate(2006, 4, 2)))

    def test_find_a_birth_date_with_day_and_month_exchanged(self):
        kept = person("X", born=PartialDate(2010, 4, 2))
        assert found(Description(born=PartialDate(2010, 2, 4)), kept)

    def test_find_a_telephone_without_its_area_code(self):
        kept = Description(phones=frozenset({"+15125550142"}))
        assert found(Description(phones=frozenset({"5550142"})), kept)

    @pytest.mark.parametrize("seen", ["ABO123", "abo-1z3", "AB0 1", "0123"])
    def test_find_a_plate_by_its_beginning_or_end(self, seen):
        assert found(
            Description(plates=frozenset({seen})), Description(plates=frozenset({"AB0 123"}))
        )

    def test_find_a_vehicle_by_its_number(self):
        number = frozenset({"1HGCM82633A004352"})
        assert found(Description(vins=number), Description(vins=number, plates=frozenset()))


class TestPacked:
    @given(st.lists(st.text(max_size=20), max_size=30))
    def test_are_whole_numbers_that_the_database_takes(self, keys):
        numbers = packed(keys)
        assert numbers == sorted(set(numbers))
        assert all(-(2**31) <= number < 2**31 for number in numbers)


class TestFoldedPlate:
    @given(st.text(max_size=12))
    def test_stays_as_it_is_when_folded_again(self, text):
        assert folded_plate(folded_plate(text)) == folded_plate(text)
