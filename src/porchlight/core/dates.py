"""Half-known days, ages and the ways people type and read them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, total_ordering
from typing import NoReturn

from babel.dates import format_date, format_skeleton, get_month_names
from babel.units import format_unit

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

LANGUAGES = ("en", "es")
DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTHS_SHOWN_UNTIL_YEARS = 2

_DAYS_AGO = {
    "today": 0,
    "tonight": 0,
    "hoy": 0,
    "yesterday": 1,
    "ayer": 1,
    "the day before yesterday": 2,
    "day before yesterday": 2,
    "anteayer": 2,
    "antier": 2,
}
# The hour that stands for a part of the day. An estimate: the form shows it for correction.
_HOUR_OF = {
    "morning": 9,
    "de la mañana": 9,
    "por la mañana": 9,
    "noon": 12,
    "midday": 12,
    "mediodía": 12,
    "al mediodía": 12,
    "afternoon": 15,
    "por la tarde": 16,
    "evening": 19,
    "night": 21,
    "por la noche": 21,
    "midnight": 0,
    "medianoche": 0,
}


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """
    A day, a month or a year: as much of a date as is known. Ordered by its earliest day.

    >>> PartialDate(1998, 7).latest
    datetime.date(1998, 7, 31)
    >>> str(PartialDate(1998, 7)), PartialDate.of("1998-07") == PartialDate(1998, 7)
    ('1998-07', True)

    :raises RuleBroken: if there is no such day
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise RuleBroken(say("A day needs its month, such as 1998-07-04."))
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError as error:
            raise RuleBroken(
                say("There is no such day as {text}. Check day and month.", text=str(self))
            ) from error

    @classmethod
    def of(cls, value: "str | date | PartialDate") -> "PartialDate":
        """
        Return the stored text (``1998``, ``1998-07``, ``1998-07-04``) or a day as a partial date.

        :raises RuleBroken: if the text is none of the three forms
        """
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, date):
            return cls(value.year, value.month, value.day)
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", value):
            raise RuleBroken(say("{text} is not a date such as 1998-07-04.", text=value))
        return cls(*(int(part) for part in value.split("-")))

    @property
    def earliest(self) -> date:
        """The first day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day it can mean."""
        if self.day is not None:
            return self.earliest
        if self.month in (None, 12):
            return date(self.year, 12, 31)
        return date(self.year, (self.month or 0) + 1, 1) - timedelta(days=1)

    @property
    def exact(self) -> date | None:
        """The day, when it is known to the day."""
        return self.earliest if self.day is not None else None

    def overlaps(self, other: "PartialDate") -> bool:
        """
        Whether both can mean the same day.

        >>> PartialDate(1998).overlaps(PartialDate(1998, 7, 4))
        True
        """
        return self.earliest <= other.latest and other.earliest <= self.latest

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.earliest, self.latest) < (other.earliest, other.latest)

    def __str__(self) -> str:
        parts = [f"{self.year:04}"]
        parts += [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)


def age_on(born: date, day: date) -> int:
    """
    Return the age in whole years on ``day``; 0 before birth.

    Who was born on 29 February has the birthday on 1 March in a common year.

    >>> age_on(date(2012, 2, 29), date(2026, 2, 28)), age_on(date(2012, 2, 29), date(2026, 3, 1))
    (13, 14)
    """
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return max(years, 0)


def months_on(born: date, day: date) -> int:
    """
    Return the age in whole months on ``day``; 0 before birth.

    >>> months_on(date(2026, 1, 15), date(2026, 9, 14))
    7
    """
    months = (day.year - born.year) * 12 + day.month - born.month - (day.day < born.day)
    return max(months, 0)


def age_range_on(born: PartialDate, day: date) -> tuple[int, int]:
    """
    Return the lowest and highest age in years that ``born`` allows on ``day``.

    >>> age_range_on(PartialDate(1998), date(2014, 6, 1))
    (15, 16)
    """
    return age_on(born.latest, day), age_on(born.earliest, day)


def birthday(born: date, age: int) -> date:
    """
    Return the day on which somebody born on ``born`` turns ``age``.

    >>> birthday(date(2012, 2, 29), 18)
    datetime.date(2030, 3, 1)
    """
    year = born.year + age
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def parse_date(text: str, today: date, language: str = "en") -> PartialDate:
    """
    Read a day, month or year as people type it; never later than ``today``.

    Without month names a number pair is month/day in English and day/month in Spanish, and the
    other way where only that gives a date. Two-digit years mean the latest year not in the future.

    >>> today = date(2026, 3, 1)
    >>> [str(parse_date(text, today)) for text in ("1998", "7/1998", "07/04/2011", "4 jul 2011")]
    ['1998', '1998-07', '2011-07-04', '2011-07-04']
    >>> str(parse_date("ayer", today)), str(parse_date("4/7/11", today, "es"))
    ('2026-02-28', '2011-07-04')

    :raises RuleBroken: if it is no date, no real day, or in the future
    """
    found = _read_date(_clean(text), today, language)
    if found is None:
        raise RuleBroken(
            say(
                "{text} is not a date. Type it such as 7/4/2011, 4 jul 2011, 7/2011 or 2011.",
                text=text,
            )
        )
    if found.earliest > today:
        raise RuleBroken(say("{text} is in the future.", text=text))
    return found


def parse_when(text: str, now: datetime, tz: tzinfo, language: str = "en") -> datetime:
    """
    Read a moment as people say it, in the zone ``tz``; answer in UTC, never after ``now``.

    A day without year is its last occurrence; a clock without day is today, or yesterday when
    that has not come yet. Words such as «evening» stand for an hour (19:00).

    >>> now = datetime(2026, 3, 15, 12, tzinfo=UTC)
    >>> [f"{parse_when(t, now, UTC):%m-%d %H:%M}" for t in ("yesterday 6pm", "3/14 22:30", "8:15")]
    ['03-14 18:00', '03-14 22:30', '03-15 08:15']
    >>> [f"{parse_when(t, now, UTC):%m-%d %H:%M}" for t in ("2 hours ago", "ayer a las 18h")]
    ['03-15 10:00', '03-14 18:00']

    :raises RuleBroken: if day or time cannot be read, or it is after ``now``
    """
    words = _clean(text)
    found = _read_ago(words, now) or _read_moment(words, now.astimezone(tz), language)
    if found is None:
        _refuse_when(text)
    if found > now:
        raise RuleBroken(say("{text} is in the future.", text=text))
    return found.astimezone(UTC)


def show_date(value: PartialDate | date, language: str = "en") -> str:
    """
    Return the date as people write it.

    >>> show_date(PartialDate(2011, 7, 4)), show_date(PartialDate(2011, 7), "es")
    ('July 4, 2011', 'julio de 2011')
    """
    part = PartialDate.of(value)
    if part.month is None:
        return str(part.year)
    if part.day is None:
        return format_skeleton("yMMMM", _noon(part.earliest), locale=language)
    return format_date(part.earliest, "long", locale=language)


def show_age(born: PartialDate | date, day: date, language: str = "en") -> str:
    """
    Return the age on ``day``: months below two years, a range when birth is half known.

    >>> show_age(date(2011, 7, 4), date(2026, 3, 1)), show_age(date(2025, 12, 1), date(2026, 3, 1))
    ('14 years', '3 months')
    >>> show_age(PartialDate(2011), date(2026, 3, 1), "es")
    '14–15 años'
    """
    part = PartialDate.of(born)
    low, high = age_range_on(part, day)
    if high < MONTHS_SHOWN_UNTIL_YEARS:
        low, high = months_on(part.latest, day), months_on(part.earliest, day)
        return _units(low, high, "duration-month", language)
    return _units(low, high, "duration-year", language)


def show_years(low: int, high: int, language: str = "en") -> str:
    """
    Return an age or range of ages in years.

    >>> show_years(12, 14), show_years(1, 1, "es")
    ('12–14 years', '1 año')
    """
    return _units(low, high, "duration-year", language)


def _units(low: int, high: int, unit: str, language: str) -> str:
    shown = format_unit(high, unit, length="long", locale=language)
    return shown if low == high else f"{low}–{shown}"


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _clean(text: str) -> str:
    return " ".join(text.casefold().replace(",", " ").split()).strip(" .")


@cache
def _month_numbers() -> dict[str, int]:
    names: dict[str, int] = {"sept": 9, "set": 9, "setiembre": 9}
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                names[name.casefold().strip(".")] = number
    return names


def _read_date(text: str, today: date, language: str) -> PartialDate | None:
    if text in _DAYS_AGO:
        return PartialDate.of(today - timedelta(days=_DAYS_AGO[text]))
    if re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return PartialDate.of(text)
    if match := re.fullmatch(r"(\d{4})(\d{2})(\d{2})", text):
        return PartialDate(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{1,2})[/.-](\d{4})", text):
        return PartialDate(int(match[2]), int(match[1]))
    if match := re.fullmatch(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})", text):
        return PartialDate(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{2}|\d{4}))?", text):
        return _from_numbers(int(match[1]), int(match[2]), match[3], today, language)
    return _from_words(text, today)


def _from_numbers(
    first: int, second: int, year: str | None, today: date, language: str
) -> PartialDate:
    month, day = (second, first) if language == "es" else (first, second)
    if month > 12 >= day:
        month, day = day, month
    return _with_year(month, day, year, today)


def _from_words(text: str, today: date) -> PartialDate | None:
    parts = re.findall(r"\d+|[^\W\d_]+", text)
    months = [_month_numbers()[part] for part in parts if part in _month_numbers()]
    noise = {"de", "del", "of", "the", "el", "st", "nd", "rd", "th"}
    numbers = [part for part in parts if part.isdigit()]
    unknown = set(parts) - noise - set(numbers) - set(_month_numbers())
    if len(months) != 1 or unknown or not 1 <= len(numbers) <= 2:
        return None
    if len(numbers) == 1 and len(numbers[0]) == 4:
        return PartialDate(int(numbers[0]), months[0])
    day, *year = numbers
    if len(day) > 2:
        return None
    return _with_year(months[0], int(day), year[0] if year else None, today)


def _with_year(month: int, day: int, year: str | None, today: date) -> PartialDate:
    """The day in the year as typed: four digits, two digits, or none (its last occurrence)."""
    if not 1 <= month <= 12 or not 1 <= day <= DAYS_IN_MONTH[month - 1]:
        raise RuleBroken(
            say(
                "There is no day {day} in month {month}. Check day and month.", day=day, month=month
            )
        )
    if year is not None and len(year) != 2:
        return PartialDate(int(year), month, day)
    if year is not None:
        century = today.year - today.year % 100
        typed = PartialDate(century + int(year), month, day)
        return typed if typed.earliest <= today else PartialDate(typed.year - 100, month, day)
    for candidate in range(today.year, today.year - 9, -1):
        if (month, day) == (2, 29) and (
            candidate % 4 or (candidate % 100 == 0 and candidate % 400)
        ):
            continue
        if (found := PartialDate(candidate, month, day)).earliest <= today:
            return found
    return PartialDate(today.year, month, day)


def _read_ago(text: str, now: datetime) -> datetime | None:
    if text in ("now", "just now", "ahora", "ahora mismo"):
        return now
    pattern = r"(?:hace )?(\d{1,3}|an?|one|una?) (minut|hour|hora|day|día|dia)\w*(?: ago)?"
    match = re.fullmatch(pattern, text)
    if not match or not (text.startswith("hace ") or text.endswith(" ago")):
        return None
    count = int(match[1]) if match[1].isdigit() else 1
    unit = {"m": "minutes", "h": "hours", "d": "days"}[match[2][0]]
    return now - timedelta(**{unit: count})


_CLOCK = re.compile(
    r"(?:^|\s)(?:at |a las? |around |about |@ ?)?"
    r"(?:(\d{1,2})(?::|h)(\d{2})|(\d{1,2})(?= ?(?:[ap]\.? ?m\b|h\b)|$)"
    r"|(?<!\d)([01]\d|2[0-3])([0-5]\d)$)"
    r" ?(?:h\b|hrs?\b)?(?: ?([ap])\.? ?m\.?)?$"
)


def _read_moment(text: str, now: datetime, language: str) -> datetime | None:
    """``now`` is in the zone of the place; so is the answer."""
    for last_night in ("last night", "anoche"):
        if text.startswith(last_night):
            text = text.replace(last_night, "yesterday", 1).strip()
            text = "yesterday night" if text == "yesterday" else text
    text = text.replace("this ", "today ", 1) if text.startswith("this ") else text
    for day_text, clock in _splits(text):
        day = _read_date(day_text, now.date(), language) if day_text else None
        if day_text and (day is None or day.exact is None):
            continue
        if day is not None and day.exact is not None:
            return datetime.combine(day.exact, clock, now.tzinfo)
        moment = datetime.combine(now.date(), clock, now.tzinfo)
        return moment if moment <= now else moment - timedelta(days=1)
    return None


def _splits(text: str) -> list[tuple[str, time]]:
    """The ways to read ``text`` as a day followed by a clock, the likeliest first."""
    found: list[tuple[str, time]] = []
    for words, hour in _HOUR_OF.items():
        if text == words or text.endswith(f" {words}"):
            found.append((_without_link(text.removesuffix(words)), time(hour)))
    # «T» as between day and clock in ISO 8601.
    text = re.sub(r"(?<=\d)t(?=\d)", " ", text)
    if (match := _CLOCK.search(text)) and (clock := _clock(match)) is not None:
        found.append((_without_link(text[: match.start()]), clock))
    return found


def _without_link(text: str) -> str:
    return re.sub(r"\s(?:in the|at|a las?|al|a|por la|,)$", "", text.strip()).strip()


def _clock(match: re.Match[str]) -> time | None:
    hour = int(match[1] or match[3] or match[4])
    minute = int(match[2] or match[5] or 0)
    half = match[6]
    bare = match[2] is None and match[5] is None and half is None and "h" not in match[0]
    if bare or hour > 23 or minute > 59 or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute)


def _refuse_when(text: str) -> NoReturn:
    raise RuleBroken(
        say(
            "{text} is not a day with a time. "
            "Type it such as yesterday 6pm, 3/14 22:30, or last night.",
            text=text,
        )
    )
