"""What is typed into the search box."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.identifiers import case_number
from porchlight.programmes.matching.rules.question import read_question

TODAY = date(2026, 3, 1)


class TestReadQuestion:
    def test_knows_a_case_number_however_it_is_spaced(self):
        number = case_number("PL", 123456789)
        assert read_question(f"  {number.lower()} ", TODAY).number == number

    def test_reads_name_birth_date_and_state_in_any_order(self):
        one = read_question("2011-04-07 Smyth, Jon", TODAY).described
        other = read_question("Smyth, Jon 4/7/2011", TODAY).described
        assert one == other
        assert (one.names, str(one.born)) == (("Smyth, Jon",), "2011-04-07")

    def test_keeps_an_accent_and_an_apostrophe(self):
        assert read_question("Núñez-O’Brien", TODAY).described.names == ("Núñez-O’Brien",)

    @pytest.mark.parametrize("typed", ["512 555 0142", "+1 (512) 555-0142", "512.555.0142"])
    def test_reads_a_telephone(self, typed):
        assert read_question(f"Rosa {typed}", TODAY).described.phones == {"+15125550142"}

    def test_reads_a_telephone_without_area_code(self):
        assert read_question("555-0142", TODAY).described.phones == {"5550142"}

    def test_reads_a_vehicle_by_plate_or_number(self):
        asked = read_question("KLM-4821", TODAY).described
        assert (asked.plates, asked.names) == ({"KLM4821"}, ())
        assert read_question("1HGCM82633A004352", TODAY).described.vins == {"1HGCM82633A004352"}

    @given(st.text(max_size=80))
    def test_never_fails(self, typed):
        asked = read_question(typed, TODAY)
        assert asked.empty or asked.number or asked.described
