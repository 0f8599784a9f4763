"""PFIF 1.4 as XML: a file, and the entries of an Atom feed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from porchlight.core.pfif.records import NAMESPACE, Note, Person

# Source: PFIF 1.4: characters outside of these ranges are dropped.
_NOT_ALLOWED = re.compile("[^\x09\x0a\x0d\x20-\ud7ff\ue000-\ufffd]")
_PERSON = tuple(each.name for each in fields(Person) if each.name != "notes")
_NOTE = tuple(each.name for each in fields(Note))
# The grammar wants them even where nothing is said, as in a placeholder.
_ALWAYS = frozenset({"full_name", "source_date", "text"})
ATOM = "http://www.w3.org/2005/Atom"


@dataclass(frozen=True)
class Feed:
    """What an Atom feed says of itself; ``address`` is where it is read."""

    address: str
    title: str
    subtitle: str
    updated: datetime
    author: str


def instant(at: datetime) -> str:
    """
    Return an instant as PFIF writes it: UTC, with Z.

    >>> instant(datetime(2026, 3, 1, 12, 0, 0, 500000, tzinfo=UTC))
    '2026-03-01T12:00:00.500000Z'

    :raises ValueError: if ``at`` is naive
    """
    if at.tzinfo is None:
        raise ValueError(at)
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def plain(text: str) -> str:
    """
    Return the text without the characters that PFIF does not carry.

    >>> plain("Ana\\x00 \\x0bMaría")
    'Ana María'
    """
    return _NOT_ALLOWED.sub("", text)


def file(persons: Iterable[Person]) -> Iterator[str]:
    """Yield a PFIF file in pieces, so that a large one is never whole in memory."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<pfif:pfif xmlns:pfif="{NAMESPACE}">\n'
    for person in persons:
        yield person_xml(person)
    yield "</pfif:pfif>\n"


def atom(feed: Feed, persons: Iterable[Person]) -> Iterator[str]:
    """Yield an Atom feed of persons in pieces."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="{ATOM}" '
    yield f'xmlns:pfif="{NAMESPACE}">\n'
    yield _plain("id", feed.address)
    yield _plain("title", feed.title)
    yield _plain("subtitle", feed.subtitle)
    yield _plain("updated", instant(feed.updated))
    yield f"<author>{_plain('name', feed.author)}</author>\n"
    yield f'<link rel="self" href={quoteattr(plain(feed.address))}/>\n'
    for person in persons:
        yield _entry(feed, person)
    yield "</feed>\n"


def person_xml(person: Person) -> str:
    """Return one person with the notes about them."""
    notes = "".join(note_xml(note) for note in person.notes)
    return f"<pfif:person>\n{_fields(person, _PERSON)}{notes}</pfif:person>\n"


def note_xml(note: Note) -> str:
    """Return one note."""
    return f"<pfif:note>\n{_fields(note, _NOTE)}</pfif:note>\n"


def _entry(feed: Feed, person: Person) -> str:
    author = person.author_name or feed.author
    return (
        "<entry>\n"
        + _plain("id", f"pfif:{person.person_record_id}")
        + _plain("title", person.full_name.partition("\n")[0])
        + f"<author>{_plain('name', author)}</author>\n"
        + _plain("updated", instant(person.source_date))
        + (f"<link href={quoteattr(plain(person.source_url))}/>\n" if person.source_url else "")
        + f"<source>{_plain('title', feed.title)}</source>\n"
        + _plain("content", person.description)
        + person_xml(person)
        + "</entry>\n"
    )


def _fields(record: Person | Note, names: tuple[str, ...]) -> str:
    lines = []
    for name in names:
        value = getattr(record, name)
        if isinstance(value, datetime):
            value = instant(value)
        elif isinstance(value, bool):
            value = str(value).lower()
        if value or name in _ALWAYS:
            lines.append(f"<pfif:{name}>{escape(plain(value))}</pfif:{name}>\n")
    return "".join(lines)


def _plain(name: str, text: str) -> str:
    return f"<{name}>{escape(plain(text))}</{name}>\n"
