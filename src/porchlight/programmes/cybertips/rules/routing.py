"""
To whom a report goes: the agencies that answer for its places, in the order in which they are
offered, each with the reason. A person chooses; nothing goes out by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from porchlight.core.places import Place, place_of_zip
from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.jurisdiction import NO_COUNTRY
from porchlight.programmes.cybertips.rules.quality import Sent

HOME = "US"
TASK_FORCE, COUNTRY_CONTACT = "task_force", "country_contact"
# Kinds that are given reports.
RECEIVE = frozenset(
    {TASK_FORCE, COUNTRY_CONTACT, "federal", "tribal_police", "state_police", "sheriff", "police"}
)


class Rank(IntEnum):
    """The order in which agencies are offered."""

    TRIBE = 1
    TASK_FORCE = 2
    COUNTRY = 3
    FEDERAL = 4
    STATE = 5
    LOCAL = 6


@dataclass(frozen=True)
class Candidate:
    """An agency that answers for one of the places: its kind, and why it does."""

    agency_id: int
    kind: str
    because: Say
    verified: bool


@dataclass(frozen=True)
class Option:
    """An agency as it is offered; the first of a list is the proposed one."""

    agency_id: int
    rank: Rank
    because: Say


def places(sent: Sent, country: str, state: str) -> tuple[Place, ...]:
    """
    Return where a report points to, the narrowest first: the counties of postal addresses in the
    United States, then the state and the country that triage found.
    """
    found: dict[str, Place] = {}
    for party in sent.parties:
        for address in party.person.address if party.person else ():
            place = place_of_zip((address.zip_code or "")[:5])
            if place is not None and (address.country or HOME) == HOME:
                found[place.county_fips] = place
    wide = [Place(country, state=state, country=country)] if country not in NO_COUNTRY else []
    return (*found.values(), *wide)


RANKS = {
    "tribal_police": Rank.TRIBE,
    TASK_FORCE: Rank.TASK_FORCE,
    "federal": Rank.FEDERAL,
    "state_police": Rank.STATE,
    COUNTRY_CONTACT: Rank.COUNTRY,
}


def options(candidates: Iterable[Candidate], country: str) -> tuple[Option, ...]:
    """
    Return who may be given the report, the proposed one first. A report of another country goes
    to its contact, and where there is none to a federal agency, which hands it on.
    """
    abroad = country not in NO_COUNTRY and country != HOME
    found: dict[int, Option] = {}
    for each in candidates:
        if not each.verified or each.kind not in RECEIVE or each.agency_id in found:
            continue
        if abroad and each.kind not in (COUNTRY_CONTACT, "federal"):
            continue
        because = each.because
        if each.kind == "federal" and abroad:
            because = say("Hands it on to the police of another country")
        elif each.kind == "federal" and country in NO_COUNTRY:
            because = say("No place is known")
        found[each.agency_id] = Option(each.agency_id, RANKS.get(each.kind, Rank.LOCAL), because)
    return tuple(sorted(found.values(), key=lambda each: (each.rank, each.agency_id)))
