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
    ADULT_SD_CM,
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
_CAP, _NOTHING_SHARED = np.float32(CAP), np.float32(NOTHING_SHARED)
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
    base = _base(looks, at, worth, missing, found)
    spread = _distribution(found.age_mean[at], found.age_sd[at])
    # Arrays are taken out of the loop: inside it only numbers are touched.
    contacts, born_first, born_last = missing.contact, missing.born_first, missing.born_last
    heights, deviations = missing.height, missing.height_sd
    sexes, statures = missing.sex, worth.stature
    first, last, mean, sd = found.first[at], found.last[at], found.age_mean[at], found.age_sd[at]
    seen, error = found.height[at], found.height_error[at]
    widest = (last - first) / DAYS + missing.widest_birth[0]
    most = _most(mean, sd, spread, seen, error, statures, widest)
    likely = _cut(base, 4 * keep)
    size = 0
    # The likely ones first: they fill the list, and then most others need not be looked at.
    for likely_ones in (True, False):
        for m in range(len(base)):
            ratio = base[m]
            if (ratio >= likely) != likely_ones:
                continue
            # An upper bound of what is left: nothing that could come in is passed over.
            if size == keep and ratio * most <= heap[0]:
                continue
            if last > 0:
                contact, born = contacts[m], born_first[m]
                ratio *= _dates(contact, first, last)
                if born > 0:
                    begin = _begin(contact, first, last)
                    low = max((begin - born_last[m]) / DAYS, 0.0)
                    high = max((last - born) / DAYS, 0.0)
                    if mean >= 0:
                        ratio *= _age(low, high, mean, sd, spread)
                    half_year = min(int(low + high), _LAST_HALF_YEAR)
                    expected = heights[m, half_year]
                    if seen > 0 and expected > 0:
                        sex = sexes[m]
                        ratio *= _height(
                            seen,
                            error,
                            expected,
                            deviations[m, half_year],
                            statures[sex, half_year, 0],
                            statures[sex, half_year, 1],
                        )
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
def _words(at: int, missing: MissingNumbers, found: FoundNumbers) -> tuple[Floats, Floats]:
    """What shared words of marks and of clothing multiply by, for everybody."""
    people = len(missing.looks)
    a, b = found.marks_starts[at], found.marks_starts[at + 1]
    own, starts, having = found.marks_words[a:b], missing.marks_starts, missing.marks_people
    marks = _shared(own, found.weights, starts, having, people)
    a, b = found.clothing_starts[at], found.clothing_starts[at + 1]
    own, starts, having = (
        found.clothing_words[a:b],
        missing.clothing_starts,
        missing.clothing_people,
    )
    return marks, _shared(own, found.weights, starts, having, people)


@compiled()
def _base(
    looks: Floats, at: int, worth: Tables, missing: MissingNumbers, found: FoundNumbers
) -> Floats:
    """Looks, blood, words and place of everybody: the traits that do not depend on time."""
    marks, clothing = _words(at, missing, found)
    bloods, has_marks = worth.blood[found.blood[at]], missing.has_marks
    looked, blood = missing.looks, missing.blood
    xs, ys, zs = missing.xyz[0], missing.xyz[1], missing.xyz[2]
    x, y, z = found.xyz[0, at], found.xyz[1, at], found.xyz[2, at]
    limits, distances = worth.limits, worth.distances
    out = np.empty(len(looked), dtype=np.float32)
    for m in range(len(out)):
        dx, dy, dz = xs[m] - x, ys[m] - y, zs[m] - z
        chord = dx * dx + dy * dy + dz * dz
        # Without branches, so that the processor does several at once.
        place = distances[0]
        for number in range(len(limits) - 1):
            place = distances[number + 1] if chord > limits[number] else place
        out[m] = place if chord >= 0 else np.float32(1)
    for m in range(len(out)):
        out[m] *= looks[looked[m]] * bloods[blood[m]]
    if len(marks):
        for m in range(len(out)):
            if marks[m] > 0:
                out[m] *= min(marks[m], _CAP)
            elif has_marks[m]:
                out[m] *= _NOTHING_SHARED
    if len(clothing):
        for m in range(len(out)):
            if clothing[m] > 0:
                out[m] *= min(clothing[m], _CAP)
    return out


@compiled()
def _cut(base: Floats, wanted: int) -> float:
    """A value that at least ``wanted`` reach and not many more, by powers of two."""
    counts = np.zeros(64, dtype=np.int64)
    bits = base.view(np.int32)
    for m in range(len(base)):
        # The exponent of a number in single precision; all are positive.
        counts[min(max((bits[m] >> 23) - 127 + 32, 0), 63)] += 1
    reached = 0
    for power in range(63, -1, -1):
        reached += counts[power]
        if reached >= wanted:
            return 2.0 ** (power - 32)
    return 0.0


@compiled()
def _most(
    mean: float,
    sd: float,
    spread: Doubles,
    seen: float,
    error: float,
    statures: Floats,
    widest: float,
) -> float:
    """
    The most that dates, age and height together can multiply by, for this record.

    An age lies c from the estimate's middle, the interval it is known in is w wide: with w below c
    its density is at most that at c/2, else its mean is at most 1/w. Where the window of death is
    closed, w is at most ``widest``. What others measure at the age bounds the height.
    """
    best_age = 1.05 * _age(mean, mean, mean, sd, spread) if mean >= 0 else 1.0
    if not seen > 0:
        return BEST_OF_DATES * best_age
    most = 0.0
    for half_year in range(_LAST_HALF_YEAR + 1):
        age = best_age
        if mean >= 0 and half_year < _LAST_HALF_YEAR:
            away = abs(half_year / 2 + 0.25 - mean) - 0.25
            if away > 0.5:
                near = _age(mean + away / 2, mean + away / 2, mean, sd, spread)
                age = min(best_age, 1.05 * max(near, OLDEST_YEARS / away))
                if widest >= 0:
                    edge = mean + max(away - widest / 2, 0.0)
                    age = min(age, 1.05 * _age(edge, edge, mean, sd, spread))
        for sex in (1, 2):
            own, deviation = statures[sex, half_year, 0], statures[sex, half_year, 1]
            height = _height(seen, error, seen, ADULT_SD_CM, own, deviation)
            most = max(most, age * height)
    return BEST_OF_DATES * max(most, best_age)


@compiled()
def _shared(
    own: NDArray[np.int32],
    weights: Floats,
    starts: Places,
    having: NDArray[np.int32],
    people: int,
) -> Floats:
    """What shared words multiply by: 0 where none is shared; empty for a record without words."""
    out = np.zeros(people if len(own) else 0, dtype=np.float32)
    for word in own:
        if word < 0:
            continue
        for place in range(starts[word], starts[word + 1]):
            who = having[place]
            out[who] = weights[word] if out[who] == 0 else out[who] * weights[word]
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
    observed: float,
    error: float,
    expected: float,
    deviation: float,
    others: float,
    others_deviation: float,
) -> float:
    s = np.sqrt(deviation * deviation + error * error)
    t = np.sqrt(others_deviation * others_deviation + error * error)
    z, w = (observed - expected) / s, (observed - others) / t
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
