"""What somebody types into one search box, read as what it may be."""

import re
from dataclasses import dataclass, replace
from datetime import date

from porchlight.core.dates import PartialDate, parse_date
from porchlight.core.errors import RuleBroken
from porchlight.core.identifiers import normalise_case_number
from porchlight.core.phones import parse_phone
from porchlight.core.places import state
from porchlight.programmes.matching.rules.description import Description

_DATE = re.compile(r"(?<!\d)(\d{4}-\d{2}(-\d{2})?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|(19|20)\d\d)(?!\d)")
_PHONE = re.compile(r"\+?\(?\d[\d\s().-]{5,}\d")
_VIN = re.compile(r"\b(?=[A-HJ-NPR-Z\d]*\d)[A-HJ-NPR-Z\d]{17}\b", re.IGNORECASE)
_PLATE = re.compile(r"\b(?=\w*\d)(?=\w*[a-z])\w{4,8}\b", re.IGNORECASE)
# «klm 4821»: a plate, or a name and a number; looked for as both.
_PARTED_PLATE = re.compile(r"\b[a-z]{2,4} \d{2,4}\b|\b\d{1,4} [a-z]{2,4}\b", re.IGNORECASE)
_STATE = re.compile(r",\s*([A-Za-z]{2})\s*$")
LOCAL_FIGURES = 7


@dataclass(frozen=True)
class Question:
    """``number`` is a case number, when it is one; else ``described`` is what to look for."""

    number: str = ""
    described: Description = Description()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not self.number and self.described == Description()


def read_question(text: str, today: date, language: str = "en") -> Question:
    """
    Read a case number; or name, telephone, birth date, plate and state in any order.

    >>> asked = read_question("Smyth Jon 4/7/2011, TX", date(2026, 3, 1)).described
    >>> asked.names, str(asked.born), asked.state
    (('Smyth Jon',), '2011-04-07', 'TX')
    >>> read_question("(512) 555-0142", date(2026, 3, 1)).described.phones
    frozenset({'+15125550142'})
    >>> read_question("abo-123", date(2026, 3, 1)).described.plates
    frozenset({'abo123'})
    """
    words = " ".join(text.split())[:200]
    try:
        return Question(number=normalise_case_number(words))
    except RuleBroken:
        return Question(described=_described(words, today, language))


def _described(words: str, today: date, language: str) -> Description:
    found = Description()
    words, vins = _taken(_VIN, words)
    words, dates = _taken(_DATE, words)
    words, numbers = _taken(_PHONE, words)
    place = _STATE.search(words)
    if place and (known := state(place[1])) is not None:
        found, words = replace(found, state=known.code), words[: place.start()]
    words, plates = _taken(_PLATE, re.sub(r"(?<=\w)-(?=\w*\d)", "", words))
    plates += [one.replace(" ", "") for one in _PARTED_PLATE.findall(words)]
    name = " ".join(re.sub(r"[^\w\s.'’ʼ,-]|\d", " ", words).split()).strip(" ,.-")
    return replace(
        found,
        names=(name,) if name else (),
        born=next((day for one in dates if (day := _day(one, today, language))), None),
        phones=frozenset(map(_phone, numbers)),
        plates=frozenset(plates),
        vins=frozenset(vins),
    )


def _taken(pattern: re.Pattern[str], words: str) -> tuple[str, list[str]]:
    found = [match[0] for match in pattern.finditer(words)]
    return pattern.sub(" ", words), found


def _day(text: str, today: date, language: str) -> PartialDate | None:
    try:
        return parse_date(text, today, language)
    except RuleBroken:
        return None


def _phone(text: str) -> str:
    try:
        return parse_phone(text).e164
    except RuleBroken:
        # Without its area code, or with a slip: its last figures are what is looked for.
        return re.sub(r"\D", "", text)[-LOCAL_FIGURES:]
