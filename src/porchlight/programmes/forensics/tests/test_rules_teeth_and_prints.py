"""Dental codes and comparison, fingerprint classes: the published examples and their traps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import RuleBroken
from porchlight.programmes.forensics.rules.dental import (
    MISSING,
    PRIMARY,
    SOUND,
    TEETH,
    Chart,
    Status,
    Tooth,
    fdi,
    format_ncic,
    format_winid,
    from_codes,
    parse_ncic,
    parse_winid,
    teeth_expected,
    to_codes,
    treated,
    universal,
)
from porchlight.programmes.forensics.rules.dental_compare import (
    Class,
    compare,
    comparison_log10,
    flipped,
    pattern_ratio,
    ranked,
    repairs,
)
from porchlight.programmes.forensics.rules.prints import (
    Agreement,
    compare_fpc,
    henry_primary,
    parse_fpc,
    prints_log10,
)

TREATED = [treated(code) for code in ("M", "MO", "MODFLC", "MODFLCR", "OR", "D", "OL")]
TOOTH = st.sampled_from([SOUND, MISSING, *TREATED])
CHARTS = st.dictionaries(st.sampled_from([*TEETH, *PRIMARY]), TOOTH).map(Chart)


class TestNcicDental:
    @pytest.mark.parametrize(
        "code", ["03MO", "19MODFLC", "30MODFLCR", "14/R", "08V", "01X", "ALL", "UNK"]
    )
    def test_reads_and_writes_what_is_valid(self, code):
        assert format_ncic(parse_ncic(code)) == code

    @pytest.mark.parametrize(
        "code",
        [
            "03OM",
            "33V",
            "3MO",
            "14V R",
            "14XR",
            "19MODC/",
            "ALL 01X",
            "03MMO",
            "08/C",
            "03V 03X",
            "00V",
        ],
    )
    def test_refuses_what_is_not(self, code):
        with pytest.raises(RuleBroken):
            parse_ncic(code)

    def test_knows_that_a_missing_persons_v_may_mean_nobody_looked(self):
        assert parse_ncic("08V", missing_person=True).at(8).taken_for_granted
        assert not parse_ncic("08V").at(8).taken_for_granted
        chart = parse_ncic("01X 14/")
        assert format_ncic(chart, missing_person=True).count("V") == 31
        assert format_ncic(chart).count("V") == 0

    @given(CHARTS)
    def test_keeps_adult_teeth_over_its_own_writing(self, chart):
        adult = Chart({n: tooth for n, tooth in chart.teeth.items() if isinstance(n, int)})
        again = parse_ncic(format_ncic(adult))
        assert all(again.at(n) == adult.at(n) for n in TEETH)


class TestNumbers:
    def test_convert_as_published(self):
        wanted = {1: 18, 8: 11, 9: 21, 16: 28, 17: 38, 24: 31, 25: 41, 32: 48}
        assert {n: fdi(n) for n in wanted} == wanted
        assert [fdi(letter) for letter in "AEFJKOPT"] == [55, 51, 61, 65, 75, 71, 81, 85]

    def test_convert_there_and_back_for_all_52(self):
        assert len({fdi(tooth) for tooth in (*TEETH, *PRIMARY)}) == 52
        assert all(universal(fdi(tooth)) == tooth for tooth in (*TEETH, *PRIMARY))

    @pytest.mark.parametrize("wrong", [0, 33, "U", "AA"])
    def test_refuse_what_is_no_tooth(self, wrong):
        with pytest.raises(RuleBroken):
            fdi(wrong)

    def test_expect_teeth_by_age(self):
        assert teeth_expected(5) == ()
        assert len(teeth_expected(13)) == 28
        assert len(teeth_expected(20)) == 32


class TestWinid:
    def test_says_what_ncic_has_no_place_for(self):
        read = parse_winid("MI-G")
        assert read.tooth.surfaces == "MO"
        assert [str(word) for word in read.remarks] == ["Incisal surface, written as O", "Gold"]
        assert parse_winid("U").tooth.status is Status.UNERUPTED
        assert parse_winid("J").tooth.status is Status.LOST_AFTER_DEATH

    @pytest.mark.parametrize("code", ["", "VX", "MM", "Q", "M-ABCEGH", "X-Q"])
    def test_refuses_what_is_none(self, code):
        with pytest.raises(RuleBroken):
            parse_winid(code)

    @given(CHARTS)
    def test_stores_a_chart_of_up_to_52_teeth_exactly(self, chart):
        again = from_codes(to_codes(chart))
        assert all(again.at(tooth) == chart.at(tooth) for tooth in (*TEETH, *PRIMARY))

    def test_keeps_a_v_that_may_mean_nobody_looked(self):
        granted = Chart({8: Tooth(Status.SOUND, taken_for_granted=True)})
        assert from_codes(to_codes(granted)) == granted
        assert format_winid(Tooth(Status.PRIMARY)) == "V-B"


def chart(text: str) -> Chart:
    """All sound but for the entries."""
    return Chart({**dict.fromkeys(TEETH, SOUND), **parse_ncic(text).teeth})


IN_LIFE = chart("01X 03MO 14O 16/ 17/ 19MODFLC 30MOD 32X")
TRUE = chart("01X 03MOD 05X 08/ 09/ 14O 19MODFLCR 30MOD 31O 32X")
OTHER = chart("01X 14O 19MODFLCR 30MOD")


class TestCompareTeeth:
    def test_counts_as_published(self):
        true, other = compare(IN_LIFE, TRUE), compare(IN_LIFE, OTHER)
        assert [true.count(each) for each in Class] == [4, 20, 2, 2, 4, 0]
        assert [other.count(each) for each in Class] == [2, 24, 1, 2, 1, 2]
        assert true.share == pytest.approx(0.857142857)
        assert other.share == pytest.approx(0.9)
        assert other.impossible == (3, 32)
        assert {t.number for t in true.teeth if t.result is Class.EXPLAINABLE} == {3, 5, 19, 31}

    def test_puts_the_true_pair_before_the_one_that_agrees_more(self):
        assert ranked([compare(IN_LIFE, OTHER), compare(IN_LIFE, TRUE)]) == [1, 0]

    def test_gives_unrestored_mouths_little_weight_and_nothing_for_nothing(self):
        everything = parse_ncic("ALL")
        assert compare(everything, everything).count(Class.SOUND) == 32
        assert 0 < comparison_log10(compare(everything, everything)) < 0.5
        nothing = compare(everything, parse_ncic("UNK"))
        assert nothing.count(Class.NO_INFORMATION) == 32
        assert nothing.share is None
        assert comparison_log10(nothing) == 0

    def test_finds_sides_exchanged(self):
        found = repairs(IN_LIFE, flipped(TRUE))
        assert found[0].conflicts_after == 0
        assert "Left and right" in str(found[0].words)
        assert repairs(IN_LIFE, TRUE) == []

    def test_finds_a_quadrant_moved_by_one(self):
        # Written one tooth too far: the fourth's filling stands at the fifth.
        moved = Chart({**dict.fromkeys(TEETH, SOUND), 4: treated("MO"), 2: MISSING})
        right = Chart({**dict.fromkeys(TEETH, SOUND), 3: treated("MO"), 1: MISSING})
        assert any("Quadrant 1" in str(one.words) for one in repairs(right, moved))

    @given(CHARTS)
    def test_never_finds_anything_impossible_with_itself(self, one):
        assert compare(one, one).impossible == ()
        assert flipped(flipped(one)) == one

    @given(CHARTS, CHARTS)
    def test_is_never_an_exclusion(self, one, other):
        assert -4 <= comparison_log10(compare(one, other)) <= 4

    def test_explains_growth_and_calls_the_reverse_impossible(self):
        child = Chart({3: Tooth(Status.UNERUPTED), 4: Tooth(Status.PRIMARY)})
        grown = Chart({3: SOUND, 4: treated("MO")})
        assert compare(child, grown).count(Class.EXPLAINABLE) == 2
        assert compare(grown, child).impossible == (3, 4)

    def test_has_the_published_weights(self):
        assert 1 / pattern_ratio(0, 29152) == pytest.approx(3.430179e-5, rel=1e-6)
        assert 1 / pattern_ratio(3, 29152) == pytest.approx(1.372071e-4, rel=1e-6)


class TestPrints:
    @pytest.mark.parametrize(
        ("code", "primary"),
        [
            ("19PIPOPM0716PO18PICI", (26, 12)),
            ("AATT15CI0812DO11XM10", (9, 4)),
            ("AA" * 10, (1, 1)),
            ("PI" * 10, (32, 32)),
        ],
    )
    def test_have_the_published_primary(self, code, primary):
        assert henry_primary(parse_fpc(code)) == primary

    def test_read_radial_counts_and_old_lower_case(self):
        assert parse_fpc("66" + "AA" * 9)[0].ridges == 16
        assert parse_fpc("di" + "aa" * 9)[0].code == "DI"

    @pytest.mark.parametrize(
        "code", ["1234", "19PIPOPM0716PO18PIC", "QQ" + "AA" * 9, "00" + "AA" * 9]
    )
    def test_refuse_what_is_no_classification(self, code):
        with pytest.raises(RuleBroken):
            parse_fpc(code)

    def test_agree_within_two_ridges_and_conflict_by_class(self):
        base = parse_fpc("12AA20PI0812DO11XM10")
        near = compare_fpc(base, parse_fpc("14AA24PM0812AA11XM10"))
        assert near.fingers[0] is Agreement.AGREE
        assert near.fingers[2] is Agreement.WEAK
        assert near.fingers[3] is Agreement.REFERENCE
        assert near.fingers[6] is Agreement.CONFLICT
        assert prints_log10(compare_fpc(base, base)) > prints_log10(near)

    def test_take_a_finger_lost_in_life_and_there_now_for_a_conflict(self):
        lost, there = parse_fpc("XX" + "AA" * 9), parse_fpc("AA" * 10)
        assert compare_fpc(lost, there).fingers[0] is Agreement.CONFLICT
        assert compare_fpc(there, lost).fingers[0] is Agreement.NO_INFORMATION
        assert compare_fpc(parse_fpc("SR" * 10), there).count(Agreement.NO_INFORMATION) == 10

    def test_turn_slants_by_hand(self):
        fingers = parse_fpc("RS" * 10)
        assert fingers[0].pattern != fingers[5].pattern
