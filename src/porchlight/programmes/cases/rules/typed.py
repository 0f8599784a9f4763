"""Lists as people type them: one a line, read into the plain forms of intake."""

import re
from datetime import date

from porchlight.core.codes import ncic
from porchlight.core.dates import PartialDate, parse_date
from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span
from porchlight.core.phones import parse_phone
from porchlight.core.text import say
from porchlight.programmes.cases.rules.intake import Episode, Mark, Social

EPISODE_PARTS = 4


def lines(text: str) -> tuple[str, ...]:
    """
    Return the lines or comma-separated parts of a text.

    >>> lines("Lucy, Lu\\nMia")
    ('Lucy', 'Lu', 'Mia')
    """
    return tuple(part.strip() for part in re.split(r"[\n,;]", text) if part.strip())


def phones(text: str) -> tuple[str, ...]:
    """
    Return telephone numbers, one a line, as they are kept.

    >>> phones("703 555 0123")
    ('+17035550123',)

    :raises RuleBroken: when one cannot be a number
    """
    return tuple(str(parse_phone(line)) for line in lines(text))


def age(text: str) -> Span:
    """
    Return an age or a range of ages in years.

    >>> age("13-15")
    Span(lo=13, hi=15)

    :raises RuleBroken: when it is none
    """
    match = re.fullmatch(r"(\d{1,3})(?:\s*[-–a]\s*(\d{1,3}))?", text.strip())
    if match is None:
        raise RuleBroken(say("Type an age such as 14 or 13-15."))
    low, high = int(match[1]), int(match[2] or match[1])
    return Span(min(low, high), max(low, high))


def marks(text: str) -> tuple[Mark, ...]:
    """
    Return scars, marks and tattoos, a line each; a code of NCIC may stand before a colon.

    >>> marks("SC L EYE: small scar")[0].code
    'SC L EYE'
    """
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"\s*(?:([A-Z][A-Z /]{1,9}):)?\s*(.+?)\s*", line)
        if match:
            found.append(Mark(match[2], match[1] or ""))
    return tuple(found)


def socials(text: str) -> tuple[Social, ...]:
    """
    Return accounts on services, one a line, ``service: name``.

    >>> socials("Chatterbee: mia.d")[0].service
    'Chatterbee'
    """
    found = []
    for line in lines(text):
        service, colon, name = line.partition(":")
        found.append(Social(service.strip(), name.strip()) if colon else Social("", line))
    return tuple(found)


def episodes(text: str, today: date, language: str = "en") -> tuple[Episode, ...]:
    """
    Return earlier times missing, a line each: missing since; found on; where; how it ended.

    >>> episodes("3/2024; 4/2024; Reno; came back", date(2026, 3, 1))[0].place
    'Reno'

    :raises RuleBroken: when a line has more parts, or a day is none
    """
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split(";")]
        if len(parts) > EPISODE_PARTS:
            raise RuleBroken(
                say("Four parts a line: missing since; found on; place; how it ended.")
            )
        since, until, place, ended = [*parts, "", "", ""][:EPISODE_PARTS]
        found.append(
            Episode(_day(since, today, language), _day(until, today, language), place, ended)
        )
    return tuple(found)


def _day(text: str, today: date, language: str) -> PartialDate | None:
    return parse_date(text, today, language) if text else None


def colors(text: str) -> tuple[str, ...]:
    """
    Return colors of a vehicle as NCIC's codes, typed as codes or words of either language.

    >>> colors("silver, BLK")
    ('SIL', 'BLK')

    :raises RuleBroken: when NCIC knows no such color
    """
    return tuple(_color(part) for part in lines(text))


def _color(typed: str) -> str:
    words = typed.casefold()
    for each in ncic.table("VCO"):
        # «Silver or aluminum» is meant by either word.
        names = {each.code, each.english, each.spanish, *each.english.split(" or ")}
        if words in {name.casefold() for name in names}:
            return each.code
    raise RuleBroken(say("{text} is no color that NCIC knows.", text=typed))
