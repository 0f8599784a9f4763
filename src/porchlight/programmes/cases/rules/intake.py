"""
What is told when a child is missing: the plain form from which a case is opened.

Every question has three ends: a value, «unknown» (asked, nobody knows) and «not asked». A field
that holds a value is known; one named in ``unknown`` was asked in vain; any other was not asked.
"""

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from porchlight.core.dates import PartialDate
from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span
from porchlight.core.places import Kind, Place
from porchlight.core.text import say
from porchlight.programmes.cases.rules.vocabulary import (
    AgencyRole,
    Category,
    CompanionRole,
    Relation,
)


class Told(StrEnum):
    """The three ends of a question."""

    KNOWN = "known"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Answer:
    """One question's answer: its end and, when known, its value."""

    told: Told
    value: Any = None

    def __bool__(self) -> bool:
        return self.told is Told.KNOWN


class Asked(Protocol):
    """A person with answers; ``unknown`` names the questions asked in vain."""

    @property
    def unknown(self) -> Any: ...  # noqa: ANN401 a frozenset in the plain form, a list in the table


def answer(person: Asked, name: str) -> Answer:
    """
    Return the answer to the question ``name``. «No» and zero are answers.

    >>> child = ChildIntake(hair="BRO", unknown=frozenset({"eyes"}))
    >>> [answer(child, name).told.value for name in ("hair", "eyes", "skin")]
    ['known', 'unknown', 'not_asked']

    :raises AttributeError: if there is no such question
    """
    value = getattr(person, name)
    if value is not None and value != "" and value != () and value != []:
        return Answer(Told.KNOWN, value)
    return Answer(Told.UNKNOWN if name in person.unknown else Told.NOT_ASKED)


@dataclass(frozen=True)
class Mark:
    """A scar, mark or tattoo: NCIC's SMT code where one fits, and words."""

    words: str
    code: str = ""


@dataclass(frozen=True)
class Social:
    """A name on a service."""

    service: str
    name: str


@dataclass(frozen=True)
class Episode:
    """An earlier time the child was missing, and how and where it ended."""

    missing_on: PartialDate | None = None
    recovered_on: PartialDate | None = None
    place: str = ""
    circumstances: str = ""


@dataclass(frozen=True)
class Consent:
    """Whether somebody allows publicity: who, what they are to the child, how they said it."""

    given: bool
    by_name: str
    relation: Relation
    how: str = "telephone"


@dataclass(frozen=True)
class Looks:
    """How a person looks. Codes are NCIC's (core.codes); ranges are ranges."""

    sex: str = ""
    races: tuple[str, ...] = ()
    ethnicity: str = ""
    hair: str = ""
    hair_words: str = ""
    eyes: str = ""
    skin: str = ""
    build: str = ""
    height_cm: Span | None = None
    weight_kg: Span | None = None
    measured_on: PartialDate | None = None
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class ChildIntake(Looks):
    """
    A missing child as told by the caller. Medical needs and medication are sealed in the case.

    ``age_years`` is the age said when the birth date is not known.
    """

    given_names: str = ""
    family_names: str = ""
    aliases: tuple[str, ...] = ()
    born: PartialDate | None = None
    age_years: Span | None = None
    birth_place: str = ""
    languages: tuple[str, ...] = ()
    tribe: str = ""
    tribal_member: bool | None = None
    clothing: str = ""
    items: str = ""
    glasses: bool | None = None
    braces: bool | None = None
    piercings: str = ""
    phones: tuple[str, ...] = ()
    devices: str = ""
    socials: tuple[Social, ...] = ()
    school: str = ""
    lives_with: str = ""
    medical_needs: str = ""
    medication: str = ""
    runaway_before: bool | None = None
    trafficking_indicated: bool | None = None
    gang_indicated: bool | None = None
    self_harm_indicated: bool | None = None
    episodes: tuple[Episode, ...] = ()
    publicity: Consent | None = None
    photograph_permission: Consent | None = None
    unknown: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """The whole name, given names first."""
        return f"{self.given_names} {self.family_names}".strip()


@dataclass(frozen=True)
class CompanionIntake(Looks):
    """Somebody the child may be with."""

    name: str = ""
    aliases: tuple[str, ...] = ()
    role: CompanionRole = CompanionRole.COMPANION
    relation: Relation = Relation.OTHER
    born: PartialDate | None = None
    age_years: Span | None = None
    phones: tuple[str, ...] = ()
    address: str = ""
    socials: tuple[Social, ...] = ()
    words: str = ""
    wanted: bool | None = None
    armed: bool | None = None
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class VehicleIntake:
    """A vehicle on the case. ``colors`` and ``style`` are NCIC's codes."""

    plate: str = ""
    plate_state: str = ""
    vin: str = ""
    year: int | None = None
    make: str = ""
    model: str = ""
    style: str = ""
    colors: tuple[str, ...] = ()
    words: str = ""
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class CallerIntake:
    """
    Somebody of the family or a caller. ``safe_contact`` says when and how they may be reached;
    ``custody`` what a court ordered.
    """

    name: str = ""
    relation: Relation = Relation.OTHER
    phones: tuple[str, ...] = ()
    email: str = ""
    address: str = ""
    language: str = "en"
    interpreter: bool = False
    safe_contact: str = ""
    custody: str = ""
    has_custody: bool | None = None
    is_caller: bool = True
    unknown: frozenset[str] = frozenset()


@dataclass(frozen=True)
class AgencyIntake:
    """An agency of the directory that is on the case from the start."""

    agency_id: int
    role: AgencyRole = AgencyRole.INVESTIGATING
    report_number: str = ""


@dataclass(frozen=True)
class LastContact:
    """
    When and where the child was last seen or heard of: between ``earliest`` and ``latest``.

    ``street`` is for the investigation only; the public learns city and state of ``place``.
    """

    earliest: datetime | None = None
    latest: datetime | None = None
    place: Place | None = None
    street: str = ""
    seen_by: str = ""
    timezone: str = "America/New_York"

    @property
    def day(self) -> PartialDate | None:
        """The day of the latest known contact, in the time of the place."""
        seen = self.latest or self.earliest
        return PartialDate.of(seen.astimezone(ZoneInfo(self.timezone)).date()) if seen else None


@dataclass(frozen=True)
class CaseIntake:
    """
    All that a case is opened from. ``reported_at`` is when police took the report: the clock of
    the entry into NCIC starts then.
    """

    category: Category
    circumstances: str
    children: tuple[ChildIntake, ...]
    last_contact: LastContact = field(default_factory=LastContact)
    missing_on: PartialDate | None = None
    companions: tuple[CompanionIntake, ...] = ()
    vehicles: tuple[VehicleIntake, ...] = ()
    caller: CallerIntake | None = None
    contacts: tuple[CallerIntake, ...] = ()
    agencies: tuple[AgencyIntake, ...] = ()
    reported_at: datetime | None = None
    jurisdiction: str = "us"
    from_care: bool | None = None
    amber: bool | None = None
    restricted: bool = False
    language: str = "en"
    source: str = ""

    @property
    def missing_since(self) -> PartialDate | None:
        """The day the child is missing since: as said, else that of the last contact."""
        return self.missing_on or self.last_contact.day


@dataclass(frozen=True)
class CaseDetails:
    """What a case says of itself; ``summary`` is the only text of it that may be public."""

    category: Category
    circumstances: str
    summary: str
    missing_on: PartialDate | None
    last_contact: LastContact
    reported_at: datetime | None
    from_care: bool | None
    amber: bool | None
    unknown: frozenset[str] = frozenset()


def check_intake(intake: CaseIntake, now: datetime) -> None:
    """
    Refuse what cannot be a case.

    :raises RuleBroken: no child, no circumstances, a time in the future or the wrong way round
    """
    if not intake.children:
        raise RuleBroken(say("A case needs at least one child."), field="children")
    if not intake.circumstances.strip():
        raise RuleBroken(say("Say what happened, in a sentence or two."), field="circumstances")
    check_last_contact(intake.last_contact, now)
    if intake.missing_on and intake.missing_on.earliest > now.date():
        raise RuleBroken(
            say("The child cannot be missing since a day to come."), field="missing_on"
        )
    if intake.reported_at and intake.reported_at > now:
        raise RuleBroken(
            say("Police cannot have taken the report in the future."), field="reported_at"
        )
    for child in intake.children:
        check_unknown(child)


def check_last_contact(last: LastContact, now: datetime) -> None:
    """
    Refuse times of last contact that cannot be.

    :raises RuleBroken: in the future, or the latest before the earliest
    """
    if last.earliest and last.latest and last.latest < last.earliest:
        raise RuleBroken(say("The latest time is before the earliest."), field="last_contact")
    if (last.latest or last.earliest or now) > now:
        raise RuleBroken(say("The last contact cannot be in the future."), field="last_contact")


def check_unknown(person: Asked) -> None:
    """
    Refuse an answer that is both given and unknown.

    :raises RuleBroken: naming the field
    """
    for name in person.unknown:
        if answer(person, name).told is Told.KNOWN:
            raise RuleBroken(say("An answer cannot be given and unknown at once."), field=name)


_PLACE = tuple(each.name for each in fields(Place))


def place_data(place: Place | None) -> dict[str, Any] | None:
    """
    Return a place as it is stored.

    >>> place_of(place_data(Place("Reno, NV", Kind.CITY, "Reno", state="NV"))).state
    'NV'
    """
    if place is None:
        return None
    return {name: value for name in _PLACE if (value := getattr(place, name))}


def place_of(data: dict[str, Any] | None) -> Place | None:
    """Return the place that was stored."""
    if not data:
        return None
    given = {name: value for name, value in data.items() if name in _PLACE}
    return Place(**{**given, "kind": Kind(given.get("kind", Kind.POINT))})
