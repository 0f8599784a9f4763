"""
Persons and notes of PFIF 1.4, and the life-cycle that every repository keeps.

A record belongs to its home repository, whose domain begins its id. Others keep clones: they never
change them, take the newer of two, and forget them when their time has run out.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum

# Source: PFIF 1.4, life-cycle of a record: what has expired is gone for good within this time.
WIPED_WITHIN = timedelta(days=60)
NAMESPACE = "http://zesty.ca/pfif/1.4"
MEDIA_TYPE = "application/pfif+xml"


class Status(StrEnum):
    """What a note says of somebody."""

    INFORMATION_SOUGHT = "information_sought"
    IS_NOTE_AUTHOR = "is_note_author"
    BELIEVED_ALIVE = "believed_alive"
    BELIEVED_MISSING = "believed_missing"
    BELIEVED_DEAD = "believed_dead"


@dataclass(frozen=True)
class Note:
    """One statement about a person; ``source_date`` is when it took effect."""

    note_record_id: str
    person_record_id: str
    source_date: datetime
    author_name: str
    text: str
    linked_person_record_id: str = ""
    entry_date: datetime | None = None
    author_email: str = ""
    author_phone: str = ""
    author_made_contact: bool | None = None
    status: str = ""
    email_of_found_person: str = ""
    phone_of_found_person: str = ""
    last_known_location: str = ""
    photo_url: str = ""


@dataclass(frozen=True)
class Person:
    """
    Somebody who is missed. ``age`` is a number or an inclusive range, as of ``source_date``;
    ``date_of_birth`` a year, a month or a day; several names stand on a line each.
    """

    person_record_id: str
    source_date: datetime
    full_name: str = ""
    entry_date: datetime | None = None
    expiry_date: datetime | None = None
    author_name: str = ""
    author_email: str = ""
    author_phone: str = ""
    source_name: str = ""
    source_url: str = ""
    given_name: str = ""
    family_name: str = ""
    alternate_names: str = ""
    description: str = ""
    sex: str = ""
    date_of_birth: str = ""
    age: str = ""
    home_street: str = ""
    home_neighborhood: str = ""
    home_city: str = ""
    home_state: str = ""
    home_postal_code: str = ""
    home_country: str = ""
    photo_url: str = ""
    profile_urls: str = ""
    notes: tuple[Note, ...] = field(default=())

    @property
    def home(self) -> str:
        """The domain of the repository that may change the record."""
        return self.person_record_id.partition("/")[0]

    def expired(self, now: datetime) -> bool:
        """Whether nobody may see the record any more."""
        return self.expiry_date is not None and self.expiry_date <= now

    @property
    def is_placeholder(self) -> bool:
        """Whether the record says nothing but that it ended."""
        said = (getattr(self, each.name) for each in fields(self) if each.name not in _LEFT)
        return self.expiry_date is not None and not any(said)


# What a placeholder says, and what never says anything about a person.
_LEFT = frozenset({"person_record_id", "expiry_date", "source_date", "entry_date"})


def placeholder(record_id: str, *, expired_at: datetime, made_at: datetime) -> Person:
    """
    Return what is left of a record whose time is over: its id and its dates.

    Source: PFIF 1.4, life-cycle: source and entry date are those of the placeholder's making.
    """
    return Person(record_id, source_date=made_at, entry_date=made_at, expiry_date=expired_at)


def newer(ours: Person | None, theirs: Person) -> Person:
    """
    Return which of two copies of a record stands: that with the newest ``source_date``; of two
    alike ours, so that nothing is stored twice.
    """
    return theirs if ours is None or theirs.source_date > ours.source_date else ours


def merged(ours: Person, theirs: Person) -> Person:
    """
    Return the newer record with the notes of both, each once. A record that has expired takes its
    notes with it.
    """
    kept = newer(ours, theirs)
    if kept.is_placeholder:
        return kept
    notes = {note.note_record_id: note for note in (*ours.notes, *theirs.notes)}
    return replace(kept, notes=tuple(notes.values()))


def current(notes: Iterable[Note], value: Callable[[Note], str]) -> str:
    """
    Return what the latest note that says something of it says.

    Source: PFIF 1.4: of a field that changes, the note with the latest source date counts.
    """
    told = [note for note in notes if value(note)]
    return value(max(told, key=lambda note: note.source_date)) if told else ""


def linked(persons: Iterable[str], notes: Iterable[Note]) -> tuple[frozenset[str], ...]:
    """
    Return the groups of records that notes say are one person, larger than one. Links hold on:
    who is A's is also B's; a circle is one group.
    """
    leader = {one: one for one in persons}

    def first(one: str) -> str:
        while leader[one] != one:
            leader[one] = leader[leader[one]]
            one = leader[one]
        return one

    for note in notes:
        if note.linked_person_record_id and note.person_record_id:
            for one in (note.person_record_id, note.linked_person_record_id):
                leader.setdefault(one, one)
            leader[first(note.person_record_id)] = first(note.linked_person_record_id)
    groups: dict[str, set[str]] = {}
    for one in leader:
        groups.setdefault(first(one), set()).add(one)
    return tuple(frozenset(each) for each in groups.values() if len(each) > 1)
