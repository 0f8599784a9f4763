"""
Whose report it is: every clue to a place with its weight, from the sender's own lookup to the
country an address of the network is assigned to.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import phonenumbers

from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.ispws.parties import Party
from porchlight.programmes.cybertips.rules.quality import Sent

# An address of the network → (country, state), empty where it is not known.
Locate = Callable[[str], tuple[str, str]]
# Pseudo-codes of geolocation services name no country.
NO_COUNTRY = frozenset({"", "AP", "EU", "A1", "A2", "O1"})


@dataclass(frozen=True)
class Clue:
    """One hint: where it points to, how much it counts, in words."""

    country: str
    state: str
    weight: int
    words: Say


@dataclass(frozen=True)
class Jurisdiction:
    """The likeliest country and US state, and every clue, the weightiest first."""

    country: str = ""
    state: str = ""
    clues: tuple[Clue, ...] = ()


def find(sent: Sent, locate: Locate) -> Jurisdiction:
    """Return where a report belongs."""
    clues = sorted(_clues(sent, locate), key=lambda clue: -clue.weight)
    countries: Counter[str] = Counter()
    for clue in clues:
        countries[clue.country] += clue.weight
    if not countries:
        return Jurisdiction()
    country = countries.most_common(1)[0][0]
    states: Counter[str] = Counter()
    for clue in clues:
        if clue.country == country and clue.state:
            states[clue.state] += clue.weight
    state = states.most_common(1)[0][0] if states else ""
    return Jurisdiction(country, state, tuple(clues))


def _clues(sent: Sent, locate: Locate) -> Iterator[Clue]:
    said = sent.report
    parties: list[tuple[Party, int]] = [(each, 3) for each in said.person_or_user_reported]
    parties += [(each, 2) for each in said.victim]
    parties += [(each, 1) for each in said.intended_recipient]
    for party, weight in parties:
        yield from _of_party(party, weight)
    for capture in sent.captures:
        country, state = locate(capture.ip_address)
        # Without its time an address belongs to whoever has it today.
        weight = 1 if capture.possible_proxy else 3 if capture.date_time else 2
        if country not in NO_COUNTRY:
            what = say("IP address {ip}", ip=capture.ip_address)
            yield Clue(country, state, weight, what)


def _of_party(party: Party, weight: int) -> Iterator[Clue]:
    place = party.estimated_location
    if place and (place.country_code or "") not in NO_COUNTRY:
        state = (place.region or "")[:2] if place.country_code == "US" else ""
        yield Clue(place.country_code or "", state, 3 * weight, say("The sender's own lookup"))
    for address in party.person.address if party.person else ():
        country = address.country or ("US" if address.state else "")
        if country not in NO_COUNTRY:
            yield Clue(country, address.state or "", 4 * weight, say("A postal address"))
    for phone in party.person.phone if party.person else ():
        number = f"{phone.country_calling_code or ''}{phone.value}"
        country = _country_of(number)
        if country:
            yield Clue(country, "", 2 * weight, say("A telephone number"))


def _country_of(number: str) -> str:
    try:
        parsed = phonenumbers.parse(number, None if number.startswith("+") else "US")
    except phonenumbers.NumberParseException:
        return ""
    found = phonenumbers.region_code_for_number(parsed)
    if not found and parsed.country_code == 1:
        return "US" if phonenumbers.is_possible_number(parsed) else ""
    return found or ""
