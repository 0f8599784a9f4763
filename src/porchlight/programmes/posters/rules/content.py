"""
What a poster says, and what must be true before it may say it.

There is no field for foster care, trafficking, health, a street or a family's telephone: a poster
cannot carry what its facts cannot hold. Free text is searched for the same (``rules/never.py``).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from porchlight.core.dates import PartialDate, age_range_on
from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span
from porchlight.core.text import Say, say
from porchlight.programmes.posters.rules.never import forbidden_words

# Free text by language: {"en": "Last seen near the lake.", "es": "…"}.
Texts = Mapping[str, str]

CONDITIONS = "NCMEC, conditions for posters (case reference, section 6.4)"
OUR_PAGE = "Printed in one page: what is longer is read by nobody"
LONGEST_NARRATIVE = 600
LONGEST_REMARK = 160
CHILDREN_ON_A_PAGE = 4


class Category(StrEnum):
    """The case types that have a poster; the band over the poster follows from it."""

    MISSING = "missing"
    ENDANGERED_RUNAWAY = "endangered_runaway"
    LOST_INJURED_MISSING = "lost_injured_missing"
    FAMILY_ABDUCTION = "family_abduction"
    NONFAMILY_ABDUCTION = "nonfamily_abduction"
    YOUNG_ADULT = "young_adult"
    UNIDENTIFIED = "unidentified"


ABDUCTIONS = frozenset({Category.FAMILY_ABDUCTION, Category.NONFAMILY_ABDUCTION})


class PhotographKind(StrEnum):
    """What a picture is: as the child was, as they may look now, or built from remains."""

    CURRENT = "current"
    AGE_PROGRESSED = "age_progressed"
    RECONSTRUCTION = "reconstruction"


@dataclass(frozen=True)
class Photograph:
    """
    One picture by the hash of its bytes. ``taken`` is the day or year of the photograph; ``age``
    the age that an age-progressed one shows. ``caption`` and ``alt`` replace the usual words.
    """

    sha256: str
    kind: PhotographKind = PhotographKind.CURRENT
    taken: PartialDate | None = None
    age: int | None = None
    caption: Texts = field(default_factory=dict)
    alt: Texts = field(default_factory=dict)
    permitted: bool = False

    def __post_init__(self) -> None:
        # The hash becomes a file's name on the way to the typesetter.
        if not re.fullmatch(r"[0-9a-f]{64}", self.sha256):
            raise RuleBroken(say("A picture is named by its SHA-256 in 64 hexadecimal figures."))


@dataclass(frozen=True)
class Looks:
    """How a person looks, in NCIC's codes; empty or None is left out."""

    sex: str = ""
    races: tuple[str, ...] = ()
    hair: str = ""
    eyes: str = ""
    height_cm: Span | None = None
    weight_kg: Span | None = None
    marks: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class PosterChild:
    """A child on the poster. ``missing_from`` is a city and state, never a street."""

    name: str
    missing_since: PartialDate | None
    missing_from: str
    nickname: str = ""
    born: PartialDate | None = None
    looks: Looks = field(default_factory=Looks)
    clothing: Texts = field(default_factory=dict)
    photographs: tuple[Photograph, ...] = ()


@dataclass(frozen=True)
class PosterCompanion:
    """Somebody the child may be with. ``relation`` is a key of the wording's table."""

    name: str
    relation: str = "other"
    age: int | None = None
    looks: Looks = field(default_factory=Looks)
    photograph: Photograph | None = None


@dataclass(frozen=True)
class PosterVehicle:
    """A vehicle as witnesses know it: ``description`` («blue 2014 Honda Civic») and its plate."""

    description: Texts
    license_plate: str = ""
    license_state: str = ""


@dataclass(frozen=True)
class Clearance:
    """What must have happened before a child is shown to the public."""

    in_ncic: bool = False
    agency_consulted: bool = False
    guardian_consulted: bool = False
    released_by_court: bool = False


@dataclass(frozen=True)
class PosterFacts:
    """All that one poster in one language says. ``url`` is where a sighting is reported."""

    case_number: str
    category: Category
    children: tuple[PosterChild, ...]
    agency_name: str
    agency_phone: str
    hotline: str
    url: str
    issued_on: date
    version: int = 1
    language: str = "en"
    narrative: Texts = field(default_factory=dict)
    companions: tuple[PosterCompanion, ...] = ()
    vehicle: PosterVehicle | None = None
    clearance: Clearance = field(default_factory=Clearance)

    @property
    def photographs(self) -> tuple[Photograph, ...]:
        """Every picture on the poster, children's first."""
        own = [photograph for child in self.children for photograph in child.photographs]
        beside = [one.photograph for one in self.companions if one.photograph]
        return (*own, *beside)


@dataclass(frozen=True)
class Obstacle:
    """Why a poster cannot go out yet: a sentence that says what to do, its source and place."""

    code: str
    sentence: Say
    source: str
    place: str = ""


def problems(facts: PosterFacts) -> tuple[Obstacle, ...]:
    """
    Return everything that keeps the poster from being released; empty when it may go out.

    Source: NCMEC's conditions for posters (case reference, section 6.4).
    """
    found = [*_clearance(facts), *_photographs(facts), *_completeness(facts), *_texts(facts)]
    return tuple(found)


def forbidden(facts: PosterFacts) -> tuple[Obstacle, ...]:
    """
    Return what may never be printed, in any language the facts are written in.

    Source: NCMEC's conditions for posters (case reference, section 6.4).
    """
    found: list[Obstacle] = []
    for place, language, text in free_texts(facts):
        for hit in forbidden_words(text, language):
            found.append(Obstacle(f"never_{hit.kind}", hit.sentence, CONDITIONS, place))
    return tuple(found)


def free_texts(facts: PosterFacts) -> Iterator[tuple[str, str, str]]:
    """Yield (place, language, text) of all that somebody typed in sentences."""
    for number, child in enumerate(facts.children):
        yield f"children.{number}.missing_from", facts.language, child.missing_from
        yield from _by_language(f"children.{number}.marks", child.looks.marks)
        yield from _by_language(f"children.{number}.clothing", child.clothing)
    for number, companion in enumerate(facts.companions):
        yield from _by_language(f"companions.{number}.marks", companion.looks.marks)
    for photograph in facts.photographs:
        yield from _by_language("photographs.caption", photograph.caption)
        yield from _by_language("photographs.alt", photograph.alt)
    if facts.vehicle:
        yield from _by_language("vehicle.description", facts.vehicle.description)
    yield from _by_language("narrative", facts.narrative)


def ages(child: PosterChild, issued_on: date) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """
    Return the range of ages (when missing, now), or None while a date is unknown.

    >>> child = PosterChild("Ana", PartialDate(2024, 5, 1), "Reno, NV", born=PartialDate(2012))
    >>> ages(child, date(2026, 3, 1))
    ((11, 12), (13, 14))
    """
    if child.born is None or child.missing_since is None:
        return None
    return (
        age_range_on(child.born, child.missing_since.earliest),
        age_range_on(child.born, issued_on),
    )


def _by_language(place: str, texts: Texts) -> Iterator[tuple[str, str, str]]:
    for language, text in texts.items():
        yield place, language, text


def _clearance(facts: PosterFacts) -> Iterator[Obstacle]:
    clearance = facts.clearance
    if not clearance.in_ncic and facts.category is not Category.UNIDENTIFIED:
        yield Obstacle(
            "not_in_ncic",
            say("The child is not in NCIC yet. Ask the agency for the NCIC number."),
            CONDITIONS,
        )
    if not clearance.agency_consulted:
        yield Obstacle(
            "agency_not_consulted",
            say("The investigating agency has not been asked. Call them before the release."),
            CONDITIONS,
        )
    asked = clearance.guardian_consulted or clearance.released_by_court
    if not asked and facts.category is not Category.UNIDENTIFIED:
        yield Obstacle(
            "guardian_not_consulted",
            say("The parent or guardian has not been asked. Call them before the release."),
            CONDITIONS,
        )


def _photographs(facts: PosterFacts) -> Iterator[Obstacle]:
    for photograph in facts.photographs:
        if not photograph.permitted:
            yield Obstacle(
                "photograph_not_permitted",
                say("There is no permission to publish a picture. Record it or leave it out."),
                CONDITIONS,
                f"photographs.{photograph.sha256[:12]}",
            )


def _completeness(facts: PosterFacts) -> Iterator[Obstacle]:
    if not facts.children:
        yield Obstacle("no_child", say("The poster shows no child. Add one."), CONDITIONS)
    if not facts.agency_name or not facts.agency_phone:
        yield Obstacle(
            "no_agency",
            say("The agency's name or telephone is missing. Complete it on the case."),
            CONDITIONS,
        )
    if not facts.url.startswith(("https://", "http://localhost", "http://127.0.0.1")):
        yield Obstacle(
            "no_address", say("The address for sightings must begin with https."), CONDITIONS
        )
    for number, child in enumerate(facts.children):
        yield from _child(facts, number, child)


def _child(facts: PosterFacts, number: int, child: PosterChild) -> Iterator[Obstacle]:
    place = f"children.{number}"
    if not child.name.strip() and facts.category is not Category.UNIDENTIFIED:
        yield Obstacle("no_name", say("A child has no name. Add it."), CONDITIONS, place)
    if child.missing_since is None:
        yield Obstacle(
            "no_missing_since",
            say("The day is missing on which {name} was last seen.", name=child.name),
            CONDITIONS,
            place,
        )
    elif child.missing_since.earliest > facts.issued_on:
        yield Obstacle(
            "missing_in_future",
            say("{name} cannot be missing since a day in the future.", name=child.name),
            CONDITIONS,
            place,
        )
    if not child.missing_from.strip():
        yield Obstacle(
            "no_missing_from",
            say("City and state are missing from which {name} is missing.", name=child.name),
            CONDITIONS,
            place,
        )


def _texts(facts: PosterFacts) -> Iterator[Obstacle]:
    yield from forbidden(facts)
    for place, language, text in free_texts(facts):
        longest = LONGEST_NARRATIVE if place == "narrative" else LONGEST_REMARK
        if len(text) > longest:
            yield Obstacle(
                "too_long",
                say("Shorten the text to {longest} characters: {start}…",
                    longest=longest, start=text[:40]),
                OUR_PAGE,
                f"{place}.{language}",
            )  # fmt: skip
    for place, texts in _translated(facts):
        if texts and not texts.get(facts.language, "").strip():
            yield Obstacle(
                "not_translated",
                say("A text is not written in the poster's language yet. Translate it."),
                OUR_PAGE,
                f"{place}.{facts.language}",
            )


def _translated(facts: PosterFacts) -> Iterator[tuple[str, Texts]]:
    yield "narrative", facts.narrative
    for number, child in enumerate(facts.children):
        yield f"children.{number}.marks", child.looks.marks
        yield f"children.{number}.clothing", child.clothing
