"""
The documents of the hash-sharing API, version 2: written for the reference client, read from it.

Times are UTC to the second; a range takes what changed after ``from`` up to and with ``to``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlencode

from lxml import etree

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.programmes.hashes.rules.vocabulary import (
    CATEGORIES,
    CATEGORY_NAMES,
    CLASSES,
    LARGE,
    Kind,
    Media,
    guid,
    kind_of,
    read_value,
    reasons_for,
    write_value,
)

NAMESPACE = "https://hashsharing.ncmec.org/hashsharing/v2"
PAGE_SIZE = 1000
MOST_FINGERPRINTS = 64
MOST_ENTRIES = 1000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Member:
    """Who shares: number and name."""

    number: int
    name: str


@dataclass(frozen=True)
class Vote:
    """What members think of one kind of fingerprint of an entry; no reason: they agree with it."""

    kind: Kind
    member: Member
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Shared:
    """An entry as members see it; ``deleted`` leaves nothing but its name and time."""

    member: Member
    id: str
    media: Media
    at: datetime
    deleted: bool = False
    classification: str = ""
    fingerprints: Sequence[tuple[Kind, bytes]] = ()
    categories: Sequence[str] = ()
    votes: Sequence[Vote] = ()


@dataclass(frozen=True)
class Page:
    """One page of a range: ``start`` counts from 1, ``total`` is all that the range holds."""

    entries: Sequence[Shared]
    start: int
    total: int
    next_link: str = ""


def written(at: datetime) -> str:
    """
    Return ``at`` as the documents write it.

    >>> written(datetime(2026, 3, 1, 12, 0, 0, 700, tzinfo=UTC))
    '2026-03-01T12:00:00Z'
    """
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def read_time(text: str, *, name: str) -> datetime:
    """
    Return the instant of a parameter, to the second or with milliseconds.

    >>> read_time("2026-03-01T12:00:00.000Z", name="from") == read_time(
    ...     "2026-03-01T12:00:00Z", name="from")
    True

    :raises RuleBroken: naming the parameter
    """
    try:
        if not text.endswith("Z"):
            raise ValueError(text)
        return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    except ValueError as error:
        raise RuleBroken(
            say("{name}: write the time as 2026-03-01T12:00:00Z.", name=name), field=name
        ) from error


def next_link(
    *, since: datetime, until: datetime, start: int, total: int, after: tuple[datetime, int]
) -> str:
    """
    Return the address of the next page, relative to the list's own.

    ``after`` is the last entry of this page, so that a page is never shifted by what changes
    meanwhile; ``start``, ``size`` and ``max`` are for clients that estimate the length.
    """
    asked = {
        "from": since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "to": until.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "start": start,
        "size": PAGE_SIZE,
        "max": total,
        "after": f"{after[0].astimezone(UTC).strftime('%Y-%m-%dT%H:%M:%S.%fZ')},{after[1]}",
    }
    return f"/v2/entries?{urlencode(asked)}"


def read_after(text: str) -> tuple[datetime, int] | None:
    """
    Return the entry after which a page goes on; None for the first page.

    :raises RuleBroken: when it is not from a link of ours
    """
    if not text:
        return None
    at, _, number = text.partition(",")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        raise RuleBroken(say("after: take the link as it was given."), field="after")
    return read_time(at, name="after"), int(number)


def _root(name: str) -> etree._Element:
    return etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE})


def _add(parent: etree._Element, name: str, text: str = "", /, **said: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", said)
    if text:
        child.text = text
    return child


def _document(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _member(parent: etree._Element, member: Member) -> None:
    _add(parent, "member", member.name, id=str(member.number))


def status_document(member: Member, *, address: str, username: str) -> bytes:
    """Return who asks, as the server sees them."""
    root = _root("status")
    _add(root, "ipAddress", address)
    _add(root, "username", username)
    _member(root, member)
    return _document(root)


def members_document(members: Iterable[Member]) -> bytes:
    """Return everybody who shares in a list."""
    root = _root("members")
    for member in members:
        _member(root, member)
    return _document(root)


def reasons_document(list_code: str, kind: Kind) -> bytes:
    """Return what a member may say against a fingerprint of ``kind``."""
    root = _root("availableFeedbackReasons")
    for number, name in reasons_for(list_code, kind).items():
        _add(root, "reason", guid=number, name=name, type=str(kind))
    return _document(root)


def categorizations_document(list_code: str) -> bytes:
    """Return the categories of a list with their identifiers."""
    root = _root("availableCategorizations")
    for group in CATEGORIES:
        several = "true" if group.several else "false"
        parent = _add(root, "group", name=group.name, allowMultiple=several)
        for name in group.names:
            _add(parent, "categorization", guid=guid(list_code, group.name, name), name=name)
    return _document(root)


def entries_document(list_code: str, page: Page) -> bytes:
    """Return one page of what changed."""
    root = _root("queryResult")
    for media in Media:
        of_it = [each for each in page.entries if each.media is media]
        group = _add(root, f"{media}s", count=str(len(of_it)))
        if of_it:
            group.set("maxTimestamp", written(max(each.at for each in of_it)))
        for each in of_it:
            _entry(group, list_code, each)
    if page.next_link:
        _add(_add(root, "paging"), "next", page.next_link)
    return _document(root)


def taken_document(entries: Sequence[Shared], list_code: str) -> bytes:
    """Return entries as they stand after a member sent them."""
    return entries_document(list_code, Page(entries, 1, len(entries)))


def _entry(group: etree._Element, list_code: str, entry: Shared) -> None:
    name = f"deleted{entry.media.capitalize()}" if entry.deleted else str(entry.media)
    parent = _add(group, name)
    _member(parent, entry.member)
    _add(parent, "timestamp", written(entry.at))
    _add(parent, "id", entry.id)
    if entry.deleted:
        return
    if entry.classification:
        _add(parent, "classification", entry.classification)
    prints = _add(parent, "fingerprints")
    for kind, value in entry.fingerprints:
        tag = kind.lower().replace("_", "-")
        if kind in LARGE:
            href = f"/v2/entries/{entry.member.number}/{entry.id}/{kind}"
            _add(prints, tag, rel="self", href=href)
        else:
            _add(prints, tag, write_value(kind, value))
    _categories(parent, list_code, entry.categories)
    _votes(parent, list_code, entry.votes)


def _categories(parent: etree._Element, list_code: str, names: Sequence[str]) -> None:
    if not names:
        return
    group = _add(parent, "categorizations")
    for each in CATEGORIES:
        for name in (name for name in each.names if name in names):
            _add(group, "categorization", guid=guid(list_code, each.name, name), name=name)


def _votes(parent: etree._Element, list_code: str, votes: Sequence[Vote]) -> None:
    if not votes:
        return
    feedback = _add(parent, "feedback", lastUpdateTimestamp=_latest(votes))
    for kind in sorted({vote.kind for vote in votes}):
        agree = [vote for vote in votes if vote.kind is kind and not vote.reason]
        against = [vote for vote in votes if vote.kind is kind and vote.reason]
        said = {"type": kind.capitalize(), "lastUpdateTimestamp": ""}
        if agree:
            said["lastUpdateTimestamp"] = _latest(agree)
            _who(_add(feedback, "affirmativeFeedback", **said), agree)
        if against:
            said["lastUpdateTimestamp"] = _latest(against)
            reasons = _add(_add(feedback, "negativeFeedback", **said), "reasons")
            for name in sorted({vote.reason for vote in against}):
                number = guid(list_code, f"reason {kind}", name)
                _add(reasons, "reason", guid=number, name=name, type=kind.capitalize())
                _who(reasons, [vote for vote in against if vote.reason == name])


def _latest(votes: Sequence[Vote]) -> str:
    return written(max(vote.at for vote in votes))


def _who(parent: etree._Element, votes: Sequence[Vote]) -> None:
    members = _add(parent, "members", timestamp=_latest(votes))
    for vote in votes:
        _member(members, vote.member)


# ---------------------------------------------------------------------- what members send


@dataclass(frozen=True)
class Contribution:
    """An entry as a member sends it; ``id`` is the member's own."""

    id: str
    media: Media
    classification: str = ""
    fingerprints: tuple[tuple[Kind, bytes], ...] = ()
    categories: tuple[str, ...] = field(default=())


def parse(body: bytes) -> etree._Element:
    """
    Return the root of a document: no entities, no document types, no network, names without space.

    :raises RuleBroken: when it is not well formed
    """
    reader = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(body, reader)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RuleBroken(say("The document is not well-formed XML.")) from error
    if root.getroottree().docinfo.doctype:
        raise RuleBroken(say("A document type is not taken."))
    return root


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element if _name(child) == name]


def read_feedback(body: bytes, list_code: str, kind: Kind) -> tuple[str, ...]:
    """
    Return the names of the reasons in a feedback document; none: the member agrees.

    :raises RuleBroken: when it is neither, or a reason is unknown
    """
    root = parse(body)
    if _name(root) != "feedbackSubmission":
        raise RuleBroken(say("A feedbackSubmission is expected."))
    if _children(root, "affirmative") and not _children(root, "negative"):
        return ()
    known = reasons_for(list_code, kind)
    numbers = [
        (each.text or "").strip()
        for negative in _children(root, "negative")
        for reasons in _children(negative, "reasonIds")
        for each in _children(reasons, "guid")
    ]
    if not numbers or _children(root, "affirmative"):
        raise RuleBroken(say("Say affirmative, or negative with at least one reason."))
    if any(number not in known for number in numbers):
        raise RuleBroken(say("Take the reasons from /v2/feedback/{kind}/reasons.", kind=str(kind)))
    return tuple(sorted({known[number] for number in numbers}))


def read_contributions(body: bytes, list_code: str) -> list[Contribution]:
    """
    Return the entries of an ``entrySubmission``.

    :raises RuleBroken: naming the entry and what is wrong with it
    """
    root = parse(body)
    if _name(root) != "entrySubmission":
        raise RuleBroken(say("An entrySubmission is expected."))
    found = [_contribution(each, list_code) for each in root if isinstance(each.tag, str)]
    if not 1 <= len(found) <= MOST_ENTRIES:
        raise RuleBroken(say("Send 1 to {most} entries at once.", most=MOST_ENTRIES))
    if len({each.id for each in found}) != len(found):
        raise RuleBroken(say("An entry is there twice."))
    return found


def _contribution(element: etree._Element, list_code: str) -> Contribution:
    name = _name(element)
    if name not in set(Media):
        raise RuleBroken(say("An entry is an image or a video, not {name}.", name=name[:40]))
    number = _text(element, "id")
    if not number or len(number) > 100 or any(sign in number for sign in "/?#\0") or " " in number:
        raise RuleBroken(say("Every entry needs an id of its own without spaces or slashes."))
    classification = _text(element, "classification")
    if classification and classification not in CLASSES:
        raise RuleBroken(say("{id}: the class is one of A1, A2, B1, B2.", id=number))
    prints = [
        (kind_of(_name(each)), each)
        for group in _children(element, "fingerprints")
        for each in group
        if isinstance(each.tag, str)
    ]
    if not 1 <= len(prints) <= MOST_FINGERPRINTS or any(kind in LARGE for kind, _ in prints):
        raise RuleBroken(say("{id}: send 1 to 64 short fingerprints.", id=number))
    values = tuple(
        dict.fromkeys((kind, read_value(kind, each.text or "")) for kind, each in prints)
    )
    return Contribution(
        number, Media(name), classification, values, _category_names(element, list_code)
    )


def _text(element: etree._Element, name: str) -> str:
    found = _children(element, name)
    return (found[0].text or "").strip() if found else ""


def _category_names(element: etree._Element, list_code: str) -> tuple[str, ...]:
    by_guid: Mapping[str, str] = {
        guid(list_code, group.name, name): name for group in CATEGORIES for name in group.names
    }
    given = [
        each.get("guid", "")
        for group in _children(element, "categorizations")
        for each in _children(group, "categorization")
    ]
    if any(number not in by_guid for number in given):
        raise RuleBroken(say("Take the categories from /v2/categorizations."))
    names = {by_guid[number] for number in given}
    for group in CATEGORIES:
        if not group.several and len(names & set(group.names)) > 1:
            raise RuleBroken(say("Only one category of {group}.", group=group.name))
    return tuple(sorted(names & CATEGORY_NAMES))


def read_withdrawal(body: bytes) -> list[str]:
    """
    Return the names of the entries in an ``entryWithdrawal``.

    :raises RuleBroken: when it is not that
    """
    root = parse(body)
    names = [(each.text or "").strip() for each in _children(root, "id")]
    if _name(root) != "entryWithdrawal" or not 1 <= len(names) <= MOST_ENTRIES:
        raise RuleBroken(say("An entryWithdrawal with 1 to {most} ids.", most=MOST_ENTRIES))
    return names
