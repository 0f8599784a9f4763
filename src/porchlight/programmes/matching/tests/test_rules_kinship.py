"""The published examples of kinship, to the digits they are printed with, and what goes wrong."""

from itertools import combinations_with_replacement
from math import inf, log10

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porchlight.core.errors import RuleBroken
from porchlight.programmes.forensics.rules.profiles import CODIS, Profile, genotype, parse_profile
from porchlight.programmes.matching.rules.kinship.assignment import Family, Victim, assign
from porchlight.programmes.matching.rules.kinship.frequencies import (
    Population,
    population,
    read_population,
)
from porchlight.programmes.matching.rules.kinship.haplotypes import (
    compare_mt,
    compare_y,
    haplotype_frequency,
    parse_mt,
    upper_bound,
)
from porchlight.programmes.matching.rules.kinship.likelihood import Locus, Seen, likelihood
from porchlight.programmes.matching.rules.kinship.mutation import (
    Model,
    Mutation,
    mutation_matrix,
)
from porchlight.programmes.matching.rules.kinship.pairwise import (
    KINSHIPS,
    exclusion_power,
    expected_ratio,
    match_probability,
    pair_ratio,
)
from porchlight.programmes.matching.rules.kinship.pedigree import (
    Member,
    Pedigree,
    family,
    person,
)
from porchlight.programmes.matching.rules.kinship.ratio import (
    Settings,
    lowest,
    missing_person_ratio,
    posterior,
    ratio_under_each,
)
from porchlight.programmes.matching.rules.kinship.sampling import (
    expected_ratios,
    next_relatives,
    simulated,
)
from porchlight.programmes.matching.rules.kinship.scan import SCANNED, database, scan

FOUR = {"12": 0.1, "13": 0.2, "14": 0.3, "15": 0.4}
FOUR_KINDS = ("parent_child", "full_sibling", "half_sibling", "first_cousin")
# Printed by the reference programs: pair, θ, and the ratio of each kinship.
ONE_LOCUS = [
    ("12/12", "12/12", 0.0, (10, 30.25, 5.5, 3.25)),
    ("12/12", "12/12", 0.01, (7.90697674, 20.98089701, 4.45348837, 2.72674419)),
    ("12/12", "12/12", 0.03, (5.66844920, 12.38120338, 3.33422460, 2.16711230)),
    ("12/12", "12/13", 0.0, (5, 2.75, 3, 2)),
    ("12/12", "12/13", 0.01, (4.28571429, 2.39285714, 2.64285714, 1.82142857)),
    ("12/12", "12/13", 0.03, (3.37579618, 1.93789809, 2.18789809, 1.59394904)),
    ("12/13", "12/13", 0.0, (3.75, 8.375, 2.375, 1.6875)),
    ("12/13", "12/13", 0.01, (3.56541108, 7.71261909, 2.28270554, 1.64135277)),
    ("12/13", "12/13", 0.03, (3.26964989, 6.68217449, 2.13482494, 1.56741247)),
    ("12/13", "12/14", 0.0, (2.5, 1.5, 1.75, 1.375)),
    ("12/13", "12/14", 0.01, (2.33944954, 1.41972477, 1.66972477, 1.33486239)),
    ("12/13", "12/14", 0.03, (2.08661417, 1.29330709, 1.54330709, 1.27165354)),
    ("12/12", "13/13", 0.03, (0, 0.25, 0.5, 0.75)),
    ("12/12", "13/14", 0.01, (0, 0.25, 0.5, 0.75)),
    ("12/13", "14/15", 0.0, (0, 0.25, 0.5, 0.75)),
]
# Each kinship as a tree with the persons x and y.
TREES = {
    "parent_child": family(person("x", "M"), person("y", "U", "x", "mother")),
    "full_sibling": family(
        person("x", "U", "father", "mother"), person("y", "U", "father", "mother")
    ),
    "half_sibling": family(person("x", "U", "one", "mother"), person("y", "U", "other", "mother")),
    "grandparent": family(
        person("x", "M"), person("child", "M", "x", "a"), person("y", "U", "child", "b")
    ),
    "avuncular": family(
        person("x", "U", "father", "mother"),
        person("parent", "M", "father", "mother"),
        person("y", "U", "parent", "b"),
    ),
    "first_cousin": family(
        person("one", "M", "father", "mother"),
        person("other", "F", "father", "mother"),
        person("x", "U", "one", "a"),
        person("y", "U", "b", "other"),
    ),
}
STRANGERS = Pedigree((Member("x"), Member("y")))


def pair(text: str) -> tuple[str, str]:
    return genotype(*text.split("/"))


def near(value: float, digits: float = 1e-8) -> object:
    return pytest.approx(value, rel=digits, abs=1e-15)


def one_locus(table: dict[str, float]) -> Settings:
    made = Population("test", "made", "none", 0, 1e-9, {"L": table})
    return Settings(made, theta=0, mutation=None)


def at_l(text: str) -> Profile:
    return Profile({"L": pair(text)})


class TestPairRatio:
    @pytest.mark.parametrize(("one", "other", "theta", "wanted"), ONE_LOCUS)
    def test_gives_the_printed_ratios(self, one, other, theta, wanted):
        found = [
            pair_ratio(KINSHIPS[kind], pair(one), pair(other), FOUR, theta) for kind in FOUR_KINDS
        ]
        assert found == [near(each) for each in wanted]

    @pytest.mark.parametrize("kind", TREES)
    @pytest.mark.parametrize("theta", [0.0, 0.03])
    def test_is_what_the_tree_gives(self, kind, theta):
        locus = Locus.of(FOUR)
        for one, other in [("12/12", "12/13"), ("12/13", "12/13"), ("12/13", "13/15")]:
            seen = {"x": Seen(pair(one)), "y": Seen(pair(other))}
            tree = likelihood(TREES[kind], seen, locus, theta=theta)
            strangers = likelihood(STRANGERS, seen, locus, theta=theta)
            closed = pair_ratio(KINSHIPS[kind], pair(one), pair(other), FOUR, theta)
            assert tree / strangers == near(closed, 1e-12)

    @given(
        st.sampled_from(list(combinations_with_replacement(FOUR, 2))),
        st.sampled_from(list(combinations_with_replacement(FOUR, 2))),
        st.sampled_from(sorted(KINSHIPS)),
        st.floats(0, 0.05),
    )
    def test_is_symmetric_and_finite(self, one, other, kind, theta):
        there = pair_ratio(KINSHIPS[kind], one, other, FOUR, theta)
        assert there == near(pair_ratio(KINSHIPS[kind], other, one, FOUR, theta), 1e-12)
        assert 0 <= there < inf

    @pytest.mark.parametrize(
        ("theta", "wanted"), [(0, 4e-4), (0.01, 0.000498594059), (0.03, 0.000708585089)]
    )
    def test_has_the_printed_probability_of_strangers(self, theta, wanted):
        seen = {"x": Seen(("12", "12")), "y": Seen(("12", "13"))}
        assert likelihood(STRANGERS, seen, Locus.of(FOUR), theta=theta) == near(wanted)

    @pytest.mark.parametrize(
        ("alleles", "wanted"),
        [
            (2, (1.25, 1.3125, 1.0625, 1.015625)),
            (3, (1.5, 1.6875, 1.125, 1.03125)),
            (5, (2, 2.625, 1.25, 1.0625)),
        ],
    )
    def test_has_the_printed_mean_for_true_relatives(self, alleles, wanted):
        found = [expected_ratio(KINSHIPS[kind], alleles) for kind in FOUR_KINDS]
        assert found == [near(each) for each in wanted]

    @pytest.mark.parametrize("kind", FOUR_KINDS)
    def test_means_what_it_should_over_all_genotypes(self, kind):
        p = {"1": 0.1, "2": 0.3, "3": 0.6}
        pairs = list(combinations_with_replacement(p, 2))
        chance = {g: match_probability(g, p) for g in pairs}
        ratio = {(a, b): pair_ratio(KINSHIPS[kind], a, b, p) for a in pairs for b in pairs}
        unrelated = sum(chance[a] * chance[b] * ratio[a, b] for a in pairs for b in pairs)
        related = sum(chance[a] * chance[b] * ratio[a, b] ** 2 for a in pairs for b in pairs)
        assert unrelated == near(1.0, 1e-12)
        assert related == near(expected_ratio(KINSHIPS[kind], 3), 1e-12)

    def test_excludes_a_random_man_as_printed(self):
        assert exclusion_power(0.1) == near(0.0162)
        assert 1 - (1 - exclusion_power(0.1)) ** 5 == near(0.0784177, 1e-6)

    def test_gives_the_match_of_a_profile_to_itself(self):
        assert 1 / match_probability(("12", "12"), FOUR, 0.01) == near(
            pair_ratio(KINSHIPS["same"], ("12", "12"), ("12", "12"), FOUR, 0.01)
        )


FIVE = """
CSF1PO 11/12 10/12 .308864 .360111 .220222|11 12 10|.6942308 .5971154 .8471154 .9235577
D1S1656 11/13 11/13 .077562 .066482|11 13|6.983631 27.98307 3.991815 2.495908
D2S441 11/14 11/11.3 .343490 .240997 .060942|11 14 11.3|.7278226 .6139113 .8639113 .9319556
D2S1338 17/19 16/18 .1 .1 .1 .1|17 19 16 18|0 .25 .5 .75
D3S1358 15/17 14/17 .272853 .210526 .106648|15 17 14|1.1875 .84375 1.09375 1.046875
D5S818 11/12 11/12 .355956 .387812|11 12|1.346977 1.828999 1.173489 1.086744
D7S820 10/10 10/10 .256233|10|3.902703 6.009123 2.451351 1.725676
D8S1179 14/15 14/15 .166205 .103878|14 15|3.910833 9.445472 2.455417 1.727708
D10S1248 15/16 13/16 .196676 .132964 .307479|15 16 13|1.880208 1.190104 1.440104 1.220052
D12S391 21/23 23/24 .128809 .069252 .047091|21 23 24|3.61 2.055 2.305 1.6525
"""
TEN = """
D13S317 11/13 11/13 .309942 .140351|11 13|2.587854 4.417453
D16S539 10/14 12/14 .024854 .1 .1|14 10 12|10.05882 5.279412
D18S51 14/18 17/18 .121345 .1 .1|18 14 17|2.060241 1.28012
D19S433 12.2/16.2 12.2/15.2 .036550 .1 .1|12.2 16.2 15.2|6.84 3.67
D21S11 28/29 29/29 .204678 .1|29 28|2.442857 1.471429
D22S1045 15/17 12/15 .251462 .1 .1|15 17 12|.994186 .747093
FGA 22/25 22/24 .198830 .1 .1|22 25 24|1.257353 .8786765
TH01 7/8 7/7 .407895 .1|7 8|1.225806 .8629032
TPOX 8/11 6/8 .368035 .1 .1|8 6 11|.6792829 .5896414
vWA 14/15 14/17 .080409 .1 .1|14 15 17|3.109091 1.804545
"""


def rows(text: str) -> list[tuple[tuple[str, str], tuple[str, str], dict[str, float], list[float]]]:
    read = []
    for line in text.strip().splitlines():
        head, alleles, wanted = line.split("|")
        _, one, other, *p = head.split()
        table = dict(zip(alleles.split(), map(float, p), strict=True))
        read.append((pair(one), pair(other), table, [float(each) for each in wanted.split()]))
    return read


class TestManyLoci:
    @pytest.mark.parametrize("row", rows(FIVE) + rows(TEN))
    def test_give_the_printed_ratio_each(self, row):
        one, other, p, wanted = row
        for kind, ratio in zip(FOUR_KINDS, wanted, strict=False):
            assert pair_ratio(KINSHIPS[kind], one, other, p) == near(ratio, 2e-5)

    @pytest.mark.parametrize(
        ("table", "kind", "theta", "wanted"),
        [
            (FIVE, "parent_child", 0, 0),
            (FIVE, "full_sibling", 0, 549.3613),
            (FIVE, "half_sibling", 0, 37.45802),
            (FIVE, "first_cousin", 0, 11.01846),
            (FIVE, "full_sibling", 0.01, 321.2402),
            (FIVE, "half_sibling", 0.01, 27.47289),
            (FIVE, "first_cousin", 0.01, 8.837498),
            (FIVE, "full_sibling", 0.03, 130.9357),
            (FIVE, "half_sibling", 0.03, 16.52375),
            (FIVE, "first_cousin", 0.03, 6.215365),
            (TEN, "parent_child", 0, 2899.946),
            (TEN, "parent_child", 0.01, 1301.745),
            (TEN, "parent_child", 0.03, 392.934),
            (TEN, "full_sibling", 0, 97.17066),
            (TEN, "full_sibling", 0.01, 46.61404),
            (TEN, "full_sibling", 0.03, 15.91482),
            (TEN, "half_sibling", 0, 221.2873),
            (TEN, "first_cousin", 0, 30.46209),
        ],
    )
    def test_give_the_printed_total(self, table, kind, theta, wanted):
        total = 1.0
        for one, other, p, _ in rows(table):
            total *= pair_ratio(KINSHIPS[kind], one, other, p, theta)
        assert total == near(wanted, 3e-5)

    def test_may_put_a_wrong_kinship_before_the_true_one(self):
        # A true parent and child: half siblings come before full ones, so all are shown.
        def total(kind: str) -> float:
            return sum(log10(pair_ratio(KINSHIPS[kind], a, b, p)) for a, b, p, _ in rows(TEN))

        assert total("parent_child") > total("half_sibling") > total("full_sibling")


SEVEN = {"6": 0.25, "7": 0.20, "8": 0.10, "9": 0.15, "9.3": 0.30}
GRAND = family(
    person("mother", "F", "mgf", "mgm"),
    person("father", "M", "pgf", "pgm"),
    person("poi", "U", "father", "mother"),
    person("sib1", "U", "father", "mother"),
    person("sib2", "U", "father", "mother"),
    person("half", "U", "other", "mother"),
)


class TestMissingPersonRatio:
    @pytest.mark.parametrize(
        ("typed", "found", "wanted"),
        [
            ({"father": "6/9.3", "mother": "7/8"}, "6/7", 2.5),
            ({"father": "6/6", "mother": "6/9"}, "6/6", 8),
            ({"mother": "7/8"}, "6/7", 1.25),
            ({"mother": "7/8", "sib1": "6/8"}, "6/7", 3.125),
            ({"sib1": "6/8"}, "6/7", 0.75),
            ({"sib1": "6/8", "sib2": "7/9.3"}, "6/7", 1.25),
            ({"mother": "7/8", "half": "8/9"}, "6/7", 1.25),
            ({"half": "7/9"}, "6/7", 1.125),
            ({"mgf": "7/9", "mgm": "8/8"}, "6/7", 0.625),
            ({"mgf": "7/9", "mgm": "8/8", "sib1": "6/8"}, "6/7", 1.5625),
            ({"mgf": "7/9", "mgm": "8/8", "pgf": "6/6", "pgm": "9.3/9.3"}, "6/7", 1.25),
        ],
    )
    def test_gives_the_printed_ratio_of_each_family(self, typed, found, wanted):
        relatives = {name: at_l(text) for name, text in typed.items()}
        ratio = missing_person_ratio(GRAND, "poi", relatives, at_l(found), one_locus(SEVEN))
        assert 10**ratio.log10 == near(wanted, 1e-12)

    def test_gives_the_printed_ratio_over_ten_loci(self):
        ratio = missing_person_ratio(
            GRAND,
            "poi",
            {"mother": MOTHER, "sib1": SIBLING},
            CHILD,
            Settings(population("europe"), theta=0, mutation=None),
        )
        found = {one.locus: 10**one.log10 for one in ratio.loci}
        assert found["SE33"] == near(4.297452, 1e-6)
        assert found["Penta E"] == near(2.314815, 1e-6)
        assert found["D8S1179"] == near(0.3905286, 1e-6)
        assert 10**ratio.log10 == near(405058, 1e-6)
        assert posterior(1 / 2000, ratio.log10) == near(0.995089, 1e-6)

    def test_counts_common_loci_only(self):
        settings_ = Settings(population("europe"), theta=0, mutation=None)
        other_kit = Profile({"D9S1122": ("12", "13")})
        ratio = missing_person_ratio(GRAND, "poi", {"mother": MOTHER}, other_kit, settings_)
        assert (ratio.log10, ratio.loci) == (0.0, ())
        assert "no information" in str(ratio.says())

    def test_refuses_the_missing_person_as_their_own_relative(self):
        with pytest.raises(RuleBroken):
            missing_person_ratio(GRAND, "poi", {"poi": CHILD}, CHILD, one_locus(SEVEN))

    def test_notes_a_profile_typed_twice_or_an_identical_twin(self):
        settings_ = Settings(population("europe"))
        ratio = missing_person_ratio(GRAND, "poi", {"sib1": SIBLING}, SIBLING, settings_)
        assert ["identical twin" in str(note) for note in ratio.notes] == [True]

    def test_does_not_exclude_an_allele_lost_from_bone(self):
        # The mother has 6 and 7, the bone shows 9 only: the 6 or 7 may have dropped out.
        strict = one_locus(SEVEN)
        bone = Settings(strict.population, theta=0, mutation=None, drop_out=0.2)
        mother, shown = {"mother": at_l("6/7")}, at_l("9/9")
        assert missing_person_ratio(GRAND, "poi", mother, shown, strict).log10 == -inf
        forgiving = missing_person_ratio(GRAND, "poi", mother, shown, bone)
        assert -2 < forgiving.log10 < 0
        assert forgiving.inconsistent == ("L",)

    def test_does_not_exclude_where_an_allele_may_be_silent(self):
        silent = Settings(one_locus(SEVEN).population, theta=0, mutation=None, silent=0.01)
        ratio = missing_person_ratio(GRAND, "poi", {"father": at_l("6/6")}, at_l("9/9"), silent)
        assert -3 < ratio.log10 < 0

    def test_never_excludes_by_one_locus_when_mutations_are_thought_of(self):
        changed = Profile({**CHILD.loci, "vWA": ("18", "19")})
        ratio = missing_person_ratio(
            GRAND, "poi", {"mother": MOTHER}, changed, Settings(population("europe"))
        )
        assert ratio.log10 > -inf
        assert ratio.inconsistent == ("vWA",)
        assert "mutation" in str(ratio.says())

    def test_says_not_consistent_from_three_loci_on(self):
        changed = Profile(
            {**CHILD.loci, "vWA": ("18", "19"), "FGA": ("21", "22"), "SE33": ("20", "21")}
        )
        ratio = missing_person_ratio(
            GRAND, "poi", {"mother": MOTHER}, changed, Settings(population("europe"))
        )
        assert len(ratio.inconsistent) == 3
        assert "Not consistent at 3" in str(ratio.says())

    def test_shows_all_hypotheses_and_the_most_careful(self):
        found = ratio_under_each(
            {"child": (GRAND, "poi"), "half": (GRAND, "half")},
            {"mother": MOTHER},
            CHILD,
            Settings(population("europe")),
        )
        assert set(found) == {"child", "half"}
        assert lowest(list(found.values())).log10 == min(one.log10 for one in found.values())

    def test_stores_what_it_rests_on(self):
        words = missing_person_ratio(
            GRAND, "poi", {"mother": MOTHER}, CHILD, Settings(population("europe"))
        ).settings
        assert words["theta"] == 0.01
        assert words["mutation"] == "stepwise"
        assert "norSTR" in str(words["population"])

    def test_gets_no_smaller_when_a_further_true_relative_agrees(self):
        settings_ = Settings(population("europe"), theta=0, mutation=None)
        one = missing_person_ratio(GRAND, "poi", {"mother": MOTHER}, CHILD, settings_)
        two = missing_person_ratio(
            GRAND, "poi", {"mother": MOTHER, "sib1": SIBLING}, CHILD, settings_
        )
        assert two.log10 > one.log10


EIGHT = """
D3S1358 15/15 15/15 15/16
TH01 6/9 8/9 8/9
D21S11 28/30 30/30 28/30
D18S51 14/15 14/15 14/14
PentaE 11/15 5/11 13/15
FGA 24/24 20/24 20/24
D2S1338 17/20 20/25 20/25
SE33 15/27.2 15/27.2 15/20
vWA 14/17 17/17 17/17
D8S1179 13/14 13/14 12/13
"""
MOTHER, SIBLING, CHILD = (
    parse_profile(
        "\n".join(
            f"{line.split()[0]} {line.split()[at].replace('/', ' ')}"
            for line in EIGHT.strip().splitlines()
        )
    )
    for at in (1, 2, 3)
)


class TestLikelihood:
    def test_gives_the_printed_probabilities(self):
        alone = Pedigree((Member("x"),))
        a_a = {"x": Seen(("1", "1"))}
        assert likelihood(alone, a_a, Locus.of({"1": 0.3, "2": 0.7}), theta=0.01) == near(0.0921)
        sibs = TREES["full_sibling"]
        p = Locus.of({"1": 0.2, "2": 0.8})
        het, hom = Seen(("1", "2")), Seen(("2", "2"))
        assert likelihood(sibs, {"x": het, "y": het}, p) == near(0.1856)
        assert likelihood(sibs, {"x": hom, "y": hom}, p) == near(0.5184)
        trio = family(person("f", "M"), person("m", "F"), person("c", "U", "f", "m"))
        assert likelihood(trio, dict.fromkeys("fmc", het), p) == near(0.0512)

    def test_handles_trees_with_loops(self):
        # Two brothers marry two sisters, and cousins marry: no way to peel it.
        tree = family(
            person("a", "M", "p1", "p2"),
            person("b", "M", "p1", "p2"),
            person("c", "F", "p3", "p4"),
            person("d", "F", "p3", "p4"),
            person("e", "M", "a", "c"),
            person("f", "F", "b", "d"),
            person("x", "U", "e", "f"),
        )
        p = 0.1
        locus = Locus.of({"1": p, "2": 1 - p})
        inbreeding = 4 * 0.5**5  # four common grandparents, four steps apart each
        homozygous = likelihood(tree, {"x": Seen(("1", "1"))}, locus)
        assert homozygous == near(p * p + inbreeding * p * (1 - p), 1e-12)

    def test_sums_to_one_over_all_genotypes(self):
        locus = Locus.of({"1": 0.2, "2": 0.3, "3": 0.5}, Mutation(Model.EQUAL, 0.01, 0.02))
        pairs = list(combinations_with_replacement("123", 2))
        for theta in (0.0, 0.02):
            total = sum(
                likelihood(TREES["full_sibling"], {"x": Seen(a), "y": Seen(b)}, locus, theta=theta)
                for a in pairs
                for b in pairs
            )
            assert total == near(1.0, 1e-10)

    def test_takes_identical_twins_for_one_genotype(self):
        tree = Pedigree((Member("x", "M"), Member("y", "M", twin="x")))
        locus = Locus.of(FOUR)
        same = {"x": Seen(("12", "13")), "y": Seen(("12", "13"))}
        assert likelihood(tree, same, locus) == near(0.04)
        assert likelihood(tree, {**same, "y": Seen(("12", "14"))}, locus) == 0

    def test_refuses_an_allele_that_no_table_has(self):
        with pytest.raises(RuleBroken):
            likelihood(STRANGERS, {"x": Seen(("12", "17"))}, Locus.of(FOUR))

    @settings(max_examples=25, deadline=None)
    @given(st.randoms(use_true_random=False))
    def test_does_not_depend_on_the_order_of_the_tree(self, random):
        members = list(GRAND.members)
        random.shuffle(members)
        seen = {"mgf": Seen(("7", "9")), "sib1": Seen(("6", "8")), "poi": Seen(("6", "7"))}
        locus = Locus.of(SEVEN, Mutation(Model.PROPORTIONAL))
        assert likelihood(Pedigree(tuple(members)), seen, locus) == near(
            likelihood(GRAND, seen, locus), 1e-12
        )


class TestPedigree:
    @pytest.mark.parametrize(
        "members",
        [
            [person("a"), person("a")],
            [Member("a", "M", father="b"), person("b", "M")],
            [person("a", "M", "b", "c"), person("b", "F"), person("c", "F")],
            [person("a", "M", "a", "c"), person("c", "F")],
            [Member("a", "M", "gone", "c"), person("c", "F")],
        ],
    )
    def test_refuses_what_cannot_be_a_family(self, members):
        with pytest.raises(RuleBroken):
            Pedigree(tuple(members))


NINE = {"12": 0.10, "13": 0.20, "14": 0.30, "15": 0.25, "16": 0.15}
DUO = family(person("parent", "M"), person("child", "U", "parent", "other"))
MODELS = (Model.EQUAL, Model.PROPORTIONAL, Model.STEPWISE, Model.ONE_STEP, Model.DAWID)


class TestMutation:
    @pytest.mark.parametrize(
        ("parent", "child", "wanted"),
        [
            ("14/15", "12/16", ".00417291667 .00258064516 .00198254439 .00166666667 .00188742318"),
            ("14/15", "13/16", ".00291770833 .00258064516 .00298654433 .00291708333 .00275142071"),
            ("14/14", "15/15", ".001999 .00258064516 .00363728744 .0040016 .00308570547"),
            ("12/13", "15/16", ".00266666667 .00258064516 .000131566066 0 .000161999537"),
            ("14/15", "14/16", ".834442014 .833763441 .834000168 .833888333 .834361902"),
        ],
    )
    def test_gives_the_printed_ratio_of_each_model(self, parent, child, wanted):
        seen = {"parent": Seen(pair(parent)), "child": Seen(pair(child))}
        strangers = Pedigree((Member("parent"), Member("child")))
        for model, ratio in zip(MODELS, map(float, wanted.split()), strict=True):
            locus = Locus.of(NINE, Mutation(model, 0.002, 0.002, 1e-6, 0.1))
            found = likelihood(DUO, seen, locus) / likelihood(strangers, seen, locus)
            assert found == near(ratio, 5e-9), model

    @pytest.mark.parametrize(
        ("child", "model", "wanted"),
        [
            ("13/16", Model.STEPWISE, 0.003463362),
            ("13/16", Model.EQUAL, 0.003330281),
            ("13/14", None, 1.666666667),
        ],
    )
    def test_gives_the_printed_ratio_with_the_mother_typed(self, child, model, wanted):
        tree = family(person("f", "M"), person("m", "F"), person("c", "U", "f", "m"))
        other = family(person("f", "M"), person("m", "F"), person("c", "U", "somebody", "m"))
        seen = {"f": Seen(pair("14/15")), "m": Seen(pair("12/13")), "c": Seen(pair(child))}
        changes = Mutation(model, 0.002, 0.0005, 1e-6, 0.1) if model else None
        locus = Locus.of(NINE, changes)
        ratio = likelihood(tree, seen, locus) / likelihood(other, seen, locus)
        assert ratio == near(wanted, 1e-6)

    def test_gives_the_printed_rows_with_microvariants(self):
        found = mutation_matrix(
            Model.STEPWISE, ["1", "1.5", "2", "3"], [0.25] * 4, rate=0.6, rate2=0.3, reach=0.5
        )
        wanted = [
            [0.1, 0.3, 0.4, 0.2],
            [0.1, 0.7, 0.1, 0.1],
            [0.3, 0.3, 0.1, 0.3],
            [0.2, 0.3, 0.4, 0.1],
        ]
        assert np.allclose(found, wanted)

    def test_takes_17_1_and_18_1_for_one_group(self):
        found = mutation_matrix(
            Model.STEPWISE, ["17.1", "18", "18.1"], [0.3, 0.3, 0.4], rate=0.01, rate2=1e-4
        )
        assert found[0, 2] == near(0.01)
        assert found[0, 1] == near(1e-4)

    def test_gives_the_printed_first_row(self):
        row = mutation_matrix(Model.STEPWISE, list(NINE), list(NINE.values()), rate=0.002)[0]
        wanted = [0.998, 0.00180018002, 0.000180018, 0.0000180018, 0.0000018002]
        assert row.tolist() == [near(each, 2e-5) for each in wanted]

    def test_gives_the_printed_probability_with_two_alleles(self):
        locus = Locus.of({"1": 0.5, "2": 0.5}, Mutation(Model.EQUAL, 0.1, 0.1))
        seen = {"parent": Seen(("1", "1")), "child": Seen(("2", "2"))}
        assert likelihood(DUO, seen, locus) == near(0.0125)

    @pytest.mark.parametrize("model", [Model.PROPORTIONAL, Model.DAWID])
    def test_keeps_frequencies_where_the_model_is_stationary(self, model):
        p = np.array(list(NINE.values()))
        matrix = mutation_matrix(model, list(NINE), p, rate=0.002)
        assert np.allclose(p @ matrix, p, atol=1e-15)

    @pytest.mark.parametrize("model", list(Model))
    def test_sums_to_one_in_each_row(self, model):
        matrix = mutation_matrix(model, list(NINE), list(NINE.values()), rate=0.002, rate2=1e-6)
        assert np.allclose(matrix.sum(axis=1), 1)

    def test_refuses_a_rate_that_is_too_high(self):
        with pytest.raises(RuleBroken):
            mutation_matrix(Model.DAWID, list(NINE), list(NINE.values()), rate=0.9)

    def test_changes_nothing_by_joining_alleles_nobody_has(self):
        # Proportional changes treat all unseen alleles alike; so do equal ones.
        coarse = {"14": 0.30, "15": 0.25, "16": 0.45}
        seen = {"parent": Seen(("14", "14")), "child": Seen(("15", "15"))}
        for table in (NINE, coarse):
            locus = Locus.of(table, Mutation(Model.PROPORTIONAL, 0.002, 0.002))
            assert likelihood(DUO, seen, locus) > 0


class TestAssign:
    def test_gives_the_printed_ranking_and_pairings(self):
        ten = one_locus({str(allele): 0.1 for allele in range(1, 11)})
        joint = assign(
            [
                Family(
                    family(person("M1", "M"), person("R1", "F"), person("M2", "M", "M1", "R1")),
                    {"R1": at_l("2/2")},
                    ("M1", "M2"),
                ),
                Family(
                    family(person("R2", "M"), person("M3", "F", "R2", "mother")),
                    {"R2": at_l("3/3")},
                    ("M3",),
                ),
            ],
            [
                Victim("V1", "M", at_l("1/1")),
                Victim("V2", "M", at_l("1/2")),
                Victim("V3", "F", at_l("3/4")),
            ],
            ten,
        )
        assert len(joint.ranked) == 14
        best = [one.ln for one in joint.ranked]
        printed = [-16.11810, -17.72753, -18.42068, *[-20.03012] * 4, *[-21.63956] * 3, *[-inf] * 4]
        assert best == [pytest.approx(each, abs=6e-6) for each in printed]
        assert joint.ranked[0].assigned == ("M1", "M2", "M3")
        ratios = sorted(
            (round(joint.ratio_to_none(one.assigned)) for one in joint.ranked), reverse=True
        )
        assert ratios[:10] == [250, 50, 25, 5, 5, 5, 5, 1, 1, 1]
        assert joint.pairing("V1") == {"M1": near(0.87931034), "": near(0.12068966, 1e-7), "M2": 0}
        assert joint.pairing("V2")["M2"] == near(0.94827586)
        assert joint.pairing("V3") == {"M3": near(0.83333333, 1e-7), "": near(0.16666667, 1e-7)}

    def test_refuses_more_than_can_be_weighed(self):
        many = tuple(f"M{number}" for number in range(9))
        tree = Pedigree(tuple(Member(name) for name in many))
        victims = [Victim(f"V{number}", "U", Profile({})) for number in range(9)]
        with pytest.raises(RuleBroken):
            assign([Family(tree, {}, many)], victims, one_locus(SEVEN))


class TestLineages:
    def test_have_the_printed_frequencies_and_bounds(self):
        assert haplotype_frequency(0, 1000) == near(0.000999001, 1e-6)
        assert haplotype_frequency(2, 1000) == near(0.002997003, 1e-6)
        assert upper_bound(0, 1000) == near(0.002991250, 1e-6)
        assert upper_bound(2, 1000) == near(0.006282285, 1e-6)
        assert upper_bound(7, 7) == 1.0

    def test_exclude_on_two_mitochondrial_differences_only(self):
        one = parse_mt("73G 263G 16126C")
        assert compare_mt(one, parse_mt("73G 263G 16126C 315.1C"), seen=0, of=1000).log10 > 2.5
        single = compare_mt(one, parse_mt("73G 263G"), seen=0, of=1000)
        assert (single.excludes, single.log10) == (False, 0.0)
        assert compare_mt(one, parse_mt("263G")).excludes

    def test_compare_only_where_both_were_read(self):
        hv1 = parse_mt("16126C", "16024-16365")
        hv2 = parse_mt("73G 263G", "73-340")
        assert "no information" in str(compare_mt(hv1, hv2).words)
        both = parse_mt("16126C 73G 263G")
        assert not compare_mt(hv1, both).differences

    def test_compare_y_over_common_loci(self):
        one = {"DYS19": "14", "DYS390": "24", "DYS391": "11", "DYS392": "13"}
        assert compare_y(one, dict(one), seen=1, of=5000).log10 > 2.9
        assert not compare_y(one, {**one, "DYS19": "15"}).excludes
        assert compare_y(one, dict.fromkeys(one, "9")).excludes
        assert "no information" in str(compare_y(one, {"DYS458": "17"}).words)

    @pytest.mark.parametrize("text", ["73", "99999G", "9999G", "hello"])
    def test_refuse_what_is_no_difference(self, text):
        with pytest.raises(RuleBroken):
            parse_mt(text)


class TestPopulation:
    def test_gives_rare_and_unmet_alleles_the_floor(self):
        table = population("europe").at("D3S1358", {"21.1"})
        assert min(table.values()) == near(0.001, 0.02)
        assert sum(table.values()) == near(1.0, 1e-9)

    def test_takes_five_over_twice_the_people_as_floor(self):
        caucasian = Population("x", "x", "x", 361, 0.0, {})
        assert caucasian.floor == near(0.006925, 1e-3)

    def test_covers_the_core_loci(self):
        assert set(CODIS) <= set(population("europe").loci)
        assert len(population("europe").loci) == 24

    @pytest.mark.parametrize(
        "text",
        [
            "nonsense",
            'name="x"\nsource="x"\nlicence="x"\npeople=1\nleast=0.0\n[loci.L]\n"1"=0.4\n"2"=0.4\n',
            'name="x"\nsource="x"\nlicence="x"\npeople=1\nleast=0.0\n[loci.L]\n"1"=1.2\n"2"=-0.2\n',
        ],
    )
    def test_refuses_a_table_that_cannot_be(self, text):
        with pytest.raises(RuleBroken):
            read_population(text)

    def test_refuses_frequencies_above_one(self):
        with pytest.raises(RuleBroken):
            Locus.of({"1": 0.8, "2": 0.5})


class TestScan:
    def test_is_what_pair_by_pair_gives(self):
        europe = population("europe")
        dice = np.random.default_rng(7)
        loci = list(europe.loci)
        people = [simulated(family(person("x")), europe, loci, dice)["x"] for _ in range(40)]
        people[3] = Profile({"TH01": ("6", "9.3")})
        people[4] = Profile({})
        found = scan(people[0], database(people, europe), theta=0.01)
        for other, profile in enumerate(people):
            for kind in SCANNED:
                ratios = [
                    pair_ratio(
                        KINSHIPS[kind],
                        people[0].loci[name],
                        profile.loci[name],
                        europe.at(name),
                        0.01,
                    )
                    for name in profile.loci
                ]
                wanted = sum(log10(each) if each else -inf for each in ratios)
                assert found[kind][other] == pytest.approx(wanted, rel=1e-9)

    def test_shares_nothing_by_an_allele_nobody_has(self):
        base = database([Profile({"TH01": ("6", "7")})], population("europe"))
        found = scan(Profile({"TH01": ("11.1", "11.1")}), base, theta=0.01)
        assert found["parent_child"][0] == -inf


class TestSampling:
    def test_agrees_with_the_published_means(self):
        plain = Settings(population("europe"), theta=0, mutation=None)
        one = expected_ratios(GRAND, "poi", ["mother"], plain, CODIS, cases=40)
        assert one.mean == pytest.approx(6.8, abs=0.8)
        assert one.low < one.mean < one.high

    def test_asks_for_the_relative_who_tells_most(self):
        plain = Settings(population("europe"), theta=0, mutation=None)
        ranked = next_relatives(
            GRAND, "poi", [], ["half", "mother", "sib1"], plain, CODIS[:8], cases=25
        )
        assert [one.typed[0] for one in ranked][-1] == "half"
