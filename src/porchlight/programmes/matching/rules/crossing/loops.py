"""
The compiled loops over all pairs: the cheap traits of :mod:`pair` over columns, and the best kept.
"""

from math import erf

import numpy as np
from numpy.typing import NDArray

from porchlight.programmes.matching.rules.compiled import compiled, prange
from porchlight.programmes.matching.rules.crossing.columns import (
    EYE_WORDS,
    HAIR_KINDS,
    HALF_YEARS,
    LOOKS,
    RACE_SETS,
    Floats,
    FoundNumbers,
    MissingNumbers,
    Tables,
)
from porchlight.programmes.matching.rules.evidence.intervals import FLOOR, OLDEST_YEARS
from porchlight.programmes.matching.rules.evidence.pair import (
    CAP,
    DATES_CONFLICT,
    DATES_NEAR,
    DATES_SLACK_DAYS,
    ELAPSED,
)
from porchlight.programmes.matching.rules.evidence.sides import DAYS
from porchlight.programmes.matching.rules.evidence.words import NOTHING_SHARED

Doubles = NDArray[np.float64]
Places = NDArray[np.int64]
# Steps of the table of an age estimate's distribution.
STEPS_A_YEAR, YEARS = 20, 101
BEST_OF_DATES = max(ratio for _, ratio in ELAPSED)
_ELAPSED_YEARS = np.array([limit for limit, _ in ELAPSED], dtype=np.float32)
_ELAPSED_RATIOS = np.array([ratio for _, ratio in ELAPSED], dtype=np.float32)
_EYES, _SETS, _HAIRS, _LOOKS = len(EYE_WORDS), RACE_SETS, HAIR_KINDS, LOOKS
_LAST_HALF_YEAR = HALF_YEARS - 1


@compiled(parallel=True)
def cross(
    part: Places, keep: int, worth: Tables, missing: MissingNumbers, found: FoundNumbers
) -> tuple[Places, Floats]:
    """
    Return for each found person of ``part`` the ``keep`` best missing ones and their ratios.
    """
    kept = np.full((len(part), keep), -1, dtype=np.int64)
    values = np.zeros((len(part), keep), dtype=np.float32)
    for row in prange(len(part)):
        _row(part[row], keep, worth, missing, found, kept[row], values[row])
    return kept, values


@compiled()
def _row(
    at: int,
    keep: int,
    worth: Tables,
    missing: MissingNumbers,
    found: FoundNumbers,
    kept: Places,
    heap: Floats,
) -> None:
    looks = _worth(
        worth.sex[found.sex[at]],
        worth.hair[found.hair[at]],
        worth.eyes[found.eyes[at]],
        worth.races[found.races[at]],
    )
    spread = _distribution(found.age_mean[at], found.age_sd[at])
    known_height = not np.isnan(found.height[at])
    known_age = not np.isnan(found.age_mean[at])
    most = BEST_OF_DATES * (CAP if known_height else 1.0) * (CAP if known_age else 1.0)
    people = len(missing.looks)
    a, b = found.marks_starts[at], found.marks_starts[at + 1]
    own, starts, having = found.marks_words[a:b], missing.marks_starts, missing.marks_people
    marks = _shared(own, found.weights, starts, having, people)
    a, b = found.clothing_starts[at], found.clothing_starts[at + 1]
    clothing = _shared(
        found.clothing_words[a:b],
        found.weights,
        missing.clothing_starts,
        missing.clothing_people,
        people,
    )
    bloods = worth.blood[found.blood[at]]
    size = 0
    for m in range(people):
        ratio = looks[missing.looks[m]] * bloods[missing.blood[m]]
        if len(marks):
            if marks[m] > 0:
                ratio *= min(np.exp(marks[m]), CAP)
            elif missing.has_marks[m]:
                ratio *= NOTHING_SHARED
        if len(clothing) and clothing[m] > 0:
            ratio *= min(np.exp(clothing[m]), CAP)
        ratio *= _place(missing.xyz, m, found.xyz[at], worth.limits, worth.distances)
        # What is left cannot lift it into the list: an upper bound, so nothing is lost.
        if size == keep and ratio * most <= heap[0]:
            continue
        ratio *= _times(m, at, missing, found, spread, worth.stature)
        if size < keep:
            kept[size], heap[size] = m, ratio
            size += 1
            if size == keep:
                _heapify(heap, kept, size)
        elif ratio > heap[0]:
            kept[0], heap[0] = m, ratio
            _sift(heap, kept, 0, size)
    _order(heap, kept, size)


@compiled()
def _shared(
    own: NDArray[np.int32],
    weights: Floats,
    starts: Places,
    having: NDArray[np.int32],
    people: int,
) -> Floats:
    """What the words shared with each person add up to; empty for a record without words."""
    out = np.zeros(people if len(own) else 0, dtype=np.float32)
    for word in own:
        if word < 0:
            continue
        for place in range(starts[word], starts[word + 1]):
            # A word that everybody has adds nothing, but it is shared.
            out[having[place]] += weights[word] + 1e-6
    return out


@compiled()
def _worth(sexes: Floats, hairs: Floats, eyes: Floats, races: Floats) -> Floats:
    """The ratio of each combination of sex, hair, eyes and groups, for one record."""
    out = np.empty(_LOOKS, dtype=np.float32)
    number = 0
    for s in range(len(sexes)):
        for h in range(_HAIRS):
            for e in range(_EYES):
                for r in range(_SETS):
                    out[number] = sexes[s] * hairs[h] * eyes[e] * races[r]
                    number += 1
    return out


@compiled()
def _below(z: float) -> float:
    return (1 + erf(z * 0.7071067811865476)) / 2


@compiled()
def _distribution(mean: float, sd: float) -> Doubles:
    """The share of an age estimate below each step of age."""
    out = np.zeros(STEPS_A_YEAR * YEARS + 2)
    if np.isnan(mean):
        return out
    for step in range(len(out)):
        out[step] = _below((step / STEPS_A_YEAR - mean) / sd)
    return out


@compiled()
def _place(xyz: Floats, m: int, f_xyz: Floats, limits: Floats, distances: Floats) -> float:
    dx, dy, dz = xyz[m, 0] - f_xyz[0], xyz[m, 1] - f_xyz[1], xyz[m, 2] - f_xyz[2]
    chord = dx * dx + dy * dy + dz * dz
    if not chord >= 0:
        return 1.0
    for number in range(len(limits)):
        if chord <= limits[number]:
            return float(distances[number])
    return float(distances[-1])


@compiled()
def _times(
    m: int,
    at: int,
    missing: MissingNumbers,
    found: FoundNumbers,
    spread: Doubles,
    statures: Floats,
) -> float:
    """Dates, age and height: all that depends on when somebody died."""
    first, last, contact = found.first[at], found.last[at], missing.contact[m]
    if np.isnan(last):
        return 1.0
    ratio = _dates(contact, first, last)
    begin = _begin(contact, first, last)
    if np.isnan(missing.born_first[m]):
        return ratio
    low = max((begin - missing.born_last[m]) / DAYS, 0.0)
    high = max((last - missing.born_first[m]) / DAYS, 0.0)
    if not np.isnan(found.age_mean[at]):
        ratio *= _age(low, high, found.age_mean[at], found.age_sd[at], spread)
    half_year = min(int(low + high), _LAST_HALF_YEAR)
    expected = missing.height[m, half_year]
    if not np.isnan(found.height[at]) and not np.isnan(expected):
        own = statures[missing.sex[m], half_year]
        seen, error = found.height[at], found.height_error[at]
        ratio *= _height(seen, error, expected, missing.height_sd[m, half_year], own)
    return ratio


@compiled()
def _begin(contact: float, first: float, last: float) -> float:
    """The first possible day of death: not before the window, nor before the last contact."""
    begin = first
    if contact <= last and not begin >= contact:
        begin = contact
    if np.isnan(begin) or begin > last:
        begin = last
    return begin


@compiled()
def _dates(contact: float, first: float, last: float) -> float:
    if np.isnan(contact):
        return 1.0
    if contact - last > DATES_SLACK_DAYS:
        return DATES_CONFLICT
    if last < contact:
        return DATES_NEAR
    years = 0.0 if not first >= contact else (first - contact) / DAYS
    for number in range(len(_ELAPSED_YEARS)):
        if years <= _ELAPSED_YEARS[number]:
            return float(_ELAPSED_RATIOS[number])
    return float(_ELAPSED_RATIOS[-1])


@compiled()
def _age(low: float, high: float, mean: float, sd: float, spread: Doubles) -> float:
    if high - low < 0.25:
        z = ((low + high) / 2 - mean) / sd
        mine = np.exp(-z * z / 2) / (sd * 2.5066282746310002)
    else:
        mine = (_at(spread, high) - _at(spread, low)) / (high - low)
    whole = (_at(spread, OLDEST_YEARS) - spread[0]) / OLDEST_YEARS
    return float(min(max((1 - FLOOR) * mine / whole + FLOOR, 1 / CAP), CAP))


@compiled()
def _at(spread: Doubles, years: float) -> float:
    place = min(years, YEARS) * STEPS_A_YEAR
    step = int(place)
    return float(spread[step] + (place - step) * (spread[step + 1] - spread[step]))


@compiled()
def _height(
    observed: float, error: float, expected: float, deviation: float, others: Floats
) -> float:
    s = np.sqrt(deviation * deviation + error * error)
    t = np.sqrt(others[1] * others[1] + error * error)
    z, w = (observed - expected) / s, (observed - others[0]) / t
    ratio = (1 - FLOOR) * np.exp((w * w - z * z) / 2) * t / s + FLOOR
    return float(min(max(ratio, 1 / CAP), CAP))


@compiled()
def _heapify(heap: Floats, at: Places, size: int) -> None:
    for parent in range(size // 2 - 1, -1, -1):
        _sift(heap, at, parent, size)


@compiled()
def _sift(heap: Floats, at: Places, parent: int, size: int) -> None:
    """Let the entry at ``parent`` sink until the smallest is on top."""
    while True:
        child = 2 * parent + 1
        if child >= size:
            return
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if heap[parent] <= heap[child]:
            return
        heap[parent], heap[child] = heap[child], heap[parent]
        at[parent], at[child] = at[child], at[parent]
        parent = child


@compiled()
def _order(heap: Floats, at: Places, size: int) -> None:
    """Put the best first."""
    order = np.argsort(-heap[:size])
    heap[:size] = heap[:size][order]
    at[:size] = at[:size][order]
