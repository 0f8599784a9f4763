"""
Age, stature and time since death from bones and teeth: always ranges, never a single figure.

Coefficients with their sources stand in ``anthropology.toml``.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import erf, exp, log, pi, sqrt
from typing import Any

import numpy as np

from porchlight.core.errors import RuleBroken
from porchlight.core.measures import Span
from porchlight.core.text import say

Z_95 = 1.959963984540054
# After thirty, stature is lost a little each year.
SHRINKS_FROM_YEARS, SHRINKS_CM = 30, 0.06
OLDEST_CHILD_YEARS, GRID_YEARS = 23.0, 0.01
RADIOCARBON_MEAN_LIFE = 8033
VPDB_RATIO = 0.0111802


@dataclass(frozen=True)
class AgeEstimate:
    """An age in years: mean, most likely, and the 95 % range."""

    mean: float
    mode: float
    low: float
    high: float


def child_age(
    bones: Mapping[str, float] | None = None, teeth: Mapping[str, int] | None = None
) -> AgeEstimate:
    """
    Return a child's age from lengths of diaphyses in mm and stages of teeth (1 to 12).

    Every age from 0 to 23 years is held equally likely before; measures are taken as independent.

    >>> round(child_age({"femur": 200}).mean, 3)
    3.338

    :raises RuleBroken: if nothing is given, or a bone, tooth or stage is not in the tables
    """
    bones, teeth = bones or {}, teeth or {}
    if not bones and not teeth:
        raise RuleBroken(say("Give a bone or a tooth."))
    ages = np.arange(0, OLDEST_CHILD_YEARS + GRID_YEARS / 2, GRID_YEARS)
    weights = np.ones_like(ages)
    for bone, length in bones.items():
        weights *= [_bone_density(bone, length, float(age)) for age in ages]
    for tooth, stage in teeth.items():
        weights *= [_stage_chance(tooth, stage, float(age)) for age in ages]
    if not weights.sum():
        raise RuleBroken(say("These measures do not fit any age together."))
    weights /= weights.sum()
    sums = np.cumsum(weights)
    low, high = (float(ages[int(np.searchsorted(sums, share))]) for share in (0.025, 0.975))
    return AgeEstimate(float(ages @ weights), float(ages[int(weights.argmax())]), low, high)


def _bone_density(bone: str, length_mm: float, age: float) -> float:
    r, a, b, s, k = _entry("kidstats", "bones", bone)
    deviation = s * (1 + k * age)
    z = (length_mm - (a * age**r + b)) / deviation
    return float(exp(-z * z / 2) / (deviation * sqrt(2 * pi)))


def _stage_chance(tooth: str, stage: int, age: float) -> float:
    model = _entry("kidstats", "teeth", tooth)
    if not 1 <= stage <= 12:
        raise RuleBroken(say("A tooth has stages 1 to 12, not {stage}.", stage=stage))
    deviation = model["s"] * (1 + model["k"] * age)
    limits = [-float("inf"), *model["thresholds"], float("inf")]

    def below(limit: float) -> float:
        return normal_below((limit - age ** model["p"]) / deviation)

    return below(limits[stage]) - below(limits[stage - 1])


def normal_below(z: float) -> float:
    """Return the share of a normal distribution below ``z``."""
    return (1 + erf(z / sqrt(2))) / 2


@dataclass(frozen=True)
class StatureEstimate:
    """A stature in cm with its standard error and 95 % range."""

    cm: float
    error_cm: float

    @property
    def range_cm(self) -> Span:
        """The 95 % range."""
        return Span(self.cm - Z_95 * self.error_cm, self.cm + Z_95 * self.error_cm)


def adult_stature(bone: str, length_cm: float, group: str, age_years: float = 0) -> StatureEstimate:
    """
    Return the stature of an adult from a maximum length; ``group`` is WM, WF, BM or BF.

    >>> round(adult_stature("femur", 46.0, "WM").cm, 2)
    170.89

    :raises RuleBroken: if the bone or group is not in the table
    """
    slope, intercept, error = _entry("trotter_gleser", bone, group)
    lost = SHRINKS_CM * max(age_years - SHRINKS_FROM_YEARS, 0)
    return StatureEstimate(slope * length_cm + intercept - lost, error)


def stature_range(bone: str, length_cm: float, groups: tuple[str, ...]) -> Span:
    """
    Return the range that covers all groups that may be: a union, never an average.

    >>> span = stature_range("femur", 46.0, ("WM", "BM"))
    >>> round(span.lo), round(span.hi)
    (160, 177)
    """
    ranges = [adult_stature(bone, length_cm, group).range_cm for group in groups]
    return Span(min(one.lo for one in ranges), max(one.hi for one in ranges))


FETUS: dict[str, tuple[float, float, float]] = {
    "femur": (0.3303, 13.5583, 2.08),
    "tibia": (0.4207, 11.4724, 2.12),
    "humerus": (0.4585, 8.6563, 2.33),
    "radius": (0.5850, 7.7100, 2.29),
    "ulna": (0.5072, 7.8208, 2.20),
}


def fetal_weeks(bone: str, length_mm: float) -> tuple[float, float]:
    """
    Return the weeks of gestation and their error (Scheuer et al. 1980).

    >>> round(fetal_weeks("femur", 60)[0], 3)
    33.376

    :raises RuleBroken: if the bone is not in the table
    """
    if bone not in FETUS:
        raise RuleBroken(say("There is no table for {bone}.", bone=bone))
    slope, intercept, error = FETUS[bone]
    return slope * length_mm + intercept, error


# Phase of the pubic symphysis: mean, deviation, 95 % range in years (Suchey & Brooks 1990).
SYMPHYSIS: dict[str, tuple[tuple[float, float, int, int], ...]] = {
    "M": (
        (18.5, 2.1, 15, 23),
        (23.4, 3.6, 19, 34),
        (28.7, 6.5, 21, 46),
        (35.2, 9.4, 23, 57),
        (45.6, 10.4, 27, 66),
        (61.2, 12.2, 34, 86),
    ),
    "F": (
        (19.4, 2.6, 15, 24),
        (25.0, 4.9, 19, 40),
        (30.7, 8.1, 21, 53),
        (38.2, 10.9, 26, 70),
        (48.1, 14.6, 25, 83),
        (60.0, 12.4, 42, 87),
    ),
}


def degree_days(body_score: float) -> float:
    """
    Return accumulated degree-days from a total body score of 3 to 35 (Megyesi et al. 2005).

    A hint only: validation found the error unpredictable.

    >>> round(degree_days(17), 3)
    244.343

    :raises RuleBroken: if the score is outside its scale
    """
    if not 3 <= body_score <= 35:
        raise RuleBroken(say("A total body score lies between 3 and 35."))
    return float(10 ** (0.002 * body_score**2 + 1.81))


def days_back(body_score: float, mean_temperature: Callable[[int], float]) -> int:
    """
    Return on which day before the find the score's degree-days are reached;
    ``mean_temperature(n)`` is the daily mean in °C ``n`` days before, below 0 °C counts as none.

    >>> days_back(17, lambda day: 20.0)
    13

    :raises RuleBroken: if ten years do not suffice
    """
    wanted, total = degree_days(body_score), 0.0
    for day in range(1, 3651):
        total += max(mean_temperature(day), 0.0)
        if total >= wanted:
            return day
    raise RuleBroken(say("It was too cold for an estimate."))


def radiocarbon_years(fraction_modern: float) -> float:
    """
    Return the conventional age in years from F14C; negative for tissue formed after 1955.

    >>> round(radiocarbon_years(0.9), 3)
    846.361
    """
    if fraction_modern <= 0:
        raise RuleBroken(say("F14C is more than nothing."))
    return -RADIOCARBON_MEAN_LIFE * log(fraction_modern)


def delta_permil(ratio: float, standard: float = VPDB_RATIO) -> float:
    """
    Return an isotope ratio against its standard in ‰.

    >>> round(delta_permil(0.0112), 6)
    1.770988
    """
    return (ratio / standard - 1) * 1000


def _entry(*path: str) -> Any:  # noqa: ANN401 the tables differ in shape
    found: Any = _tables()
    for step in path:
        if step not in found:
            raise RuleBroken(say("There is no table for {bone}.", bone=step))
        found = found[step]
    return found


@cache
def _tables() -> dict[str, Any]:
    path = files("porchlight.programmes.forensics.rules").joinpath("anthropology.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
