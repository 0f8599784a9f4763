"""
What was typed, read: the value that is kept, and how it is read back so that a slip is seen at
once («7/4/11» → «Jul 4, 2011 · 14 years»).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from babel.dates import format_date, format_datetime

from porchlight.core.codes import ncic
from porchlight.core.dates import PartialDate, parse_date, parse_when, show_age, show_date
from porchlight.core.errors import Problem, RuleBroken
from porchlight.core.measures import Span, parse_height, parse_weight, show_height, show_weight
from porchlight.core.phones import Phone
from porchlight.core.places import Place, find_places
from porchlight.core.text import Say, say
from porchlight.programmes.cases.rules import typed
from porchlight.programmes.cases.rules.intake import Told
from porchlight.programmes.hotline.rules.blocks import PRESSED, Field, Kind, Slot
from porchlight.programmes.hotline.rules.words import clean

UNKNOWN, NOT_ASKED = "unknown", "not_asked"
ASIDES = frozenset({UNKNOWN, NOT_ASKED})
LONGEST_TEXT, LONGEST_LINE = 8000, 400


@dataclass(frozen=True)
class Desk:
    """
    In whose time, zone and language something is read. ``typed_in`` is the language in which days
    were typed: 4/7 stays what it was when somebody of another language looks.
    """

    now: datetime
    zone: tzinfo
    language: str = "en"
    typed_in: str = "en"


@dataclass(frozen=True)
class Reading:
    """
    One answer: its end (known, unknown, not asked), its value, and how it is read back. ``wrong``
    says why a text could not be read; it is kept as typed all the same.
    """

    told: Told
    value: Any = None
    shown: str = ""
    wrong: Say | None = None

    def __bool__(self) -> bool:
        return self.told is Told.KNOWN and self.wrong is None


Readings = Mapping[str, Reading]
NOTHING = Reading(Told.NOT_ASKED)


def read(field: Field, text: str, desk: Desk) -> Reading:
    """
    Read what was typed into a field.

    >>> from datetime import UTC
    >>> desk = Desk(datetime(2026, 3, 1, 12, tzinfo=UTC), UTC)
    >>> read(Field("born", Say("Born"), Kind.DAY), "7/4/11", desk).shown
    'Jul 4, 2011 · 14 years'
    >>> read(Field("born", Say("Born"), Kind.DAY), "?", desk).told.value
    'unknown'
    """
    text = text.strip()
    if not text or text == NOT_ASKED:
        return NOTHING
    if text == UNKNOWN if field.kind in PRESSED else text == "?":
        return Reading(Told.UNKNOWN)
    try:
        value = _value(field, clean(text), desk)
    except Problem as problem:
        return Reading(Told.KNOWN, None, "", problem.sentence)
    return Reading(Told.KNOWN, value, _shown(field, value, desk))


def read_slot(slot: Slot, answers: Mapping[str, str], desk: Desk) -> Reading:
    """Read the answer at a place of the form."""
    return read(slot.field, answers.get(slot.key, ""), desk)


def choices_of(field: Field, language: str = "en") -> list[tuple[str, str]]:
    """
    Return the answers of a pressed field, in words, without «unknown» and «not asked».

    >>> choices_of(Field("sex", Say("Sex"), Kind.CHOICE, table="SEX"))
    [('F', 'Female'), ('M', 'Male')]
    """
    if field.kind is Kind.YES_NO:
        return [("yes", str(say("Yes"))), ("no", str(say("No")))]
    if field.table:
        asides = {"XXX", "U"}
        return [pair for pair in ncic.choices(field.table, language) if pair[0] not in asides]
    return [(value, str(label)) for value, label in field.choices]


def _value(field: Field, text: str, desk: Desk) -> Any:  # noqa: ANN401 the kind's own
    if len(text) > (LONGEST_TEXT if field.kind is Kind.TEXT else 4 * LONGEST_LINE):
        raise RuleBroken(say("This is too long. Put the rest into what happened."))
    if field.kind in PRESSED:
        return _pressed(field, text)
    return _READ[field.kind](text, desk)


def _pressed(field: Field, text: str) -> Any:  # noqa: ANN401
    if field.kind is Kind.YES_NO and text in ("yes", "no"):
        return text == "yes"
    known = {value for value, _ in choices_of(field)}
    picked = tuple(each for each in text.splitlines() if each != UNKNOWN)
    if not set(picked) <= known:
        raise RuleBroken(say("Choose one of the answers."))
    return picked if field.kind is Kind.MANY else text


def _line(text: str, desk: Desk) -> str:
    if len(text) > LONGEST_LINE:
        raise RuleBroken(say("This is too long. Put the rest into what happened."))
    return text


def _email(text: str, desk: Desk) -> str:
    if not re.fullmatch(r"[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}", text):
        raise RuleBroken(say("This is no e-mail address such as name@example.org."))
    return text


def _place(text: str, desk: Desk) -> Place:
    found = find_places(text, 1, desk.language)
    if not found:
        raise RuleBroken(say("No place is called {text}. Type city and state.", text=text))
    return found[0]


def _year(text: str, desk: Desk) -> int:
    if not re.fullmatch(r"(19|20)\d\d", text):
        raise RuleBroken(say("Type a year such as 2014."))
    return int(text)


_READ: dict[Kind, Callable[[str, Desk], Any]] = {
    Kind.LINE: _line,
    Kind.TEXT: lambda text, desk: text,
    Kind.LINES: lambda text, desk: typed.lines(text),
    Kind.PHONES: lambda text, desk: typed.phones(text),
    Kind.EMAIL: _email,
    Kind.DAY: lambda text, desk: parse_date(
        text, desk.now.astimezone(desk.zone).date(), desk.typed_in
    ),
    Kind.MOMENT: lambda text, desk: parse_when(text, desk.now, desk.zone, desk.typed_in),
    Kind.HEIGHT: lambda text, desk: parse_height(text),
    Kind.WEIGHT: lambda text, desk: parse_weight(text),
    Kind.AGE: lambda text, desk: typed.age(text),
    Kind.PLACE: _place,
    Kind.YEAR: _year,
    Kind.MARKS: lambda text, desk: typed.marks(text),
    Kind.SOCIALS: lambda text, desk: typed.socials(text),
    Kind.EPISODES: lambda text, desk: typed.episodes(text, desk.now.date(), desk.typed_in),
    Kind.COLORS: lambda text, desk: typed.colors(text),
}


def _shown(field: Field, value: Any, desk: Desk) -> str:  # noqa: ANN401 the kind's own
    show = _SHOW.get(field.kind)
    return show(field, value, desk) if show else ""


def _day_shown(field: Field, value: PartialDate, desk: Desk) -> str:
    # Short, so that it stands beside the label.
    day = value.exact
    words = (
        format_date(day, "medium", locale=desk.language) if day else show_date(value, desk.language)
    )
    if field.name != "born":
        return words
    return f"{words} · {show_age(value, desk.now.date(), desk.language)}"


def moment_shown(at: datetime, desk: Desk) -> str:
    """Return an instant in the desk's zone, with the zone's name."""
    skeleton = "EEE d MMM H:mm z" if desk.language == "es" else "EEE MMM d, h:mm a z"
    shown = format_datetime(at.astimezone(desk.zone), skeleton, locale=desk.language)
    return shown.replace("\u202f", " ")


def _place_shown(field: Field, value: Place, desk: Desk) -> str:
    county = value.county if value.county and value.county not in value.label else ""
    return " · ".join(part for part in (value.label, county) if part)


def _age_shown(field: Field, value: Span, desk: Desk) -> str:
    return f"{value.lo:g}" if value.is_exact else f"{value.lo:g}–{value.hi:g}"


def _pressed_shown(field: Field, value: Any, desk: Desk) -> str:  # noqa: ANN401
    words = dict(choices_of(field, desk.language))
    if isinstance(value, bool):
        value = "yes" if value else "no"
    picked = value if isinstance(value, tuple) else (value,)
    return ", ".join(words.get(str(each), str(each)) for each in picked)


_SHOW: dict[Kind, Callable[[Field, Any, Desk], str]] = {
    Kind.PHONES: lambda field, value, desk: ", ".join(Phone.of(one).shown() for one in value),
    Kind.DAY: _day_shown,
    Kind.MOMENT: lambda field, value, desk: moment_shown(value, desk),
    Kind.HEIGHT: lambda field, value, desk: show_height(value, "both"),
    Kind.WEIGHT: lambda field, value, desk: show_weight(value, "both"),
    Kind.AGE: _age_shown,
    Kind.PLACE: _place_shown,
    Kind.COLORS: lambda field, value, desk: ", ".join(
        ncic.label("VCO", code, desk.language) for code in value
    ),
    **dict.fromkeys(PRESSED, _pressed_shown),
}
# What is read otherwise than it was typed; the console reads these back.
READ_BACK = frozenset(_SHOW) - PRESSED
