"""
Likelihood ratios of single traits, as published.

H1: the unidentified person is the missing one. H2: somebody else of the population.
Source: Marsico et al. 2021 and Marsico & Caridi 2023 (mispitools), its known faults left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

OLDEST_YEARS = 80
RECORDING_ERROR = 0.05
# Days of declared less actual birth that part the classes, and how often each was met.
BIRTH_CUTS = (-120, -30, 30, 120, 240, 360)
BIRTH_WEIGHTS = (1, 4, 60, 11, 6, 4, 4)
HAIR_CLASSES = ("black", "brown", "blond", "red", "grey")
HAIR_SHARES = (0.30, 0.20, 0.25, 0.15, 0.10)
# How often one colour is recorded for another.
HAIR_ERRORS: Mapping[tuple[int, int], float] = {
    (0, 1): 0.01,
    (0, 2): 0.005,
    (0, 3): 0.01,
    (0, 4): 0.003,
    (1, 2): 0.01,
    (1, 3): 0.003,
    (1, 4): 0.01,
    (2, 3): 0.003,
    (2, 4): 0.003,
    (3, 4): 0.01,
}


@dataclass(frozen=True)
class Ratio:
    """The ratio when the trait agrees, and when it does not."""

    match: float
    mismatch: float


def sex_ratio(error: float = RECORDING_ERROR, share: float = 0.5) -> Ratio:
    """
    Return the ratio of a recorded sex that ``share`` of the population has.

    >>> sex_ratio()
    Ratio(match=1.9, mismatch=0.1)
    """
    return Ratio((1 - error) / share, error / (1 - share))


def age_window_ratio(age: float, radius: float, error: float = RECORDING_ERROR) -> Ratio:
    """
    Return the ratio of lying inside ``age`` ± ``radius`` when others are 1 to 80, equally often.

    >>> round(age_window_ratio(40, 6).match, 6)
    6.333333
    """
    low, high = max(age - radius, 1), min(age + radius, OLDEST_YEARS)
    share = (high - low) / OLDEST_YEARS
    return Ratio((1 - error) / share, error / (1 - share))


def region_ratio(regions: int, error: float = RECORDING_ERROR) -> Ratio:
    """
    Return the ratio of the same region of ``regions`` equally peopled ones.

    >>> round(region_ratio(6).match, 6)
    5.7
    """
    return Ratio((1 - error) * regions, error * regions / (regions - 1))


def closed_ratio(share: float, error: float = RECORDING_ERROR) -> Ratio:
    """Return the ratio of lying inside an interval that ``share`` of the data base lies in."""
    if not 0 < share < 1:
        raise RuleBroken(say("A share lies between 0 and 1."))
    return Ratio((1 - error) / share, error / (1 - share))


def error_matrix(
    errors: Mapping[tuple[int, int], float] = HAIR_ERRORS, classes: int = len(HAIR_CLASSES)
) -> list[list[float]]:
    """
    Return how each true class (row) is recorded: 1 on the diagonal beside the errors, made to sum
    to 1.

    >>> round(error_matrix()[0][0], 8)
    0.97276265
    """
    rows = []
    for row in range(classes):
        raw = [
            1.0 if row == col else errors.get((min(row, col), max(row, col)), 0.0)
            for col in range(classes)
        ]
        rows.append([each / sum(raw) for each in raw])
    return rows


def uniform_matrix(error: float, classes: int = len(HAIR_CLASSES)) -> list[list[float]]:
    """Return an error matrix with one error for every confusion."""
    pairs = {(i, j): error for i in range(classes) for j in range(i + 1, classes)}
    return error_matrix(pairs, classes)


def class_ratio(
    matrix: Sequence[Sequence[float]], shares: Sequence[float], missing: int, observed: int
) -> float:
    """
    Return the ratio of observing a class, given the missing person's.

    >>> round(class_ratio(error_matrix(), HAIR_SHARES, 0, 0), 6)
    3.242542
    """
    return matrix[missing][observed] / shares[observed]


def birth_class(declared: date, actual: date) -> int:
    """
    Return the class of a difference of birth dates, 1 to 7.

    >>> birth_class(date(1977, 3, 15), date(1976, 5, 31))
    6
    """
    days = (declared - actual).days
    return 1 + sum(cut <= days for cut in BIRTH_CUTS)


def birth_ratio(number: int, shares: Sequence[float] | None = None) -> float:
    """
    Return the ratio of a class of birth differences; ``shares`` are those of a closed data base.

    >>> round(birth_ratio(3), 6)
    4.666667
    """
    weight = BIRTH_WEIGHTS[number - 1] / sum(BIRTH_WEIGHTS)
    return weight / (shares[number - 1] if shares else 1 / len(BIRTH_WEIGHTS))


def pigment_ratio(
    missing: Sequence[int],
    observed: Sequence[int],
    errors: Sequence[float],
    population: Mapping[tuple[int, ...], float],
) -> float:
    """
    Return the ratio of hair, skin and eyes together, which are not independent.

    ``population`` gives the share of each combination; what was never seen there counts as seen
    half a time less than the rarest, so that no pair falls out.

    :raises RuleBroken: if the population is empty
    """
    if not population:
        raise RuleBroken(say("The population is empty."))

    def told(combination: Sequence[int]) -> float:
        parts = zip(missing, combination, errors, strict=True)
        return prod(1 - error if true == seen else error for true, seen, error in parts)

    known = dict(population)
    known.setdefault(tuple(observed), min(population.values()) / 2)
    whole = sum(known.values())
    return (told(observed) / sum(map(told, known))) / (known[tuple(observed)] / whole)


def posterior_odds(prior: float, *ratios: float) -> float:
    """
    Return the odds after independent evidence.

    >>> round(posterior_odds(1 / 14000, 72.100678, 549.3613), 4)
    2.8294
    """
    return prior / (1 - prior) * prod(ratios)
