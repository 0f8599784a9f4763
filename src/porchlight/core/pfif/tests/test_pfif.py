"""PFIF 1.4: what is written is PFIF, what is read is what was written."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from porchlight.core.errors import RuleBroken
from porchlight.core.pfif.grammar import faults
from porchlight.core.pfif.reading import read, refused
from porchlight.core.pfif.records import Note, Person, current, linked, merged, newer, placeholder
from porchlight.core.pfif.writing import Feed, atom, file, instant, plain

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NAMESPACE = "http://zesty.ca/pfif/1.4"

instants = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001 hypothesis adds the zone
    datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)  # fmt: skip
texts = st.text(max_size=30).map(lambda text: plain(text).replace("\r", " ").strip())
names = texts.filter(bool)
local = st.from_regex(r"[a-z0-9.:-]{1,12}", fullmatch=True)
emails = st.sampled_from(["", "desk@example.org"])
phones = st.sampled_from(["", "+1 (512) 555-0199"])


def notes_about(person: str) -> st.SearchStrategy[Note]:
    return st.builds(
        Note,
        note_record_id=local.map("example.org/n.".__add__),
        person_record_id=st.just(person),
        source_date=instants,
        author_name=names,
        text=texts,
        linked_person_record_id=st.sampled_from(["", "example.org/other"]),
        entry_date=st.none() | instants,
        author_email=emails,
        author_phone=phones,
        author_made_contact=st.sampled_from([None, True, False]),
        status=st.sampled_from(["", "believed_missing", "information_sought"]),
        email_of_found_person=emails,
        phone_of_found_person=phones,
        last_known_location=texts,
        photo_url=texts,
    )


@st.composite
def persons(draw):
    record = draw(local.map("example.org/".__add__))
    notes = draw(st.lists(notes_about(record), max_size=2, unique_by=lambda n: n.note_record_id))
    said = {
        each.name: draw(texts)
        for each in fields(Person)
        if each.name
        not in {"person_record_id", "source_date", "entry_date", "expiry_date", "notes"}
    }
    said |= {
        "full_name": draw(names),
        "author_email": draw(emails),
        "author_phone": draw(phones),
        "sex": draw(st.sampled_from(["", "female", "male", "other"])),
        "date_of_birth": draw(st.sampled_from(["", "2012", "2012-05", "2012-05-04"])),
        "age": draw(st.sampled_from(["", "13", "12-14"])),
        "home_country": draw(st.sampled_from(["", "US"])),
    }
    return Person(
        record,
        draw(instants),
        entry_date=draw(st.none() | instants),
        expiry_date=draw(st.none() | instants),
        notes=tuple(notes),
        **said,
    )


def written(*people: Person) -> bytes:
    return "".join(file(people)).encode()


def one(inside: str, space: str = NAMESPACE) -> bytes:
    return f'<p:pfif xmlns:p="{space}">{inside}</p:pfif>'.encode()


def person(inside: str = "", name: str = "Ana Ruiz", at: str = "2026-03-01T12:00:00Z") -> str:
    return (
        f"<p:person><p:person_record_id>example.org/1</p:person_record_id>"
        f"<p:source_date>{at}</p:source_date><p:full_name>{name}</p:full_name>{inside}</p:person>"
    )


class TestFile:
    @given(st.lists(persons(), max_size=3, unique_by=lambda each: each.person_record_id))
    @settings(max_examples=60, deadline=None)
    def test_is_pfif_and_comes_back_the_same(self, people):
        document = written(*people)
        assert faults(document) == ()
        if people:
            found = read(document)
            assert found.remarks == ()
            assert list(found.persons) == people
            assert written(*found.persons) == document

    def test_drops_what_xml_cannot_carry(self):
        document = written(Person("example.org/1", NOON, full_name="A\x00n\x1fa \ud800\U0001f600"))
        assert read(document).persons[0].full_name == "Ana"


class TestAtom:
    @given(persons())
    @settings(max_examples=20, deadline=None)
    def test_carries_the_same_record(self, one):
        feed = Feed("https://example.org/f", "Missing", "", NOON, "Example")
        assert read("".join(atom(feed, [one])).encode()).persons == (one,)


class TestGrammar:
    @pytest.mark.parametrize(
        "wrong",
        [
            person("<p:sex>unknown</p:sex>"),
            person(at="2026-03-01T12:00:00+00:00"),
            person("<p:home_country>USA</p:home_country>"),
            person("<p:date_of_birth>5/4/2012</p:date_of_birth>"),
            person("<p:age>12 years</p:age>"),
            person("<p:author_phone>512.555.0199</p:author_phone>"),
            person("<p:height>150</p:height>"),
            person("<p:sex>male</p:sex><p:sex>male</p:sex>"),
            person().replace("<p:full_name>Ana Ruiz</p:full_name>", ""),
            person().replace("example.org/1", "1"),
            person("<p:note/>"),
            "<p:note><p:note_record_id>a.org/1</p:note_record_id></p:note>",
        ],
    )
    def test_refuses(self, wrong):
        assert faults(one(wrong))

    def test_takes_fields_in_any_order(self):
        assert not faults(one(person("<p:sex>female</p:sex><p:age>12-14</p:age>")))


class TestRead:
    @pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4", "1.4/"])
    def test_takes_older_namespaces_and_a_slash_too_many(self, version):
        inside = "<p:first_name>Ana</p:first_name><p:other>Red coat</p:other>"
        found = read(one(person(inside), f"http://zesty.ca/pfif/{version}")).persons[0]
        assert (found.given_name, found.description) == ("Ana", "Red coat")

    def test_takes_notes_inside_and_outside(self):
        note = (
            "<p:note><p:note_record_id>example.org/n{n}</p:note_record_id>{about}"
            "<p:author_name>Desk</p:author_name><p:text>Seen</p:text>"
            "<p:source_date>2026-03-01T12:00:00Z</p:source_date></p:note>"
        )
        about = "<p:person_record_id>example.org/{}</p:person_record_id>"
        document = one(
            person(note.format(n=1, about="") + note.format(n=2, about=about.format(2)))
            + note.format(n=3, about=about.format(1))
            + note.format(n=4, about=about.format(9))
        )
        found = read(document)
        assert [each.note_record_id[-2:] for each in found.persons[0].notes] == ["n1", "n3"]
        assert [each.note_record_id[-2:] for each in found.notes] == ["n4"]
        assert [each.record_id[-2:] for each in refused(found)] == ["n2"]

    @pytest.mark.parametrize(
        ("inside", "name", "value"),
        [
            ("<p:age>14-12</p:age>", "age", "12-14"),
            ("<p:age>young</p:age>", "age", ""),
            ("<p:sex>unknown</p:sex>", "sex", ""),
            (
                "<p:entry_date>2026-03-01T12:00:00-06:00</p:entry_date>",
                "entry_date",
                NOON + timedelta(hours=6),
            ),
            ("<p:entry_date>2026-03-01T12:00:00</p:entry_date>", "entry_date", None),
            ("<p:expiry_date>tomorrow</p:expiry_date>", "expiry_date", None),
        ],
    )
    def test_tells_what_it_took_otherwise(self, inside, name, value):
        found = read(one(person(inside)))
        assert getattr(found.persons[0], name) == value
        assert [each.field for each in found.remarks] == [name]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            (person(name=""), "full_name"),
            (person(at="2026-03-01T12:00:00"), "source_date"),
            (person().replace("example.org/1", "1"), "record_id"),
            (person() * 2, "person_record_id"),
        ],
    )
    def test_leaves_out_what_is_no_record(self, wrong, field):
        assert [each.field for each in refused(read(one(wrong)))] == [field]

    def test_drops_control_characters_of_others(self):
        document = one(person()).replace(b"Ana Ruiz", b"A\x01na&#0;&#x1F; R&#x0B;uiz&#65;")
        assert read(document).persons[0].full_name == "Ana RuizA"

    def test_knows_a_placeholder_by_its_empty_name(self):
        gone = placeholder("example.org/1", expired_at=NOON, made_at=NOON)
        found = read(written(gone))
        assert found.persons == (gone,)
        assert found.persons[0].is_placeholder
        assert faults(written(gone)) == ()

    @pytest.mark.parametrize(
        "document",
        [
            b"",
            b"not xml",
            b"<pfif/>",
            b'<!DOCTYPE p [<!ENTITY e "x">]><p/>',
            one(person()).replace(b"</p:pfif>", b""),
        ],
    )
    def test_refuses_what_is_no_pfif(self, document):
        with pytest.raises(RuleBroken):
            read(document)


class TestNewer:
    @given(persons(), st.integers(-5, 5))
    @settings(max_examples=30, deadline=None)
    def test_is_the_one_with_the_newest_source_date(self, ours, days):
        theirs = replace(ours, source_date=ours.source_date + timedelta(days=days), age="9")
        assert newer(ours, theirs) is (theirs if days > 0 else ours)
        assert newer(None, ours) is ours


class TestMerged:
    def test_takes_the_notes_of_both_once(self):
        note = Note("example.org/n", "example.org/1", NOON, "Desk", "Seen")
        ours = Person("example.org/1", NOON, "Ana", notes=(note,))
        theirs = replace(ours, notes=(note, replace(note, note_record_id="example.org/m")))
        assert len(merged(ours, theirs).notes) == 2

    def test_ends_with_the_record(self):
        ours = Person(
            "example.org/1",
            NOON,
            "Ana",
            notes=(Note("example.org/n", "example.org/1", NOON, "Desk", "Seen"),),
        )
        later = NOON + timedelta(days=1)
        assert (
            merged(ours, placeholder("example.org/1", expired_at=NOON, made_at=later)).notes == ()
        )


class TestCurrent:
    def test_is_what_the_latest_note_says_that_says_anything(self):
        first = Note("a.org/1", "a.org/p", NOON, "A", "", status="believed_missing")
        second = replace(first, source_date=NOON + timedelta(days=1), status="")
        assert current([second, first], lambda note: note.status) == "believed_missing"
        assert current([], lambda note: note.status) == ""


class TestLinked:
    def test_holds_on_and_survives_a_circle(self):
        def link(one, other):
            return Note(f"a.org/{one}", one, NOON, "A", "same", linked_person_record_id=other)

        groups = linked("pqrs", [link("p", "q"), link("q", "r"), link("r", "p")])
        assert groups == (frozenset("pqr"),)


class TestInstant:
    def test_wants_to_know_the_zone(self):
        with pytest.raises(ValueError, match="2026"):
            instant(NOON.replace(tzinfo=None))
