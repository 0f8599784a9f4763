"""
Two charts side by side: what agrees, what a later treatment explains, what cannot be.

Treatment only grows. An impossible tooth is not an exclusion: charts are miscoded, and a second
reading by an odontologist decides.
Source: Plass DVI comparison rules; Adams & Aschheim 2016; OdontoSearch (weight of a pattern).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import log10

from porchlight.core.text import Say, say
from porchlight.programmes.forensics.rules.dental import (
    PRIMARY,
    TEETH,
    Chart,
    Position,
    Status,
    Tooth,
)


class Class(StrEnum):
    """How one tooth of two charts compares."""

    NO_INFORMATION = "none"
    SOUND = "sound"
    MISSING = "missing"
    RESTORED = "restored"
    EXPLAINABLE = "explainable"
    IMPOSSIBLE = "impossible"


MATCHES = (Class.SOUND, Class.MISSING, Class.RESTORED)


@dataclass(frozen=True)
class ToothCompared:
    """One tooth: its class and why."""

    number: Position
    result: Class
    why: Say


@dataclass(frozen=True)
class Comparison:
    """All teeth of two charts compared, earlier against later."""

    teeth: tuple[ToothCompared, ...]

    def count(self, *classes: Class) -> int:
        """Return how many teeth are of these classes."""
        return sum(one.result in classes for one in self.teeth)

    @property
    def matches(self) -> int:
        """How many teeth are the same in both."""
        return self.count(*MATCHES)

    @property
    def impossible(self) -> tuple[Position, ...]:
        """The teeth that cannot be of one person, if both charts are right."""
        return tuple(one.number for one in self.teeth if one.result is Class.IMPOSSIBLE)

    @property
    def share(self) -> float | None:
        """The share of comparable teeth that agree; None where nothing can be compared."""
        comparable = self.matches + self.count(Class.EXPLAINABLE, Class.IMPOSSIBLE)
        return self.matches / comparable if comparable else None

    def order(self, ratio_log10: float = 0.0) -> tuple[float, ...]:
        """Return the key that ranks comparisons, the best first."""
        return (len(self.impossible), -ratio_log10, -self.count(Class.RESTORED), -self.matches)


def compare(earlier: Chart, later: Chart) -> Comparison:
    """
    Compare the chart made in life with the one made of the body (or an older with a newer).

    Milk teeth count where either chart has any.
    """
    milk: list[Position] = [
        tooth for tooth in PRIMARY if tooth in earlier.teeth or tooth in later.teeth
    ]
    every: list[Position] = [*TEETH, *milk]
    return Comparison(
        tuple(_compared(number, earlier.at(number), later.at(number)) for number in every)
    )


def _compared(number: Position, before: Tooth, after: Tooth) -> ToothCompared:
    result, why = _rule(before, after)
    return ToothCompared(number, result, why)


def _rule(before: Tooth, after: Tooth) -> tuple[Class, Say]:
    if not before.known or not after.known:
        return Class.NO_INFORMATION, say("One chart says nothing of it.")
    if after.status is Status.MISSING:
        if before.status is Status.MISSING:
            return Class.MISSING, say("Missing in both.")
        return Class.EXPLAINABLE, say("Extracted since.")
    if before.status is Status.MISSING:
        return Class.IMPOSSIBLE, say(
            "Extracted before and there now: ask for a milk tooth, a closed gap, an implant or "
            "the wrong side."
        )
    growing = (Status.UNERUPTED, Status.PRIMARY)
    if before.status in growing:
        return _grown(before, after)
    if after.status in growing:
        return Class.IMPOSSIBLE, say("Came through before and is not through now.")
    return _treatment(before, after)


def _grown(before: Tooth, after: Tooth) -> tuple[Class, Say]:
    if before.status is after.status:
        return Class.SOUND, say("Not yet through in both.")
    return Class.EXPLAINABLE, say("Came through since.")


def _treatment(before: Tooth, after: Tooth) -> tuple[Class, Say]:
    if _same_treatment(before, after):
        if before.status is Status.SOUND:
            return Class.SOUND, say("Sound in both.")
        return Class.RESTORED, say("Treated the same in both.")
    if before.crown and not after.crown:
        return Class.IMPOSSIBLE, say("Had a crown before and none now.")
    if before.root_canal and not after.root_canal:
        return Class.IMPOSSIBLE, say("Had a root canal before and none now.")
    if after.crown or set(before.surfaces) <= set(after.surfaces):
        return Class.EXPLAINABLE, say("Treated further since.")
    return Class.IMPOSSIBLE, say("Treated before and less so now.")


def _same_treatment(before: Tooth, after: Tooth) -> bool:
    def done(tooth: Tooth) -> tuple[object, ...]:
        return (tooth.status, tooth.surfaces, tooth.crown, tooth.root_canal)

    return done(before) == done(after)


@dataclass(frozen=True)
class Repair:
    """A slip of the pen that would take conflicts away."""

    words: Say
    conflicts_before: int
    conflicts_after: int


def repairs(earlier: Chart, later: Chart) -> list[Repair]:
    """
    Return the slips that would remove conflicts: sides exchanged, or a quadrant moved by one tooth.
    """
    now = len(compare(earlier, later).impossible)
    if not now:
        return []
    tried: list[tuple[Say, Chart]] = [(say("Left and right exchanged"), flipped(later))]
    for quadrant in range(4):
        for step in (-1, 1):
            words = say("Quadrant {number} moved by one tooth", number=quadrant + 1)
            tried.append((words, _shifted(later, quadrant, step)))
    found = [Repair(words, now, len(compare(earlier, chart).impossible)) for words, chart in tried]
    return sorted(
        (one for one in found if one.conflicts_after < now), key=lambda r: r.conflicts_after
    )


def flipped(chart: Chart) -> Chart:
    """
    Return the chart with left and right exchanged.

    >>> from porchlight.programmes.forensics.rules.dental import MISSING, Chart
    >>> list(flipped(Chart({1: MISSING, 17: MISSING})).teeth)
    [16, 32]
    """
    adult = {n: tooth for n, tooth in chart.teeth.items() if isinstance(n, int)}
    milk = {n: tooth for n, tooth in chart.teeth.items() if isinstance(n, str)}
    turned: dict[Position, Tooth] = {
        (17 - n if n <= 16 else 49 - n): tooth for n, tooth in adult.items()
    }
    for letter, tooth in milk.items():
        at = PRIMARY.index(letter)
        turned[PRIMARY[9 - at if at < 10 else 29 - at]] = tooth
    return Chart(turned)


def _shifted(chart: Chart, quadrant: int, step: int) -> Chart:
    own = range(quadrant * 8 + 1, quadrant * 8 + 9)
    teeth = {n: tooth for n, tooth in chart.teeth.items() if n not in own}
    teeth |= {n + step: chart.at(n) for n in own if n + step in own and n in chart.teeth}
    return Chart(teeth)


def pattern_ratio(same: int, of: int) -> float:
    """
    Return the likelihood ratio of a pattern that ``same`` of ``of`` reference persons have.

    >>> round(1 / pattern_ratio(0, 29152), 11)
    3.430179e-05
    """
    return (of + 1) / (same + 1)


# Of young people with 28 teeth (12 to 22 years): the share with none restored, by age.
ALL_SOUND = ((12.0, 0.74), (23.0, 0.23))
# Rarity of a single tooth's state among the young, where no reference file is loaded.
RESTORED_SHARE, MISSING_SHARE = 0.08, 0.03
MOST_LOG10 = 4.0
CONFLICT_LOG10 = -1.0


def comparison_log10(found: Comparison, age_years: float = 15.0) -> float:
    """
    Return log10 of the ratio of a comparison where no reference file gives the pattern's weight.

    Sound teeth together weigh what an unrestored mouth weighs at that age (hardly anything);
    restored and missing ones add up; a conflict costs, but never excludes; the whole is capped.
    """
    if found.share is None:
        return 0.0
    restored = found.count(Class.RESTORED) * -log10(RESTORED_SHARE)
    missing = max(found.count(Class.MISSING), 0) * -log10(MISSING_SHARE) / 2
    sound = found.count(Class.SOUND) / 28 * -log10(_all_sound(age_years))
    conflicts = len(found.impossible) * CONFLICT_LOG10
    return max(-MOST_LOG10, min(MOST_LOG10, restored + missing + sound + conflicts))


def _all_sound(age_years: float) -> float:
    (young, more), (old, less) = ALL_SOUND
    share = min(max((age_years - young) / (old - young), 0.0), 1.0)
    return more + share * (less - more)


def ranked(comparisons: Sequence[Comparison]) -> list[int]:
    """Return the positions of comparisons, the best first."""
    return sorted(range(len(comparisons)), key=lambda at: comparisons[at].order())
