from dataclasses import replace

import pytest

from porchlight.core.dates import PartialDate
from porchlight.core.errors import RuleBroken
from porchlight.programmes.posters.rules.content import (
    LONGEST_NARRATIVE,
    Category,
    Clearance,
    Photograph,
    ages,
    problems,
)
from porchlight.programmes.posters.tests.samples import CURRENT, FACTS, FATHER, GIRL, ISSUED


def codes(facts):
    return [problem.code for problem in problems(facts)]


def with_child(**changes):
    return replace(FACTS, children=(replace(GIRL, **changes),))


class TestProblems:
    def test_are_none_for_a_cleared_poster(self):
        assert problems(FACTS) == ()
        assert problems(replace(FACTS, language="es")) == ()

    def test_name_every_condition_that_is_not_met_with_its_source(self):
        found = problems(replace(FACTS, clearance=Clearance()))
        assert {one.code for one in found} == {
            "not_in_ncic",
            "agency_not_consulted",
            "guardian_not_consulted",
        }
        assert all("NCMEC" in one.source and str(one.sentence) for one in found)

    def test_let_a_court_stand_for_the_guardian(self):
        cleared = Clearance(in_ncic=True, agency_consulted=True, released_by_court=True)
        assert problems(replace(FACTS, clearance=cleared)) == ()

    def test_ask_neither_ncic_entry_nor_guardian_nor_name_of_an_unidentified_child(self):
        facts = replace(
            with_child(name=""),
            category=Category.UNIDENTIFIED,
            clearance=Clearance(agency_consulted=True),
        )
        assert problems(facts) == ()

    def test_want_permission_for_each_picture_the_companion_s_too(self):
        unasked = Photograph(CURRENT)
        facts = replace(
            with_child(photographs=(unasked,)), companions=(replace(FATHER, photograph=unasked),)
        )
        assert codes(facts) == ["photograph_not_permitted"] * 2

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"name": " "}, "no_name"),
            ({"missing_since": None}, "no_missing_since"),
            ({"missing_since": PartialDate(2026, 3, 2)}, "missing_in_future"),
            ({"missing_from": ""}, "no_missing_from"),
            ({"missing_from": "12 Elm Street, Tulsa"}, "never_street_address"),
            ({"clothing": {"en": "Jeans."}}, None),
            ({"clothing": {"es": "Pantalón."}}, "not_translated"),
            ({"clothing": {"en": "x" * 161}}, "too_long"),
        ],
    )
    def test_say_what_is_wrong_with_a_child(self, changes, code):
        assert codes(with_child(**changes)) == ([code] if code else [])

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"children": ()}, "no_child"),
            ({"agency_phone": ""}, "no_agency"),
            ({"url": "http://porchlight.example/"}, "no_address"),
            ({"url": "javascript:alert(1)"}, "no_address"),
            ({"narrative": {"en": "x" * (LONGEST_NARRATIVE + 1)}}, "too_long"),
            ({"narrative": {"en": "She needs her insulin."}}, "never_medical"),
        ],
    )
    def test_say_what_is_wrong_with_the_poster(self, changes, code):
        assert codes(replace(FACTS, **changes)) == [code]


class TestAges:
    def test_are_ranges_when_birth_is_half_known(self):
        half_known = replace(GIRL, born=PartialDate(2011))
        assert ages(half_known, ISSUED) == ((12, 13), (14, 15))

    def test_are_unknown_without_a_birth_or_a_day(self):
        assert ages(replace(GIRL, born=None), ISSUED) is None
        assert ages(replace(GIRL, missing_since=None), ISSUED) is None


class TestPhotograph:
    @pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63])
    def test_is_named_by_a_hash_and_nothing_else(self, name):
        with pytest.raises(RuleBroken):
            Photograph(name)
