"""
Reading files shaped like NamUs exports (CSV and JSON) and NCIC off-line searches.

Each record gives facts and what could not be read; nothing is guessed. Source: shapes as described
in the public export and site, and the NCIC Unidentified Person File.
"""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any

from porchlight.core.dates import PartialDate
from porchlight.core.errors import RuleBroken
from porchlight.core.measures import CM_PER_INCH, KG_PER_POUND, Span
from porchlight.core.places import fips_of_county, state
from porchlight.core.text import Say, say
from porchlight.programmes.forensics.rules.dental import parse_ncic
from porchlight.programmes.forensics.rules.prints import parse_fpc
from porchlight.programmes.forensics.rules.remains import Condition, Remains, Vital, pmi_span

SEXES = {"male": "M", "female": "F", "m": "M", "f": "F", "unsure": "U", "unknown": "U", "u": "U"}
RACES = {
    "white / caucasian": "W",
    "black / african american": "B",
    "hispanic / latino": "H",
    "asian": "A",
    "american indian / alaska native": "I",
    "hawaiian / pacific islander": "P",
}
HAIR = {
    "brown": "BRO",
    "black": "BLK",
    "blond/strawberry": "BLN",
    "gray or partially gray": "GRY",
    "red/auburn": "RED",
    "sandy": "SDY",
    "white": "WHI",
    "bald": "BLD",
    "purple": "PLE",
}
EYES = {
    "brown": "BRO",
    "blue": "BLU",
    "hazel": "HAZ",
    "green": "GRN",
    "gray": "GRY",
    "black": "BLK",
    "pink": "PNK",
}
CONDITIONS = (
    ("recognizable face", Condition.RECOGNIZABLE),
    ("decompos", Condition.DECOMPOSED),
    ("partial skeletal", Condition.PARTIAL_SKELETON),
    ("skeleton", Condition.SKELETON),
    ("partial remains", Condition.PARTIAL),
    ("mummified", Condition.MUMMIFIED),
    ("charred", Condition.BURNED),
    ("burned", Condition.BURNED),
)


@dataclass(frozen=True)
class ReadRecord:
    """
    One record of a file: where it is from, its number there (empty: it cannot be taken over), its
    facts, what was not read, and which line or record of the file it is.
    """

    source: str
    number: str
    coroner_case: str = ""
    facts: Remains = field(default_factory=Remains)
    problems: tuple[Say, ...] = ()
    dental: str = ""
    prints: str = ""
    names: str = ""
    place: int = 0


def read_file(data: bytes, today: date) -> list[ReadRecord]:
    """
    Read an export file, whichever of the three shapes it has. A record that cannot be taken over
    has no number and says why; the others of the file are read.

    :raises RuleBroken: if it is no such file, or none of its records can be read
    """
    text = decoded(data)
    start = text.lstrip()[:1]
    if "\0" in text:
        raise RuleBroken(say("This is no text file."))
    if start in "[{" and start:
        records = list(_json_records(text, today))
    elif re.match(r"\s*MKE/", text):
        records = list(_ncic_records(text, today))
    else:
        records = _read_csv(text, today)
    records = _once(records)
    if records and not any(one.number for one in records):
        raise RuleBroken(records[0].problems[0])
    return records


def _once(records: Sequence[ReadRecord]) -> list[ReadRecord]:
    """Number the records, and refuse each that stands in the file already."""
    seen: set[str] = set()
    kept = []
    for place, one in enumerate(records, 1):
        if one.number and one.number in seen:
            twice = say("{number} stands twice in this file.", number=one.number)
            one = ReadRecord(one.source, "", problems=(twice,))
        seen.add(one.number)
        kept.append(replace(one, place=place))
    return kept


def _tried(source: str, read: Callable[[], ReadRecord]) -> ReadRecord:
    """Return the record, or in its place why it cannot be taken over."""
    try:
        return read()
    except RuleBroken as problem:
        return ReadRecord(source, "", problems=(problem.sentence,))


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, with or without mark, or in Windows-1252."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _read_csv(text: str, today: date) -> list[ReadRecord]:
    try:
        return list(_csv_records(text, today))
    except csv.Error as error:
        raise RuleBroken(say("This file is no table: {why}.", why=error)) from error


def _csv_records(text: str, today: date) -> Iterator[ReadRecord]:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    names = {_plain(name): name for name in reader.fieldnames or () if name}
    case = names.get("case") or names.get("case number")
    if case is None or not ({"date found", "dbf"} & set(names)):
        raise RuleBroken(
            say("This is no export of unidentified persons: no columns Case and Date Found.")
        )
    for row in reader:

        def cell(*wanted: str, row: Mapping[str, Any] = row) -> str:
            return next((str(row[names[w]] or "").strip() for w in wanted if w in names), "")

        number = str(row.get(case) or "").strip()
        if number:
            yield _tried("namus", partial(_csv_record, number, cell, today))


def _csv_record(number: str, cell: Callable[..., str], today: date) -> ReadRecord:
    doubts = _Doubts()
    code = doubts.state(cell("state"))
    facts = Remains(
        found_on=doubts.tried(lambda: found_date(cell("date found", "dbf"), today)),
        state=code,
        county=fips_of_county(code, cell("county")) if code else "",
        city=cell("city"),
        sex=doubts.sex(cell("sex", "biological sex")),
        age_years=doubts.tried(lambda: age_cells(cell("age from"), cell("age to"))),
        ancestry=races(cell("race / ethnicity")),
    )
    return ReadRecord("namus", up_number(number), cell("me/c case"), facts, doubts.words)


class _Doubts:
    """What could not be read, kept beside what could."""

    def __init__(self) -> None:
        self.found: list[Say] = []

    @property
    def words(self) -> tuple[Say, ...]:
        return tuple(self.found)

    def tried(self, read: Callable[[], Any]) -> Any:  # noqa: ANN401 whatever was to be read
        try:
            return read()
        except RuleBroken as problem:
            self.found.append(problem.sentence)
        except (TypeError, ValueError, KeyError, AttributeError) as problem:
            self.found.append(say("Not read: {why}", why=problem))
        return None

    def state(self, text: str) -> str:
        """Return the code of a state; one that is none is a doubt."""
        found = state(text)
        if text and found is None:
            self.found.append(say("{text} is no state.", text=text))
        return found.code if found else ""

    def sex(self, text: str) -> str:
        """Return M, F or U; any other word is a doubt."""
        if text and text.lower() not in SEXES:
            self.found.append(say("{text} is no sex.", text=text))
        return SEXES.get(text.lower(), "U")


def _plain(name: str) -> str:
    return " ".join(name.replace("\ufeff", "").lower().split())


def up_number(text: str) -> str:
    """
    Return a NamUs number with its prefix and without leading zeros.

    >>> up_number("UP0123"), up_number("123")
    ('UP123', 'UP123')

    :raises RuleBroken: if it is none
    """
    match = re.fullmatch(r"(?:UP)?0*([1-9]\d{0,8})", text.strip().upper())
    if not match:
        raise RuleBroken(say("{text} is no number of an unidentified person.", text=text))
    return f"UP{match[1]}"


def found_date(text: str, today: date) -> PartialDate | None:
    """
    Read a date of find: ISO, or month/day/year with two or four figures, never in the future.

    >>> str(found_date("6/8/69", date(2026, 1, 1))), str(found_date("06/08/2012", date(2026, 1, 1)))
    ('1969-06-08', '2012-06-08')

    :raises RuleBroken: if it is no day, or lies in the future
    """
    plain = text.strip()
    if not plain:
        return None
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})", plain)
    if match:
        year = int(match[3])
        if year < 100:
            # Two figures: the latest year that is not after today.
            year += 2000 if 2000 + year <= today.year else 1900
        found = PartialDate(year, int(match[1]), int(match[2]))
    else:
        found = PartialDate.of(re.split(r"[T ]", plain)[0])
    if found.earliest > today:
        raise RuleBroken(say("{text} lies in the future.", text=text))
    return found


def age_cells(low: str, high: str = "") -> Span | None:
    """
    Read ages such as ``17 Years``, ``< 1 Year`` or ``15 - 17 Years``.

    >>> age_cells("< 1 Year"), age_cells("15 - 17 Years"), age_cells("14 Years", "18 Years")
    (Span(lo=0.0, hi=1.0), Span(lo=15.0, hi=17.0), Span(lo=14.0, hi=18.0))
    """
    numbers = [float(n) for cell in (low, high) for n in re.findall(r"\d+(?:\.\d+)?", cell)]
    if not numbers:
        return None
    if "<" in low:
        return Span(0.0, max(numbers))
    return Span(min(numbers), max(numbers))


def races(text: str) -> tuple[str, ...]:
    """
    Read ethnicities joined by commas in one cell, as NCIC codes.

    >>> races("White / Caucasian, Hispanic / Latino, Uncertain")
    ('W', 'H')
    """
    return tuple(RACES[_plain(part)] for part in re.split(r"[,;]", text) if _plain(part) in RACES)


def _json_records(text: str, today: date) -> Iterator[ReadRecord]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise RuleBroken(say("This file is broken: {why}.", why=error)) from error
    records = told.get("results", [told]) if isinstance(told, dict) else told
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise RuleBroken(say("This is no export of unidentified persons."))
    for one in records:
        yield _tried("namus", partial(_json_record, one, today))


def _json_record(one: Mapping[str, Any], today: date) -> ReadRecord:
    doubts = _Doubts()
    number = str(one.get("idFormatted") or one.get("namus2Number") or one.get("id") or "")
    who, case = _part(one, "subjectDescription"), _part(one, "caseIdentification")
    where, looks = _part(one, "circumstances"), _part(one, "physicalDescription")
    geo = _part(_part(where, "publicGeolocation"), "coordinates")
    address = _part(where, "address")
    code = doubts.state(_name(address.get("state")))
    facts = Remains(
        vital=Vital.LIVING if "living" in _name(where.get("status")).lower() else Vital.DECEASED,
        found_on=doubts.tried(lambda: found_date(str(where.get("dateFound") or ""), today)),
        state=code,
        county=fips_of_county(code, _name(address.get("county"))) if code else "",
        city=str(address.get("city") or ""),
        latitude=doubts.tried(lambda: _number(geo.get("lat"))),
        longitude=doubts.tried(lambda: _number(geo.get("lon"))),
        condition=condition(_name(_part(one, "detailsOfRecovery").get("conditionOfRemains"))),
        sex=doubts.sex(_name(who.get("sex"))),
        age_years=doubts.tried(lambda: _span(who, "estimatedAge", 1.0)),
        height_cm=doubts.tried(lambda: _span(who, "height", CM_PER_INCH)),
        weight_kg=doubts.tried(lambda: _span(who, "weight", KG_PER_POUND)),
        pmi_days=doubts.tried(lambda: _pmi(who)),
        ancestry=_json_races(who),
        hair=HAIR.get(_name(looks.get("hairColor")).lower(), ""),
        eyes=_eyes(looks),
        marks=tuple(_words(one.get("physicalFeatureDescriptions"), "physicalFeature")),
        clothing="; ".join(_words(one.get("clothingAndAccessoriesArticles"), "article")),
    )
    names = " ".join(
        str(who[key]) for key in ("possibleFirstName", "possibleLastName") if who.get(key)
    )
    coroner = str(case.get("caseNumber") or "")
    return ReadRecord("namus", up_number(number), coroner, facts, doubts.words, names=names)


def _part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    # An absent key, null and an empty object all say nothing.
    found = told.get(name)
    return found if isinstance(found, Mapping) else {}


def _name(value: Any) -> str:  # noqa: ANN401 a look-up object or a plain word
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("localizedName") or "")
    return str(value or "")


def _number(value: Any) -> float | None:  # noqa: ANN401 as JSON gives it
    return None if value in (None, "") else float(value)


def _span(told: Mapping[str, Any], name: str, unit: float) -> Span | None:
    low, high = _number(told.get(f"{name}From")), _number(told.get(f"{name}To"))
    if low is None and high is None:
        return None
    # One figure alone is exact.
    first = low if low is not None else high
    last = high if high is not None else low
    assert first is not None and last is not None
    return Span(first * unit, last * unit)


def _pmi(who: Mapping[str, Any]) -> Span | None:
    low = _number(who.get("estimatedPostmortemInterval"))
    unit = _name(who.get("estimatedPostmortemIntervalUnit"))
    return None if low is None or not unit else pmi_span(low, None, unit).widened(0)


def _json_races(who: Mapping[str, Any]) -> tuple[str, ...]:
    told = who.get("ethnicities")
    if isinstance(told, list):
        return races(", ".join(_name(one) for one in told))
    return races(_name(told) or _name(who.get("primaryEthnicity")))


def _eyes(looks: Mapping[str, Any]) -> str:
    pair = {_name(looks.get("leftEyeColor")).lower(), _name(looks.get("rightEyeColor")).lower()}
    codes = {EYES[one] for one in pair if one in EYES}
    return codes.pop() if len(codes) == 1 else "MUL" if codes else ""


def condition(text: str) -> Condition:
    """
    Return the condition that a NamUs phrase names.

    >>> condition("Not recognizable - Partial skeletal parts only")
    <Condition.PARTIAL_SKELETON: 'partial_skeleton'>
    """
    plain = text.lower()
    if plain.startswith("not recognizable"):
        plain = plain.removeprefix("not recognizable")
    return next((code for words, code in CONDITIONS if words in plain), Condition.UNKNOWN)


def _words(told: Any, kind: str) -> Iterator[str]:  # noqa: ANN401 as JSON gives it
    for one in told if isinstance(told, Sequence) and not isinstance(told, str) else ():
        if isinstance(one, Mapping):
            words = ": ".join(
                part for part in (_name(one.get(kind)), str(one.get("description") or "")) if part
            )
            if words:
                yield words


def _ncic_records(text: str, today: date) -> Iterator[ReadRecord]:
    for block in re.split(r"\n\s*\n", text.strip()):
        yield _tried("ncic", partial(_ncic_block, block, today))


def _ncic_block(block: str, today: date) -> ReadRecord:
    fields: dict[str, str] = {}
    for line in block.splitlines():
        name, slash, value = line.strip().rstrip(".").partition("/")
        if not slash or not name.isalnum():
            raise RuleBroken(say("A line of an NCIC answer is FIELD/VALUE, not {line}.", line=line))
        fields[name.upper()] = value.strip()
    if not fields.get("MKE", "").startswith("EU"):
        raise RuleBroken(say("{key} is no unidentified person.", key=fields.get("MKE", "?")))
    return _ncic_record(fields, today)


def _ncic_record(told: Mapping[str, str], today: date) -> ReadRecord:
    doubts = _Doubts()
    number = told.get("NIC", "")
    if not re.fullmatch(r"U\d{9}", number):
        raise RuleBroken(
            say("{number} is no NCIC number of an unidentified person.", number=number)
        )
    found = doubts.tried(lambda: _ncic_day(told.get("DBF", ""), today))
    facts = Remains(
        vital=Vital.LIVING if told["MKE"].startswith("EUL") else Vital.DECEASED,
        found_on=found,
        state=_ncic_state(told),
        sex=told.get("SEX", "U") if told.get("SEX") in ("M", "F") else "U",
        age_years=doubts.tried(lambda: _ncic_age(told.get("EYB", ""), found)),
        height_cm=doubts.tried(lambda: _ncic_range(told.get("HGT", ""), _ncic_height_cm)),
        weight_kg=doubts.tried(lambda: _ncic_range(told.get("WGT", ""), _pounds_kg)),
        ancestry=tuple(code for code in told.get("RAC", "") if code in "ABHIPW"),
        hair=told.get("HAI", "").replace("XXX", ""),
        eyes=told.get("EYE", "").replace("XXX", ""),
        blood=told.get("BLT", ""),
        marks=tuple(mark.strip() for mark in told.get("SMT", "").split(",") if mark.strip()),
        condition=Condition.SKELETON
        if told.get("BPS", "").startswith("SKL")
        else Condition.UNKNOWN,
    )
    return ReadRecord(
        "ncic",
        number,
        told.get("OCA", ""),
        facts,
        # Read last, when all doubts are known.
        dental=doubts.tried(lambda: _readable(told.get("DCH", ""), parse_ncic)) or "",
        prints=doubts.tried(lambda: _readable(told.get("FPC", ""), parse_fpc)) or "",
        problems=doubts.words,
    )


def _readable(text: str, read: Callable[[str], object]) -> str:
    """Return a field as it is written, when it can be read."""
    if text:
        read(text)
    return text


def _ncic_state(told: Mapping[str, str]) -> str:
    found = state(told.get("ORI", "")[:2])
    return found.code if found else ""


def _ncic_day(text: str, today: date) -> PartialDate | None:
    if not text:
        return None
    if not re.fullmatch(r"\d{8}", text):
        raise RuleBroken(say("{text} is no NCIC date such as 20150610.", text=text))
    return found_date(f"{text[:4]}-{text[4:6]}-{text[6:]}", today)


def _ncic_age(years: str, found: PartialDate | None) -> Span | None:
    born = [int(year) for year in re.findall(r"\d{4}", years)]
    if not born or found is None:
        return None
    return Span(float(max(found.year - max(born) - 1, 0)), float(found.year - min(born)))


def _ncic_range(text: str, read: Callable[[str], float]) -> Span | None:
    parts = [read(part) for part in re.findall(r"\d{3}", text)]
    return Span(min(parts), max(parts)) if parts else None


def _ncic_height_cm(code: str) -> float:
    """Read feet and inches in three figures: 507 is 5 ft 7 in, not 507 cm."""
    feet, inches = int(code[0]), int(code[1:])
    if inches > 11:
        raise RuleBroken(say("{code} is no height of feet and inches.", code=code))
    return (feet * 12 + inches) * CM_PER_INCH


def _pounds_kg(code: str) -> float:
    return int(code) * KG_PER_POUND
