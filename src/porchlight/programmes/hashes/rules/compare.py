"""What a file of a submitted set is recognised as: the most telling match wins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from porchlight.core.text import say


class Outcome(StrEnum):
    """What the comparison says of one file."""

    WAITING = "waiting"
    UNKNOWN = "unknown"
    LISTED = "listed"
    UNIDENTIFIED = "unidentified"
    IDENTIFIED = "identified"


OUTCOME_NAMES = {
    Outcome.WAITING: say("Not compared yet"),
    Outcome.UNKNOWN: say("Not known"),
    Outcome.LISTED: say("On a list"),
    Outcome.UNIDENTIFIED: say("Known series, child not identified"),
    Outcome.IDENTIFIED: say("Identified child"),
}
# The more telling first.
RANK = (Outcome.IDENTIFIED, Outcome.UNIDENTIFIED, Outcome.LISTED)


@dataclass(frozen=True)
class Known:
    """A match: of an entry on a list, perhaps of a series; ``bits`` 0 means equal digests."""

    list_code: str
    classification: str
    bits: int
    series_id: int | None = None
    identified: bool = False

    @property
    def outcome(self) -> Outcome:
        """What this match alone says."""
        if self.series_id is None:
            return Outcome.LISTED
        return Outcome.IDENTIFIED if self.identified else Outcome.UNIDENTIFIED


@dataclass(frozen=True)
class Verdict:
    """What is told of a file."""

    outcome: Outcome
    classification: str = ""
    series_id: int | None = None
    bits: int | None = None


def verdict(matches: Iterable[Known]) -> Verdict:
    """
    Return what the matches of one file say together.

    A series tells more than a list, an identified child more than an unidentified one, an equal
    digest more than a near one. The class is taken from the nearest match that has one.

    >>> verdict([Known("ngo", "B1", 0), Known("identification", "", 4, 7, True)])
    Verdict(outcome=<Outcome.IDENTIFIED: 'identified'>, classification='B1', series_id=7, bits=4)
    >>> verdict([])
    Verdict(outcome=<Outcome.UNKNOWN: 'unknown'>, classification='', series_id=None, bits=None)
    """
    found: Sequence[Known] = sorted(matches, key=lambda each: each.bits)
    if not found:
        return Verdict(Outcome.UNKNOWN)
    best = min(found, key=lambda each: (RANK.index(each.outcome), each.bits))
    classes = [each.classification for each in found if each.classification]
    classification = best.classification or (classes[0] if classes else "")
    return Verdict(best.outcome, classification, best.series_id, best.bits)
