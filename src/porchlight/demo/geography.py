"""Where the demonstration happens: real towns from the packages, agencies that are invented."""

import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any

from porchlight.core.places import Place, cities

SMALLEST_TOWN = 4000


@dataclass(frozen=True)
class StateFacts:
    """What the packages do not tell of a state."""

    timezone: str
    area_code: str
    ncic: str


def state_facts(code: str) -> StateFacts:
    """
    Return a state's clock, area code and letters in NCIC.

    >>> state_facts("NE")
    StateFacts(timezone='America/Chicago', area_code='402', ncic='NB')
    """
    timezone, area_code, *own = _table()["states"][code]
    return StateFacts(timezone, area_code, own[0] if own else code)


def towns(chance: Random, count: int) -> list[Place]:
    """Return towns of many states: larger ones more often, none twice."""
    known = [each for each in cities() if each[0].state in _table()["states"]]
    large = [each for each in known if each[1] >= SMALLEST_TOWN and each[0].county_fips]
    weights = list(accumulate(people**0.5 for _, people in large))
    found: dict[tuple[str, str], Place] = {}
    while len(found) < count:
        (place, _), *_ = chance.choices(large, cum_weights=weights)
        found.setdefault((place.state, place.city), place)
    return list(found.values())


def phone(chance: Random, state: str) -> str:
    """Return a number of the range that is kept for fiction."""
    return f"+1{state_facts(state).area_code}55501{chance.randrange(100):02}"


def street(chance: Random) -> str:
    """Return an address that is nowhere in particular."""
    return f"{chance.randrange(100, 9900)} {chance.choice(_table()['streets']['names'])}"


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8"))
