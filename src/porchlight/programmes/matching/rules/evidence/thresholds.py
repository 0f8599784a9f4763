"""
What a threshold costs: how often it passes strangers and how often it misses true pairs.

Thresholds are the ratios that occur, and a pair passes at or above them. (A grid of equal steps is
blind at the low end, where most ratios lie.)
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt


@dataclass(frozen=True)
class Rates:
    """
    At a threshold: the share of true pairs missed, of strangers passed, and Matthews' correlation
    for as many true as false pairs.
    """

    threshold: float
    misses: float
    passes: float
    mcc: float

    def cost(self, weight: float = 10) -> float:
        """Return the distance to a perfect test; passing a stranger counts ``weight`` times."""
        return sqrt(self.misses**2 + (weight * self.passes) ** 2)


Mass = Sequence[tuple[float, float]]
"""Ratios with the share of pairs that have them."""


def rates_at(threshold: float, true: Mass, chance: Mass) -> Rates:
    """
    Return what a threshold does; ``true`` and ``chance`` list ratios with their shares.

    >>> rates_at(1, [(0.5, 0.1), (2, 0.9)], [(0.5, 0.8), (2, 0.2)]).passes
    0.2
    """
    hit = sum(share for ratio, share in true if ratio >= threshold)
    passed = sum(share for ratio, share in chance if ratio >= threshold)
    return Rates(threshold, 1 - hit, passed, _mcc(hit, passed))


def _mcc(hit: float, passed: float) -> float:
    below = sqrt((hit + passed) * (2 - hit - passed))
    # With equal classes (TP·TN − FP·FN) over the root of the margins comes to this.
    return (hit * (1 - passed) - passed * (1 - hit)) / below if below else 0.0


def best_threshold(true: Mass, chance: Mass, weight: float = 10) -> Rates:
    """Return the threshold among the ratios that occur whose cost is least, the lowest of them."""
    candidates = sorted({ratio for ratio, _ in (*true, *chance)})
    return min((rates_at(one, true, chance) for one in candidates), key=lambda r: r.cost(weight))


def curve(true: Mass, chance: Mass) -> list[Rates]:
    """Return the rates at every ratio that occurs, from the highest threshold to the lowest."""
    candidates = sorted({ratio for ratio, _ in (*true, *chance)}, reverse=True)
    return [rates_at(one, true, chance) for one in candidates]
