"""
NamUs: the table that its site exports, and its records as JSON, as search answers or whole.

Source: reference/missing.md sections 4.2 to 4.5 and 12.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from porchlight.core.dates import PartialDate
from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span
from porchlight.core.text import say
from porchlight.programmes.cases.rules.exchange import words
from porchlight.programmes.cases.rules.exchange.incoming import (
    Batch,
    Incoming,
    Reading,
    sentences,
    with_category,
)
from porchlight.programmes.cases.rules.intake import ChildIntake, Mark

SOURCE = "namus"
# The header was renamed over time.
COLUMNS = {
    "case number": "number",
    "case": "number",
    "dlc": "missing",
    "date of last contact": "missing",
    "last name": "last",
    "legal last name": "last",
    "first name": "first",
    "legal first name": "first",
    "missing age": "age",
    "city": "city",
    "county": "county",
    "state": "state",
    "sex": "sex",
    "biological sex": "sex",
    "race / ethnicity": "race",
    "race/ethnicity": "race",
    "date modified": "modified",
}
NEEDED = ("number", "missing", "last", "first")
UNIDENTIFIED = frozenset({"me/c case", "date found", "dbf", "age from"})
# Places of the body and kinds that NamUs puts before a description.
_NUMBER = re.compile(r"\s*(MP|UP|UCP)?\s*0*(\d{1,9})\s*", re.I)


def read_csv(document: bytes, today: date) -> Batch:
    """
    Return the rows of the table of missing persons.

    :raises RuleBroken: when it is another table, or none
    """
    rows = words.table(document)
    header = next(rows, [])
    at = _columns(header)
    reading = Reading(today)
    for number, cells in enumerate(rows, 1):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            reading.refuse(
                number,
                "",
                "row",
                say("The row has {n} cells, the heading {m}.", n=len(cells), m=len(header)),
            )
            continue
        _row(reading, number, {name: cells[place].strip() for name, place in at.items()})
    return reading.batch()


def _columns(header: list[str]) -> dict[str, int]:
    named = [cell.strip().casefold() for cell in header]
    if UNIDENTIFIED & set(named):
        raise RuleBroken(say("This is a list of unidentified persons, not of missing ones."))
    at = {COLUMNS[name]: place for place, name in enumerate(named) if name in COLUMNS}
    missing = [name for name in NEEDED if name not in at]
    if missing:
        raise RuleBroken(say("The table has no column for: {names}.", names=", ".join(missing)))
    return at


def _row(reading: Reading, row: int, cells: Mapping[str, str]) -> None:
    record = _record(reading, row, cells["number"])
    if not record:
        return
    missing = words.american_day(cells["missing"], reading.today)
    if cells["missing"] and missing is None:
        reading.note(row, record, "missing", say("«{text}» is no date.", text=cells["missing"]))
    age = words.ages(cells.get("age", ""))
    if cells.get("age") and age is None:
        reading.note(row, record, "age", say("«{text}» is no age.", text=cells["age"]))
    races, ethnicity = _races(reading, row, record, cells.get("race", ""))
    modified = words.american_day(cells.get("modified", ""), reading.today)
    place = words.place(cells.get("city", ""), cells.get("county", ""), cells.get("state", ""))
    if cells.get("state") and place is None:
        reading.note(row, record, "state", say("There is no state «{text}».", text=cells["state"]))
    child = ChildIntake(
        given_names=words.plain(cells["first"])[:120],
        family_names=words.plain(cells["last"])[:120],
        age_years=age,
        sex=words.code_of(cells.get("sex", ""), words.SEX),
        races=races,
        ethnicity=ethnicity,
    )
    changed = f"{modified}T00:00:00" if modified else ""
    reading.keep(
        with_category(
            Incoming(
                row,
                record,
                record,
                SOURCE,
                child,
                _told(record),
                missing,
                place,
                changed_at=words.iso_instant(changed),
            )
        )
    )


def read_json(document: bytes, today: date) -> Batch:
    """
    Return the records of missing persons, from a search answer, a list, or one record.

    :raises RuleBroken: when it is no JSON, or nothing of NamUs
    """
    found = words.json_of(document)
    rows = found.get("results", [found]) if isinstance(found, dict) else found
    if not isinstance(rows, list):
        raise RuleBroken(say("There is no record in this file."))
    names = dict(_names(rows))
    reading = Reading(today)
    for number, row in enumerate(rows, 1):
        if isinstance(row, dict):
            _record_of(reading, number, row, names)
        else:
            reading.refuse(number, "", "row", say("This is no record."))
    return reading.batch()


def _names(value: object) -> Iterator[tuple[int, str]]:
    """The name of every looked-up value by its id: some records give the id only."""
    if isinstance(value, dict):
        if isinstance(value.get("id"), int) and isinstance(value.get("name"), str):
            yield value["id"], value["name"]
        for inside in value.values():
            yield from _names(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _names(inside)


def _record_of(reading: Reading, row: int, whole: dict[str, Any], names: dict[int, str]) -> None:
    given = _flat(whole)
    number = str(given.get("idFormatted") or given.get("namus2Number") or given.get("id") or "")
    described = whole.get("subjectDescription")
    if isinstance(described, dict) and "estimatedAgeFrom" in described:
        reading.refuse(row, number, "record", say("This is an unidentified person."))
        return
    record = _record(reading, row, number)
    if not record:
        return
    missing = _day(given.get("dateOfLastContact") or given.get("date"))
    races, ethnicity = _races(reading, row, record, _race_words(given, names))
    child = ChildIntake(
        given_names=" ".join(
            words.plain(given.get(name)) for name in ("firstName", "middleName") if given.get(name)
        )[:120],
        family_names=words.plain(given.get("lastName"))[:120],
        aliases=_aliases(given.get("nicknames")),
        age_years=_ages(given),
        sex=words.code_of(_word(given.get("sex") or given.get("gender"), names), words.SEX),
        races=races,
        ethnicity=ethnicity,
        hair=words.code_of(_word(given.get("hairColor"), names), words.HAIR),
        hair_words=words.plain(given.get("headHairDescription"))[:120],
        eyes=_eyes(given, names),
        height_cm=words.measure(given.get("heightFrom"), given.get("heightTo"), words.CM_PER_INCH),
        weight_kg=words.measure(given.get("weightFrom"), given.get("weightTo"), words.KG_PER_POUND),
        marks=_marks(whole, names),
        tribe=_tribe(whole),
        clothing=_listed(whole.get("clothingAndAccessoriesArticles"), "article", names),
        unknown=_asked_in_vain(whole),
    )
    reading.keep(
        with_category(
            Incoming(
                row,
                record,
                record,
                SOURCE,
                child,
                words.plain(given.get("circumstancesOfDisappearance")) or _told(record),
                missing,
                _place(given, names),
                changed_at=words.iso_instant(str(given.get("modifiedDateTime") or "")),
                ended=given.get("caseIsResolved") is True,
                note=_note(reading, row, record, whole),
            )
        )
    )


def _flat(whole: dict[str, Any]) -> dict[str, Any]:
    """The record with the parts that hold single values laid open; an absent part is nothing."""
    given = dict(whole)
    for name in (
        *("subjectIdentification", "subjectDescription", "caseIdentification", "circumstances"),
        *("sighting", "physicalDescription"),
    ):
        part = whole.get(name)
        if isinstance(part, dict):
            given |= {key: value for key, value in part.items() if key not in ("id",)}
    address = given.get("address")
    if isinstance(address, dict):
        given |= {
            "cityOfLastContact": address.get("city"),
            "countyOfLastContact": address.get("county"),
            "stateOfLastContact": address.get("state"),
        }
    return given


def _word(value: object, names: Mapping[int, str]) -> str:
    """The words of a looked-up value: its name, or that of its id elsewhere in the file."""
    if isinstance(value, dict):
        known = names.get(value["id"], "") if isinstance(value.get("id"), int) else ""
        return words.plain(value.get("name") or value.get("localizedName") or known)
    if isinstance(value, int) and not isinstance(value, bool):
        return names.get(value, "")
    return words.plain(value)


def _race_words(given: Mapping[str, Any], names: Mapping[int, str]) -> str:
    listed = given.get("ethnicities")
    if isinstance(listed, list):
        return ", ".join(_word(each, names) for each in listed)
    return (
        _word(listed, names)
        or _word(given.get("raceEthnicity"), names)
        or _word(given.get("primaryEthnicity"), names)
    )


def _races(reading: Reading, row: int, record: str, said: str) -> tuple[tuple[str, ...], str]:
    races, ethnicity, unknown = words.races_of(said)
    for each in unknown:
        reading.note(row, record, "race", say("There is no code for «{text}».", text=each[:60]))
    return races, ethnicity


def _ages(given: Mapping[str, Any]) -> Span | None:
    for low, high in (
        ("missingMinAge", "missingMaxAge"),
        ("computedMissingMinAge", "computedMissingMaxAge"),
    ):
        ends = [given.get(name) for name in (low, high)]
        known = [end for end in ends if isinstance(end, int) and not isinstance(end, bool)]
        known = [end for end in known if 0 <= end <= 120]
        if known:
            return Span(min(known), max(known))
    return None


def _eyes(given: Mapping[str, Any], names: Mapping[int, str]) -> str:
    left = words.code_of(_word(given.get("leftEyeColor"), names), words.EYES)
    right = words.code_of(_word(given.get("rightEyeColor"), names), words.EYES)
    if left and right and left != right and "XXX" not in (left, right):
        return "MUL"
    return left if left and left != "XXX" else right or left


def _marks(whole: Mapping[str, Any], names: Mapping[int, str]) -> tuple[Mark, ...]:
    rows = whole.get("physicalFeatureDescriptions")
    found = []
    for each in rows if isinstance(rows, list) else ():
        if isinstance(each, dict) and words.plain(each.get("description")):
            kind = _word(each.get("physicalFeature"), names)
            told = words.plain(each["description"])
            found.append(Mark(f"{kind}: {told}"[:200] if kind else told[:200]))
    # One eye missing has no color but a code of its own (reference/missing.md section 9).
    physical = whole.get("physicalDescription")
    for side, code in (("left", "MISS L EYE"), ("right", "MISS R EYE")):
        said = _word(physical.get(f"{side}EyeColor"), names) if isinstance(physical, dict) else ""
        if said.casefold() == "missing eye":
            found.append(Mark(f"{side.title()} eye missing", code))
    return tuple(found)


def _tribe(whole: Mapping[str, Any]) -> str:
    described = whole.get("subjectDescription")
    rows = described.get("tribeAssociations") if isinstance(described, dict) else None
    named = [
        words.plain(each["tribe"].get("tribeName"))
        for each in (rows if isinstance(rows, list) else ())
        if isinstance(each, dict) and isinstance(each.get("tribe"), dict)
    ]
    return ", ".join(name for name in named if name)[:120]


def _listed(rows: object, kind: str, names: Mapping[int, str]) -> str:
    told = [
        f"{_word(each.get(kind), names)}: {words.plain(each.get('description'))}".strip(": ")
        for each in (rows if isinstance(rows, list) else ())
        if isinstance(each, dict)
    ]
    return sentences(told)


def _asked_in_vain(whole: Mapping[str, Any]) -> frozenset[str]:
    """What NamUs says that nobody knows; an absent part was not asked, an empty list was."""
    known = whole.get("physicalFeaturesNoKnownInformationIndicator")
    nothing = isinstance(known, dict) and known.get("noKnownInformation") is True
    if whole.get("physicalFeatureDescriptions") == [] or nothing:
        eye = whole.get("physicalDescription")
        missing = isinstance(eye, dict) and "missing" in str(eye.values()).casefold()
        return frozenset() if missing else frozenset({"marks"})
    return frozenset()


def _aliases(said: object) -> tuple[str, ...]:
    parts = re.split(r"[,;\n]", words.plain(said))
    return tuple(dict.fromkeys(part.strip()[:120] for part in parts if part.strip()))[:20]


def _place(given: Mapping[str, Any], names: Mapping[int, str]) -> Any:  # noqa: ANN401 a place
    def said(name: str) -> str:
        return _word(given.get(name), names)

    return words.place(
        said("cityOfLastContact"),
        said("countyDisplayNameOfLastContact") or said("countyOfLastContact"),
        said("stateDisplayNameOfLastContact") or said("stateOfLastContact"),
    )


def _day(value: object) -> PartialDate | None:
    if not isinstance(value, str):
        return None
    try:
        return PartialDate.of(date.fromisoformat(value[:10]))
    except ValueError:
        return None


def _note(reading: Reading, row: int, record: str, whole: Mapping[str, Any]) -> str:
    """What has no field of ours: the agencies, and NCMEC's number, which may come with words."""
    told = []
    part = whole.get("caseIdentification")
    ncmec = words.plain(part.get("ncmecNumber")) if isinstance(part, dict) else ""
    if ncmec:
        told.append(f"NCMEC: {ncmec}")
        if not re.fullmatch(r"\d{6,7}", ncmec):
            reading.note(
                row, record, "ncmecNumber", say("NCMEC's number has words: «{text}».", text=ncmec)
            )
    for each in whole.get("investigatingAgencies") or ():
        if isinstance(each, dict):
            named = (words.plain(each.get("name")), words.plain(each.get("caseNumber")))
            told.append(" · ".join(part for part in named if part))
    return sentences(told)


def _record(reading: Reading, row: int, number: str) -> str:
    """Our name for a record of theirs; leading zeros and letters before it mean nothing."""
    match = _NUMBER.fullmatch(number)
    if not match:
        reading.refuse(row, number[:40], "number", say("«{text}» is no number.", text=number[:40]))
        return ""
    if match[1] and match[1].upper() != "MP":
        reading.refuse(row, number, "number", say("This is an unidentified person."))
        return ""
    return f"{SOURCE}:MP{int(match[2])}"


def _told(record: str) -> str:
    return f"NamUs {record.partition(':')[2]}."
