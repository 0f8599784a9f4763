"""Invented people: names of many cultures put together by chance, looks and measures that fit."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.core.places import fold

# Median height of girls and boys at 2, 4 … 20 years, in cm.
# Source: growth charts of the CDC (2000), rounded.
HEIGHTS = {
    "F": (86, 101, 115, 128, 138, 151, 160, 163, 163, 163),
    "M": (87, 102, 116, 128, 139, 149, 164, 174, 176, 177),
}
TRIBES = ("Red Willow Pueblo", "Cedar Mesa Nation", "Blue Lake Band", "Stone River Tribe")
# NCIC's codes of a build.
BUILDS = ("small", "medium", "medium", "large")


@dataclass(frozen=True)
class Culture:
    """The names of one culture, and how people in it look and speak, as NCIC codes."""

    name: str
    weight: int
    races: tuple[str, ...]
    ethnicity: str
    skins: tuple[str, ...]
    hairs: tuple[str, ...]
    eyes: tuple[str, ...]
    languages: tuple[str, ...]
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    families: tuple[str, ...]
    two_families: bool = False
    tribal: bool = False


@dataclass(frozen=True)
class Family:
    """A household: a culture, its family names, where it belongs."""

    culture: Culture
    names: str
    tribe: str = ""

    @property
    def language(self) -> str:
        """The language in which the family is called, when the house speaks it."""
        return "es" if "es" in self.culture.languages else "en"


@dataclass(frozen=True)
class Person:
    """An invented person; codes are NCIC's."""

    given_names: str
    family: Family
    sex: str
    born: date
    races: tuple[str, ...]
    skin: str
    hair: str
    eyes: str
    build: str
    height_cm: Span
    weight_kg: Span
    seed: int

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.given_names} {self.family.names}"


@cache
def cultures() -> tuple[Culture, ...]:
    """Return the cultures of ``names.toml``."""
    read = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    return tuple(_culture(row) for row in read["culture"])


def _culture(row: dict[str, Any]) -> Culture:
    lists = {name: tuple(said) for name, said in row.items() if isinstance(said, list)}
    return Culture(**{**row, **lists})


def family(chance: Random, *, tribe: str = "") -> Family:
    """Invent a household; with ``tribe`` one that belongs to it."""
    known = [each for each in cultures() if each.tribal or not tribe]
    (culture,) = chance.choices(known, weights=[each.weight for each in known])
    names = chance.choice(culture.families)
    if culture.two_families:
        names += " " + chance.choice([one for one in culture.families if one != names])
    return Family(culture, names, tribe or (chance.choice(TRIBES) if culture.tribal else ""))


def person(chance: Random, of: Family, *, age: int, today: date, sex: str = "") -> Person:
    """Invent somebody of the family who is ``age`` years old on ``today``."""
    sex = sex or chance.choice("FM")
    born = today - timedelta(days=round(age * 365.25) + chance.randrange(1, 360))
    height = _height(sex, age) * chance.uniform(0.94, 1.06)
    low = round(height) - chance.randrange(0, 4)
    weight = _weight(height, age) * chance.uniform(0.88, 1.18)
    return Person(
        given_names=chance.choice(of.culture.girls if sex == "F" else of.culture.boys),
        family=of,
        sex=sex,
        born=born,
        races=(chance.choice(of.culture.races),),
        skin=chance.choice(of.culture.skins),
        hair=chance.choice(of.culture.hairs),
        eyes=chance.choice(of.culture.eyes),
        build=chance.choice(BUILDS),
        height_cm=Span(low, low + chance.choice((0, 3, 5))),
        weight_kg=Span(round(weight, 1), round(weight + chance.choice((0, 2.3, 4.5)), 1)),
        seed=chance.randrange(1 << 30),
    )


def siblings(chance: Random, of: Family, ages: list[int], today: date) -> list[Person]:
    """Invent children of one family, none with the name of another."""
    found: list[Person] = []
    while len(found) < len(ages):
        child = person(chance, of, age=ages[len(found)], today=today)
        if all(child.given_names != other.given_names for other in found):
            found.append(child)
    return found


def mail_address(name: str) -> str:
    """
    Return an address that cannot exist.

    >>> mail_address("Lucía Fuentes Olvera")
    'lucia.fuentes@family.example'
    """
    return ".".join(fold(name).split()[:2]) + "@family.example"


def birth_date(chance: Random, who: Person) -> PartialDate:
    """Return the day of birth, now and then only the year: not every caller knows it."""
    known = PartialDate.of(who.born)
    return known if chance.random() > 0.06 else PartialDate(known.year)


def _height(sex: str, age: int) -> float:
    table = HEIGHTS[sex]
    at = min(max(age - 2, 0) / 2, len(table) - 1)
    low = int(at)
    high = min(low + 1, len(table) - 1)
    return table[low] + (table[high] - table[low]) * (at - low)


def _weight(height_cm: float, age: int) -> float:
    """Body mass index of the middle: 16 for small children, rising to 22 for the grown."""
    index = 16 + max(0, min(age, 20) - 7) * 0.45
    return index * (height_cm / 100) ** 2
