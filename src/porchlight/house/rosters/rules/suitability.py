"""
How well a helper suits a need: what disqualifies, and a score whose every step has its words.

Plain values in, plain values out: the same helper and need always give the same answer, and a
helper who has more (a language, an area, free capacity) never scores less.
"""

from dataclasses import dataclass
from datetime import date
from math import log2

from porchlight.core.score import Reason, Score
from porchlight.core.text import Say, say
from porchlight.house.rosters.rules.capabilities import CAPABILITIES

COUNTY_BITS, STATE_BITS, COUNTRY_BITS = 3.0, 2.0, 0.5
LANGUAGE_BITS, DUTY_BITS, ROOM_BITS = 3.0, 4.0, 2.0


@dataclass(frozen=True)
class Need:
    """What is asked for: a capability, and the place and language of those who need it."""

    capability: str
    county_fips: str = ""
    state: str = ""
    country: str = "US"
    language: str = ""


@dataclass(frozen=True)
class HelperFacts:
    """What counts of a helper. ``areas`` holds FIPS, USPS and country codes."""

    capabilities: frozenset[str]
    areas: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    credentials: frozenset[tuple[str, date | None]] = frozenset()
    on_duty: bool = False
    load: int = 0
    max_load: int = 0
    active: bool = True


def obstacles(facts: HelperFacts, need: Need, today: date) -> tuple[Say, ...]:
    """Return why this helper cannot be asked; empty when they can."""
    found = []
    if not facts.active:
        found.append(say("No longer on the roster"))
    if need.capability not in facts.capabilities:
        found.append(say("Does not have this capability"))
    asked = CAPABILITIES[need.capability].credential if need.capability in CAPABILITIES else ""
    if asked and not has_credential(facts, asked, today):
        found.append(say("A credential is missing or has expired"))
    if facts.max_load and facts.load >= facts.max_load:
        found.append(say("Has {load} of at most {most}", load=facts.load, most=facts.max_load))
    return tuple(found)


def has_credential(facts: HelperFacts, kind: str, today: date) -> bool:
    """Whether a credential of the kind is valid on ``today``, its last day included."""
    return any(
        each == kind and (until is None or until >= today) for each, until in facts.credentials
    )


def score(facts: HelperFacts, need: Need) -> Score:
    """Return how well the helper suits, step by step, in bits."""
    steps = (_area(facts, need), _language(facts, need), _duty(facts), _room(facts))
    return Score(tuple(step for step in steps if step is not None))


def _area(facts: HelperFacts, need: Need) -> Reason | None:
    if need.county_fips and need.county_fips in facts.areas:
        return Reason(say("Works in this county"), COUNTY_BITS)
    if need.state and need.state in facts.areas:
        return Reason(say("Works in this state"), STATE_BITS)
    if need.country and need.country in facts.areas:
        return Reason(say("Works in this country"), COUNTRY_BITS)
    return None


def _language(facts: HelperFacts, need: Need) -> Reason | None:
    if need.language and need.language in facts.languages:
        return Reason(say("Speaks the family's language"), LANGUAGE_BITS)
    return None


def _duty(facts: HelperFacts) -> Reason | None:
    return Reason(say("Is on duty now"), DUTY_BITS) if facts.on_duty else None


def _room(facts: HelperFacts) -> Reason | None:
    """Half the load is worth one bit; without a limit the tenth thing counts as full."""
    most = facts.max_load or 10
    share = min(facts.load / most, 1.0)
    bits = ROOM_BITS * (1 - log2(1 + share))
    return Reason(say("Has {load} at present", load=facts.load), round(bits, 6))
