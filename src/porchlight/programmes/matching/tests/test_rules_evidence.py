"""Traits, intervals, thresholds: the published examples."""

from datetime import date
from itertools import product
from math import log10

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import RuleBroken
from porchlight.programmes.matching.rules.evidence.intervals import (
    DISTANCE_CHANCE,
    DISTANCE_TRUE,
    age_ratio,
    distance_ratio,
    height_ratio,
)
from porchlight.programmes.matching.rules.evidence.thresholds import (
    best_threshold,
    curve,
    rates_at,
)
from porchlight.programmes.matching.rules.evidence.traits import (
    HAIR_SHARES,
    age_window_ratio,
    birth_class,
    birth_ratio,
    class_ratio,
    closed_ratio,
    error_matrix,
    pigment_ratio,
    posterior_odds,
    region_ratio,
    sex_ratio,
    uniform_matrix,
)


def near(value: float) -> object:
    return pytest.approx(value, abs=6e-7, rel=1e-6)


class TestTraits:
    def test_have_the_published_sex_ratios(self):
        assert sex_ratio() == (near_pair(1.9, 0.1))
        assert sex_ratio(0.02) == near_pair(1.96, 0.04)
        assert sex_ratio(0.05, 0.6) == near_pair(1.583333, 0.125)

    @pytest.mark.parametrize(
        ("age", "radius", "error", "match", "mismatch"),
        [
            (40, 6, 0.05, 6.333333, 0.0588235),
            (25, 5, 0.05, 7.6, 0.0571429),
            (35, 3, 0.05, 12.666667, 0.0540541),
            (10, 2, 0.05, 19, 0.0526316),
            (14, 3, 0.1, 12, 0.108108),
            (5, 6, 0.05, 7.6, 0.0571429),
            (78, 6, 0.05, 9.5, 0.0555556),
        ],
    )
    def test_have_the_published_age_ratios(self, age, radius, error, match, mismatch):
        assert age_window_ratio(age, radius, error) == near_pair(match, mismatch)

    def test_have_the_published_region_ratios(self):
        assert region_ratio(6) == near_pair(5.7, 0.06)
        assert region_ratio(51) == near_pair(48.45, 0.051)
        assert closed_ratio(0.5) == near_pair(1.9, 0.1)
        with pytest.raises(RuleBroken):
            closed_ratio(1.0)

    def test_have_the_published_hair_matrix(self):
        rows = error_matrix()
        assert rows[0] == [
            near(v) for v in (0.97276265, 0.00972763, 0.00486381, 0.00972763, 0.00291829)
        ]
        assert rows[1] == [
            near(v) for v in (0.00968054, 0.96805421, 0.00968054, 0.00290416, 0.00968054)
        ]
        black = [class_ratio(rows, HAIR_SHARES, 0, seen) for seen in range(5)]
        assert black == [near(v) for v in (3.242542, 0.048638, 0.019455, 0.064851, 0.029183)]
        brown = [class_ratio(rows, HAIR_SHARES, 1, seen) for seen in range(5)]
        assert brown == [near(v) for v in (0.032268, 4.840271, 0.038722, 0.019361, 0.096805)]
        same = [class_ratio(rows, HAIR_SHARES, at, at) for at in (2, 3, 4)]
        assert same == [near(v) for v in (3.917728, 6.497726, 9.746589)]
        assert uniform_matrix(0.02)[0] == [near(v) for v in (0.925926, *[0.0185185] * 4)]

    def test_have_the_published_birth_classes(self):
        wanted = (0.077778, 0.311111, 4.666667, 0.855556, 0.466667, 0.311111, 0.311111)
        assert [birth_ratio(number) for number in range(1, 8)] == [near(v) for v in wanted]
        told = date(1976, 5, 31)
        for other, ratio in [
            (date(1976, 7, 15), 0.855556),
            (date(1977, 3, 15), 0.311111),
            (date(1976, 6, 10), 4.666667),
            (date(1976, 3, 20), 0.311111),
            (date(1976, 1, 15), 0.077778),
        ]:
            assert birth_ratio(birth_class(other, told)) == near(ratio)
        assert birth_class(date(1977, 5, 26), told) == 7

    def test_multiply_to_the_published_joint_tables(self):
        hair = error_matrix()
        sex, age = sex_ratio(), age_window_ratio(40, 6)
        joint = sex.match * age.match * class_ratio(hair, HAIR_SHARES, 0, 0)
        assert joint == near(39.018591)
        against = sex.mismatch * age.mismatch * class_ratio(hair, HAIR_SHARES, 0, 4)
        assert against == pytest.approx(1.716640e-4, rel=1e-6)
        case = sex_ratio(0.02).match * age_window_ratio(25, 5).match
        case *= class_ratio(hair, HAIR_SHARES, 1, 1)
        assert case == near(72.100678)
        assert log10(case) == near(1.857939)
        odds = posterior_odds(1 / 14000, case, 549.3613)
        assert odds == near(2.829439)
        assert odds / (1 + odds) == near(0.738865)

    def test_mean_one_for_strangers(self):
        for ratio, share in ((sex_ratio(), 0.5), (age_window_ratio(40, 6), 0.15)):
            assert ratio.match * share + ratio.mismatch * (1 - share) == near(1)
        rows = error_matrix()
        for mine in range(5):
            mean = sum(
                HAIR_SHARES[seen] * class_ratio(rows, HAIR_SHARES, mine, seen) for seen in range(5)
            )
            assert mean == near(1)
        assert sum(birth_ratio(n) for n in range(1, 8)) / 7 == near(1)

    def test_weigh_pigments_together_and_drop_no_combination(self):
        shares = {(1, 1, 1): 0.5, (2, 2, 2): 0.3, (1, 2, 2): 0.2}
        errors = (0.01, 0.01, 0.01)
        same = pigment_ratio((1, 1, 1), (1, 1, 1), errors, shares)
        assert same == pytest.approx(2, rel=0.01)
        assert 0 < pigment_ratio((1, 1, 1), (3, 3, 3), errors, shares) < 1
        mean = sum(p * pigment_ratio((1, 1, 1), seen, errors, shares) for seen, p in shares.items())
        assert mean == near(1)
        with pytest.raises(RuleBroken):
            pigment_ratio((1,), (1,), (0.1,), {})


def near_pair(match: float, mismatch: float) -> object:
    class Near:
        def __eq__(self, other: object) -> bool:
            return (other.match, other.mismatch) == (near(match), near(mismatch))

    return Near()


class TestIntervals:
    @pytest.mark.parametrize(
        ("ages", "estimate", "coverage", "floor", "wanted"),
        [
            ((16.27, 16.27), (18, 22), 95, 0, 0.039248),
            ((16.27, 16.27), (18, 22), 80, 0, 1.175553),
            ((16.27, 16.27), (18, 22), 95, 0.05, 0.087285),
            ((15, 17), (14, 18), 95, 0, 26.9162),
            ((8, 11), (6, 9), 95, 0, 6.847258),
            ((9, 9.5), (14, 18), 95, 0.05, 0.05),
        ],
    )
    def test_have_the_published_age_ratios(self, ages, estimate, coverage, floor, wanted):
        found = age_ratio(*ages, *estimate, coverage=coverage, floor=floor)
        assert found == pytest.approx(wanted, rel=2e-5)

    def test_have_the_published_height_ratios(self):
        assert height_ratio(162, 3, 160, 3, floor=0) == near(2.103511)
        assert height_ratio(175, 3, 160, 3, floor=0) == near(0.00752349)

    @given(
        st.floats(0, 60), st.floats(0, 20), st.floats(0, 70), st.floats(0, 20), st.floats(100, 220)
    )
    def test_never_kill_a_pair_and_are_never_infinite(self, age, more, low, width, cm):
        assert 0.05 <= age_ratio(age, age + more, low, low + width) < 1e6
        assert 0.05 <= height_ratio(cm, 3, 160, 3) < 1e6

    def test_refuse_a_range_the_wrong_way_round(self):
        with pytest.raises(RuleBroken):
            age_ratio(5, 4, 1, 2)

    def test_fall_with_distance_and_mean_one_for_strangers(self):
        ratios = [distance_ratio(km) for km in (1, 40, 100, 400, 1000, 4000)]
        assert ratios == sorted(ratios, reverse=True)
        assert sum(DISTANCE_TRUE) == near(1)
        assert sum(DISTANCE_CHANCE) == near(1)


TRUE = [
    (a * b, p * q)
    for (a, p), (b, q) in product(
        [(1.9, 0.95), (0.1, 0.05)], [(0.95 / 0.15, 0.95), (0.05 / 0.85, 0.05)]
    )
]
CHANCE = [
    (a * b, p * q)
    for (a, p), (b, q) in product(
        [(1.9, 0.5), (0.1, 0.5)], [(0.95 / 0.15, 0.15), (0.05 / 0.85, 0.85)]
    )
]


class TestThresholds:
    def test_have_the_published_ratios_and_shares(self):
        found = sorted(TRUE)
        assert [ratio for ratio, _ in found] == [
            near(v) for v in (0.00588235, 0.11176471, 0.63333333, 12.03333333)
        ]
        assert [share for _, share in found] == [near(v) for v in (0.0025, 0.0475, 0.0475, 0.9025)]
        assert [share for _, share in sorted(CHANCE)] == [
            near(v) for v in (0.425, 0.425, 0.075, 0.075)
        ]

    def test_have_the_published_rates(self):
        one = rates_at(1, TRUE, CHANCE)
        assert (one.misses, one.passes) == (near(0.0975), near(0.075))
        assert (one.cost(10), one.cost(1), one.mcc) == (
            near(0.756311),
            near(0.123009),
            near(0.827710),
        )
        half = rates_at(0.5, TRUE, CHANCE)
        assert (half.misses, half.passes, half.cost(10)) == (near(0.05), near(0.15), near(1.500833))
        past = rates_at(12.1, TRUE, CHANCE)
        assert (past.misses, past.passes, past.cost(10)) == (1, 0, 1)

    @pytest.mark.parametrize("weight", [1, 10])
    def test_choose_among_the_ratios_that_occur(self, weight):
        assert best_threshold(TRUE, CHANCE, weight).threshold == near(12.033333)

    def test_pass_few_strangers_at_a_high_ratio(self):
        assert all(one.passes <= 1 / one.threshold + 1e-12 for one in curve(TRUE, CHANCE))
