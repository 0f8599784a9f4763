"""How soon a lead must be looked at: labelled reasons, and a floor under what may be danger."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import log2

from porchlight.core.score import Reason, Score
from porchlight.core.text import Say, say
from porchlight.programmes.hotline.rules.tips import Answer


class Priority(StrEnum):
    """How soon somebody must open a lead."""

    URGENT = "urgent"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


NAMES: dict[str, Say] = {
    Priority.URGENT: say("Urgent"),
    Priority.HIGH: say("High"),
    Priority.NORMAL: say("Normal"),
    Priority.LOW: say("Low"),
}
# The first is opened within minutes, day and night; the last within three days.
OPEN_WITHIN: dict[str, timedelta] = {
    Priority.URGENT: timedelta(minutes=10),
    Priority.HIGH: timedelta(hours=1),
    Priority.NORMAL: timedelta(hours=12),
    Priority.LOW: timedelta(days=3),
}
_FROM_BITS = ((8.0, Priority.URGENT), (4.0, Priority.HIGH), (1.0, Priority.NORMAL))
_WEIGHTY = frozenset({"nonfamily_abduction", "family_abduction", "lost_injured_missing"})
_TENDER_YEARS = 11


@dataclass(frozen=True)
class LeadFacts:
    """
    What decides how soon: what the tip says, what the case is, what else came like it.
    ``case_category`` empty: no case yet; ``match_bits`` of the best case offered.
    """

    received_at: datetime
    danger: bool = False
    still_there: Answer = Answer.NONE
    seen_until: datetime | None = None
    has_place: bool = False
    pictures: int = 0
    plates: int = 0
    about_case: bool = False
    case_category: str = ""
    case_active: bool = False
    youngest_years: int | None = None
    missing_hours: float | None = None
    match_bits: float = 0.0
    agreeing: int = 0
    held: bool = False
    warnings: tuple[Reason, ...] = ()


def priority(lead: LeadFacts) -> tuple[Priority, Score]:
    """
    Return how soon, and why.

    Danger that is claimed now is never below high, whatever speaks against it: a true tip may
    come from somebody who lied before.
    """
    score = Score(
        (*_now(lead), *_how_recent(lead), *_substance(lead), *_case(lead), *_standing(lead))
    )
    found = next((word for bits, word in _FROM_BITS if score.bits >= bits), Priority.LOW)
    if lead.danger and found in (Priority.NORMAL, Priority.LOW):
        found = Priority.HIGH
    return found, score


def open_by(received_at: datetime, word: str) -> datetime:
    """
    Return when somebody must have opened it.

    >>> from datetime import UTC
    >>> open_by(datetime(2026, 3, 1, 12, tzinfo=UTC), Priority.URGENT).minute
    10
    """
    return received_at + OPEN_WITHIN[word]


def _now(lead: LeadFacts) -> list[Reason]:
    found = []
    if lead.danger:
        found.append(Reason(say("Says that a child is in danger now"), 6.0))
    if lead.still_there is Answer.YES:
        found.append(Reason(say("Says that the child is still there"), 4.0))
    return found


def _how_recent(lead: LeadFacts) -> list[Reason]:
    if lead.seen_until is None:
        return []
    hours = max(0.0, (lead.received_at - lead.seen_until) / timedelta(hours=1))
    for most, bits in ((1, 4.0), (6, 3.0), (24, 2.0), (72, 1.0)):
        if hours <= most:
            return [Reason(say("Seen less than {hours} h before it was told", hours=most), bits)]
    if hours > 24 * 90:
        return [Reason(say("Seen more than three months before"), -1.0)]
    return []


def _substance(lead: LeadFacts) -> list[Reason]:
    found = []
    if lead.pictures:
        found.append(Reason(say("Pictures: {n}", n=lead.pictures), 1.5))
    if lead.plates:
        found.append(Reason(say("Names a license plate"), 1.5))
    if lead.has_place:
        found.append(Reason(say("Says where"), 1.0))
    return found


def _case(lead: LeadFacts) -> list[Reason]:
    found = []
    if lead.about_case and not lead.case_active:
        return [Reason(say("The child of this poster is no longer looked for"), -4.0)]
    if lead.about_case:
        found.append(Reason(say("About a child who is looked for"), 1.0))
    elif lead.match_bits >= 8:
        found.append(Reason(say("Fits a case well"), 2.0))
    if lead.about_case and lead.case_category in _WEIGHTY:
        found.append(Reason(say("Abducted, lost or injured"), 1.5))
    if lead.youngest_years is not None and lead.youngest_years < _TENDER_YEARS:
        found.append(Reason(say("A child of {years} years", years=lead.youngest_years), 1.5))
    if lead.missing_hours is not None and lead.missing_hours <= 48:
        found.append(Reason(say("Missing for less than two days"), 1.0))
    return found


def _standing(lead: LeadFacts) -> list[Reason]:
    found = list(lead.warnings)
    if lead.agreeing:
        bits = min(3.0, 1.5 * log2(1 + lead.agreeing))
        found.append(Reason(say("Others who report the same: {n}", n=lead.agreeing), bits))
    if lead.held:
        found.append(Reason(say("Held back by the limits for strangers: look whether real"), -1.0))
    return found
