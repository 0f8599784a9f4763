"""
PFIF as others send it: 1.1 to 1.4, a file or a feed, read tolerantly. Whatever was taken otherwise
than it was written is told, and whatever cannot be taken is told and left out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from lxml import etree

from porchlight.core.errors import RuleBroken
from porchlight.core.pfif.records import Note, Person, Status
from porchlight.core.pfif.writing import plain
from porchlight.core.text import Say, say

LARGEST = 64 * 1024 * 1024
# Writers add a slash, or speak an older version; all of them mean PFIF.
_OURS = re.compile(r"http://zesty\.ca/pfif/(1\.[1-4])/?")
_OLDER = {
    "first_name": "given_name",
    "last_name": "family_name",
    "found": "author_made_contact",
    "other": "description",
    "home_zip": "home_postal_code",
}
_DATES = frozenset({"source_date", "entry_date", "expiry_date"})
_RECORD_ID = re.compile(r"[^/\s]+/.+", re.DOTALL)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)?")
_BAD_BYTES = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BAD_REFERENCE = re.compile(
    rb"&#(?:x0*(?:[0-8bce-f]|1[0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]));", re.I
)
_SEXES = frozenset({"female", "male", "other"})


@dataclass(frozen=True)
class Remark:
    """Something about one record; ``refused`` when it was left out for it."""

    record_id: str
    field: str
    sentence: Say
    refused: bool = False


@dataclass(frozen=True)
class Read:
    """What a document held. ``notes`` stand outside of persons, or of ones not in it."""

    persons: tuple[Person, ...]
    notes: tuple[Note, ...]
    remarks: tuple[Remark, ...]


def read(document: bytes) -> Read:
    """
    Return the records of a PFIF file, or of an Atom or RSS feed that carries PFIF.

    :raises RuleBroken: when it is no XML, too large, or holds no PFIF at all
    """
    root = _parsed(document)
    reader = _Reader()
    for element in root.iter(etree.Element):
        name = _name(element)
        if name == "person":
            reader.person(element)
        elif name == "note" and _name(element.getparent()) != "person":
            reader.loose(element)
    if not reader.seen:
        raise RuleBroken(say("There is no PFIF record in this file."))
    return reader.result()


def _parsed(document: bytes) -> Any:  # noqa: ANN401 lxml is untyped
    if len(document) > LARGEST:
        raise RuleBroken(say("The file is larger than {size} MB.", size=LARGEST >> 20))
    if b"<!DOCTYPE" in document or b"<!ENTITY" in document:
        raise RuleBroken(say("A file that defines its own entities is not read."))
    clean = _BAD_REFERENCE.sub(b"", _BAD_BYTES.sub(b"", document))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(clean, parser)
    except etree.XMLSyntaxError as wrong:
        raise RuleBroken(
            say("The file is no XML: line {line}, {why}", line=wrong.lineno or 1, why=wrong.msg)
        ) from wrong


class _Reader:
    def __init__(self) -> None:
        self.seen = 0
        self.persons: dict[str, Person] = {}
        self.notes: dict[str, Note] = {}
        self.remarks: list[Remark] = []

    def person(self, element: Any) -> None:  # noqa: ANN401 lxml is untyped
        self.seen += 1
        given, nested = self._values(element)
        record_id = given.get("person_record_id", "")
        if not self._has(record_id, given, ("source_date",)):
            return
        notes = tuple(note for each in nested if (note := self._note(each, record_id)))
        _name_of(given)
        _age_of(given, self._taken(record_id))
        _sex_of(given, self._taken(record_id))
        known = {each.name for each in fields(Person)} - {"notes"}
        person = Person(**{k: v for k, v in given.items() if k in known}, notes=notes)
        if not person.full_name and person.expiry_date is None:
            self._refuse(record_id, "full_name", say("The record has no name."))
        elif record_id in self.persons:
            self._refuse(record_id, "person_record_id", say("The record is in the file twice."))
        else:
            self.persons[record_id] = person

    def loose(self, element: Any) -> None:  # noqa: ANN401 lxml is untyped
        self.seen += 1
        note = self._note(element, "")
        if note is not None:
            self.notes[note.note_record_id] = note

    def result(self) -> Read:
        inside: dict[str, list[Note]] = {}
        for note in self.notes.values():
            inside.setdefault(note.person_record_id, []).append(note)
        persons = tuple(
            _with_notes(person, inside.pop(person.person_record_id, []))
            for person in self.persons.values()
        )
        left = tuple(note for notes in inside.values() for note in notes)
        return Read(persons, left, tuple(self.remarks))

    def _note(self, element: Any, parent: str) -> Note | None:  # noqa: ANN401 lxml is untyped
        given, _ = self._values(element)
        about = given.setdefault("person_record_id", parent)
        record_id = given.get("note_record_id", "")
        if not self._has(record_id, given, ("person_record_id", "source_date", "author_name")):
            return None
        if parent and about != parent:
            self._refuse(
                record_id, "person_record_id", say("The note stands in another person's record.")
            )
            return None
        if given.get("status") and given["status"] not in set(Status):
            self._taken(record_id)(
                "status", say("The status «{text}» is not one of PFIF's.", text=given.pop("status"))
            )
        given.setdefault("text", "")
        known = {each.name for each in fields(Note)}
        return Note(**{k: v for k, v in given.items() if k in known})

    def _values(self, element: Any) -> tuple[dict[str, Any], list[Any]]:  # noqa: ANN401
        given: dict[str, Any] = {}
        nested = []
        for child in element.iterchildren(etree.Element):
            name = _name(child)
            if name == "note":
                nested.append(child)
            elif name:
                text = plain(child.text or "").strip()
                if text:
                    given.setdefault(_OLDER.get(name, name), text)
        self._typed(given)
        return given, nested

    def _typed(self, given: dict[str, Any]) -> None:
        record_id = given.get("note_record_id") or given.get("person_record_id", "")
        for name in _DATES & set(given):
            at, said = _instant(given.pop(name))
            if at is not None:
                given[name] = at
            if said is not None:
                self._taken(record_id)(name, said)
        contact = given.pop("author_made_contact", None)
        if contact is not None:
            given["author_made_contact"] = {"true": True, "false": False}.get(contact.lower())

    def _has(self, record_id: str, given: dict[str, Any], names: tuple[str, ...]) -> bool:
        if not _RECORD_ID.fullmatch(record_id):
            self._refuse(record_id, "record_id", say("The id is not a domain, a slash and a name."))
            return False
        for name in names:
            if not given.get(name):
                self._refuse(record_id, name, say("There is no {field}.", field=name))
                return False
        return True

    def _refuse(self, record_id: str, field: str, sentence: Say) -> None:
        self.remarks.append(Remark(record_id, field, sentence, refused=True))

    def _taken(self, record_id: str) -> Any:  # noqa: ANN401 a callable of two
        def remark(field: str, sentence: Say) -> None:
            self.remarks.append(Remark(record_id, field, sentence))

        return remark


def _with_notes(person: Person, notes: list[Note]) -> Person:
    both = {note.note_record_id: note for note in (*person.notes, *notes)}
    given = {each.name: getattr(person, each.name) for each in fields(Person)}
    return Person(**given | {"notes": tuple(both.values())})


def _name(element: Any) -> str:  # noqa: ANN401 lxml is untyped
    """The name of an element of PFIF, whatever its version; empty for any other."""
    if element is None or not isinstance(element.tag, str) or element.tag[:1] != "{":
        return ""
    space, _, name = element.tag[1:].partition("}")
    return name if _OURS.fullmatch(space) else ""


def _instant(text: str) -> tuple[datetime | None, Say | None]:
    """The instant in UTC, and what is to be said of how it was written."""
    unreadable = say("«{text}» is no instant such as 2026-03-01T12:00:00Z.", text=text[:40])
    if not _INSTANT.fullmatch(text):
        return None, unreadable
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is None:
            return None, say("«{text}» does not say its time zone.", text=text)
        turned = at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None, unreadable
    if text.endswith("Z"):
        return turned, None
    return turned, say("«{text}» was turned into UTC.", text=text)


def _name_of(given: dict[str, Any]) -> None:
    """Before 1.3 a record had its name in two parts only."""
    parts = (given.get("given_name", ""), given.get("family_name", ""))
    if not given.get("full_name") and any(parts):
        given["full_name"] = " ".join(part for part in parts if part)


def _age_of(given: dict[str, Any], remark: Any) -> None:  # noqa: ANN401
    text = given.pop("age", "")
    if not text:
        return
    match = re.fullmatch(r"(\d{1,3})(?:-(\d{1,3}))?", text)
    if not match:
        remark("age", say("The age «{text}» is neither a number nor a range.", text=text[:20]))
        return
    low, high = int(match[1]), int(match[2] or match[1])
    if low > high:
        low, high = high, low
        remark("age", say("The range of ages «{text}» was turned round.", text=text))
    given["age"] = f"{low}-{high}" if low != high else str(low)


def _sex_of(given: dict[str, Any], remark: Any) -> None:  # noqa: ANN401
    text = given.get("sex", "")
    if text and text not in _SEXES:
        del given["sex"]
        # «Unknown» is said by saying nothing; any other word is told.
        remark("sex", say("The sex «{text}» was left out.", text=text[:20]))


def refused(read: Read) -> Iterator[Remark]:
    """Yield the remarks for which a record was left out."""
    return (each for each in read.remarks if each.refused)
