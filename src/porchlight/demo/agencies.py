"""The agencies of the demonstration: entered, called back and approved as every agency is."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from porchlight.core.places import Place, find_places, fold
from porchlight.demo import geography
from porchlight.demo.staff import Staff
from porchlight.house.directory import actions
from porchlight.house.directory.actions import AgencyEntry, ContactEntry
from porchlight.house.directory.models import Agency
from porchlight.house.directory.rules.areas import Area, AreaKind, city_area

# Where the sheriff and the tribal police of the cast answer.
OF_THE_CAST = {
    "sheriff": ("Llano, TX", "Burnet, TX", "Fredericksburg, TX"),
    "tribal_police": ("Bernalillo, NM", "Grants, NM"),
}
# Every so many agencies one is not vouched for yet.
UNVERIFIED = 9


@dataclass
class Coverage:
    """Who answers for which place; every place of the demonstration has somebody."""

    by_place: dict[str, int] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    of_cast: dict[str, list[Place]] = field(default_factory=dict)

    def add(self, place: Place, agency_id: int) -> None:
        """Note that the agency answers for the place."""
        if place.label not in self.by_place:
            self.places.append(place)
        self.by_place[place.label] = agency_id

    def agency_id(self, place: Place) -> int:
        """Return the agency of a place."""
        return self.by_place[place.label]


def settle(chance: Random, staff: Staff, count: int, now: datetime) -> Coverage:
    """Enter the agencies of ``count`` towns, beside the two of the cast."""
    found = Coverage()
    for key in OF_THE_CAST:
        _widen(key, staff, found, now)
    for number, town in enumerate(geography.towns(chance, count)):
        there = Agency.objects.filter(kind="police", state=town.state, city=town.city).first()
        agency = there or _police(chance, town, number, staff, now)
        found.add(town, agency.id)
    for code in sorted({place.state for place in found.places})[:6]:
        _clearinghouse(chance, code, staff, now)
    return found


def _widen(key: str, staff: Staff, found: Coverage, now: datetime) -> None:
    """Write down for which counties an agency of the cast answers."""
    agency: Agency = getattr(staff.cast, key)
    places = [find_places(label, 1)[0] for label in OF_THE_CAST[key]]
    areas = {Area(AreaKind.COUNTY, place.county_fips) for place in places}
    if agency.tribe:
        areas.add(Area(AreaKind.TRIBE, fold(agency.tribe)))
    names = ("kind", "name", "ori", "phone_24h", "email", "state", "city", "tribe", "timezone")
    entry = AgencyEntry(**{name: getattr(agency, name) for name in names})
    by = staff.administrator
    actions.change_agency(agency.id, entry, frozenset(areas), by=by, now=now)
    found.of_cast[key] = places
    for place in places:
        found.add(place, agency.id)


def _police(chance: Random, town: Place, number: int, staff: Staff, now: datetime) -> Agency:
    facts = geography.state_facts(town.state)
    desk = geography.phone(chance, town.state)
    host = fold(town.city).replace(" ", "")
    entry = AgencyEntry(
        kind="police",
        name=f"{town.city} Police Department",
        ori=_ori(facts.ncic, number),
        phone_24h=desk,
        email=f"desk@{host}-{town.state.lower()}.example",
        state=town.state,
        city=town.city,
        timezone=facts.timezone,
    )
    areas = {city_area(town.state, town.city), Area(AreaKind.COUNTY, town.county_fips)}
    agency = actions.add_agency(entry, frozenset(areas), by=staff.administrator, now=now)
    contact = ContactEntry("Missing persons desk", phone=desk, email=entry.email, always=True)
    actions.keep_contact(agency.id, contact, by=staff.administrator, now=now)
    if number % UNVERIFIED != UNVERIFIED - 1:
        _vouch(agency, geography.phone(chance, town.state), staff, now)
    return agency


def _ori(letters: str, number: int) -> str:
    """An identifier that no agency has: 99 is nobody's county."""
    at = number
    while Agency.objects.filter(ori=f"{letters}99{at:05}").exists():
        at += 1000
    return f"{letters}99{at:05}"


def _vouch(agency: Agency, number: str, staff: Staff, now: datetime) -> None:
    """Called back on an independent number by one person, approved by another."""
    first, second = staff.administrator, staff.supervisor
    source = "State directory of law enforcement"
    actions.source_switchboard(agency.id, number, source, by=first, now=now)
    called = now + timedelta(minutes=12)
    actions.log_call_back(agency.id, "The officer on duty", by=first, now=called)
    actions.approve_agency(agency.id, by=second, now=called + timedelta(hours=2))


def _clearinghouse(chance: Random, code: str, staff: Staff, now: datetime) -> None:
    if Agency.objects.filter(kind="state_clearinghouse", state=code).exists():
        return
    place = find_places(code, 1)[0]
    entry = AgencyEntry(
        kind="state_clearinghouse",
        name=f"{place.label} Missing Children Clearinghouse",
        phone_24h=geography.phone(chance, code),
        email=f"clearinghouse@{code.lower()}.example",
        state=code,
        timezone=geography.state_facts(code).timezone,
    )
    areas = frozenset({Area(AreaKind.STATE, code)})
    agency = actions.add_agency(entry, areas, by=staff.administrator, now=now)
    _vouch(agency, geography.phone(chance, code), staff, now)
