"""
Both sides as columns of numbers, so that a nation's pairs are compared in seconds.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from math import cos, exp, nan, radians, sin, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from porchlight.programmes.forensics.rules.growth import (
    CORRELATION,
    GROWN_MONTHS,
    Z_95,
    stature,
)
from porchlight.programmes.matching.rules.evidence import words
from porchlight.programmes.matching.rules.evidence.intervals import (
    COVERAGE_Z,
    DISTANCE_CHANCE,
    DISTANCE_TRUE,
    DISTANCES_KM,
)
from porchlight.programmes.matching.rules.evidence.pair import (
    ADULT_SD_CM,
    EYE_CLASS,
    HAIR_CLASS,
    RACE_SHARES,
    Z_90,
    ancestry_value,
    capped,
    expected_height,
    eyes_value,
    hair_value,
    height_error,
    measured_months,
    sex_value,
    was_child,
)
from porchlight.programmes.matching.rules.evidence.sides import DAYS, FoundSide, MissingSide

Floats = NDArray[np.float32]
Places = NDArray[np.int64]
Numbers = tuple["MissingNumbers", "FoundNumbers"]
EARTH_KM = 6371.0088
SEXES = ("U", "M", "F")
HAIRS = ("", "BLK", "BRO", "BLN", "RED", "GRY")
HAIR_KINDS = 2 * len(HAIRS)
EYE_WORDS = ("", "BRO", "BLU", "GRN", "HAZ")
RACES = tuple(RACE_SHARES)
BLOODS = (
    "",
    *(f"{group}{rhesus}" for group in ("A", "B", "AB", "O") for rhesus in ("POS", "NEG", "UNK")),
)
RACE_SETS = 2 ** len(RACES)
# Half-years of age at which growth is looked up, up to twenty years.
HALF_YEARS = 41
LOOKS = len(SEXES) * HAIR_KINDS * len(EYE_WORDS) * RACE_SETS


class MissingNumbers(NamedTuple):
    """Missing persons: NaN where not known; days are ordinals, heights by half-year of age."""

    looks: NDArray[np.int32]
    born_first: Floats
    born_last: Floats
    contact: Floats
    # The widest window of birth in years.
    widest_birth: Floats
    xyz: Floats
    sex: NDArray[np.int8]
    height: Floats
    height_sd: Floats
    blood: NDArray[np.int8]
    has_marks: NDArray[np.bool_]
    # For each word, who has it: positions from ``starts[word]`` to ``starts[word + 1]``.
    marks_starts: Places
    marks_people: NDArray[np.int32]
    clothing_starts: Places
    clothing_people: NDArray[np.int32]


class FoundNumbers(NamedTuple):
    """Unidentified persons: NaN where not known."""

    sex: NDArray[np.int8]
    hair: NDArray[np.int8]
    eyes: NDArray[np.int8]
    races: NDArray[np.int8]
    age_mean: Floats
    age_sd: Floats
    first: Floats
    last: Floats
    xyz: Floats
    height: Floats
    height_error: Floats
    blood: NDArray[np.int8]
    # For each person, their words: numbers from ``starts[person]`` to ``starts[person + 1]``.
    marks_starts: Places
    marks_words: NDArray[np.int32]
    clothing_starts: Places
    clothing_words: NDArray[np.int32]
    # What a shared word multiplies by.
    weights: Floats


class Tables(NamedTuple):
    """What each combination of two values is worth, and how people grow."""

    sex: Floats
    hair: Floats
    eyes: Floats
    races: Floats
    blood: Floats
    limits: Floats
    distances: Floats
    stature: Floats


def _hair_number(hair: str, child: bool) -> int:
    number = 0 if hair not in HAIR_CLASS else 1 + HAIR_CLASS[hair]
    return number + (len(HAIRS) if child else 0)


def _eye_number(eyes: str) -> int:
    return 0 if eyes not in EYE_CLASS else 1 + EYE_CLASS[eyes]


def race_set(races: Sequence[str]) -> int:
    """Return the groups as a set of bits."""
    return sum(1 << at for at, code in enumerate(RACES) if code in races)


def _looks(one: MissingSide) -> int:
    sex = SEXES.index(one.sex) if one.sex in SEXES else 0
    hair = _hair_number(one.hair, was_child(one))
    number = (sex * HAIR_KINDS + hair) * len(EYE_WORDS) + _eye_number(one.eyes)
    return int(number * RACE_SETS + race_set(one.races))


def _unit(latitude: float | None, longitude: float | None) -> tuple[float, float, float]:
    if latitude is None or longitude is None:
        return (nan, nan, nan)
    phi, lam = radians(latitude), radians(longitude)
    return (cos(phi) * cos(lam), cos(phi) * sin(lam), sin(phi))


def numbers(
    missing: Sequence[MissingSide],
    found: Sequence[FoundSide],
    common: Mapping[str, float] | None = None,
) -> Numbers:
    """Return both sides as columns; ``common`` says how frequent words are."""
    marks = [words.tokens(" ".join(one.marks)) for one in missing]
    clothing = [words.tokens(one.clothing) for one in missing]
    seen_marks = [words.tokens(" ".join(one.facts.marks)) for one in found]
    seen_clothing = [words.tokens(one.facts.clothing) for one in found]
    # Only words that both sides use can be shared.
    known = sorted(set().union(*seen_marks, *seen_clothing) & set().union(*marks, *clothing))
    number = {word: at for at, word in enumerate(known)}
    shares = common or {}
    weights = [exp(words.weight(shares.get(word, words.RARE))) for word in known]
    return (
        _missing_numbers(missing, _people_of(marks, number), _people_of(clothing, number), marks),
        _found_numbers(
            found, _words_of(seen_marks, number), _words_of(seen_clothing, number), weights
        ),
    )


Rows = tuple[Places, NDArray[np.int32]]


def _words_of(rows: Sequence[frozenset[str]], number: Mapping[str, int]) -> Rows:
    """Return for each row its known words; a row without any tells so by -1 if it has words."""
    listed = [[number[w] for w in sorted(row) if w in number] or [-1] * bool(row) for row in rows]
    starts = np.cumsum([0, *map(len, listed)])
    return starts.astype(np.int64), np.array([w for row in listed for w in row], dtype=np.int32)


def _people_of(rows: Sequence[frozenset[str]], number: Mapping[str, int]) -> Rows:
    people: list[list[int]] = [[] for _ in number]
    for at, row in enumerate(rows):
        for word in row & number.keys():
            people[number[word]].append(at)
    starts = np.cumsum([0, *map(len, people)])
    return starts.astype(np.int64), np.array([p for row in people for p in row], dtype=np.int32)


def _xyz(places: Sequence[tuple[float | None, float | None]]) -> Floats:
    """Return points of the unit sphere: a row each of x, y and z."""
    return np.ascontiguousarray(_floats([_unit(*one) for one in places]).reshape(-1, 3).T)


def _missing_numbers(
    people: Sequence[MissingSide], marks: Rows, clothing: Rows, words_: Sequence[frozenset[str]]
) -> MissingNumbers:
    births = [one.birth_window() for one in people]
    heights, deviations = _heights(people)
    return MissingNumbers(
        looks=np.array([_looks(one) for one in people], dtype=np.int32),
        born_first=_floats([b[0].toordinal() if b else nan for b in births]),
        born_last=_floats([b[1].toordinal() if b else nan for b in births]),
        contact=_floats(
            [one.last_contact.earliest.toordinal() if one.last_contact else nan for one in people]
        ),
        widest_birth=_floats([max([(b[1] - b[0]).days for b in births if b], default=0) / DAYS]),
        xyz=_xyz([(one.latitude, one.longitude) for one in people]),
        sex=np.array([SEXES.index(s.sex) if s.sex in SEXES else 0 for s in people], dtype=np.int8),
        height=heights,
        height_sd=deviations,
        blood=np.array([_blood(one.blood) for one in people], dtype=np.int8),
        has_marks=np.array([bool(row) for row in words_], dtype=np.bool_),
        marks_starts=marks[0],
        marks_people=marks[1],
        clothing_starts=clothing[0],
        clothing_people=clothing[1],
    )


def _heights(people: Sequence[MissingSide]) -> tuple[Floats, Floats]:
    """
    Return :func:`expected_height` of everybody at every half-year, one table for all.

    Children whose height was measured are projected together; the others are asked one by one.
    """
    shape = (len(people), HALF_YEARS)
    heights, deviations = np.full(shape, nan, np.float32), np.full(shape, nan, np.float32)
    ages = np.arange(HALF_YEARS, dtype=np.float64) * 6
    for at, one in enumerate(people):
        # At the last half-year everybody who has a height has an answer: grown or as measured.
        if one.height_cm is None or (grown := expected_height(one, float(ages[-1]))) is None:
            continue
        heights[at], deviations[at] = grown
        then = measured_months(one)
        if then is not None and then < GROWN_MONTHS:
            heights[at], deviations[at] = _growing(one, then, ages)
    return heights, deviations


def _growing(one: MissingSide, then: float, ages: NDArray[np.float64]) -> tuple[Floats, Floats]:
    assert one.height_cm is not None
    middle = CORRELATION * stature(one.sex, then).z(one.height_cm.middle)
    spread = Z_95 * sqrt(1 - CORRELATION**2)
    low, median, high = (_grown(one.sex, middle + step) for step in (-spread, 0.0, spread))
    own = (one.height_cm.hi - one.height_cm.lo) / (2 * Z_90)
    deviation = np.maximum((high - low) / (2 * Z_95), ADULT_SD_CM)
    as_measured = ages <= then
    median = np.where(as_measured, one.height_cm.middle, median)
    deviation = np.sqrt(np.where(as_measured, ADULT_SD_CM, deviation) ** 2 + own**2)
    return median.astype(np.float32), deviation.astype(np.float32)


def _grown(sex: str, z: float) -> NDArray[np.float64]:
    """Return the stature at every half-year, ``z`` deviations from the median."""
    l, m, s = _lms(sex)  # noqa: E741 the source's letters
    return np.asarray(m * (1 + l * s * z) ** (1 / l))


@cache
def _lms(sex: str) -> NDArray[np.float64]:
    rows = [stature(sex, 6.0 * at) for at in range(HALF_YEARS)]
    return np.array([[row.l, row.m, row.s] for row in rows]).T


def _blood(code: str) -> int:
    return BLOODS.index(code) if code in BLOODS else 0


def _found_numbers(
    people: Sequence[FoundSide], marks: Rows, clothing: Rows, weights: Sequence[float]
) -> FoundNumbers:
    facts = [one.facts for one in people]
    windows = [one.death_window() for one in facts]
    return FoundNumbers(
        sex=np.array([SEXES.index(f.sex) if f.sex in SEXES else 0 for f in facts], dtype=np.int8),
        hair=np.array([_hair_number(f.hair, False) for f in facts], dtype=np.int8),
        eyes=np.array([_eye_number(f.eyes) for f in facts], dtype=np.int8),
        races=np.array([race_set(f.ancestry) for f in facts], dtype=np.int8),
        age_mean=_floats([f.age_years.middle if f.age_years else nan for f in facts]),
        age_sd=_floats([_age_sd(one) for one in people]),
        first=_floats([w[0].toordinal() if w and w[0] else nan for w in windows]),
        last=_floats([w[1].toordinal() if w else nan for w in windows]),
        xyz=_xyz([(f.latitude, f.longitude) for f in facts]),
        height=_floats([f.height_cm.middle if f.height_cm else nan for f in facts]),
        height_error=_floats([height_error(f) if f.facts.height_cm else nan for f in people]),
        blood=np.array([_blood(f.blood) for f in facts], dtype=np.int8),
        marks_starts=marks[0],
        marks_words=marks[1],
        clothing_starts=clothing[0],
        clothing_words=clothing[1],
        weights=_floats(weights),
    )


def _age_sd(one: FoundSide) -> float:
    estimate = one.facts.age_years
    if estimate is None:
        return nan
    return max((estimate.hi - estimate.lo) / (2 * COVERAGE_Z[one.facts.age_coverage]), 0.5)


def _floats(values: Sequence[object]) -> Floats:
    return np.array(values, dtype=np.float32)


def tables() -> Tables:
    """Return what each number of one side is worth to each of the other."""
    sex = [[capped(sex_value(a, b)) for a in SEXES] for b in SEXES]
    hairs = [(hair, child) for child in (False, True) for hair in HAIRS]
    hair = [[capped(hair_value(a, b, child)) for a, child in hairs] for b in HAIRS]
    eyes = [[capped(eyes_value(a, b)) for a in EYE_WORDS] for b in EYE_WORDS]
    sets = [tuple(c for at, c in enumerate(RACES) if bits >> at & 1) for bits in range(RACE_SETS)]
    races = [[capped(ancestry_value(a, b)) for a in sets] for b in sets]
    bloods = [[capped(words.blood_ratio(a, b)) for a in BLOODS] for b in BLOODS]
    looks = (_floats(sex), _floats(hair), _floats(eyes), _floats(races), _floats(bloods))
    return Tables(*looks, *_distances(), _statures())


def _distances() -> tuple[Floats, Floats]:
    """
    Return the squared chords of the distance classes on a unit sphere, and their ratios.
    """
    limits = [(2 * sin(min(km / EARTH_KM, 3.1) / 2)) ** 2 for km in DISTANCES_KM]
    ratios = [
        capped(true / chance) for true, chance in zip(DISTANCE_TRUE, DISTANCE_CHANCE, strict=True)
    ]
    return _floats([*limits[:-1], 9.0]), _floats(ratios)


def _statures() -> Floats:
    """Return median and deviation of stature by sex number and half-year."""
    rows = [[[nan, nan]] * HALF_YEARS]
    for sex in ("M", "F"):
        known = [stature(sex, 6.0 * at) for at in range(HALF_YEARS)]
        rows.append([[one.m, one.deviation_cm] for one in known])
    return _floats(rows)
