"""
The short list of every unidentified person, proven to be that of all pairs.

Stage one compares every pair over columns and keeps some more than asked. Stage two compares those
kept by the rules themselves, with reasons. When even the last one kept, with all doubt of single
precision, stays below the last of the list, nobody left out could come in; else more are kept.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log10

import numpy as np
from numpy.typing import NDArray

from porchlight.programmes.matching.rules.crossing.columns import (
    Floats,
    Numbers,
    Tables,
    tables,
)
from porchlight.programmes.matching.rules.crossing.loops import cross
from porchlight.programmes.matching.rules.evidence.pair import Compared, compared
from porchlight.programmes.matching.rules.evidence.sides import FoundSide, MissingSide

# Kept beyond what is asked for.
KEEP_MORE = 6
# Columns are single precision and age is read off a table: a list is proven only beyond this.
DOUBT = 1.02


@dataclass(frozen=True)
class Found:
    """A pair of a short list: positions of both sides and what was compared."""

    missing: int
    found: int
    compared: Compared


def best_pairs(
    missing: Sequence[MissingSide],
    found: Sequence[FoundSide],
    *,
    columns: Numbers,
    most: int = 10,
    common: Mapping[str, float] | None = None,
    hidden: Callable[[int, int], bool] = lambda missing, found: False,
    progress: Callable[[int, int], None] = lambda done, total: None,
    batch: int = 500,
) -> list[Found]:
    """
    Return for each unidentified person the ``most`` best missing persons by soft traits, best
    first, exactly as if every pair had been compared in full.

    ``hidden`` says which pairs a recorded exclusion hides.
    """
    worth = tables()
    listed: list[Found] = []
    for start in range(0, len(found), batch):
        part = np.arange(start, min(start + batch, len(found)))
        listed += _of_batch(missing, found, columns, part, worth, most, common or {}, hidden)
        progress(int(part[-1]) + 1, len(found))
    return listed


def _of_batch(
    missing: Sequence[MissingSide],
    found: Sequence[FoundSide],
    columns: Numbers,
    part: NDArray[np.int64],
    worth: Tables,
    most: int,
    common: Mapping[str, float],
    hidden: Callable[[int, int], bool],
) -> list[Found]:
    listed: dict[int, list[Found]] = {}
    keep, waiting = min(most + KEEP_MORE, len(missing)), part
    while len(waiting):
        kept, values = top_of(columns, waiting, worth, keep)
        unproven = []
        for row, at in enumerate(waiting):
            whole = [
                Found(int(m), int(at), compared(missing[m], found[at], common))
                for m in kept[row]
                if m >= 0 and not hidden(int(m), int(at))
            ]
            whole.sort(key=lambda one: (-one.compared.soft, missing[one.missing].key))
            listed[int(at)] = whole[:most]
            if not _proven(whole, values[row], most, len(missing)):
                unproven.append(at)
        if keep >= len(missing):
            break
        keep, waiting = min(keep * 8, len(missing)), np.array(unproven, dtype=np.int64)
    return [one for at in part for one in listed[int(at)]]


def _proven(whole: Sequence[Found], values: Floats, most: int, people: int) -> bool:
    """Whether nobody left out of stage one could come into the list."""
    if len(values) >= people:
        return True
    if len(whole) < most:
        return False
    return log10(float(values[-1]) * DOUBT) < whole[most - 1].compared.soft


def top_of(
    columns: Numbers,
    part: NDArray[np.int64],
    worth: Tables | None = None,
    keep: int = 10,
) -> tuple[NDArray[np.int64], Floats]:
    """
    Return for each unidentified person of ``part`` the positions of the ``keep`` missing persons
    who fit best, and their ratios, best first.
    """
    return cross(part, keep, worth or tables(), *columns)
