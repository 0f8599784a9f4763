"""Files of other registries, with every trap that was found in them."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span
from porchlight.programmes.cases.rules.exchange import words
from porchlight.programmes.cases.rules.exchange.incoming import Shape
from porchlight.programmes.cases.rules.exchange.others import READERS, read
from porchlight.programmes.cases.rules.vocabulary import Category

TODAY = date(2026, 3, 1)
OLD = (
    "Case Number,DLC,Last Name,First Name,Missing Age,City,County,State,Sex,Race / Ethnicity,"
    "Date Modified"
)
NEW = OLD.replace("Last Name", "Legal Last Name").replace("First Name", "Legal First Name")
NEW = NEW.replace(",Sex", ",Biological Sex")
ROW = (
    "MP0012,5/4/2024,Ruiz,Ana,15 - 17 Years,Austin,Travis,TX,Female,"
    '"White / Caucasian, Hispanic / Latino",6/1/2025'
)


def csv(*rows: str, header: str = OLD) -> bytes:
    return "\r\n".join((header, *rows, "")).encode()


def namus(*rows: str, header: str = OLD):
    return read(Shape.NAMUS_CSV, csv(*rows, header=header), TODAY)


def record(**changed):
    whole = {
        "id": 41,
        "idFormatted": "MP41",
        "modifiedDateTime": "2025-11-03T08:15:00.123",
        "subjectIdentification": {
            "firstName": "Ana", "lastName": "Ruiz", "missingMinAge": 14, "missingMaxAge": 15,
        },
        "subjectDescription": {"sex": {"id": 2, "name": "Female"}, "heightFrom": 60},
        "sighting": {"date": "2024-05-04", "address": {"city": "Austin", "state": "Texas"}},
    }  # fmt: skip
    return whole | changed


def namus_json(*rows):
    return read(Shape.NAMUS_JSON, json.dumps(list(rows)).encode(), TODAY)


def person(**changed):
    return {
        "caseNumber": "1234567",
        "orgPrefix": "NCMC",
        "seqNumber": 1,
        "firstName": "Ana",
        "lastName": "Ruiz",
        "missingDate": "May 4, 2024 12:00:00 AM",
        "missingCity": "AUSTIN",
        "missingState": "TX",
        "missingCountry": "US",
        "age": 15,
        "caseType": "familyAbduct",
        "race": "whitehisp",
        "hairColor": "ltbrown",
        **changed,
    }


def ncmec(*people, **envelope):
    whole = {"status": "success", "persons": list(people), **envelope}
    return read(Shape.NCMEC_JSON, json.dumps(whole).encode(), TODAY)


def rss(title: str, description: str = "Missing: 05/04/2024. Missing From AUSTIN, TX."):
    item = (
        f"<item><title>{title}</title><description>{description}</description>"
        "<link>https://example.org/x?orgPrefix=NCMC&amp;caseNum=1234567&amp;seqNum=2</link>"
        "<pubDate>Mon, 06 May 2024 08:00:00 GMT</pubDate></item>"
    )
    document = f"<rss><channel>{item}</channel></rss>".encode()
    return read(Shape.NCMEC_RSS, document, TODAY)


def one(batch):
    assert [each for each in batch.troubles if each.refused] == []
    return batch.incoming[0]


def why(batch):
    assert batch.incoming == ()
    return [each.field for each in batch.troubles if each.refused]


class TestNamusTable:
    @pytest.mark.parametrize("header", [OLD, NEW])
    def test_reads_a_row_however_the_header_is_named(self, header):
        found = one(namus(ROW, header=header))
        assert found.record == "namus:MP12"
        assert found.child.name == "Ana Ruiz"
        assert (found.child.races, found.child.ethnicity) == (("W",), "H")
        assert found.child.age_years == Span(15, 17)
        assert found.place.label == "Austin, TX"
        assert str(found.missing_on) == "2024-05-04"

    @pytest.mark.parametrize(
        "encoded",
        [
            csv(ROW.replace("Ana", "Núria")).decode().encode("utf-8-sig"),
            csv(ROW.replace("Ana", "Núria")),
            csv(ROW.replace("Ana", "Núria")).decode().encode("cp1252"),
        ],
    )
    def test_reads_every_encoding(self, encoded):
        assert one(read(Shape.NAMUS_CSV, encoded, TODAY)).child.given_names == "Núria"

    @pytest.mark.parametrize(
        ("written", "year"),
        [("2/9/69", 1969), ("2/9/24", 2024), ("3/1/26", 2026), ("3/2/26", 1926)],
    )
    def test_takes_two_figures_for_the_last_past_year(self, written, year):
        assert one(namus(ROW.replace("5/4/2024", written))).missing_on.year == year

    def test_refuses_a_day_to_come_and_no_day(self):
        assert why(namus(ROW.replace("5/4/2024", "5/4/2027"))) == ["missing_on"]
        assert why(namus(ROW.replace("5/4/2024", "soon"))) == ["missing_on"]

    @pytest.mark.parametrize(
        ("written", "span"),
        [("< 1 Year", Span(0, 0)), ("1 Year", Span(1, 1)), ("17 Years", Span(17, 17)), ("", None)],
    )
    def test_reads_ages(self, written, span):
        assert one(namus(ROW.replace("15 - 17 Years", written))).child.age_years == span

    @pytest.mark.parametrize("written", ["TX", "Texas", "texas"])
    def test_knows_states_by_code_and_name(self, written):
        assert one(namus(ROW.replace(",TX,", f",{written},"))).place.state == "TX"

    @pytest.mark.parametrize("written", ["MP12", "12", "0012", " mp0012 "])
    def test_knows_a_record_whatever_zeros_stand_before_it(self, written):
        assert one(namus(ROW.replace("MP0012", written))).record == "namus:MP12"

    def test_refuses_a_record_that_is_there_twice(self):
        batch = namus(ROW, ROW.replace("MP0012", "12"))
        assert [(each.row, each.refused) for each in batch.troubles] == [(2, True)]
        assert len(batch.incoming) == 1

    def test_refuses_adults_and_tells_young_adults(self):
        assert why(namus(ROW.replace("15 - 17", "34"))) == ["age"]
        assert one(namus(ROW.replace("15 - 17", "19"))).category is Category.YOUNG_ADULT

    def test_tells_words_without_a_code(self):
        batch = namus(ROW.replace("Hispanic / Latino", "Martian & Venusian"))
        assert [(each.field, each.refused) for each in batch.troubles] == [("race", False)]

    @pytest.mark.parametrize(
        "header",
        [
            "Case,ME/C Case,Date Found,Age From,Age To,City,County,State,Sex,Race / Ethnicity",
            "Name,Age",
            "",
        ],
    )
    def test_refuses_other_tables(self, header):
        with pytest.raises(RuleBroken):
            namus(header=header)

    def test_tells_a_broken_row_and_goes_on(self):
        batch = namus("MP1,5/4/2024", ROW, "", ROW.replace("MP0012", "seven"))
        assert [each.row for each in batch.troubles if each.refused] == [1, 4]
        assert len(batch.incoming) == 1


class TestNamusRecords:
    def test_reads_a_whole_record(self):
        found = one(namus_json(record()))
        assert found.child.height_cm == Span(152.4, 152.4)
        assert found.changed_at.isoformat() == "2025-11-03T08:15:00.123000+00:00"
        assert found.child.age_years == Span(14, 15)
        assert (found.place.state, found.place.city) == ("TX", "Austin")

    def test_tells_absent_from_null_and_from_an_empty_list(self):
        absent = one(namus_json(record())).child
        null = one(namus_json(record(physicalFeatureDescriptions=None))).child
        empty = one(namus_json(record(physicalFeatureDescriptions=[]))).child
        assert "marks" not in absent.unknown
        assert "marks" not in null.unknown
        assert "marks" in empty.unknown

    @pytest.mark.parametrize("written", ["2025-11-03T08:15:00", "2025-11-03T08:15:00.123"])
    def test_reads_instants_without_a_zone(self, written):
        assert one(namus_json(record(modifiedDateTime=written))).changed_at.hour == 8

    def test_knows_a_looked_up_value_by_id_and_by_name(self):
        first = record(physicalDescription={"hairColor": {"id": 7, "name": "Sandy"}})
        second = record(id=42, idFormatted="MP42", physicalDescription={"hairColor": {"id": 7}})
        third = record(id=43, idFormatted="MP43", physicalDescription={"hairColor": "Sandy"})
        assert [each.child.hair for each in namus_json(first, second, third).incoming] == [
            "SDY"
        ] * 3

    def test_tells_words_in_ncmecs_number(self):
        batch = namus_json(record(caseIdentification={"ncmecNumber": "Companion to 1234567"}))
        assert [each.field for each in batch.troubles] == ["ncmecNumber"]
        assert "1234567" in one(batch).note

    def test_reads_a_missing_eye_as_a_mark(self):
        eyes = {"leftEyeColor": {"name": "Missing Eye"}, "rightEyeColor": {"name": "Blue"}}
        child = one(namus_json(record(physicalDescription=eyes))).child
        assert child.eyes == "BLU"
        assert [mark.code for mark in child.marks] == ["MISS L EYE"]

    def test_reads_two_colors_as_several(self):
        eyes = {"leftEyeColor": {"name": "Brown"}, "rightEyeColor": {"name": "Blue"}}
        assert one(namus_json(record(physicalDescription=eyes))).child.eyes == "MUL"

    def test_does_not_need_a_sex(self):
        assert one(namus_json(record(subjectDescription={}))).child.sex == ""

    def test_refuses_unidentified_persons(self):
        found = record(idFormatted="UP9", subjectDescription={"possibleFirstName": "Ana"})
        assert why(namus_json(found)) == ["number"]
        assert why(namus_json(record(subjectDescription={"estimatedAgeFrom": 12}))) == ["record"]

    def test_reads_search_answers_in_which_races_are_words(self):
        flat = {
            "namus2Number": 41, "firstName": "Ana", "lastName": "Ruiz", "gender": "Female",
            "dateOfLastContact": "2024-05-04", "computedMissingMinAge": 15,
            "cityOfLastContact": "Austin", "stateOfLastContact": "TX",
            "ethnicities": "White / Caucasian", "heightFrom": 60, "heightTo": 62,
        }  # fmt: skip
        document = json.dumps({"count": 1, "results": [flat]}).encode()
        found = one(read(Shape.NAMUS_JSON, document, TODAY))
        assert (found.record, found.child.races) == ("namus:MP41", ("W",))
        assert found.child.height_cm == Span(152.4, 157.5)

    def test_knows_what_is_resolved(self):
        assert one(namus_json(record(caseIsResolved=True))).ended


class TestNcmecPosters:
    def test_reads_a_child(self):
        found = one(ncmec(person()))
        assert (found.record, found.group) == ("NCMC:1234567/1", "NCMC:1234567")
        assert str(found.missing_on) == "2024-05-04"
        assert found.category is Category.FAMILY_ABDUCTION
        assert (found.child.hair, found.child.ethnicity) == ("BRO", "H")
        assert found.place.label == "Austin, TX"

    def test_puts_children_of_one_number_into_one_case(self):
        batch = ncmec(person(), person(seqNumber=2, firstName="Teo"))
        assert {each.group for each in batch.incoming} == {"NCMC:1234567"}
        assert len({each.record for each in batch.incoming}) == 2

    @pytest.mark.parametrize(
        ("said", "span"),
        [
            ({"age": -1, "approxAge": "15-20"}, Span(15, 20)),
            ({"age": -1, "approxAge": "8 months"}, Span(0, 0)),
            ({"age": 8, "inMonth": True}, Span(0, 0)),
            ({"age": 20, "inMonth": True}, Span(1, 1)),
            ({"age": -1, "approxAge": ""}, None),
        ],
    )
    def test_reads_ages_of_every_kind(self, said, span):
        assert one(ncmec(person(**said))).child.age_years == span

    @pytest.mark.parametrize(
        ("said", "cm", "kg"),
        [
            (
                {"height": 60, "heightInInch": True, "weight": 100, "weightInPound": True},
                152.4,
                45.4,
            ),
            ({"height": 152, "heightInInch": False, "weight": 45, "weightInPound": False}, 152, 45),
        ],
    )
    def test_heeds_the_flag_of_the_unit(self, said, cm, kg):
        child = one(ncmec(person(**said))).child
        assert (child.height_cm.lo, child.weight_kg.lo) == (cm, kg)

    @pytest.mark.parametrize("nothing", [-1, "", None, "-1"])
    def test_takes_less_than_nothing_for_unknown(self, nothing):
        assert one(ncmec(person(height=nothing, maxHeight=nothing))).child.height_cm is None

    def test_turns_entities_and_tags_into_text(self):
        told = one(ncmec(person(circumstance="She&#39;s tall.<br/>Red &amp;amp; blue coat")))
        assert told.circumstances == "She's tall.\nRed & blue coat"

    def test_keeps_the_agency_with_its_telephone(self):
        contact = "Austin Police Department (Texas) 1-512-555-0100"
        assert one(ncmec(person(altContact=contact))).note == contact

    def test_tells_pages_that_are_missing(self):
        batch = ncmec(person(), totalPages=3, thisPage=2)
        assert [(each.row, each.field) for each in batch.troubles] == [(0, "thisPage")]
        assert "1, 3" in str(batch.troubles[0].sentence)

    def test_reads_details(self):
        bean = person(birthDate="May 4, 2010 12:00:00 AM", age=-1)
        document = json.dumps({"status": "success", "childBean": bean}).encode()
        assert str(one(read(Shape.NCMEC_JSON, document, TODAY)).child.born) == "2010-05-04"

    def test_leaves_out_the_unidentified_and_adults_beside(self):
        assert why(ncmec(person(orgPrefix="NCMU"))) == ["orgName"]
        assert why(ncmec(person(orgName="NCMEC-Unidentified"))) == ["orgName"]
        assert why(ncmec(person(isChild=False))) == ["isChild"]

    def test_knows_young_adults_by_their_organisation(self):
        assert one(ncmec(person(orgName="5779A-x", age=19))).category is Category.YOUNG_ADULT

    def test_says_when_the_site_answered_with_an_error(self):
        with pytest.raises(RuleBroken, match="session"):
            ncmec(status="error", msg="no session")


class TestNcmecRss:
    @pytest.mark.parametrize(
        ("title", "name", "state"),
        [
            ("Missing: Ana Ruiz (TX)", "Ana Ruiz", "TX"),
            ("Missing: Ana (Bea) Ruiz (TX)", "Ana (Bea) Ruiz", "TX"),
            ("Endangered Runaway: Ana: Ruiz (TX)", "Ana: Ruiz", "TX"),
            ("Missing: Ana Ruiz", "Ana Ruiz", ""),
        ],
    )
    def test_reads_titles_with_whatever_is_in_the_name(self, title, name, state):
        found = one(rss(title))
        assert found.child.name == name
        assert (found.place.state if found.place else "") == state

    def test_reads_the_number_the_days_and_the_agency(self):
        found = one(
            rss(
                "Endangered Runaway: Ana Ruiz (TX)",
                "Ana Ruiz, Age Now: 16, Missing: 05/04/2024. Missing From AUSTIN, TX. "
                "ANYONE HAVING INFORMATION SHOULD CONTACT: Austin Police (Texas) 1-512-555-0100.",
            )
        )
        assert found.record == "NCMC:1234567/2"
        assert found.category is Category.ENDANGERED_RUNAWAY
        assert str(found.missing_on) == "2024-05-04"
        assert found.place.label == "Austin, TX"
        assert found.note == "Austin Police (Texas) 1-512-555-0100"
        assert found.changed_at.year == 2024


class TestPfif:
    def test_reads_a_person_with_place_and_status_of_the_notes(self):
        document = (
            b'<p:pfif xmlns:p="http://zesty.ca/pfif/1.4/"><p:person>'
            b"<p:person_record_id>example.org/1</p:person_record_id>"
            b"<p:source_date>2026-02-01T12:00:00Z</p:source_date>"
            b"<p:full_name>Ana Ruiz\nAnita</p:full_name><p:sex>female</p:sex><p:age>17-15</p:age>"
            b"<p:note><p:note_record_id>example.org/n</p:note_record_id><p:author_name>D</p:author_name>"
            b"<p:source_date>2026-01-05T12:00:00Z</p:source_date><p:text>Left home</p:text>"
            b"<p:status>believed_missing</p:status>"
            b"<p:last_known_location>30.2,-97.7 Congress Ave, Austin, TX</p:last_known_location>"
            b"</p:note></p:person></p:pfif>"
        )
        batch = read(Shape.PFIF, document, TODAY)
        found = one(batch)
        assert found.child.name == "Ana Ruiz"
        assert found.child.aliases == ("Anita",)
        assert found.child.age_years == Span(15, 17)
        assert found.place.label == "Austin, TX"
        assert str(found.missing_on) == "2026-01-05"
        assert [each.field for each in batch.troubles] == ["age"]


class TestEveryReader:
    @pytest.mark.parametrize("shape", list(Shape))
    @given(document=st.binary(max_size=80) | st.text(max_size=60).map(str.encode))
    def test_refuses_with_a_sentence_or_reads(self, shape, document):
        try:
            READERS[shape](document, TODAY)
        except RuleBroken as refused:
            assert str(refused)

    @pytest.mark.parametrize("shape", [Shape.NAMUS_JSON, Shape.NCMEC_JSON])
    @given(
        value=st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=8),
            lambda inner: (
                st.lists(inner, max_size=3)
                | st.dictionaries(
                    st.sampled_from(
                        [*record(), *person(), "persons", "results", "childBean", "name"]
                    ),
                    inner,
                    max_size=6,
                )
            ),
            max_leaves=12,
        )
    )
    def test_survives_any_values_in_any_place(self, shape, value):
        try:
            READERS[shape](json.dumps(value).encode(), TODAY)
        except RuleBroken as refused:
            assert str(refused)

    @given(st.text(max_size=60))
    def test_cleans_text_to_what_can_be_kept(self, text):
        assert "\x00" not in words.plain(text)
        words.plain(text).encode()
