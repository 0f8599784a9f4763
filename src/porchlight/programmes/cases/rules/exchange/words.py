"""Words of other registries as our codes, their places and their dates."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import lru_cache
from html import unescape
from typing import Any

from porchlight.core.cleaning import clean
from porchlight.core.dates import PartialDate
from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span
from porchlight.core.places import Kind, Place, find_places, fips_of_county, fold, place_of_county
from porchlight.core.places import state as state_named
from porchlight.core.text import say

CM_PER_INCH, KG_PER_POUND = 2.54, 0.45359237
LARGEST = 256 * 1024 * 1024
# Sources: NamUs's lists and NCMEC's posters, reference/missing.md sections 4.4, 6.2 and 9.
RACES = {
    "white": "W",
    "caucasian": "W",
    "white / caucasian": "W",
    "black": "B",
    "black / african american": "B",
    "asian": "A",
    "american indian / alaska native": "I",
    "amind": "I",
    "american indian": "I",
    "native american": "I",
    "hawaiian / pacific islander": "P",
    "pacific": "P",
    "pacific islander": "P",
    "hispanic": "H",
    "hispanic / latino": "H",
    "whitehisp": "H",
}
UNSAID = {"", "uncertain", "unknown", "other", "multiple", "biracial", "unsure", "other / unknown"}
HAIR = {
    "brown": "BRO",
    "ltbrown": "BRO",
    "light brown": "BRO",
    "dkbrown": "BRO",
    "dark brown": "BRO",
    "black": "BLK",
    "blond": "BLN",
    "blonde": "BLN",
    "blond/strawberry": "BLN",
    "strawberry": "BLN",
    "gray": "GRY",
    "grey": "GRY",
    "gray or partially gray": "GRY",
    "red": "RED",
    "auburn": "RED",
    "red/auburn": "RED",
    "sandy": "SDY",
    "white": "WHI",
    "bald": "BLD",
    "purple": "PLE",
    "blue": "BLU",
    "green": "GRN",
    "orange": "ONG",
    "pink": "PNK",
}
EYES = {
    "brown": "BRO",
    "blue": "BLU",
    "hazel": "HAZ",
    "green": "GRN",
    "gray": "GRY",
    "grey": "GRY",
    "black": "BLK",
    "pink": "PNK",
    "maroon": "MAR",
    "multiple": "MUL",
    "multicolored": "MUL",
    "missing eye": "XXX",
}
SEX = {"male": "M", "female": "F", "m": "M", "f": "F"}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_TAG = re.compile(r"<[^>]{0,200}>")
_BREAK = re.compile(r"<\s*(br|/p|/div|/li)\s*/?>", re.I)


def text_of(document: bytes) -> str:
    """
    Return a file's text, whether it has a byte order mark, is UTF-8 or older.

    >>> text_of("Peña".encode("utf-8-sig")), text_of("Peña".encode("cp1252"))
    ('Peña', 'Peña')

    :raises RuleBroken: when it is too large, or UTF-16 or no text
    """
    if len(document) > LARGEST:
        raise RuleBroken(say("The file is larger than {size} MB.", size=LARGEST >> 20))
    if document[:2] in (b"\xff\xfe", b"\xfe\xff"):
        document = document.decode("utf-16", "replace").encode()
    if b"\x00" in document:
        raise RuleBroken(say("The file holds characters that are no text."))
    try:
        return document.decode("utf-8-sig")
    except UnicodeDecodeError:
        return document.decode("cp1252", "replace")


def table(document: bytes) -> Iterator[list[str]]:
    """
    Yield the rows of a CSV file.

    :raises RuleBroken: when it cannot be one
    """
    rows = csv.reader(io.StringIO(text_of(document), newline=""))
    try:
        yield from rows
    except csv.Error as wrong:
        raise RuleBroken(
            say("Line {line} is no table: {why}", line=rows.line_num, why=wrong)
        ) from wrong


def json_of(document: bytes) -> Any:  # noqa: ANN401 whatever is in it
    """
    Return what a JSON file holds.

    :raises RuleBroken: when it is none
    """
    try:
        return json.loads(text_of(document))
    except (ValueError, RecursionError) as wrong:
        raise RuleBroken(say("The file is no JSON: {why}", why=str(wrong)[:80])) from wrong


def plain(value: object) -> str:
    """
    Return text of strangers as it is kept: entities and tags turned into text, no controls.

    >>> plain("She&#39;s tall.<br/>Last seen &amp;amp; heard\\x00"), plain(None), plain(7)
    ("She's tall.\\nLast seen & heard", '', '7')
    """
    if value is None or isinstance(value, dict | list | bool):
        return ""
    text = _TAG.sub("", _BREAK.sub("\n", unescape(unescape(str(value)))))
    text = re.sub("[\x00\ud800-\udfff]", "", text)
    try:
        return clean(text)
    except RuleBroken:
        return ""


def code_of(words: str, codes: dict[str, str]) -> str:
    """
    Return our code for their word, nothing when there is none.

    >>> code_of(" Blond/Strawberry ", HAIR), code_of("ltbrown", HAIR), code_of("Teal", HAIR)
    ('BLN', 'BRO', '')
    """
    return codes.get(words.strip().casefold(), "")


def races_of(words: str) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """
    Return (races, ethnicity, words that we have no code for) of a list in one cell.

    >>> races_of("White / Caucasian, Hispanic / Latino, Martian")
    (('W',), 'H', ('Martian',))
    """
    parts = [part.strip() for part in words.split(",") if part.strip()]
    codes = [code_of(part, RACES) for part in parts]
    races = tuple(dict.fromkeys(code for code in codes if code and code != "H"))
    unknown = tuple(
        part
        for part, code in zip(parts, codes, strict=True)
        if not code and part.casefold() not in UNSAID
    )
    return races, "H" if "H" in codes else "", unknown


def american_day(text: str, today: date) -> PartialDate | None:
    """
    Return a day written M/D/Y. Of two figures the year is the last that is not to come: people are
    missing since a past day.

    >>> today = date(2026, 3, 1)
    >>> str(american_day("2/9/69", today)), str(american_day("02/09/24", today))
    ('1969-02-09', '2024-02-09')
    >>> american_day("13/40/2020", today) is None
    True
    """
    match = re.fullmatch(r"\s*(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})\s*", text)
    if not match:
        return None
    month, day, year = (int(part) for part in match.groups())
    if len(match[3]) == 2:
        year += 2000 if (2000 + year, month, day) <= (today.year, today.month, today.day) else 1900
    try:
        return PartialDate.of(date(year, month, day))
    except ValueError:
        return None


def poster_day(text: str) -> PartialDate | None:
    """
    Return the day of «Mar 5, 2023 12:00:00 AM», in whatever language the machine speaks.

    >>> str(poster_day("Mar 5, 2023 12:00:00 AM")), str(poster_day("Sep 14, 2019"))
    ('2023-03-05', '2019-09-14')
    """
    match = re.match(r"\s*([A-Za-z]{3})[a-z]*\.? (\d{1,2}), (\d{4})\b", text)
    if not match or match[1].casefold() not in _MONTHS:
        return None
    try:
        month = _MONTHS.index(match[1].casefold()) + 1
        return PartialDate.of(date(int(match[3]), month, int(match[2])))
    except ValueError:
        return None


def iso_instant(text: str) -> datetime | None:
    """
    Return an instant written without a zone, with or without a fraction, as UTC.

    >>> iso_instant("2025-11-03T08:15:00.123").isoformat(), iso_instant("soon")
    ('2025-11-03T08:15:00.123000+00:00', None)
    """
    try:
        at = datetime.fromisoformat(text)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def ages(text: str) -> Span | None:
    """
    Return a range of ages as lists write it.

    >>> ages("17 Years").lo, ages("15 - 17 Years").hi, ages("< 1 Year").hi, ages("8 months").lo
    (17, 17, 0, 0)
    >>> ages(""), ages("Adult")
    (None, None)
    """
    match = re.fullmatch(r"\s*(<)?\s*(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*([A-Za-z]*)\s*", text)
    if not match:
        return None
    low, high = int(match[2]), int(match[3] or match[2])
    if match[1]:
        low = high = max(0, low - 1)
    elif match[4].casefold().startswith(("month", "day", "week")):
        per_year = {"m": 12, "w": 52, "d": 365}[match[4][0].casefold()]
        low, high = low // per_year, high // per_year
    return Span(min(low, high), max(low, high))


def measure(low: object, high: object, factor: float) -> Span | None:
    """
    Return a range of a measure; without its other end it is exact, and less than 1 is unknown.

    >>> measure(60, None, CM_PER_INCH), measure(-1, "", 1), measure("62", "60", 1)
    (Span(lo=152.4, hi=152.4), None, Span(lo=60.0, hi=62.0))
    """
    found = [value for value in (_number(low), _number(high)) if value is not None and value > 0]
    if not found:
        return None
    return Span(round(min(found) * factor, 1), round(max(found) * factor, 1))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    match = re.match(r"\s*(-?\d{1,5}(?:\.\d+)?)", str(value))
    return float(match[1]) if match else None


@lru_cache(maxsize=20_000)
def place(city: str, county: str, state: str) -> Place | None:
    """
    Return the place of a city, county and state given as words; a state by code or name.

    >>> place("Austin", "Travis", "Texas").label, place("Springfield", "", "ZZ")
    ('Austin, TX', None)
    """
    known = state_named(state) if state.strip() else None
    if known is None:
        return None
    fips = fips_of_county(known.code, county) if county.strip() else ""
    for found in find_places(f"{city}, {known.code}", 3) if city.strip() else ():
        if found.state == known.code and fold(found.city) == fold(city):
            return found
    near = place_of_county(fips) if fips else None
    name = city.strip().title() if city.isupper() else city.strip()
    label = ", ".join(part for part in (name or county.strip(), known.code) if part)
    return Place(
        label,
        Kind.CITY if name else Kind.COUNTY if fips else Kind.STATE,
        name,
        near.county if near else county.strip(),
        fips,
        known.code,
        lat=near.lat if near else known.lat,
        lon=near.lon if near else known.lon,
    )
