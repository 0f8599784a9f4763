"""Areas that agencies answer for, and which of them holds a place."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from porchlight.core.places import Place, county, fold
from porchlight.core.text import Say, say
from porchlight.house.directory.rules.kinds import KINDS, Reach


class AreaKind(StrEnum):
    """What an area is."""

    CITY = "city"
    COUNTY = "county"
    STATE = "state"
    COUNTRY = "country"
    TRIBE = "tribe"


@dataclass(frozen=True)
class Area:
    """
    An area by its code: ``VA:alexandria`` for a city, FIPS for a county, USPS for a state,
    ISO 3166 for a country, the folded name for a tribe.
    """

    kind: AreaKind
    code: str


@dataclass(frozen=True)
class Seat:
    """Where an agency of a kind sits, from which its usual area follows."""

    kind: str
    state: str = ""
    city: str = ""
    counties: tuple[str, ...] = ()
    tribe: str = ""


def city_area(state: str, city: str) -> Area:
    """
    Return the area of a city.

    >>> city_area("VA", "Alexandria").code
    'VA:alexandria'
    """
    return Area(AreaKind.CITY, f"{state}:{fold(city)}")


def usual_areas(seat: Seat) -> frozenset[Area]:
    """Return what an agency answers for when nothing else was said, by its kind and seat."""
    found = {Area(AreaKind.COUNTY, fips) for fips in seat.counties}
    if seat.tribe:
        found.add(Area(AreaKind.TRIBE, fold(seat.tribe)))
    reach = KINDS[seat.kind].reach if seat.kind in KINDS else Reach.COUNTY
    if reach is Reach.STATE and seat.state:
        found.add(Area(AreaKind.STATE, seat.state))
    elif seat.kind == "federal" and not seat.state:
        found.add(Area(AreaKind.COUNTRY, "US"))
    elif seat.city and seat.state and (reach is Reach.CITY or not found):
        # A sheriff whose counties nobody has written yet answers at least where they sit.
        found.add(city_area(seat.state, seat.city))
    return frozenset(found)


def areas_of_place(place: Place, tribe: str = "") -> frozenset[Area]:
    """Return every area that holds ``place``, and the child's tribe."""
    found = set()
    if place.city and place.state:
        found.add(city_area(place.state, place.city))
    if place.county_fips:
        found.add(Area(AreaKind.COUNTY, place.county_fips))
    if place.state:
        found.add(Area(AreaKind.STATE, place.state))
    if place.country:
        found.add(Area(AreaKind.COUNTRY, place.country))
    if tribe.strip():
        found.add(Area(AreaKind.TRIBE, fold(tribe)))
    return frozenset(found)


# The narrowest first; a child's own tribe stands beside the city's police.
WIDTH = {
    AreaKind.CITY: 1,
    AreaKind.TRIBE: 2,
    AreaKind.COUNTY: 3,
    AreaKind.STATE: 4,
    AreaKind.COUNTRY: 5,
}


def narrowest(mine: Iterable[Area], asked: frozenset[Area]) -> Area | None:
    """Return the narrowest of an agency's areas that holds the place, or None."""
    shared = sorted(set(mine) & asked, key=lambda area: (WIDTH[area.kind], area.code))
    return shared[0] if shared else None


def why(area: Area, kind: str, place: Place, tribe: str = "") -> Say:
    """Say why an agency of ``kind`` that answers for ``area`` is asked about ``place``."""
    if area.kind is AreaKind.CITY:
        return say("Answers for the city of {city}", city=place.city)
    if area.kind is AreaKind.TRIBE:
        return say("The child is a member of the tribe: {tribe}", tribe=tribe)
    if area.kind is AreaKind.COUNTY:
        found = county(area.code)
        name = found.label if found else area.code
        if kind in KINDS and KINDS[kind].reach is Reach.TRIBE:
            return say("The tribe's land touches {county}", county=name)
        return say("Answers for {county}", county=name)
    if area.kind is AreaKind.STATE:
        return say("Answers for the whole state of {state}", state=area.code)
    return say("Answers for the whole country ({country})", country=area.code)
