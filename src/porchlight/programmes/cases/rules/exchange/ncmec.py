"""
NCMEC's public posters: the search answers and details of its site as JSON, and its RSS.

Source: reference/missing.md sections 6.2, 6.3 and 12.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import etree

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
from porchlight.programmes.cases.rules.intake import ChildIntake
from porchlight.programmes.cases.rules.vocabulary import Category

SOURCE = "ncmec"
CATEGORIES = {
    "runaway": Category.ENDANGERED_RUNAWAY,
    "endangeredrunaway": Category.ENDANGERED_RUNAWAY,
    "eru": Category.ENDANGERED_RUNAWAY,
    "familyabduct": Category.FAMILY_ABDUCTION,
    "familyabduction": Category.FAMILY_ABDUCTION,
    "fa": Category.FAMILY_ABDUCTION,
    "nonfamilyabduct": Category.NONFAMILY_ABDUCTION,
    "nonfamilyabduction": Category.NONFAMILY_ABDUCTION,
    "nfa": Category.NONFAMILY_ABDUCTION,
    "youngadult": Category.YOUNG_ADULT,
}
_UNIDENTIFIED = ("NCMU", "NCMEC-Unidentified")
# «Missing: Smith, Ana (Bea): Lee (TX)»: the type ends at the first colon, a state stands last.
_TITLE = re.compile(r"\s*([^:]*?)\s*:\s*(.*?)\s*(?:\(([A-Z]{2})\))?\s*", re.S)


def read_json(document: bytes, today: date) -> Batch:
    """
    Return the children of search answers, details, or a list of either.

    :raises RuleBroken: when it is no JSON, or the site answered with an error
    """
    found = words.json_of(document)
    answers = found if isinstance(found, list) else [found]
    reading = Reading(today)
    _pages(reading, answers)
    row = 0
    for person in _persons(answers):
        row += 1
        _person(reading, row, person)
    if not row:
        raise RuleBroken(say("There is no child in this file."))
    return reading.batch()


def _persons(answers: list[Any]) -> Iterator[dict[str, Any]]:
    for each in answers:
        if not isinstance(each, dict):
            continue
        if each.get("status") == "error":
            said = words.plain(each.get("msg"))[:80]
            raise RuleBroken(say("The site answered with an error: {text}", text=said))
        inside = each.get("persons")
        if isinstance(inside, list):
            yield from (one for one in inside if isinstance(one, dict))
        elif isinstance(each.get("childBean"), dict):
            yield each["childBean"]
            others = each.get("otherChildList") or each["childBean"].get("otherChildList")
            yield from (one for one in others or () if isinstance(one, dict))
        elif "caseNumber" in each:
            yield each


def _pages(reading: Reading, answers: list[Any]) -> None:
    """Searches come page by page in one session: a page that is not there is told."""
    paged = [each for each in answers if isinstance(each, dict) and "totalPages" in each]
    there = {each.get("thisPage") for each in paged}
    most = max(
        (int(each["totalPages"]) for each in paged if _is_int(each["totalPages"])), default=0
    )
    missing = [str(page) for page in range(1, min(most, 5000) + 1) if page not in there]
    if paged and missing:
        some = ", ".join(missing[:10])
        reading.note(0, "", "thisPage", say("Pages are missing: {pages}.", pages=some))


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _person(reading: Reading, row: int, given: Mapping[str, Any]) -> None:
    prefix = words.plain(given.get("orgPrefix")).upper() or "NCMC"
    number = words.plain(given.get("caseNumber"))
    sequence = words.plain(given.get("seqNumber")) or "1"
    record = f"{prefix}:{number}/{sequence}"
    if not re.fullmatch(r"\d{1,9}", number) or not re.fullmatch(r"\d{1,3}", sequence):
        reading.refuse(row, record[:60], "caseNumber", say("The case has no number."))
        return
    organisation = words.plain(given.get("orgName"))
    if prefix == _UNIDENTIFIED[0] or organisation.startswith(_UNIDENTIFIED[1]):
        reading.refuse(row, record, "orgName", say("This is an unidentified person."))
        return
    if given.get("isChild") is False:
        reading.refuse(row, record, "isChild", say("An adult beside the child."))
        return
    missing = words.poster_day(words.plain(given.get("missingDate")))
    born = words.poster_day(words.plain(given.get("birthDate")))
    races, ethnicity, unknown = words.races_of(words.plain(given.get("race")))
    for each in unknown:
        reading.note(row, record, "race", say("There is no code for «{text}».", text=each[:60]))
    child = ChildIntake(
        given_names=_joined(given, "firstName", "middleName")[:120],
        family_names=_joined(given, "lastName")[:120],
        born=born,
        age_years=None if born else _age(given),
        sex=words.code_of(words.plain(given.get("sex")), words.SEX),
        races=races,
        ethnicity=ethnicity,
        hair=words.code_of(words.plain(given.get("hairColor")), words.HAIR),
        eyes=words.code_of(words.plain(given.get("eyeColor")), words.EYES),
        height_cm=_measure(given, "height", "maxHeight", "heightInInch", words.CM_PER_INCH),
        weight_kg=_measure(given, "weight", "maxWeight", "weightInPound", words.KG_PER_POUND),
    )
    told = [words.plain(given.get(name)) for name in ("circumstance", "profileNarrative")]
    contact = words.plain(given.get("altContact"))
    reading.keep(
        with_category(
            Incoming(
                row,
                record,
                f"{prefix}:{number}",
                SOURCE,
                child,
                sentences(dict.fromkeys(told)) or f"{prefix} {number}.",
                missing,
                _place(reading, row, record, given),
                _category(words.plain(given.get("caseType")), organisation),
                note=sentences((contact, words.plain(given.get("orgContactInfo")))),
            )
        )
    )


def _joined(given: Mapping[str, Any], *names: str) -> str:
    return " ".join(part for name in names if (part := words.plain(given.get(name))))


def _age(given: Mapping[str, Any]) -> Span | None:
    """The age in years: less than nothing says that it is not known, and months are told apart."""
    age = given.get("age")
    if isinstance(age, int) and not isinstance(age, bool) and 0 <= age <= 120:
        if given.get("inMonth") is True or given.get("inDay") is True:
            return Span.exact(age // 12 if given.get("inMonth") is True else 0)
        return Span.exact(age)
    return words.ages(words.plain(given.get("approxAge")))


def _measure(
    given: Mapping[str, Any], low: str, high: str, imperial: str, factor: float
) -> Span | None:
    used = 1.0 if given.get(imperial) is False else factor
    return words.measure(given.get(low), given.get(high), used)


def _place(reading: Reading, row: int, record: str, given: Mapping[str, Any]) -> Any:  # noqa: ANN401
    country = words.plain(given.get("missingCountry")).upper()
    said = [words.plain(given.get(name)) for name in ("missingCity", "missingCounty")]
    if country not in ("", "US", "USA"):
        reading.note(
            row, record, "missingCountry", say("Missing from abroad: {code}.", code=country[:20])
        )
        return None
    return words.place(said[0], said[1], words.plain(given.get("missingState")))


def _category(kind: str, organisation: str) -> Category:
    if organisation.startswith("5779A"):
        return Category.YOUNG_ADULT
    plain = re.sub(r"[^a-z]", "", kind.casefold())
    return CATEGORIES.get(plain, Category.LOST_INJURED_MISSING)


def read_rss(document: bytes, today: date) -> Batch:
    """
    Return the children of the RSS of posters.

    :raises RuleBroken: when it is no RSS
    """
    if b"<!DOCTYPE" in document or b"<!ENTITY" in document:
        raise RuleBroken(say("A file that defines its own entities is not read."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(document, parser)
    except etree.XMLSyntaxError as wrong:
        raise RuleBroken(say("The file is no XML: {why}", why=str(wrong.msg)[:80])) from wrong
    reading = Reading(today)
    found = list(root.iter("item"))
    if not found:
        raise RuleBroken(say("There is no child in this file."))
    for row, item in enumerate(found, 1):
        said = {each.tag: words.plain(each.text) for each in item if isinstance(each.tag, str)}
        _item(reading, row, said)
    return reading.batch()


def _item(reading: Reading, row: int, said: Mapping[str, str]) -> None:
    link = said.get("link") or said.get("guid", "")
    query = {name.casefold(): value[0] for name, value in parse_qs(urlsplit(link).query).items()}
    number = query.get("casenum", "")
    prefix = query.get("orgprefix", "NCMC").upper()
    sequence = query.get("seqnum", "1")
    record = f"{prefix}:{number}/{sequence}"
    title = _TITLE.fullmatch(said.get("title", ""))
    if not re.fullmatch(r"\d{1,9}", number) or title is None:
        reading.refuse(row, record[:60], "link", say("The case has no number."))
        return
    name, state = title[2], title[3] or ""
    about = said.get("description", "")
    missing = _after(about, "Missing:")
    given, _, family = name.rpartition(" ")
    place = _after(about, "Missing From")
    one = Incoming(
        row,
        record,
        f"{prefix}:{number}",
        SOURCE,
        ChildIntake(
            given_names=(given or name)[:120], family_names=(family if given else "")[:120]
        ),
        f"{prefix} {number}.",
        words.american_day(missing, reading.today) or words.poster_day(missing),
        words.place(place.rpartition(",")[0], "", state) if state else None,
        _category(title[1], ""),
        note=_after(about, "SHOULD CONTACT:"),
    )
    if not state:
        reading.note(row, record, "title", say("The title names no state."))
    if said.get("pubDate"):
        try:
            changed = parsedate_to_datetime(said["pubDate"])
            one = replace(one, changed_at=words.iso_instant(changed.isoformat()))
        except ValueError:
            reading.note(
                row, record, "pubDate", say("«{text}» is no date.", text=said["pubDate"][:40])
            )
    reading.keep(one)


def _after(text: str, label: str) -> str:
    """What stands behind a label, up to the next one or the end of the line."""
    follow = r"(?=\s*(?:,\s*)?(?:Age Now:|Missing:|Missing From|ANYONE HAVING|\n|$))"
    match = re.search(re.escape(label) + r"\s*(.*?)\.?\s*" + follow, text, re.S)
    return match[1].strip().rstrip(",.") if match else ""
