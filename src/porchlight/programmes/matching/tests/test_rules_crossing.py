"""Every pair over columns: the same figures as the rules, the same list as of all pairs, recall."""

from dataclasses import replace
from datetime import timedelta
from math import log10

import numpy as np
import pytest

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.programmes.forensics.rules.dental import parse_ncic
from porchlight.programmes.forensics.rules.prints import parse_fpc
from porchlight.programmes.forensics.rules.remains import Remains
from porchlight.programmes.matching.rules.crossing.columns import numbers
from porchlight.programmes.matching.rules.crossing.cross import best_pairs, top_of
from porchlight.programmes.matching.rules.crossing.simulated import nation
from porchlight.programmes.matching.rules.evidence.pair import CAP, Compared, compared
from porchlight.programmes.matching.rules.evidence.sides import (
    FoundSide,
    MissingSide,
    ages_at_death,
    years_before,
)
from porchlight.programmes.matching.rules.evidence.words import shares, text_ratio, tokens


@pytest.fixture(scope="module")
def small():
    missing, found, truth = nation(400, 60, 30, seed=5)
    common = shares(" ".join((*one.marks, one.clothing)) for one in missing)
    return missing, found, truth, common, numbers(missing, found, common)


class TestCrossing:
    def test_gives_the_figures_of_the_rules(self, small):
        missing, found, _, common, columns = small
        kept, values = top_of(columns, np.arange(len(found)), keep=400)
        for row in range(0, len(found), 7):
            for place in range(0, 400, 23):
                soft = compared(missing[kept[row, place]], found[row], common).soft
                assert log10(values[row, place]) == pytest.approx(soft, abs=3e-3)

    def test_lists_what_comparing_everything_in_full_lists(self, small):
        missing, found, _, common, columns = small
        listed = best_pairs(missing, found, columns=columns, common=common, most=5)
        for at in range(0, len(found), 11):
            full = sorted(
                range(len(missing)),
                key=lambda m: (-compared(missing[m], found[at], common).soft, missing[m].key),
            )
            assert [one.missing for one in listed if one.found == at] == full[:5]

    def test_finds_most_true_pairs_in_the_short_list(self, small):
        missing, found, truth, common, columns = small
        listed = best_pairs(missing, found, columns=columns, common=common)
        hits = {
            found[one.found].key
            for one in listed
            if truth.get(found[one.found].key) == missing[one.missing].key
        }
        assert len(hits) / len(truth) >= 0.9

    def test_leaves_out_hidden_pairs_only(self, small):
        missing, found, _, common, columns = small
        best = best_pairs(missing, found, columns=columns, common=common, most=3)[0]
        again = best_pairs(
            missing,
            found,
            columns=columns,
            common=common,
            most=3,
            hidden=lambda m, f: (m, f) == (best.missing, best.found),
        )
        assert (best.missing, best.found) not in [(one.missing, one.found) for one in again]
        assert len([one for one in again if one.found == best.found]) == 3

    def test_tells_how_far_it_is(self, small):
        missing, found, _, common, columns = small
        told = []
        best_pairs(
            missing,
            found,
            columns=columns,
            progress=lambda done, total: told.append((done, total)),
            batch=25,
        )
        assert told == [(25, 60), (50, 60), (60, 60)]


# The case that NIJ tells: last seen three days after the body was found, by the papers; aged 18–22.
BOY = MissingSide(
    "boy",
    PartialDate.of("1995-06-09"),
    PartialDate.of("1979-03-02"),
    sex="M",
    hair="BRO",
    races=("W",),
    height_cm=Span(178, 178),
    latitude=41.5,
    longitude=-81.7,
    marks=("scar left thigh",),
)
BODY = FoundSide(
    "body",
    Remains(
        found_on=PartialDate.of("1995-06-06"),
        sex="M",
        age_years=Span(18, 22),
        age_coverage=95,
        height_cm=Span(175, 182),
        hair="BRO",
        ancestry=("W",),
        latitude=41.4,
        longitude=-81.8,
        marks=("Scar/mark: left thigh",),
    ),
)


def log_of(result: Compared, trait: str) -> float:
    return next((one.log10 for one in result.factors if one.trait == trait), 0.0)


class TestThePublishedPair:
    def test_is_listed_among_a_nation_and_flagged(self):
        missing, _, _ = nation(1500, 1, 0, seed=8)
        people = [*missing, BOY]
        common = shares(" ".join(one.marks) for one in people)
        listed = best_pairs(people, [BODY], columns=numbers(people, [BODY], common), common=common)
        (mine,) = [one for one in listed if people[one.missing].key == "boy"]
        assert mine.compared.dates_conflict
        words = [str(one.words) for one in mine.compared.factors]
        assert any("Dates conflict" in one for one in words)


class TestCompared:
    def test_says_nothing_of_what_is_not_known(self):
        assert compared(MissingSide("a"), FoundSide("b")).factors == ()
        unsure = FoundSide("b", Remains(sex="U"))
        assert compared(replace(BOY), unsure).factors == ()

    def test_caps_every_soft_trait(self):
        for one in compared(BOY, BODY).factors:
            assert abs(one.log10) <= log10(CAP) + 1e-9

    def test_grows_with_each_further_agreement(self):
        bare = replace(BODY, facts=replace(BODY.facts, hair="", marks=()))
        some = replace(BODY, facts=replace(BODY.facts, marks=()))
        assert compared(BOY, bare).soft < compared(BOY, some).soft < compared(BOY, BODY).soft

    def test_keeps_teeth_and_prints_beside_the_sum(self):
        chart, fingers = parse_ncic("03MO 14MOD"), parse_fpc("AA" * 10)
        one = replace(BOY, chart=chart, fingers=fingers)
        other = replace(BODY, chart=chart, fingers=fingers)
        both = compared(one, other)
        assert both.soft == compared(BOY, BODY).soft
        assert log_of(both, "teeth") > 1
        assert log_of(both, "prints") > 0

    def test_never_excludes_by_teeth_alone(self):
        one = replace(BOY, chart=parse_ncic("03X 14X 19X"))
        other = replace(BODY, chart=parse_ncic("03V 14V 19V"))
        assert -4 <= log_of(compared(one, other), "teeth") < 0

    def test_lets_children_grow(self):
        child = MissingSide(
            "c",
            PartialDate.of("2005-06-01"),
            PartialDate.of("1997-05-16"),
            sex="M",
            height_cm=Span(122, 122),
        )
        later = Remains(
            found_on=PartialDate.of("2012-06-01"), pmi_days=Span(0, 30), height_cm=Span(158, 168)
        )
        grown = compared(child, FoundSide("u", later))
        as_then = compared(child, FoundSide("u", replace(later, height_cm=Span(118, 126))))
        assert log_of(grown, "height") > 0 > log_of(as_then, "height")

    def test_takes_darkened_hair_of_a_child_lightly(self):
        child = MissingSide("c", PartialDate.of("2005"), PartialDate.of("2000"), hair="BLN")
        adult = replace(child, born=PartialDate.of("1970"))
        brown = FoundSide("u", Remains(hair="BRO"))
        assert log_of(compared(child, brown), "hair") > log_of(compared(adult, brown), "hair")

    def test_warns_of_ancestry_and_weighs_it_lightly(self):
        differs = compared(BOY, FoundSide("u", Remains(ancestry=("B",))))
        assert -1 < log_of(differs, "ancestry") < 0
        assert "never excludes" in str(differs.factors[0].words)


class TestSides:
    def test_take_an_age_in_years_across_a_birthday(self):
        then = MissingSide("a", PartialDate.of("2010-06-01"), age_years=Span(15, 15))
        found = FoundSide("b", Remains(found_on=PartialDate.of("2010-06-01"), pmi_days=Span(0, 0)))
        low, high = ages_at_death(then, found)
        assert low == pytest.approx(15, abs=0.01)
        assert high == pytest.approx(16, abs=0.01)

    def test_count_leap_days_right(self):
        leap = MissingSide("a", PartialDate.of("2004-02-29"), PartialDate.of("1992-02-29"))
        assert leap.birth_window()[0].isoformat() == "1992-02-29"
        assert years_before(leap.last_contact.earliest, 1).isoformat() == "2003-02-28"

    def test_never_die_before_the_last_contact_unless_dates_conflict(self):
        found = FoundSide(
            "b", Remains(found_on=PartialDate.of("2012-01-01"), pmi_days=Span(30, 3650))
        )
        one = MissingSide("a", PartialDate.of("2010-01-01"), PartialDate.of("1995-01-01"))
        low, _ = ages_at_death(one, found)
        assert low >= 15 - 0.01
        late = replace(one, last_contact=PartialDate.of("2011-12-30"))
        assert compared(late, found).dates_conflict
        assert found.facts.death_window()[1] + timedelta(30) == found.facts.found_on.latest


class TestWords:
    def test_come_in_one_form_each(self):
        assert tokens("Scar/mark: LT thighs") == tokens("left thigh (scar)")

    def test_weigh_more_the_rarer_and_are_symmetric(self):
        common = {"left": 0.4, "thigh": 0.02}
        _, one = text_ratio("left", "left", common)
        _, two = text_ratio("left thigh", "thigh left", common)
        assert two > one > 1
        assert text_ratio("a thigh", "thigh left", common) == text_ratio(
            "thigh left", "a thigh", common
        )

    def test_say_nothing_of_nothing_and_little_of_nothing_shared(self):
        assert text_ratio("", "rose", {}) == ([], 1.0)
        assert text_ratio("rose", "cross", {})[1] == 0.6
