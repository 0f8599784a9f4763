"""What happened: cases put together by chance from ``stories.toml``, as a caller tells them."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.core.places import Place
from porchlight.demo import geography
from porchlight.demo.people import Family, Person, birth_date, family, mail_address, siblings
from porchlight.demo.people import person as invent
from porchlight.programmes.cases.rules.intake import (
    AgencyIntake,
    CallerIntake,
    CaseIntake,
    ChildIntake,
    CompanionIntake,
    Consent,
    LastContact,
    Mark,
    Social,
    VehicleIntake,
)
from porchlight.programmes.cases.rules.vocabulary import Category, CompanionRole, Relation

CALLERS = (
    Relation.MOTHER,
    Relation.MOTHER,
    Relation.FATHER,
    Relation.GRANDPARENT,
    Relation.GUARDIAN,
    Relation.CASEWORKER,
)
WITH_WHOM = {
    Category.FAMILY_ABDUCTION: (CompanionRole.ABDUCTOR, Relation.FATHER),
    Category.NONFAMILY_ABDUCTION: (CompanionRole.SUSPECT, Relation.STRANGER),
    Category.ATTEMPTED_ABDUCTION: (CompanionRole.SUSPECT, Relation.STRANGER),
}


@dataclass(frozen=True)
class Story:
    """A case as it is told, who the children are, and what a poster may say in two languages."""

    intake: CaseIntake
    children: tuple[Person, ...]
    caller: Person
    place: Place
    public: tuple[str, str]

    @property
    def category(self) -> Category:
        """The kind of case."""
        return self.intake.category


def tell(
    chance: Random,
    category: Category,
    place: Place,
    *,
    agency_id: int,
    missing_at: datetime,
    told_at: datetime,
    tribe: str = "",
) -> Story:
    """Invent a case of the category: missing since ``missing_at``, told at ``told_at``."""
    facts = book()[category.value]
    home = family(chance, tribe=tribe)
    ages = [chance.randint(*facts["ages"])]
    if chance.random() < facts.get("siblings", 0):
        ages.append(max(ages[0] - chance.randint(1, 3), 0))
    children = siblings(chance, home, ages, told_at.date())
    caller = invent(chance, home, age=chance.randint(27, 58), today=told_at.date())
    companions = _companions(chance, category, home, told_at)
    words = {
        "given": " and ".join(child.given_names for child in children),
        "city": place.city,
        "companion": companions[0].name if companions else "",
    }
    reported_at = min(missing_at + timedelta(minutes=chance.randrange(40, 300)), told_at)
    unnamed = bool(facts.get("unnamed"))
    public = _public(chance, facts, words)
    intake = CaseIntake(
        category=category,
        circumstances=chance.choice(facts["told"]).format(**words),
        children=tuple(_child(chance, each, caller, unnamed=unnamed) for each in children),
        last_contact=_last_contact(chance, place, missing_at),
        companions=tuple(companions),
        vehicles=tuple(_vehicles(chance, facts, place)),
        caller=None if unnamed else _caller(chance, caller, place),
        agencies=(AgencyIntake(agency_id, report_number=_report_number(chance, told_at)),),
        reported_at=reported_at,
        from_care=chance.random() < 0.2 if category is Category.ENDANGERED_RUNAWAY else None,
        amber=True if chance.random() < facts.get("amber", 0) else None,
        language=home.language,
    )
    return Story(intake, tuple(children), caller, place, public)


def category_of(chance: Random, number: int) -> Category:
    """Return the category of the case of that number: one of each first, then as often as it is."""
    every = list(Category)
    if number < len(every):
        return every[number]
    return chance.choices(every, weights=[book()[each.value]["weight"] for each in every])[0]


def spanish(text: str) -> str:
    """
    Return a sentence of the book in Spanish; several are joined by a semicolon.

    >>> spanish("Pierced nose; Scar on the right knee")
    'Nariz perforada; Cicatriz en la rodilla derecha'
    """
    return "; ".join(_pairs().get(part, part) for part in text.split("; "))


@cache
def book() -> dict[str, Any]:
    """Return ``stories.toml``."""
    return tomllib.loads(Path(__file__).with_name("stories.toml").read_text(encoding="utf-8"))


@cache
def words(name: str) -> tuple[Any, ...]:
    """Return one of the lists of the book."""
    return tuple(book()["words"][name])


@cache
def _pairs() -> dict[str, str]:
    marks = {english: said for _, english, said in words("marks")}
    return marks | dict(words("clothing"))


def _public(chance: Random, facts: dict[str, Any], said: dict[str, str]) -> tuple[str, str]:
    if not facts["public"]:
        return "", ""
    english, other = chance.choice(facts["public"])
    spoken = said | {"given": said["given"].replace(" and ", " y ")}
    return english.format(**said), other.format(**spoken)


def _child(chance: Random, who: Person, caller: Person, *, unnamed: bool) -> ChildIntake:
    clothing = chance.choice(words("clothing"))[0] if chance.random() < 0.8 else ""
    looks: dict[str, Any] = {
        **_looks(who),
        "marks": tuple(
            Mark(said, code) for code, said, _ in chance.sample(words("marks"), _few(chance))
        ),
        "clothing": clothing,
    }
    if unnamed:
        middle = round(who.height_cm.middle / 10) - 4
        nobody_knows = frozenset({"given_names", "family_names", "born"})
        return ChildIntake(**looks, unknown=nobody_knows, age_years=Span(middle - 1, middle + 1))
    return ChildIntake(**looks, **_told_of(chance, who, caller))


def _looks(who: Person) -> dict[str, Any]:
    return {
        "sex": who.sex,
        "races": who.races,
        "ethnicity": who.family.culture.ethnicity,
        "hair": who.hair,
        "eyes": who.eyes,
        "skin": who.skin,
        "build": who.build,
        "height_cm": who.height_cm,
        "weight_kg": who.weight_kg,
    }


def _few(chance: Random) -> int:
    return chance.choices((0, 1, 2), weights=(5, 4, 1))[0]


def _now_and_then(chance: Random, name: str, how_often: float = 0.3) -> str:
    said: str = chance.choice(words(name))
    return said if chance.random() < how_often else ""


def _told_of(chance: Random, who: Person, caller: Person) -> dict[str, Any]:
    """What a caller tells beside the looks; now and then they were asked and did not know."""
    asked_in_vain = [
        name for name in ("devices", "piercings", "medication") if chance.random() < 0.2
    ]
    teen = who.height_cm.middle > 145
    nick = who.given_names.split()[0][:3]
    service = chance.choice(words("services"))
    said = {
        "given_names": who.given_names,
        "family_names": who.family.names,
        "aliases": (nick,) if chance.random() < 0.15 else (),
        "born": birth_date(chance, who),
        "languages": who.family.culture.languages,
        "tribe": who.family.tribe,
        "tribal_member": bool(who.family.tribe) or None,
        "items": _now_and_then(chance, "items"),
        "school": _now_and_then(chance, "schools", 0.7),
        "lives_with": caller.name,
        "medical_needs": _now_and_then(chance, "needs", 0.12),
        "glasses": chance.choice((None, False, False, True)),
        "runaway_before": chance.choice((None, False, True)) if teen else None,
        "socials": (Social(service, f"{nick.lower()}_{chance.randrange(100)}"),) if teen else (),
    }
    yes = Consent(True, caller.name, Relation.GUARDIAN)
    allowed = {"publicity": yes, "photograph_permission": yes} if chance.random() < 0.75 else {}
    return {**said, **allowed, "unknown": frozenset(asked_in_vain)}


def _last_contact(chance: Random, place: Place, missing_at: datetime) -> LastContact:
    return LastContact(
        missing_at - timedelta(minutes=chance.randrange(10, 90)),
        missing_at,
        place,
        geography.street(chance),
        chance.choice(words("seen_by")),
        geography.state_facts(place.state).timezone,
    )


def _companions(
    chance: Random, category: Category, home: Family, told_at: datetime
) -> list[CompanionIntake]:
    if chance.random() >= book()[category.value].get("companions", 0):
        return []
    role, relation = WITH_WHOM.get(category, (CompanionRole.COMPANION, Relation.FRIEND))
    own = relation is Relation.FATHER
    beside = home if own else family(chance)
    age = chance.randint(16, 22) if role is CompanionRole.COMPANION else chance.randint(24, 50)
    sex = chance.choice("FM")
    if own:
        relation = Relation.MOTHER if sex == "F" else Relation.FATHER
    who = invent(chance, beside, age=age, today=told_at.date(), sex=sex)
    known = relation is not Relation.STRANGER
    return [
        CompanionIntake(
            **_looks(who),
            name=who.name if known else "",
            role=role,
            relation=relation,
            born=PartialDate(who.born.year) if own else None,
            age_years=None if own else Span(age - 2, age + 2),
            unknown=frozenset() if known else frozenset({"name"}),
        )
    ]


def _vehicles(chance: Random, facts: dict[str, Any], place: Place) -> Iterator[VehicleIntake]:
    if chance.random() < facts.get("vehicles", 0):
        make, model, style = chance.choice(words("cars"))
        letters = "".join(chance.choice("BCDFGHJKLMNPRSTVWXYZ") for _ in range(3))
        read = chance.random() < 0.7
        yield VehicleIntake(
            plate=f"{letters}{chance.randrange(1000, 9999)}" if read else "",
            plate_state=place.state if read else "",
            year=chance.randint(2004, 2025),
            make=make,
            model=model,
            style=style,
            colors=(chance.choice(words("colors")),),
        )


def _caller(chance: Random, who: Person, place: Place) -> CallerIntake:
    language = who.family.language
    return CallerIntake(
        name=who.name,
        relation=chance.choice(CALLERS),
        phones=(geography.phone(chance, place.state),),
        email=mail_address(who.name),
        address=f"{geography.street(chance)}, {place.label}",
        language=language,
        interpreter=language == "es" and chance.random() < 0.4,
        safe_contact="Call, no text messages" if chance.random() < 0.1 else "",
    )


def _report_number(chance: Random, told_at: datetime) -> str:
    return f"{told_at:%y}-{chance.randrange(1000, 99999):05}"
