"""
What happens to a report that is given to an agency: how soon somebody there must open it, who is
told when nobody does, what the agency may answer, and what an officer needs to take a file.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.rules.triage import Level

# Within this time somebody at the agency opens it; twice as long, and our supervisors call.
OPEN_WITHIN: dict[Level, timedelta] = {
    Level.URGENT: timedelta(minutes=30),
    Level.HIGH: timedelta(hours=8),
    Level.ROUTINE: timedelta(days=5),
    Level.LOW: timedelta(days=14),
}
# A number below this could point to one investigation: it is given as «fewer than».
SMALLEST_TOLD = 5


class Step(StrEnum):
    """Who was told last that nobody opened it."""

    NOBODY = ""
    AGENCY = "agency"
    SUPERVISORS = "supervisors"


class Outcome(StrEnum):
    """What an agency says of a report it was given."""

    INVESTIGATING = "investigating"
    VICTIM_IDENTIFIED = "victim"
    ARREST = "arrest"
    INSUFFICIENT = "insufficient"
    ELSEWHERE = "elsewhere"
    CLOSED = "closed"


OUTCOMES: dict[Outcome, Say] = {
    Outcome.INVESTIGATING: say("We are investigating"),
    Outcome.VICTIM_IDENTIFIED: say("A child was identified"),
    Outcome.ARREST: say("Somebody was arrested"),
    Outcome.INSUFFICIENT: say("There is not enough to go on"),
    Outcome.ELSEWHERE: say("It belongs to another agency"),
    Outcome.CLOSED: say("Closed without result"),
}
# These say nothing without a word of why or where to.
NEED_WORDS = frozenset({Outcome.INSUFFICIENT, Outcome.ELSEWHERE})


class Authority(StrEnum):
    """What allows an officer to open a file."""

    COMPANY_VIEWED = "viewed"
    WARRANT = "warrant"
    EMERGENCY = "emergency"
    OWN_LAW = "own_law"


AUTHORITIES: dict[Authority, Say] = {
    Authority.COMPANY_VIEWED: say("The company viewed all of it before it reported"),
    Authority.WARRANT: say("A search warrant"),
    Authority.EMERGENCY: say("An emergency: a child is in danger now"),
    Authority.OWN_LAW: say("The law of another country"),
}


@dataclass(frozen=True)
class Standing:
    """What decides when the next one is told: given out when, how urgent, opened or not."""

    referred_at: datetime
    level: Level
    opened: bool = False
    ended: bool = False
    step: Step = Step.NOBODY

    @property
    def open_by(self) -> datetime:
        """Until when somebody should have opened it."""
        return self.referred_at + OPEN_WITHIN[self.level]


def next_step(standing: Standing, now: datetime) -> Step | None:
    """
    Return who must be told now that nobody opened it, or None when nobody must.

    >>> from datetime import UTC
    >>> night = datetime(2026, 3, 1, 2, tzinfo=UTC)
    >>> waiting = Standing(night, Level.URGENT)
    >>> next_step(waiting, night + timedelta(minutes=29)), next_step(waiting, waiting.open_by)
    (None, <Step.AGENCY: 'agency'>)
    """
    if standing.opened or standing.ended or now < standing.open_by:
        return None
    if standing.step is Step.NOBODY:
        return Step.AGENCY
    late = standing.referred_at + 2 * OPEN_WITHIN[standing.level]
    return Step.SUPERVISORS if standing.step is Step.AGENCY and now >= late else None


def suffices(authority: Authority, viewed_by_company: bool | None, words: str) -> Say | None:
    """
    Return what is missing before an officer may take a file, or None when nothing is.

    A file that the company did not view, or of which it does not say so, is private until a
    court, an emergency, or another country's law allows it.

    >>> print(suffices(Authority.WARRANT, None, "24-SW-118"))
    None

    Source: United States v. Wilson, 13 F.4th 961 (9th Cir. 2021); reference section 3.
    """
    if authority is Authority.COMPANY_VIEWED:
        if viewed_by_company:
            return None
        return say("The company did not say that it viewed this file: name another authority.")
    if len(words.strip()) < 3:
        return say("Write the number of the warrant, or in a few words why.")
    return None


def told_count(count: int) -> Say:
    """
    Return a number as a provider may read it.

    >>> str(told_count(0)), str(told_count(3)), str(told_count(12))
    ('0', 'fewer than 5', '12')
    """
    if 0 < count < SMALLEST_TOLD:
        return say("fewer than {n}", n=SMALLEST_TOLD)
    return Say("{n}", {"n": count})
