"""A score that shows how it came about: labelled steps in bits, added up."""

from dataclasses import dataclass

from porchlight.core.text import Say


@dataclass(frozen=True)
class Reason:
    """One step of a score: words for people, and bits for (positive) or against (negative)."""

    label: Say
    bits: float


@dataclass(frozen=True)
class Score:
    """
    The steps of a score.

    >>> from porchlight.core.text import say
    >>> Score((Reason(say("Same surname"), 4.0), Reason(say("Sex differs"), -2.0))).bits
    2.0
    """

    reasons: tuple[Reason, ...] = ()

    @property
    def bits(self) -> float:
        """The sum of all steps; each bit doubles the odds."""
        return sum((reason.bits for reason in self.reasons), 0.0)

    @property
    def weightiest(self) -> tuple[Reason, ...]:
        """The steps, those that decide most first."""
        return tuple(sorted(self.reasons, key=lambda reason: -abs(reason.bits)))
