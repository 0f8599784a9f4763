"""PFIF of other registries as records for cases, and every shape by its name."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.core.pfif.reading import read as read_pfif
from porchlight.core.pfif.records import Note, Person, Status, current
from porchlight.core.text import say
from porchlight.programmes.cases.rules.exchange import namus, ncmec, words
from porchlight.programmes.cases.rules.exchange.incoming import (
    Batch,
    Incoming,
    Reading,
    Shape,
    sentences,
    with_category,
)
from porchlight.programmes.cases.rules.intake import ChildIntake

SEXES = {"female": "F", "male": "M"}


def read(shape: Shape, document: bytes, today: date) -> Batch:
    """
    Return the records of a file of the given shape.

    :raises RuleBroken: when it has another shape, or none
    """
    return READERS[shape](document, today)


def _pfif(document: bytes, today: date) -> Batch:
    found = read_pfif(document)
    reading = Reading(today)
    rows = {person.person_record_id: row for row, person in enumerate(found.persons, 1)}
    for remark in found.remarks:
        told = reading.refuse if remark.refused else reading.note
        told(rows.get(remark.record_id, 0), remark.record_id, remark.field, remark.sentence)
    for person in found.persons:
        _person(reading, rows[person.person_record_id], person)
    return reading.batch()


def _person(reading: Reading, row: int, person: Person) -> None:
    status = current(person.notes, lambda note: note.status)
    if status in (Status.BELIEVED_ALIVE, Status.IS_NOTE_AUTHOR, Status.BELIEVED_DEAD):
        reading.note(
            row,
            person.person_record_id,
            "status",
            say("The latest note says {status}: look at it.", status=status),
        )
    where = current(person.notes, lambda note: note.last_known_location)
    lines = [name.strip() for name in person.full_name.split("\n") if name.strip()]
    given, family = _parts(person, lines[0] if lines else "")
    child = ChildIntake(
        given_names=words.plain(given)[:120],
        family_names=words.plain(family)[:120],
        aliases=_aliases(person, lines[1:]),
        born=PartialDate.of(person.date_of_birth) if _dated(person.date_of_birth) else None,
        age_years=_age(person.age),
        sex=SEXES.get(person.sex, ""),
    )
    over = person.expiry_date is not None and person.expiry_date.date() <= reading.today
    reading.keep(
        with_category(
            Incoming(
                row,
                person.person_record_id,
                person.person_record_id,
                f"pfif:{person.home}"[:40],
                child,
                words.plain(sentences((person.description, *_told(person.notes))))
                or f"PFIF {person.person_record_id}.",
                PartialDate.of(_since(person)),
                words.place(*_city_and_state(where)),
                changed_at=person.source_date,
                ended=over or person.is_placeholder,
                note=sentences((person.source_name, person.source_url)),
            )
        )
    )


def _since(person: Person) -> date:
    """The day of the earliest statement that somebody is missed: PFIF has no field for it."""
    dated = [note.source_date for note in person.notes if note.status == Status.BELIEVED_MISSING]
    return min([*dated, person.source_date]).date()


def _parts(person: Person, name: str) -> tuple[str, str]:
    if person.given_name or person.family_name:
        return person.given_name, person.family_name
    given, _, family = name.rpartition(" ")
    return (given, family) if given else (name, "")


def _aliases(person: Person, more: list[str]) -> tuple[str, ...]:
    named = [*more, *person.alternate_names.split("\n")]
    return tuple(dict.fromkeys(words.plain(name)[:120] for name in named if name.strip()))[:20]


def _told(notes: tuple[Note, ...]) -> list[str]:
    return [note.text for note in sorted(notes, key=lambda note: note.source_date)]


def _dated(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text) and PartialDate.of(text))
    except ValueError:
        return False


def _age(text: str) -> Span | None:
    return words.ages(text.replace("-", " - ")) if text else None


def _city_and_state(where: str) -> tuple[str, str, str]:
    """The last two parts of a place in free text, behind coordinates if there are any."""
    parts = [part.strip() for part in re.sub(r"^-?[\d.]+,\s*-?[\d.]+", "", where).split(",")]
    named = [part for part in parts if part]
    return (named[-2], "", named[-1]) if len(named) > 1 else ("", "", "")


READERS: Mapping[Shape, Callable[[bytes, date], Batch]] = {
    Shape.NAMUS_CSV: namus.read_csv,
    Shape.NAMUS_JSON: namus.read_json,
    Shape.NCMEC_JSON: ncmec.read_json,
    Shape.NCMEC_RSS: ncmec.read_rss,
    Shape.PFIF: _pfif,
}
