"""What a file of another registry holds once it is read: records, and what is said of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from porchlight.core.dates import PartialDate, age_range_on
from porchlight.core.measures import Span
from porchlight.core.places import Place
from porchlight.core.text import Say, say
from porchlight.programmes.cases.rules.intake import CaseIntake, ChildIntake, LastContact
from porchlight.programmes.cases.rules.vocabulary import Category

CHILD_BELOW, ADULT_FROM = 21, 18


class Shape(StrEnum):
    """The forms that are read."""

    NAMUS_CSV = "namus-csv"
    NAMUS_JSON = "namus-json"
    NCMEC_JSON = "ncmec-json"
    NCMEC_RSS = "ncmec-rss"
    PFIF = "pfif"


SHAPES: Mapping[Shape, Say] = {
    Shape.NAMUS_CSV: say("NamUs, table (CSV)"),
    Shape.NAMUS_JSON: say("NamUs, records (JSON)"),
    Shape.NCMEC_JSON: say("NCMEC, posters (JSON)"),
    Shape.NCMEC_RSS: say("NCMEC, posters (RSS)"),
    Shape.PFIF: say("PFIF, file or feed"),
}


@dataclass(frozen=True)
class Trouble:
    """
    Something to be said of a row: ``row`` counts from 1 as people do, the heading not counted;
    0 is the file. A row that was ``refused`` is left out for it.
    """

    row: int
    record: str
    field: str
    sentence: Say
    refused: bool = False


@dataclass(frozen=True)
class Incoming:
    """
    One child of another registry. ``group`` is the case it belongs to there; ``changed_at`` when
    that registry last changed it; ``ended`` that the registry has it no longer, or as found.
    """

    row: int
    record: str
    group: str
    source: str
    child: ChildIntake = field(default_factory=ChildIntake)
    circumstances: str = ""
    missing_on: PartialDate | None = None
    place: Place | None = None
    category: Category = Category.LOST_INJURED_MISSING
    changed_at: datetime | None = None
    ended: bool = False
    note: str = ""

    def intake(self) -> CaseIntake:
        """Return it as a case is opened from it."""
        return CaseIntake(
            category=self.category,
            circumstances=self.circumstances,
            children=(self.child,),
            last_contact=LastContact(place=self.place),
            missing_on=self.missing_on,
            source=self.source,
        )


@dataclass(frozen=True)
class Batch:
    """A file that was read."""

    incoming: tuple[Incoming, ...]
    troubles: tuple[Trouble, ...]


class Reading:
    """Collects records and what is to be said of them while a file is read."""

    def __init__(self, today: date) -> None:
        self.today = today
        self._kept: dict[str, Incoming] = {}
        self.troubles: list[Trouble] = []

    def note(self, row: int, record: str, field: str, sentence: Say) -> None:
        """Say something of a row that is taken all the same."""
        self.troubles.append(Trouble(row, record, field, sentence))

    def refuse(self, row: int, record: str, field: str, sentence: Say) -> None:
        """Leave a row out and say why."""
        self.troubles.append(Trouble(row, record, field, sentence, refused=True))

    def keep(self, one: Incoming) -> None:
        """Take a record, unless it cannot be a child's case of ours."""
        problem = self._cannot_be(one)
        if problem is not None:
            self.refuse(one.row, one.record, *problem)
        elif one.record in self._kept:
            first = self._kept[one.record].row
            self.refuse(
                one.row, one.record, "record", say("The same record as in row {row}.", row=first)
            )
        else:
            self._kept[one.record] = one

    def batch(self) -> Batch:
        """Return what was read."""
        return Batch(tuple(self._kept.values()), tuple(self.troubles))

    def _cannot_be(self, one: Incoming) -> tuple[str, Say] | None:
        if one.ended:
            return None
        if not one.child.name:
            return "name", say("The record has no name.")
        if one.missing_on is None:
            return "missing_on", say("The record does not say since when the child is missing.")
        if one.missing_on.earliest > self.today:
            return "missing_on", say("The child cannot be missing since a day to come.")
        age = youngest_age(one)
        if age is not None and age >= CHILD_BELOW:
            return "age", say("{age} years old when last seen: no child's case.", age=age)
        return None


def youngest_age(one: Incoming) -> int | None:
    """Return the least age that the child can have had when last seen."""
    if one.child.born and one.missing_on:
        return age_range_on(one.child.born, one.missing_on.earliest)[0]
    return int(one.child.age_years.lo) if one.child.age_years else None


def with_category(one: Incoming) -> Incoming:
    """Return the record with the category that its age tells, where the registry has none."""
    age = youngest_age(one)
    young_adult = age is not None and ADULT_FROM <= age < CHILD_BELOW
    if one.category is Category.LOST_INJURED_MISSING and young_adult:
        return replace(one, category=Category.YOUNG_ADULT)
    return one


def sentences(parts: Iterable[str]) -> str:
    """
    Join what was told, each on a line of its own.

    >>> sentences(["Left home.", "", " In a red coat. "])
    'Left home.\\nIn a red coat.'
    """
    return "\n".join(part.strip() for part in parts if part and part.strip())


def years(low: float, high: float) -> Span:
    """Return a range of ages, the smaller first."""
    return Span(min(low, high), max(low, high))
