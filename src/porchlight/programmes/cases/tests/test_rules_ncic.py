"""The NCIC worksheet: codes, forms and ranges, what lacks, what changed; codes of marks."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.codes import ncic, smt
from porchlight.core.dates import PartialDate
from porchlight.core.jws import verified
from porchlight.core.measures import Span
from porchlight.programmes.cases.rules.ncic import (
    MANDATORY,
    RECEIPT,
    Sheet,
    ready,
    receipt,
    values,
    worksheet,
)
from porchlight.programmes.cases.rules.vocabulary import Category

WHOLE = Sheet(
    category=Category.ENDANGERED_RUNAWAY,
    given_names="Mia Lucía",
    family_names="Núñez-Vance",
    aliases=("Lucy",),
    sex="F",
    races=("W", "I"),
    ethnicity="H",
    born=PartialDate(2012, 5, 4),
    height_cm=Span(170, 170),
    weight_kg=Span(40.8, 40.8),
    hair="BRO",
    eyes="HAZ",
    marks=(("Small scar over the left eyebrow", "SC L EYE"), ("Blue paint", "")),
    last_contact=PartialDate(2026, 3, 1),
    place="Austin, TX",
    ori="TX2270000",
    report_number="26-0817",
)


def sheet(**changed) -> Sheet:
    return Sheet(**{**vars(WHOLE), **changed})


def lines(**changed):
    return {line.code: line for line in worksheet(sheet(**changed))}


class TestWorksheet:
    def test_is_ready_to_key(self):
        found = worksheet(WHOLE)
        assert ready(found)
        said = values(found)
        assert said["NAM"] == "NUNEZ-VANCE, MIA LUCIA"
        assert (said["DOB"], said["DLC"]) == ("20120504", "20260301")
        assert (said["HGT"], said["WGT"]) == ("507", "090")
        assert (said["MKE"], said["MNP"], said["MPC"]) == ("EMJ", "MP", "R")
        assert (said["RAC"], said["ETN"], said["SMT"]) == ("W", "H", "SC L EYE")
        assert "RACE ALSO I" in said["MIS"]
        assert "BLUE PAINT" in said["MIS"]

    @pytest.mark.parametrize(
        ("changed", "codes"),
        [
            ({"category": Category.FAMILY_ABDUCTION}, ("EMI", "CA", "N")),
            ({"category": Category.NONFAMILY_ABDUCTION, "amber": True}, ("EMI", "AA", "S")),
            ({"category": Category.YOUNG_ADULT}, ("EME", "MP", "F")),
            ({"category": Category.LOST_INJURED_MISSING}, ("EMJ", "MP", "")),
            ({"medication": True}, ("EME", "MP", "R")),
        ],
    )
    def test_takes_the_category_as_the_map_has_it(self, changed, codes):
        found = lines(**changed)
        assert tuple(found[name].value for name in ("MKE", "MNP", "MPC")) == codes

    @pytest.mark.parametrize(
        ("changed", "code"),
        [
            ({"born": PartialDate(2012)}, "DOB"),
            ({"height_cm": None}, "HGT"),
            ({"ori": "nonsense"}, "ORI"),
            ({"eyes": "BR0"}, "EYE"),
            ({"hair": "GRE"}, "HAI"),
            ({"sex": ""}, "SEX"),
            ({"races": ()}, "RAC"),
        ],
    )
    def test_says_what_lacks_and_is_not_ready(self, changed, code):
        found = worksheet(sheet(**changed))
        line = next(one for one in found if one.code == code)
        assert (line.value, line.mandatory) == ("", True)
        assert line.remark
        assert not ready(found)

    def test_writes_a_range_by_its_middle_and_tells_both_ends(self):
        found = lines(height_cm=Span(165, 175))
        assert found["HGT"].value == "507"
        assert "505" in str(found["HGT"].remark)
        assert "HGT 505 TO 509" in found["MIS"].value

    def test_warns_outside_of_what_is_taken(self):
        assert lines(height_cm=Span(90, 90))["HGT"].remark

    def test_cuts_a_long_name_and_says_it_whole(self):
        found = lines(given_names="Maximiliana Theodora", family_names="Featherstonehaugh")
        assert len(found["NAM"].value) <= 30
        assert "FEATHERSTONEHAUGH, MAXIMILIANA THEODORA" in found["MIS"].value

    def test_takes_ten_marks_and_leaves_the_rest_for_a_supplement(self):
        marks = tuple((each.english, each.code) for each in smt.codes()[:12])
        found = lines(marks=marks)["SMT"]
        assert len(found.value.split("; ")) == 10
        assert found.remark

    def test_shows_what_changed_since_the_last_entry(self):
        before = values(worksheet(WHOLE))
        found = worksheet(sheet(eyes="BRO", skin="MED"), before)
        assert {line.code for line in found if line.changed} == {"EYE", "SKN"}
        assert next(line for line in found if line.code == "EYE").before == "HAZ"
        assert not any(line.changed for line in worksheet(WHOLE, before))

    @given(st.text(max_size=60), st.text(max_size=60), st.floats(1, 250), st.floats(1, 300))
    def test_keys_nothing_that_ncic_does_not_take(self, given_names, family_names, cm, kg):
        found = lines(
            given_names=given_names,
            family_names=family_names,
            height_cm=Span(cm, cm),
            weight_kg=Span(kg, kg),
        )
        assert len(found["NAM"].value) <= 30
        assert found["NAM"].value.isascii()
        assert found["NAM"].value == found["NAM"].value.upper()
        assert len(found["MIS"].value) <= 500
        assert set(MANDATORY) <= set(found)


class TestReceipt:
    def test_proves_number_worksheet_and_the_day_of_verification(self):
        key = Ed25519PrivateKey.generate()
        at = datetime(2026, 3, 1, 12, tzinfo=UTC)
        word = receipt(
            "M123456789", {"EYE": "BRO"}, entered_at=at, due_on=date(2026, 3, 31),
            issuer="https://example.org", key=key,
        )  # fmt: skip
        said = verified(RECEIPT, word, key.public_key())
        assert (said["sub"], said["verifyBy"]) == ("M123456789", "2026-03-31")
        assert len(said["worksheetSha256"]) == 64


class TestCodesOfMarks:
    def test_are_all_there_once_and_fit(self):
        assert len(smt.codes()) == 939
        assert len({each.code for each in smt.codes()}) == 939
        assert max(len(each.code) for each in smt.codes()) <= smt.LONGEST
        assert {each.place for each in smt.codes()} == set(smt.PLACES)
        assert all(each.english and each.spanish for each in smt.codes())

    def test_have_the_counts_of_their_source(self):
        counts = Counter(each.kind for each in smt.codes())
        assert counts["tattoo"] == counts["scar"] == counts["removed_tattoo"] == 77
        assert counts["mole"] == counts["discoloration"] == 76
        assert counts["fracture"] == counts["healed_fracture"] == 64
        assert (counts["needle"], counts["missing"], counts["aid"]) == (51, 66, 57)
        assert len(counts) == 19

    @pytest.mark.parametrize(
        ("name", "count"),
        [
            *(("EYE", 10), ("HAI", 14), ("SKN", 13), ("RAC", 7), ("SEX", 3), ("ETN", 2)),
            *(("MNP", 4), ("MPC", 4), ("CMC", 18), ("JWT", 19), ("BLT", 13), ("BPS", 9)),
            *(("CDA", 5), ("CRC", 3), ("BXR", 3), ("DCH", 12), ("MNU", 18)),
        ],
    )
    def test_stand_beside_tables_with_the_counts_of_theirs(self, name, count):
        assert len(ncic.table(name)) == count

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            ("Small scar over the left eyebrow", "SC L EYE"),
            ("rose tattoo on right shoulder", "TAT R SHLD"),
            ("Cicatriz en la rodilla izquierda", "SC L KNEE"),
            ("pierced nose", "PRCD NOSE"),
            ("birthmark, left calf", "DISC LCALF"),
            ("wears glasses", "GLASSES"),
        ],
    )
    def test_are_found_by_the_words_of_a_description(self, words, code):
        assert code in [each.code for each in smt.find(words)[:3]]

    def test_never_take_left_for_right(self):
        assert not [each for each in smt.find("scar, left arm", limit=99) if each.side == "R"]

    @pytest.mark.parametrize("typed", ["SC  L EYE", "sc l eye"])
    def test_are_known_however_they_are_typed(self, typed):
        assert smt.smt(typed).code == "SC L EYE"
        assert smt.smt("SCAR LEFT EYE") is None
