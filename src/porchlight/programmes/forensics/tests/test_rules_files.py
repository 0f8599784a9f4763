"""Custody, ANSI/NIST files, NamUs and NCIC exports: exact bytes, and what must be refused."""

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.dates import PartialDate
from porchlight.core.errors import Problem, RuleBroken
from porchlight.core.measures import Span
from porchlight.programmes.forensics.rules.custody import (
    START,
    Act,
    Link,
    check_link,
    exceptions,
    first_broken,
    next_hash,
)
from porchlight.programmes.forensics.rules.itl import read_itl, write_itl
from porchlight.programmes.forensics.rules.namus import found_date, read_file
from porchlight.programmes.forensics.rules.profiles import (
    format_profile,
    parse_profile,
    read_profile,
)
from porchlight.programmes.forensics.rules.remains import Condition, Remains, pmi_span

TODAY = date(2026, 6, 1)
NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
ONE = {
    "action": "collected",
    "at": "2026-01-05T10:15:00Z",
    "by": "A. Adams",
    "item": "E-0001",
    "seq": 1,
    "to": "A. Adams",
}
TWO = {**ONE, "action": "transferred", "at": "2026-01-06T09:00:00Z", "seq": 2, "to": "Lab intake"}
HASHES = (
    "0019ea03f4ce42b89a910323e1b744156bc58a8c304498bf7bbc4ca6dbad3453",
    "f1decbcb4c020af1b583ab074954ef84038c693cecfa69923511843ac582b39d",
)


class TestCustody:
    def test_has_the_published_hashes(self):
        first = next_hash(START, ONE)
        assert (first, next_hash(first, TWO)) == HASHES

    def test_shows_the_first_link_that_was_changed(self):
        chain = list(zip(HASHES, (ONE, TWO), strict=True))
        assert first_broken(chain) is None
        assert first_broken([chain[0], (HASHES[1], {**TWO, "to": "Somebody"})]) == 1

    def test_begins_with_the_collection_and_runs_forward(self):
        taken = Link(1, NOON, Act.COLLECTED, "a", "a")
        with pytest.raises(RuleBroken):
            check_link([], Link(1, NOON, Act.SHIPPED, "a", "b"))
        with pytest.raises(RuleBroken):
            check_link([taken], Link(2, NOON - timedelta(1), Act.SHIPPED, "a", "b"))
        check_link([taken], Link(2, NOON, Act.SHIPPED, "a", "b"))

    def test_lets_nothing_be_used_up_without_approval(self):
        taken = Link(1, NOON, Act.COLLECTED, "a", "a")
        with pytest.raises(RuleBroken):
            check_link([taken], Link(2, NOON, Act.CONSUMED, "a", "a"))
        gone = Link(2, NOON, Act.CONSUMED, "a", "a", approval="Dr. B, 5 January")
        check_link([taken], gone)
        with pytest.raises(RuleBroken):
            check_link([taken, gone], Link(3, NOON, Act.STORED, "a", "a"))

    def test_shows_gaps_and_seals_that_do_not_fit(self):
        chain = [
            Link(1, NOON, Act.COLLECTED, "a", "a", seal_after="S1"),
            Link(2, NOON, Act.RECEIVED, "b", "c", seal_before="S2"),
        ]
        assert len(exceptions(chain)) == 2


PRINTED = write_itl(
    [
        (
            1,
            {
                2: "0502",
                4: "FAUF",
                5: "20260131",
                7: "DEMODAI01",
                8: "DEMOORI01",
                9: "TCN-0001",
                11: "00.00",
                12: "00.00",
            },
        ),
        (2, {2: "00", 3: "NCMC0000001"}),
    ]
)


class TestItl:
    def test_writes_the_published_bytes(self):
        assert len(PRINTED) == 169
        assert sha256(PRINTED).hexdigest() == (
            "076c139c1b95c1e198c5c2b8a5903f90b8385cfe65acd79d77a12e187d9ad1f8"
        )
        assert read_itl(PRINTED).records[1].fields[3] == "NCMC0000001"

    def test_cuts_an_image_by_length_whatever_it_holds(self):
        picture = bytes(range(256)) * 4
        head = b"14.002:01\x1d14.999:" + picture
        whole = len(head) + len("14.001:1060") + 2
        record = f"14.001:{whole}".encode() + b"\x1d" + head + b"\x1c"
        assert len(record) == whole
        header = write_itl([(1, {2: "0502"}), (14, {2: "01"})])
        data = header[: header.index(b"14.001")] + record
        assert read_itl(data).records[1].image_bytes == len(picture)

    @pytest.mark.parametrize(
        "broken",
        [
            b"",
            b"hello",
            PRINTED[:-3],
            PRINTED + b"x",
            PRINTED.replace(b"1.003:1\x1f1", b"1.003:1\x1f2"),
            PRINTED.replace(b"1.001:133", b"1.001:134"),
            PRINTED.replace(b"2.001:36", b"2.001:99"),
        ],
    )
    def test_refuses_what_does_not_fit(self, broken):
        with pytest.raises(RuleBroken):
            read_itl(broken)

    @given(st.binary(max_size=300))
    def test_answers_any_bytes_with_a_sentence(self, data):
        with pytest.raises(RuleBroken):
            read_itl(data)
        with pytest.raises(RuleBroken):
            read_itl(PRINTED[:100] + data)


CSV = (
    "Case,ME/C Case,Date Found,Age From,Age To,City,County,State,Sex,Race / Ethnicity,"
    "Date Modified\r\n"
    "UP0123,06-1,6/8/69,14 Years,18 Years,Reno,Washoe,Nevada,Female,"
    '"White / Caucasian, Asian",1/2/20\r\n'
    "UP124,,13/45/2012,< 1 Year,,,,NV,Unsure,Uncertain,\r\n"
)
RECORD = {
    "idFormatted": "UP900001",
    "caseIdentification": {"caseNumber": "ME-7"},
    "subjectDescription": {
        "ethnicities": [{"name": "Hispanic / Latino"}],
        "estimatedAgeFrom": 12,
        "estimatedAgeTo": 16,
        "heightFrom": 60,
        "estimatedPostmortemInterval": 2,
        "estimatedPostmortemIntervalUnit": {"name": "Weeks"},
        "possibleFirstName": "Test",
    },
    "circumstances": {
        "dateFound": "2012-06-08T00:00:00",
        "status": {"name": "Unidentified Deceased"},
        "publicGeolocation": {"coordinates": {"lat": 39.5, "lon": -119.8}},
        "address": {"state": {"name": "Nevada"}, "county": {"name": "Washoe"}},
    },
    "detailsOfRecovery": {"conditionOfRemains": {"name": "Not recognizable - Mummified"}},
    "physicalDescription": {"hairColor": {"name": "Blond/Strawberry"}, "leftEyeColor": None},
    "physicalFeatureDescriptions": [
        {"physicalFeature": {"name": "Scar/mark"}, "description": "left thigh"}
    ],
}
NCIC = (
    "MKE/EUD\nNIC/U123456789\nSEX/F\nDBF/20150610\nEYB/1998-2002\nHGT/502507\nHAI/BRO\nDCH/03MO\n"
)


class TestReadFile:
    @pytest.mark.parametrize(
        "encode", [str.encode, lambda t: t.encode("utf-8-sig"), lambda t: t.encode("cp1252")]
    )
    def test_reads_csv_in_each_encoding_met(self, encode):
        one, two = read_file(encode(CSV), TODAY)
        assert (one.number, one.coroner_case, str(one.facts.found_on)) == (
            "UP123",
            "06-1",
            "1969-06-08",
        )
        assert one.facts.ancestry == ("W", "A")
        assert (one.facts.state, one.facts.county) == ("NV", "32031")
        assert one.facts.age_years == Span(14, 18)
        assert (two.facts.age_years, two.facts.sex, two.facts.state) == (Span(0, 1), "U", "NV")
        assert len(two.problems) == 1

    def test_reads_json_where_absent_null_and_empty_say_nothing(self):
        (one,) = read_file(json.dumps(RECORD).encode(), TODAY)
        facts = one.facts
        assert (facts.sex, facts.eyes, facts.hair) == ("U", "", "BLN")
        assert facts.height_cm == Span(152.4, 152.4)
        assert facts.pmi_days == Span(14, 14)
        assert facts.condition is Condition.MUMMIFIED
        assert facts.marks == ("Scar/mark: left thigh",)
        assert one.names == "Test"
        several = read_file(json.dumps({"count": 1, "results": [RECORD]}).encode(), TODAY)
        assert several == [one]
        (bare,) = read_file(b'[{"idFormatted": "UP1", "subjectDescription": null}]', TODAY)
        assert bare.facts == Remains()

    def test_reads_ncic_heights_as_feet_and_inches(self):
        (one,) = read_file(NCIC.encode(), TODAY)
        assert one.facts.height_cm == Span(62 * 2.54, 67 * 2.54)
        assert one.facts.age_years == Span(12, 17)
        assert (one.number, one.dental) == ("U123456789", "03MO")

    @pytest.mark.parametrize(
        "data",
        [
            b"a,b\n1,2\n",
            b"{broken",
            b"[1, 2]",
            b"MKE/EMJ\nNIC/M123456789",
            b"MKE/EUD\nhello",
        ],
    )
    def test_refuses_other_files_with_a_sentence(self, data):
        with pytest.raises(RuleBroken):
            read_file(data, TODAY)

    @given(st.binary(max_size=200))
    def test_answers_any_bytes_with_records_or_a_sentence(self, data):
        try:
            assert isinstance(read_file(data, TODAY), list)
        except Problem as problem:
            assert str(problem)

    def test_refuses_a_record_alone_when_the_others_can_be_read(self):
        data = CSV + CSV.splitlines()[1] + "\r\nnobody,,1/1/2012,,,,,,,,\r\n"
        records = read_file(data.encode(), TODAY)
        assert [one.number for one in records] == ["UP123", "UP124", "", ""]
        assert [one.place for one in records] == [1, 2, 3, 4]
        assert [len(one.problems) for one in records[2:]] == [1, 1]

    def test_never_finds_somebody_in_the_future(self):
        assert str(found_date("1/1/27", TODAY)) == "1927-01-01"
        with pytest.raises(RuleBroken):
            found_date("2027-01-01", TODAY)


class TestRemains:
    def test_open_their_window_for_bones(self):
        found = PartialDate.of("1995-06-06")
        bones = Remains(found_on=found, condition=Condition.SKELETON, pmi_days=Span(30, 365))
        assert bones.death_window() == (None, date(1995, 5, 7))
        assert Remains().death_window() is None

    def test_take_weeks_and_years_for_what_they_are(self):
        assert pmi_span(2, None, "weeks").hi == 14
        assert pmi_span(2, None, "Years").hi == 730.5
        with pytest.raises(RuleBroken):
            pmi_span(2, None, "moons")


class TestProfiles:
    def test_read_what_laboratories_write(self):
        text = "TH01: 6, 9.3\nVWA 17\nPENTA_E\t11\t13\nAMEL X Y\nDYS391 10\nFGA ? ?\nD21S11 30.2/31"
        profile = parse_profile(text)
        assert profile.loci["vWA"] == ("17", "17")
        assert profile.single == {"vWA"}
        assert profile.sex == "M"
        assert profile.left_out == ("DYS391", "FGA")
        assert parse_profile(format_profile(profile)).loci == profile.loci

    @pytest.mark.parametrize(
        "rows",
        [
            [("TH01", "6", "7", "9")],
            [("TH01", "6", "x")],
            [("TH01", "6", "7"), ("TH01", "6", "8")],
            [("TH01", "0", "7")],
        ],
    )
    def test_refuse_mixtures_and_nonsense(self, rows):
        with pytest.raises(RuleBroken):
            read_profile(rows)

    def test_accept_a_locus_twice_when_it_says_the_same(self):
        assert read_profile([("TH01", "6", "7"), ("THO1", "7", "6")]).loci == {"TH01": ("6", "7")}
