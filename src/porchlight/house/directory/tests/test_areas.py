from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import RuleBroken
from porchlight.core.places import Place, place_of_zip
from porchlight.house.directory.rules.areas import (
    WIDTH,
    Area,
    AreaKind,
    Seat,
    areas_of_place,
    narrowest,
    usual_areas,
    why,
)
from porchlight.house.directory.rules.kinds import KINDS, kind_name, ori

AREAS = st.frozensets(
    st.builds(Area, st.sampled_from(AreaKind), st.sampled_from(["a", "b", "c"])), max_size=8
)
ALEXANDRIA = place_of_zip("22314")


class TestNarrowest:
    @given(AREAS, AREAS)
    def test_is_shared_and_none_narrower_is(self, mine, asked):
        found = narrowest(mine, asked)
        if found is None:
            assert not mine & asked
        else:
            assert found in mine & asked
            assert all(WIDTH[found.kind] <= WIDTH[area.kind] for area in mine & asked)

    @given(AREAS, AREAS, AREAS)
    def test_never_widens_when_an_agency_answers_for_more(self, mine, more, asked):
        before, after = narrowest(mine, asked), narrowest(mine | more, asked)
        assert before is None or WIDTH[after.kind] <= WIDTH[before.kind]


class TestUsualAreas:
    @pytest.mark.parametrize("kind", KINDS)
    def test_of_a_seat_in_a_state_never_spans_the_country(self, kind):
        found = usual_areas(Seat(kind, "VA", "Alexandria", ("51510",)))
        assert found
        assert AreaKind.COUNTRY not in {area.kind for area in found}


class TestAreasOfPlace:
    def test_hold_each_other(self):
        kinds = {area.kind for area in areas_of_place(ALEXANDRIA)}
        assert kinds == {AreaKind.CITY, AreaKind.COUNTY, AreaKind.STATE, AreaKind.COUNTRY}

    def test_of_nothing_known_are_none(self):
        assert not areas_of_place(Place("", country=""))


class TestWhy:
    @pytest.mark.parametrize("area", areas_of_place(ALEXANDRIA, "Red Willow"))
    def test_is_a_sentence(self, area):
        assert "{" not in str(why(area, "police", ALEXANDRIA, "Red Willow"))

    def test_says_that_land_touches_the_county(self):
        area = Area(AreaKind.COUNTY, "51510")
        assert "touches" in str(why(area, "tribal_police", replace(ALEXANDRIA), ""))


class TestOri:
    @given(st.from_regex(r"[A-Z]{2}[A-Z0-9]{7}", fullmatch=True))
    def test_keeps_what_is_right(self, text):
        assert ori(text) == ori(text.lower()) == text

    @pytest.mark.parametrize("text", ["TX", "99TX12345", "TX99901000", "TX9990*00"])
    def test_refuses_what_is_not(self, text):
        with pytest.raises(RuleBroken):
            ori(text)


class TestKindName:
    def test_shows_an_unknown_kind_as_it_is(self):
        assert str(kind_name("choir")) == "choir"
