"""
What partners' machines are told of a released poster: the coded facts and the words of the page,
child by child. Like the poster it has no field for what a poster never says.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from porchlight.core.measures import Span
from porchlight.core.pfif import records as pfif
from porchlight.programmes.posters.rules.content import Looks, PosterFacts, ages
from porchlight.programmes.posters.rules.shown import picture_names

# What somebody who shows a poster may change and what must stay, as machines read it.
RULES_OF_USE: Mapping[str, object] = {
    "keep": ["band", "name", "case_number", "hotline", "agency", "captions of pictures"],
    "may": ["choose the language", "choose one of several pictures", "scale everything alike"],
    "crop": "a picture may be cropped to its face; the face stays whole",
    "until": "expires_at of the item, or its withdrawal, whichever comes first",
    "ask_again_within_seconds": 60,
}
SEXES = {"F": "female", "M": "male"}


@dataclass(frozen=True)
class Source:
    """Who speaks: the domain of our records, our name, telephone and address."""

    domain: str
    name: str
    phone: str
    url: str


@dataclass(frozen=True)
class Item:
    """One record of the feed. ``facts`` are empty when it was withdrawn or has run out."""

    record: str
    code: str
    entered_at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    source_at: datetime | None = None
    released_at: datetime | None = None
    expires_at: datetime | None = None
    ended_at: datetime | None = None
    withdrawal_key: str = ""
    tombstone: str = ""
    files: tuple[str, ...] = ()


def numbers(versions: Sequence[Sequence[int]]) -> dict[int, int]:
    """
    Return the number of each child of a poster, by the order in which they first were on it; a
    sibling who is found leaves a gap and takes nobody's number.

    >>> numbers([[7, 5], [5], [5, 9]])
    {7: 1, 5: 2, 9: 3}
    """
    seen = dict.fromkeys(child for version in versions for child in version)
    return {child: number for number, child in enumerate(seen, 1)}


def record_of(code: str, number: int) -> str:
    """
    Return the name of a child's record.

    >>> record_of("k7Qm2xVb", 2)
    'k7Qm2xVb-2'
    """
    return f"{code}-{number}"


def facts_of(
    facts: PosterFacts, at: int, area: str, pages: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """
    Return what is told of the child ``at`` a place of the poster. ``pages`` is what the page says
    in each language.
    """
    child = facts.children[at]
    known = ages(child, facts.issued_on)
    pictures = picture_names(facts)
    return {
        "category": facts.category.value,
        "case_number": facts.case_number,
        "name": child.name,
        "nickname": child.nickname,
        "age_when_missing": list(known[0]) if known else None,
        "age_now": list(known[1]) if known else None,
        "missing_since": str(child.missing_since or ""),
        "missing_from": child.missing_from,
        "city": child.missing_from.partition(",")[0].strip(),
        "state": area,
        **_looks(child.looks),
        "agency": {"name": facts.agency_name, "phone": facts.agency_phone},
        "hotline": facts.hotline,
        "pictures": [
            {
                "file": pictures[one.sha256],
                "kind": one.kind.value,
                "taken": str(one.taken or ""),
                "shown_age": one.age,
            }
            for one in child.photographs
        ],
        "words": {language: _words(page, at) for language, page in pages.items()},
        "companions": [_companion(facts, number) for number in range(len(facts.companions))],
    }


def _looks(looks: Looks) -> dict[str, Any]:
    return {
        "sex": looks.sex,
        "races": list(looks.races),
        "hair": looks.hair,
        "eyes": looks.eyes,
        "height_cm": _ends(looks.height_cm),
        "weight_kg": _ends(looks.weight_kg),
    }


def _companion(facts: PosterFacts, at: int) -> dict[str, Any]:
    one = facts.companions[at]
    return {"name": one.name, "relation": one.relation, "age": one.age, **_looks(one.looks)}


def _ends(span: Span | None) -> list[float] | None:
    return [span.lo, span.hi] if span else None


def _words(page: Mapping[str, Any], at: int) -> dict[str, Any]:
    child = page["children"][at]
    return {
        "band": page["band"],
        "rows": [*page["shared"], *child["key"], *child["rows"]],
        "remarks": child["remarks"],
        "narrative": page["narrative"],
        "vehicle": page["vehicle"],
    }


def in_json(item: Item, source: Source) -> dict[str, Any]:
    """Return the item as the JSON feed has it."""
    head = {
        "id": f"{source.domain}/{item.record}",
        "entry_date": _instant(item.entered_at),
    }
    if item.ended_at is not None:
        over = {"status": "withdrawn", "withdrawn_at": _instant(item.ended_at)}
        return head | over | {"withdrawal": item.tombstone, "withdrawal_key": item.withdrawal_key}
    facts = dict(item.facts)
    pictures = [
        {**one, "url": _file(item, source, one["file"])}
        for one in facts.pop("pictures")
        if one["file"] in item.files
    ]
    return {
        **head,
        "status": "released",
        "source_date": _instant(item.source_at),
        "released_at": _instant(item.released_at),
        "expires_at": _instant(item.expires_at),
        "withdrawal_key": item.withdrawal_key,
        "url": _page(item, source),
        "sighting_url": f"{_page(item, source)}sighting/",
        "files": [_file(item, source, name) for name in item.files if name.startswith("poster-")],
        **facts,
        "pictures": pictures,
    }


def in_pfif(item: Item, source: Source, language: str) -> pfif.Person:
    """Return the item as a PFIF record, or as the placeholder of one that is over."""
    record_id = f"{source.domain}/{item.record}"
    if item.ended_at is not None:
        made_at = max(item.ended_at, item.entered_at)
        return pfif.placeholder(record_id, expired_at=item.ended_at, made_at=made_at)
    facts = item.facts
    assert item.source_at is not None, "only what is over has no source date"
    pictures = [one["file"] for one in facts["pictures"] if one["file"] in item.files]
    spoken = language if language in facts["words"] else next(iter(facts["words"]))
    return pfif.Person(
        person_record_id=record_id,
        source_date=item.source_at,
        entry_date=item.entered_at,
        expiry_date=item.expires_at,
        author_name=source.name,
        author_phone=_phone(source.phone),
        source_name=source.name,
        source_url=_page(item, source),
        full_name=facts["name"],
        alternate_names=facts["nickname"],
        description=_description(facts["words"][spoken]),
        sex=SEXES.get(facts["sex"], ""),
        age=_age(facts["age_now"]),
        photo_url=_file(item, source, pictures[0]) if pictures else "",
        notes=(_note(item, source, record_id, spoken),),
    )


def _note(item: Item, source: Source, record_id: str, language: str) -> pfif.Note:
    words = item.facts["words"][language]
    assert item.source_at is not None, "only what is over has no source date"
    return pfif.Note(
        note_record_id=f"{record_id}.note",
        person_record_id=record_id,
        source_date=item.source_at,
        entry_date=item.entered_at,
        author_name=source.name,
        author_phone=_phone(source.phone),
        status=pfif.Status.BELIEVED_MISSING,
        last_known_location=item.facts["missing_from"],
        text=words["narrative"] or words["band"],
    )


def _description(words: Mapping[str, Any]) -> str:
    lines = [words["band"], *(f"{label}: {value}" for label, value in words["rows"])]
    lines += [f"{label}: {value}" for label, value in words["remarks"]]
    return "\n".join(line for line in (*lines, words["narrative"]) if line)


def _age(known: Sequence[int] | None) -> str:
    """
    An age as PFIF has it.

    >>> _age([13, 14]), _age([13, 13]), _age(None)
    ('13-14', '13', '')
    """
    if known is None:
        return ""
    return str(known[0]) if known[0] == known[1] else f"{known[0]}-{known[1]}"


def _phone(number: str) -> str:
    """Only what PFIF takes in a telephone number."""
    return re.sub(r"[^-+()\d ]", "", number).strip()


def _page(item: Item, source: Source) -> str:
    return f"{source.url}/p/{item.code}/"


def _file(item: Item, source: Source, name: str) -> str:
    return f"{_page(item, source)}{name}"


def _instant(at: datetime | None) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z") if at else ""
