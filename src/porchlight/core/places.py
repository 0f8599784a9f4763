"""Places of the field: states, counties, cities, ZIP codes, countries; found while typing."""

import csv
import math
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from heapq import nlargest
from importlib.resources import files
from typing import Any, NamedTuple

import pycountry
import zipcodes
from anyascii import anyascii
from babel import Locale

EARTH_KM = 6371.0088


class Kind(StrEnum):
    """What a place is; a wider one stands for all inside it."""

    CITY = "city"
    ZIP = "zip"
    COUNTY = "county"
    STATE = "state"
    COUNTRY = "country"
    POINT = "point"


@dataclass(frozen=True, slots=True)
class Place:
    """
    A place as agencies and posters name it: codes for rules, ``label`` for people.

    ``state`` is the USPS code, ``county_fips`` five figures, ``country`` ISO 3166 two letters;
    empty where it does not apply or is not known. ``lat`` and ``lon`` are its middle in degrees.
    """

    label: str
    kind: Kind = Kind.POINT
    city: str = ""
    county: str = ""
    county_fips: str = ""
    state: str = ""
    country: str = "US"
    zip_code: str = ""
    lat: float | None = None
    lon: float | None = None


class State(NamedTuple):
    """A state, the District of Columbia, or a territory."""

    code: str
    fips: str
    name: str
    name_es: str
    kind: str
    lat: float
    lon: float

    def named(self, language: str = "en") -> str:
        """Return its name in the language."""
        return self.name_es if language == "es" else self.name


class County(NamedTuple):
    """A county or what stands for one (parish, borough, independent city, municipio)."""

    fips: str
    name: str
    state: str
    lat: float
    lon: float

    @property
    def label(self) -> str:
        """As people write it, such as ``Fairfax County, VA``."""
        return f"{self.name}, {self.state}"


def fold(text: str) -> str:
    """
    Return the text for comparing: ASCII, lower case, words apart by one space.

    >>> fold("St. Mary's  Peñuelas")
    'st marys penuelas'
    """
    plain = anyascii(text).casefold().replace("'", "").replace("`", "")
    return " ".join(re.findall(r"[a-z0-9]+", plain))


@cache
def states() -> tuple[State, ...]:
    """Return the 50 states, the District of Columbia and five territories."""
    return tuple(
        State(row[0], row[1], row[2], row[3], row[4], float(row[5]), float(row[6]))
        for row in _rows("us_states.csv")
    )


@cache
def state(code: str) -> State | None:
    """
    Return the state of a USPS code, FIPS code, or English or Spanish name.

    >>> state("nc").name, state("Carolina del Norte").code, state("37").code
    ('North Carolina', 'NC', 'NC')
    """
    return _states_by_word().get(fold(code))


@cache
def counties(state_code: str = "") -> tuple[County, ...]:
    """
    Return the counties of a state, or all.

    >>> len(counties("DE")), counties("DE")[0].name
    (3, 'Kent County')
    """
    if state_code:
        return tuple(row for row in counties() if row.state == state_code)
    rows = _rows("us_counties.csv")
    return tuple(County(row[0], row[1], row[2], float(row[3]), float(row[4])) for row in rows)


def county(fips: str) -> County | None:
    """
    Return the county of five FIPS figures.

    >>> county("51059").label
    'Fairfax County, VA'
    """
    return _counties_by_fips().get(fips)


def country_name(code: str, language: str = "en") -> str:
    """
    Return a country's name, or the code when there is no such country.

    >>> country_name("MX"), country_name("DE", "es")
    ('Mexico', 'Alemania')
    """
    return _territories(language).get(code, code)


@cache
def countries(language: str = "en") -> tuple[tuple[str, str], ...]:
    """Return all countries of ISO 3166 as (code, name), by name."""
    named = [(row.alpha_2, country_name(row.alpha_2, language)) for row in pycountry.countries]
    return tuple(sorted(named, key=lambda row: fold(row[1])))


@cache
def place_of_zip(code: str) -> Place | None:
    """
    Return the place of a ZIP code (five figures, or ZIP+4).

    >>> place_of_zip("22314").label
    'Alexandria, VA 22314'
    """
    match = re.fullmatch(r"(\d{5})(?:-?\d{4})?", code.strip())
    rows = _zip(match[1]) if match else []
    return _zip_place(rows[0]) if rows else None


def place_of_county(fips: str) -> Place | None:
    """Return the place that a county is."""
    found = county(fips)
    return _county_place(found) if found else None


def place_of_state(code: str, language: str = "en") -> Place | None:
    """Return the place that a state is."""
    found = state(code)
    return _state_place(found, language) if found else None


def place_of_country(code: str, language: str = "en") -> Place:
    """Return the place that a country is."""
    return Place(country_name(code, language), Kind.COUNTRY, country=code)


def find_places(text: str, limit: int = 8, language: str = "en") -> list[Place]:
    """
    Return the places that ``text`` may mean while it is typed, the likeliest first.

    Reads ZIP codes, cities, counties, states, countries; a state or country may follow
    («springfield il», «guadalajara, mexico»).

    >>> [place.label for place in find_places("fairfax co", 1)]
    ['Fairfax County, VA']
    >>> find_places("springfield, illinois")[0].label, find_places("90210")[0].city
    ('Springfield, IL', 'Beverly Hills')
    """
    if re.fullmatch(r"\s*\d{3,5}(-\d{0,4})?\s*", text):
        return _zips_beginning(text.strip()[:5], limit)
    words = fold(text)
    if not words:
        return []
    index = _index()
    found = {at: index.rank(at, words) for at in index.beginning(words)}
    for name, inside in _readings(text):
        for at in index.beginning(name):
            if inside in (index.places[at].state, f"@{index.places[at].country}"):
                found[at] = max(found.get(at, 0), index.rank(at, name) + 50)
    best = nlargest(limit, found, key=lambda at: (found[at], -at))
    return [_in_language(index.places[at], language) for at in best]


@cache
def cities(country: str = "US") -> tuple[tuple[Place, int], ...]:
    """
    Return the cities of a country, each with how many people live there.

    >>> max(cities(), key=lambda each: each[1])[0].label
    'New York, NY'
    """
    return tuple(each for each in _cities() if each[0].country == country)


def distance_km(one: Place, other: Place) -> float | None:
    """
    Return the great-circle distance, or None when one has no position.

    >>> round(distance_km(place_of_zip("10001"), place_of_zip("90001")) / 100)
    39
    """
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return great_circle_km(one.lat, one.lon, other.lat, other.lon)


def great_circle_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance of two points in degrees on a sphere of the earth's mean radius."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half_phi = (other_phi - phi) / 2
    half_lambda = math.radians(other_lon - lon) / 2
    square = (
        math.sin(half_phi) ** 2 + math.cos(phi) * math.cos(other_phi) * math.sin(half_lambda) ** 2
    )
    return 2 * EARTH_KM * math.asin(math.sqrt(min(square, 1.0)))


def within_county(place: Place, fips: str) -> bool:
    """
    Whether the place is known to lie in the county.

    >>> within_county(place_of_zip("22314"), "51510")
    True
    """
    return bool(fips) and place.county_fips == fips


# ---- reading the data files and packages


def _rows(name: str) -> list[list[str]]:
    path = files("porchlight.core.codes").joinpath(name)
    lines = path.read_text(encoding="utf-8").splitlines()
    return list(csv.reader(line for line in lines if not line.startswith("#")))[1:]


@cache
def _states_by_word() -> dict[str, State]:
    return {
        fold(word): row for row in states() for word in (row.name_es, row.name, row.fips, row.code)
    }


@cache
def _counties_by_fips() -> dict[str, County]:
    return {row.fips: row for row in counties()}


@cache
def _territories(language: str) -> dict[str, str]:
    return dict(Locale.parse(language).territories)


# The ZIP package and Census name the same county in different order or with a type more or less.
_COUNTY_NOISE = re.compile(
    r"\b(municipality of|city and borough of|city and borough|census area|municipality|municipio"
    r"|borough|parish|county|planning region|island|islands)\b"
)


def _county_key(name: str) -> str:
    return _COUNTY_NOISE.sub("", fold(name)).replace(" ", "")


@cache
def _fips_by_name() -> dict[tuple[str, str], str]:
    keyed = {(row.state, _county_key(row.name)): row.fips for row in counties()}
    # A county wins over the independent city of its name (Fairfax, Richmond) only by full name.
    return keyed | {(row.state, fold(row.name)): row.fips for row in counties()}


def fips_of_county(state_code: str, name: str) -> str:
    """
    Return the FIPS code of a county by its name, with or without «County»; empty when unknown.

    >>> fips_of_county("VA", "Fairfax County"), fips_of_county("VA", "Fairfax city")
    ('51059', '51600')
    """
    known = _fips_by_name()
    if name:
        found = known.get((state_code, fold(name)))
        return found or known.get((state_code, _county_key(name)), "")
    only = counties(state_code)
    return only[0].fips if len(only) == 1 else ""


# The package says that it has types, but has none.
_similar_zips: Callable[[str], list[dict[str, Any]]] = zipcodes.similar_to
_zip: Callable[[str], list[dict[str, Any]]] = zipcodes.matching


def _zip_place(row: dict[str, Any]) -> Place:
    fips = fips_of_county(row["state"], row["county"])
    found = county(fips)
    return Place(
        label=f"{row['city']}, {row['state']} {row['zip_code']}",
        kind=Kind.ZIP,
        city=row["city"],
        county=found.name if found else row["county"],
        county_fips=fips,
        state=row["state"],
        zip_code=row["zip_code"],
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["long"]) if row["long"] else None,
    )


def _zips_beginning(figures: str, limit: int) -> list[Place]:
    rows = sorted(_similar_zips(figures), key=lambda row: (not row["active"], row["zip_code"]))
    return [_zip_place(row) for row in rows[:limit]]


def _county_place(row: County) -> Place:
    return Place(
        row.label, Kind.COUNTY, "", row.name, row.fips, row.state, lat=row.lat, lon=row.lon
    )


def _state_place(row: State, language: str = "en") -> Place:
    return Place(row.named(language), Kind.STATE, state=row.code, lat=row.lat, lon=row.lon)


def _in_language(place: Place, language: str) -> Place:
    if place.kind == Kind.STATE:
        return place_of_state(place.state, language) or place
    if place.kind == Kind.COUNTRY:
        return place_of_country(place.country, language)
    return place


# ---- the index for typing


class _Index(NamedTuple):
    """All places, their weight, and their names in order for looking up beginnings."""

    places: list[Place]
    weights: list[float]
    names: list[str]
    owners: list[int]

    def beginning(self, words: str) -> Iterator[int]:
        """The places of which a name begins with ``words``."""
        at = bisect_left(self.names, words)
        while at < len(self.names) and self.names[at].startswith(words):
            yield self.owners[at]
            at += 1

    def rank(self, at: int, words: str) -> float:
        """How likely ``words`` mean the place: by its size, and more when it is all of its name."""
        place = self.places[at]
        name = place.city or place.county or place.label
        return self.weights[at] + (30 if fold(name) == words else 0)


_BY_KIND = {Kind.STATE: 60.0, Kind.COUNTRY: 35.0, Kind.COUNTY: 18.0, Kind.CITY: 0.0}


@cache
def _index() -> _Index:
    """Built once, in about half a second; the names of some 50,000 places."""
    places = [*map(_state_place, states()), *map(_county_place, counties())]
    places += [place_of_country(row.alpha_2) for row in pycountry.countries]
    weights = [_BY_KIND[place.kind] for place in places]
    for place, people in _cities():
        places.append(place)
        abroad = 12 if place.country != "US" else 0
        weights.append(4 * math.log10(people + 10) - abroad)
    pairs = sorted({(name, at) for at, place in enumerate(places) for name in _names_of(place)})
    return _Index(places, weights, [name for name, _ in pairs], [at for _, at in pairs])


def _names_of(place: Place) -> Iterable[str]:
    if place.kind == Kind.STATE and (row := state(place.state)):
        return {fold(row.name), fold(row.name_es), fold(row.code)}
    if place.kind == Kind.COUNTRY:
        return {fold(country_name(place.country, language)) for language in ("en", "es")}
    if place.kind == Kind.COUNTY:
        return {fold(place.county), f"{fold(place.county)} {place.state.lower()}"}
    name = fold(place.city)
    return {name, name.replace("saint ", "st ", 1)} if name.startswith("saint ") else {name}


def _cities() -> Iterator[tuple[Place, int]]:
    """The cities with their people, from the file that tools/core_data/cities.py makes."""
    for name, fips, state_code, country, lat, lon, people in _rows("cities.csv"):
        found = county(fips)
        yield (
            Place(
                label=f"{name}, {state_code or country_name(country)}",
                kind=Kind.CITY,
                city=name,
                county=found.name if found else "",
                county_fips=fips,
                state=state_code,
                country=country,
                lat=float(lat) if lat else None,
                lon=float(lon) if lon else None,
            ),
            int(people),
        )


def _readings(text: str) -> Iterator[tuple[str, str]]:
    """The ways to read ``text`` as a name with its state, or country as ``@MX``, after it."""
    before, comma, after = text.rpartition(",")
    pairs = [(fold(before), fold(after))] if comma else []
    words = fold(text).split()
    pairs += [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    for name, after_name in pairs:
        if not name or not after_name:
            continue
        for word, row in _states_by_word().items():
            if word == after_name or (
                comma and len(after_name) > 2 and word.startswith(after_name)
            ):
                yield name, row.code
        for word, code in _countries_by_word().items():
            if word == after_name or (
                comma and len(after_name) > 2 and word.startswith(after_name)
            ):
                yield name, f"@{code}"


@cache
def _countries_by_word() -> dict[str, str]:
    return {fold(name): code for language in ("es", "en") for code, name in countries(language)}
