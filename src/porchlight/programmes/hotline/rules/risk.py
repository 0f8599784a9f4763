"""
How urgent a call is: what speaks for danger, each with its weight in points, and the priority that
follows. A person may raise it, never a machine lower what a person said.

Source: the circumstances that make a missing child's case unusual in the guides of NCMEC for law
enforcement, and the levels of risk of UK police (reference/missing.md section 7); the weights are
judgement.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from porchlight.core.score import Reason, Score
from porchlight.core.text import Say, say
from porchlight.programmes.cases.rules.category import FAMILY
from porchlight.programmes.cases.rules.vocabulary import Relation
from porchlight.programmes.hotline.rules.becoming import age_of
from porchlight.programmes.hotline.rules.blocks import About, Per
from porchlight.programmes.hotline.rules.priorities import Priority, priority_of
from porchlight.programmes.hotline.rules.sheet import Sheet

TENDER_AGE, YOUNG_AGE = 9, 13
LONG_GONE = timedelta(hours=24)
FRESH = timedelta(hours=6)


@dataclass(frozen=True)
class Urgency:
    """A priority and why."""

    priority: Priority
    score: Score

    @property
    def order(self) -> tuple[int, float]:
        """Sorts the most urgent first."""
        return list(Priority).index(self.priority), -self.score.bits


def urgency(sheet: Sheet) -> Urgency:
    """Return how urgent what was told is, with every reason."""
    score = Score(tuple(_reasons(sheet)))
    return Urgency(priority_of(score.bits), score)


def _reasons(sheet: Sheet) -> Iterator[Reason]:
    if sheet.about is About.MISSING:
        yield from _of_the_event(sheet)
        for index in sheet.each(Per.CHILD):
            yield from _of_a_child(sheet, index)
        for index in sheet.each(Per.COMPANION):
            yield from _of_a_companion(sheet, index)
    yield from _of_other_calls(sheet)


def _of_the_event(sheet: Sheet) -> Iterator[Reason]:
    by = sheet.value("event-0-taken_by")
    if sheet.value("event-0-taken"):
        outside = not by or Relation(by) not in FAMILY
        label = say("Taken by somebody outside the family") if by else say("Taken, by whom unknown")
        yield Reason(label, 8.0) if outside else Reason(say("Taken by somebody of the family"), 5.0)
    if sheet.value("event-0-across_border"):
        yield Reason(say("May be taken abroad"), 3.0)
    if sheet.value("event-0-from_care"):
        yield Reason(say("Missing from care"), 2.0)
    if sheet.value("event-0-disaster"):
        yield Reason(say("After a disaster"), 3.0)
    latest = sheet.value("event-0-latest")
    if latest is not None and sheet.desk.now - latest >= LONG_GONE:
        yield Reason(say("Gone more than a day before the call"), 2.0)


# Question, words, points.
_OF_CHILD: tuple[tuple[str, Say, float], ...] = (
    ("self_harm_indicated", say("Signs of self-harm"), 6.0),
    ("disability", say("Disability, or wanders off"), 5.0),
    ("trafficking_indicated", say("Signs of trafficking"), 5.0),
    ("threatened", say("Threats or violence before"), 3.0),
    ("pregnant", say("Pregnant or with a baby"), 3.0),
    ("gang_indicated", say("Signs of a gang"), 2.0),
    ("drugs", say("Alcohol or drugs"), 2.0),
    ("out_of_character", say("Unlike the child"), 2.0),
)


def _of_a_child(sheet: Sheet, index: int) -> Iterator[Reason]:
    age = age_of(sheet, index)
    if age is not None and age < TENDER_AGE:
        yield Reason(say("{age} years old", age=age), 6.0)
    elif age is not None and age < YOUNG_AGE:
        yield Reason(say("{age} years old", age=age), 3.0)
    for name, words, points in _OF_CHILD:
        if sheet.value(f"risk-{index}-{name}"):
            yield Reason(words, points)
    if sheet[f"risk-{index}-medication"]:
        yield Reason(say("Needs medication"), 4.0)
    elif sheet[f"risk-{index}-medical_needs"]:
        yield Reason(say("Medical or mental-health needs"), 3.0)


def _of_a_companion(sheet: Sheet, index: int) -> Iterator[Reason]:
    if sheet.value(f"companion-{index}-armed"):
        yield Reason(say("With somebody who may be armed"), 6.0)
    if sheet.value(f"companion-{index}-wanted"):
        yield Reason(say("With somebody wanted by police"), 3.0)
    if sheet.text(f"companion-{index}-met") in ("online", "both"):
        yield Reason(say("With somebody met online"), 3.0)


def _of_other_calls(sheet: Sheet) -> Iterator[Reason]:
    if sheet.about is About.SIGHTING and sheet.value("sighting-0-still_there"):
        yield Reason(say("The child is there now"), 8.0)
    at = sheet.value("sighting-0-at")
    if sheet.about is About.SIGHTING and at is not None and sheet.desk.now - at <= FRESH:
        yield Reason(say("Seen within the last hours"), 5.0)
    if sheet.about is About.EXPLOITATION and sheet.value("online-0-now"):
        yield Reason(say("A child is in danger now"), 8.0)
    if sheet.about is About.EXPLOITATION and sheet.text("online-0-kind") in ("extortion",):
        yield Reason(say("Blackmail with pictures"), 4.0)
    if sheet.value("support-0-crisis"):
        yield Reason(say("In crisis now"), 5.0)
