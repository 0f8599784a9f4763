"""
Five models of how an allele changes from parent to child.

A matrix has a row for each allele of the parent and sums to one along it.
Source: Egeland, Kling, Mostad 2015, chapter 2; checked against pedmut 0.9.1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

Matrix = NDArray[np.float64]


class Model(StrEnum):
    """How the probability of a change is spread over the other alleles."""

    EQUAL = "equal"
    PROPORTIONAL = "proportional"
    ONE_STEP = "onestep"
    STEPWISE = "stepwise"
    DAWID = "dawid"


# These need every allele's place on the ladder, so no allele may stand for «all others».
NEED_LADDER = frozenset({Model.ONE_STEP, Model.STEPWISE, Model.DAWID})


@dataclass(frozen=True)
class Mutation:
    """
    A model with its rates a generation: ``rate2`` is that of the change between microvariants,
    ``reach`` how much rarer each further step is.
    """

    model: Model = Model.STEPWISE
    male: float = 0.002
    female: float = 0.0005
    rate2: float = 1e-6
    reach: float = 0.1

    def matrix(self, alleles: Sequence[str], p: Sequence[float], *, male: bool) -> Matrix:
        """
        Return the matrix for a father (``male``) or a mother.

        :raises RuleBroken: if the rate is too high for the model
        """
        return mutation_matrix(
            self.model,
            alleles,
            p,
            rate=self.male if male else self.female,
            rate2=self.rate2,
            reach=self.reach,
        )


def mutation_matrix(
    model: Model,
    alleles: Sequence[str],
    p: Sequence[float],
    *,
    rate: float,
    rate2: float = 0.0,
    reach: float = 0.1,
) -> Matrix:
    """
    Return the matrix of a model for alleles of frequencies ``p``, in the order of the ladder.

    >>> mutation_matrix(Model.EQUAL, ["1", "2"], [0.5, 0.5], rate=0.1).round(2).tolist()
    [[0.9, 0.1], [0.1, 0.9]]

    :raises RuleBroken: if the rate is too high for the model
    """
    count = len(alleles)
    if count == 1:
        return np.ones((1, 1))
    frequencies = np.asarray(p, dtype=float)
    if model is Model.EQUAL:
        made = np.full((count, count), rate / (count - 1))
    elif model is Model.PROPORTIONAL:
        made = np.tile(rate / (frequencies * (1 - frequencies)).sum() * frequencies, (count, 1))
    elif model is Model.ONE_STEP:
        made = _one_step(count, rate)
    elif model is Model.STEPWISE:
        made = _stepwise(alleles, rate, rate2, reach)
    else:
        made = _dawid(frequencies, rate, reach)
    np.fill_diagonal(made, 0)
    np.fill_diagonal(made, 1 - made.sum(axis=1))
    if made.min() < 0:
        raise RuleBroken(say("A mutation rate of {rate} is too high here.", rate=rate))
    return made


def _one_step(count: int, rate: float) -> Matrix:
    made = np.zeros((count, count))
    for row in range(count):
        near = [col for col in (row - 1, row + 1) if 0 <= col < count]
        made[row, near] = rate / len(near)
    return made


def _stepwise(alleles: Sequence[str], rate: float, rate2: float, reach: float) -> Matrix:
    values = [float(allele) for allele in alleles]
    made = np.zeros((len(values), len(values)))
    for row, value in enumerate(values):
        same = [_same_group(value, other) for other in values]
        steps = [
            reach ** round(abs(value - other)) if together and col != row else 0.0
            for col, (other, together) in enumerate(zip(values, same, strict=True))
        ]
        others = same.count(False)
        for col, step in enumerate(steps):
            if sum(steps) > 0:
                made[row, col] = rate * step / sum(steps)
            if not same[col]:
                made[row, col] = rate2 / others
    return made


def _same_group(one: float, other: float) -> bool:
    # 18.1 - 17.1 is not 1 in floating point, so the fraction is rounded before it is compared.
    return round(one % 1, 2) % 1 == round(other % 1, 2) % 1


def _dawid(p: Matrix, rate: float, reach: float) -> Matrix:
    count = len(p)
    a = (1 - reach**count) / (1 - reach)
    steps = reach ** np.abs(np.subtract.outer(np.arange(count), np.arange(count)))
    made: Matrix = rate / p[:, None] * (1 - reach) / (2 * reach * (count - a)) * steps
    return made


def lumpable(matrix: Matrix, rest: Sequence[int]) -> bool:
    """Whether the alleles ``rest`` may be treated as one: each changes alike into the others."""
    kept = [at for at in range(len(matrix)) if at not in set(rest)]
    into = matrix[np.ix_(list(rest), kept)]
    return bool(np.allclose(into, into[:1], rtol=1e-12, atol=0))


def lump(matrix: Matrix, rest: Sequence[int], p: Sequence[float]) -> Matrix:
    """
    Return the matrix with the alleles ``rest`` joined to one, which comes last.

    Right for any frequencies where :func:`lumpable` holds.
    """
    kept = [at for at in range(len(matrix)) if at not in set(rest)]
    weights = np.asarray(p, dtype=float)[list(rest)]
    weights = weights / weights.sum()
    size = len(kept) + 1
    made = np.zeros((size, size))
    made[:-1, :-1] = matrix[np.ix_(kept, kept)]
    made[:-1, -1] = matrix[np.ix_(kept, list(rest))].sum(axis=1)
    made[-1, :-1] = weights @ matrix[np.ix_(list(rest), kept)]
    made[-1, -1] = 1 - made[-1, :-1].sum()
    return made
