"""
Whether the ratios are worth what they say: true pairs and strangers of an invented nation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10

import numpy as np

from porchlight.programmes.matching.rules.crossing.simulated import nation
from porchlight.programmes.matching.rules.evidence.pair import compared
from porchlight.programmes.matching.rules.evidence.words import shares


@dataclass(frozen=True)
class Scores:
    """The sums of soft traits, log10, of true pairs and of pairs of strangers."""

    true: tuple[float, ...]
    chance: tuple[float, ...]


@dataclass(frozen=True)
class Bin:
    """
    Pairs whose sum lies around ``said``: how much more often true pairs are in it than strangers,
    log10, and how many of each there are.
    """

    said: float
    shown: float
    true: int
    chance: int


def scores(missing: int, found: int, strangers: int, seed: int = 1) -> Scores:
    """Return the sums of all ``found`` true pairs, and of ``strangers`` pairs at random."""
    people, bodies, truth = nation(missing, found, found, seed)
    common = shares(" ".join((*one.marks, one.clothing)) for one in people)
    at = {one.key: one for one in people}
    dice = np.random.default_rng(seed + 1)
    true = [compared(at[truth[one.key]], one, common).soft for one in bodies]
    chance: list[float] = []
    while len(chance) < strangers:
        one, body = people[dice.integers(missing)], bodies[dice.integers(found)]
        if truth[body.key] != one.key:
            chance.append(compared(one, body, common).soft)
    return Scores(tuple(true), tuple(chance))


def roc(told: Scores, thresholds: Iterable[float]) -> list[tuple[float, float, float]]:
    """
    Return for each threshold (log10) the share of strangers passed and of true pairs found.

    >>> roc(Scores((1.0, 2.0), (-1.0, 1.5)), [1.2])
    [(1.2, 0.5, 0.5)]
    """
    true, chance = np.sort(told.true), np.sort(told.chance)

    def above(values: "np.ndarray[tuple[int], np.dtype[np.float64]]", limit: float) -> float:
        return float(1 - np.searchsorted(values, limit, side="left") / len(values))

    return [(one, above(chance, one), above(true, one)) for one in thresholds]


def area(told: Scores) -> float:
    """
    Return how often a true pair stands above one of strangers (the area under the ROC curve).

    >>> area(Scores((1.0, 2.0), (-1.0, 1.5)))
    0.75
    """
    chance = np.sort(told.chance)
    below = np.searchsorted(chance, told.true, side="left")
    ties = np.searchsorted(chance, told.true, side="right") - below
    return float(np.mean((below + ties / 2) / len(chance)))


def bins(told: Scores, edges: Sequence[float], least: int = 10) -> list[Bin]:
    """
    Return, between each two edges with at least ``least`` pairs of each, what the sum says (the
    mean log10 of the pairs in it) and what it shows.
    """
    true, chance = np.array(told.true), np.array(told.chance)
    made = []
    for low, high in zip(edges, edges[1:], strict=False):
        one = true[(true >= low) & (true < high)]
        other = chance[(chance >= low) & (chance < high)]
        if min(len(one), len(other)) < least:
            continue
        shown = log10((len(one) / len(true)) / (len(other) / len(chance)))
        said = float(np.mean(np.concatenate([one, other])))
        made.append(Bin(said, shown, len(one), len(other)))
    return made
