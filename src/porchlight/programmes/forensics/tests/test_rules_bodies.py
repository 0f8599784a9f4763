"""Growth, age from bones and teeth, stature, time since death: the published examples."""

import pytest

from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span
from porchlight.programmes.forensics.rules.anthropology import (
    SYMPHYSIS,
    adult_stature,
    child_age,
    days_back,
    degree_days,
    delta_permil,
    fetal_weeks,
    radiocarbon_years,
    stature_range,
)
from porchlight.programmes.forensics.rules.growth import print_scale, projected, stature


class TestStature:
    @pytest.mark.parametrize(
        ("sex", "months", "lms"),
        [
            ("M", 48.5, (0.827636736, 102.5104735, 0.041344257)),
            ("M", 96.5, (0.455267507, 128.1237104, 0.045127088)),
            ("M", 180.5, (2.205180153, 170.139255, 0.045889585)),
            ("M", 240, (1.167279219, 176.8492322, 0.040369574)),
            ("F", 60.5, (-0.057729947, 107.9566031, 0.044276588)),
            ("F", 108.5, (0.08414848, 133.1303527, 0.04688401)),
            ("F", 144.5, (1.303044695, 151.4865636, 0.048599314)),
            ("F", 168.5, (0.95657215, 160.4776996, 0.041022401)),
            ("F", 216.5, (1.047571238, 163.1307866, 0.039687311)),
        ],
    )
    def test_has_the_published_table(self, sex, months, lms):
        found = stature(sex, months)
        assert (found.l, found.m, found.s) == pytest.approx(lms, rel=1e-8)

    @pytest.mark.parametrize(
        ("sex", "months", "p3"), [("M", 96.5, 117.49999), ("F", 144.5, 137.43806)]
    )
    def test_gives_the_published_third_percentile(self, sex, months, p3):
        assert stature(sex, months).height(-1.8807936) == pytest.approx(p3, abs=2e-5)

    def test_goes_there_and_back(self):
        for months in (30, 77.25, 200):
            assert stature("F", months).z(stature("F", months).height(1.3)) == pytest.approx(1.3)

    def test_needs_the_sex(self):
        with pytest.raises(RuleBroken):
            stature("U", 100)


class TestProjected:
    @pytest.mark.parametrize(
        ("sex", "cm", "then", "now", "r", "wanted"),
        [
            ("M", 122, 96.5, 180.5, 0.8, (163.27, 153.25, 172.60)),
            ("F", 105, 60.5, 216.5, 0.8, (159.88, 152.25, 167.49)),
        ],
    )
    def test_gives_the_published_interval(self, sex, cm, then, now, r, wanted):
        found = projected(sex, cm, then, now, r)
        assert (found.median_cm, found.low_cm, found.high_cm) == pytest.approx(wanted, abs=0.006)

    def test_keeps_the_place_among_peers_when_fully_correlated(self):
        assert stature("M", 96.5).z(122) == pytest.approx(-1.073264, abs=1e-6)
        assert projected("M", 122, 96.5, 180.5, 1).median_cm == pytest.approx(161.496, abs=6e-4)
        assert projected("F", 105, 60.5, 216.5, 1).median_cm == pytest.approx(159.065, abs=6e-4)

    def test_scales_prints_as_published(self):
        assert print_scale("M", 96.5, 180.5) == pytest.approx(1.327930, abs=1e-6)
        assert print_scale("F", 144.5, 216.5) == pytest.approx(1.076866, abs=1e-6)


class TestChildAge:
    @pytest.mark.parametrize(
        ("bones", "teeth", "wanted"),
        [
            ({"femur": 200}, {}, (3.338, 3.20, 2.44, 4.51)),
            ({"femur": 330}, {}, (10.112, 9.59, 7.68, 13.65)),
            ({}, {"upper_M1": 8}, (4.644, None, 3.13, 6.62)),
            ({"femur": 200}, {"upper_M1": 8}, (3.722, 3.62, 2.91, 4.73)),
            ({}, {"lower_M2": 9}, (10.723, None, 8.60, 13.33)),
        ],
    )
    def test_gives_the_published_estimates(self, bones, teeth, wanted):
        found = child_age(bones, teeth)
        mean, mode, low, high = wanted
        assert found.mean == pytest.approx(mean, abs=6e-4)
        assert mode is None or found.mode == pytest.approx(mode, abs=1e-9)
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-9)

    @pytest.mark.parametrize(
        ("bones", "teeth"),
        [({}, {}), ({"wing": 3}, {}), ({}, {"upper_M1": 13}), ({"femur": 9999}, {})],
    )
    def test_refuses_what_is_not_in_the_tables(self, bones, teeth):
        with pytest.raises(RuleBroken):
            child_age(bones, teeth)


class TestAdults:
    @pytest.mark.parametrize(
        ("bone", "cm", "group", "age", "wanted"),
        [
            ("femur", 46.0, "WM", 0, 170.89),
            ("femur", 46.0, "WM", 55, 169.39),
            ("tibia", 35.2, "WF", 0, 163.61),
            ("femur_tibia", 86, "BM", 0, 169.94),
            ("humerus", 31.5, "BF", 0, 161.69),
        ],
    )
    def test_have_the_published_stature(self, bone, cm, group, age, wanted):
        assert adult_stature(bone, cm, group, age).cm == pytest.approx(wanted, abs=1e-9)

    def test_have_the_published_range(self):
        spread = adult_stature("femur", 46.0, "WM").range_cm
        assert (spread.hi - spread.lo) / 2 == pytest.approx(6.41, abs=0.005)

    def test_get_the_union_where_the_group_is_not_known(self):
        one = adult_stature("femur", 46.0, "WM").range_cm
        both = stature_range("femur", 46.0, ("WM", "BM"))
        assert isinstance(both, Span)
        assert both.lo < one.lo
        assert both.hi == one.hi

    def test_have_phases_that_grow_older(self):
        for phases in SYMPHYSIS.values():
            assert [phase[0] for phase in phases] == sorted(phase[0] for phase in phases)


class TestTime:
    @pytest.mark.parametrize(
        ("score", "wanted"), [(10, 102.329), (17, 244.343), (27, 1853.53), (35, 18197.0)]
    )
    def test_has_the_published_degree_days(self, score, wanted):
        assert degree_days(score) == pytest.approx(wanted, rel=3e-6)

    def test_counts_days_back(self):
        assert days_back(17, lambda day: 20.0) == 13
        with pytest.raises(RuleBroken):
            days_back(35, lambda day: -5.0)

    def test_has_the_published_laboratory_figures(self):
        assert radiocarbon_years(0.9) == pytest.approx(846.361, abs=6e-4)
        assert radiocarbon_years(1.2) < 0
        assert delta_permil(0.0112) == pytest.approx(1.770988, abs=1e-6)
        assert fetal_weeks("femur", 60)[0] == pytest.approx(33.376, abs=6e-4)
