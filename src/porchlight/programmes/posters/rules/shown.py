"""
What the public page of a poster says: the very words of the printed one, and what a search asks.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from porchlight.core.names import fold_name, name_keys
from porchlight.programmes.posters.rules import layout
from porchlight.programmes.posters.rules.content import PosterFacts, ages
from porchlight.programmes.posters.rules.layout import Paper, Shape
from porchlight.programmes.posters.rules.wording import wording

# What only paper needs.
_PAPER_ONLY = frozenset({"paper", "qr", "qr_alt", "url", "site", "scan", "foot"})


@dataclass(frozen=True)
class Searched:
    """What a released poster can be found by."""

    names: str
    words: str
    keys: tuple[str, ...]
    age_low: int | None
    age_high: int | None
    missing_on: str


def shown(facts: PosterFacts, language: str) -> dict[str, Any]:
    """
    Return what the page says in ``language``, as the printed poster has it.

    :raises RuleBroken: if there is no child, or a text says what a poster never says
    """
    words = wording(language)
    said = replace(facts, language=language)
    page: dict[str, Any] = json.loads(layout.document(said, Paper.LETTER, words).data)
    kept = {key: value for key, value in page.items() if key not in _PAPER_ONLY}
    kept["children"] = [child for pages in kept.pop("pages") for child in pages]
    for person in (*kept["children"], *kept["companions"]):
        _by_name(person, facts)
    kept["names"] = layout.names(said, words)
    kept["case_number"] = facts.case_number
    kept["agency"] = {"name": facts.agency_name, "phone": facts.agency_phone}
    kept["hotline"] = facts.hotline
    kept["version"] = facts.version
    kept["issued_on"] = facts.issued_on.isoformat()
    return kept


def spoken(facts: PosterFacts, language: str) -> PosterFacts:
    """
    Return the facts for a print in ``language``: its code leads to the page in that language.
    """
    home, found, rest = facts.url.partition("/p/")
    there = f"{home}/{language}{found}{rest}" if language != "en" else facts.url
    return replace(facts, language=language, url=there)


def _by_name(person: dict[str, Any], facts: PosterFacts) -> None:
    """Pictures by the names they have in public, not by the hash of the kept file."""
    names = picture_names(facts)
    for picture in (*person.get("photographs", ()), person.get("photograph") or {}):
        if picture:
            picture["file"] = names[picture["file"]]


def picture_names(facts: PosterFacts) -> dict[str, str]:
    """
    Return the public file name of each picture by its hash. The name stays the same from version
    to version and tells nothing of the kept file.
    """
    hashes = dict.fromkeys(photograph.sha256 for photograph in facts.photographs)
    return {
        kept: f"picture-{sha256(f'{facts.url} {kept}'.encode()).hexdigest()[:12]}.jpg"
        for kept in hashes
    }


def searched(facts: PosterFacts) -> Searched:
    """Return what the poster is found by: names however they are written, and ages."""
    names = [name for child in facts.children for name in (child.name, child.nickname) if name]
    known = [both for child in facts.children if (both := ages(child, facts.issued_on))]
    days = [child.missing_since for child in facts.children if child.missing_since]
    return Searched(
        names=", ".join(child.name for child in facts.children)[:400],
        words=" ".join(("", *(fold_name(name) for name in names)))[:400],
        keys=tuple(sorted({key for name in names for key in name_keys(name)})),
        age_low=min((low for then, now in known for low in (then[0], now[0])), default=None),
        age_high=max((high for then, now in known for high in (then[1], now[1])), default=None),
        missing_on=str(min(days)) if days else "",
    )


def sheet_names(languages: Sequence[str]) -> tuple[tuple[str, str, Paper | Shape], ...]:
    """
    Return the files of a poster as (name, language, form).

    >>> [name for name, _, _ in sheet_names(("en",))][:2]
    ['poster-letter-en.pdf', 'poster-a4-en.pdf']
    """
    papers = [(f"poster-{paper}-{one}.pdf", one, paper) for one in languages for paper in Paper]
    shapes = [(f"share-{shape}-{one}.png", one, shape) for one in languages for shape in Shape]
    return (*papers, *shapes)


def telephone(number: str) -> str:
    """
    Return a telephone number as a link takes it.

    >>> telephone("1-800-555-0100")
    '18005550100'
    """
    return re.sub(r"[^\d+]", "", number)
