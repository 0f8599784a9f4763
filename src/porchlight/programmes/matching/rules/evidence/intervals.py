"""
Likelihood ratios of measures that are known as ranges: age at death, stature, place, time.

Each has a floor: an estimate can be wrong, and a wrong one must not kill a true pair.
"""

from math import erf, exp, pi, sqrt

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

FLOOR = 0.05
OLDEST_YEARS = 80.0
# Half-widths in deviations of a range that is right so often.
COVERAGE_Z = {80: 1.2815515655, 90: 1.6448536270, 95: 1.9599639845}
ADULT_MEAN_CM, ADULT_SD_CM = 165.0, 9.0


def _below(z: float) -> float:
    return (1 + erf(z / sqrt(2))) / 2


def density(x: float, mean: float, deviation: float) -> float:
    """Return the normal density."""
    z = (x - mean) / deviation
    return exp(-z * z / 2) / (deviation * sqrt(2 * pi))


def mean_density(low: float, high: float, mean: float, deviation: float) -> float:
    """Return the normal density averaged from ``low`` to ``high``; at one point, the density."""
    if high - low < 1e-9:
        return density(low, mean, deviation)
    return (_below((high - mean) / deviation) - _below((low - mean) / deviation)) / (high - low)


def age_ratio(
    age_low: float,
    age_high: float,
    estimate_low: float,
    estimate_high: float,
    *,
    coverage: int = 95,
    floor: float = FLOOR,
) -> float:
    """
    Return the ratio of an age at death estimated as a range, for somebody of ``age_low`` to
    ``age_high`` years at that time; others are 0 to 80, equally often.

    >>> round(age_ratio(15, 17, 14, 18, floor=0), 4)
    26.9162

    :raises RuleBroken: if a range is the wrong way round, or the coverage not 80, 90 or 95 %
    """
    if age_low > age_high or estimate_low > estimate_high or coverage not in COVERAGE_Z:
        raise RuleBroken(say("The smaller age comes first."))
    mean = (estimate_low + estimate_high) / 2
    # A range of one figure still has an error; half a year is the least anybody claims.
    deviation = max((estimate_high - estimate_low) / (2 * COVERAGE_Z[coverage]), 0.5)
    mine = mean_density(age_low, age_high, mean, deviation)
    return (1 - floor) * mine / mean_density(0.0, OLDEST_YEARS, mean, deviation) + floor


def height_ratio(
    observed_cm: float,
    error_cm: float,
    expected_cm: float,
    deviation_cm: float,
    *,
    population_cm: float = ADULT_MEAN_CM,
    population_sd_cm: float = ADULT_SD_CM,
    floor: float = FLOOR,
) -> float:
    """
    Return the ratio of an observed stature, for somebody of whom another is expected.

    >>> round(height_ratio(162, 3, 160, 3, floor=0), 6)
    2.103511
    """
    mine = density(observed_cm, expected_cm, sqrt(deviation_cm**2 + error_cm**2))
    others = density(observed_cm, population_cm, sqrt(population_sd_cm**2 + error_cm**2))
    return (1 - floor) * mine / others + floor


# Distance classes in km between last contact and find: share of solved pairs, share of chance
# pairs of a country. Set by judgement until enough solved cases are on file; see the docs.
DISTANCES_KM = (10.0, 50.0, 150.0, 500.0, 1500.0, float("inf"))
DISTANCE_TRUE = (0.34, 0.21, 0.14, 0.13, 0.10, 0.08)
DISTANCE_CHANCE = (0.002, 0.010, 0.038, 0.170, 0.430, 0.350)


def distance_ratio(km: float) -> float:
    """
    Return the ratio of a distance between last contact and find; never 0.

    >>> distance_ratio(5), round(distance_ratio(2000), 4)
    (170.0, 0.2286)
    """
    at = next(number for number, limit in enumerate(DISTANCES_KM) if km <= limit)
    return DISTANCE_TRUE[at] / DISTANCE_CHANCE[at]
