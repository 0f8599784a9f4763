"""
The probability of genotypes in a family tree at one locus.

A Bayesian network (a genotype a person, an allele a gamete) from which variables are summed out one
after the other, the cheapest first: Elston and Stewart's peeling for trees without loops, and right
for trees with loops too. Of a founder without a profile who has one child only the allele passed on
is a variable. With θ, founder alleles are drawn from Pólya's urn, so founders are kept to the end
and weighed together; alleles that nobody has are then one in the mutation matrix too.
Source: Elston & Stewart 1971; Fishelson & Geiger 2002; Balding & Nichols 1994 (θ).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.programmes.forensics.rules.profiles import Genotype, ladder
from porchlight.programmes.matching.rules.kinship.mutation import (
    NEED_LADDER,
    Mutation,
    lump,
    lumpable,
)
from porchlight.programmes.matching.rules.kinship.pedigree import Member, Pedigree

Array = NDArray[np.float64]
# Stands for every allele that nobody in question has.
REST = "rest"
# An allele that the kit cannot see.
SILENT = "silent"
# Numbers in the largest table: above it a tree is refused with a sentence instead of an hour.
MOST_NUMBERS = 60_000_000


@dataclass(frozen=True)
class Seen:
    """
    What was seen of somebody at a locus: both alleles, or one with ``drop_out``, the chance that
    an allele copy was not seen.
    """

    pair: Genotype
    drop_out: float = 0.0


@dataclass(frozen=True)
class Locus:
    """
    Alleles in the order of the ladder with their frequencies, and how they change.

    ``silent`` is the frequency of alleles that the kit cannot see.
    """

    alleles: tuple[str, ...]
    p: tuple[float, ...]
    mutation: Mutation | None = None
    silent: float = 0.0

    @classmethod
    def of(
        cls,
        frequencies: Mapping[str, float],
        mutation: Mutation | None = None,
        silent: float = 0.0,
    ) -> "Locus":
        """
        Return the locus of a table. What is missing to 1 becomes one further allele, "rest".

        :raises RuleBroken: if the frequencies are none or exceed 1 by more than rounding
        """
        total = sum(frequencies.values())
        if not frequencies or min(frequencies.values()) <= 0 or total > 1.02:
            raise RuleBroken(say("These frequencies do not add up to 1: {total}.", total=total))
        names = sorted(frequencies, key=ladder)
        p = [frequencies[name] for name in names]
        stands_for_rest = not (mutation and mutation.model in NEED_LADDER)
        if total < 0.999 and stands_for_rest:
            names, p = [*names, REST], [*p, 1 - total]
        else:
            p = [each / total for each in p]
        return cls(tuple(names), tuple(p), mutation, silent)


@dataclass(frozen=True)
class _Space:
    """Alleles as numbers: frequencies, and what each parent's sex passes on."""

    at: dict[str, int]
    p: Array
    male: Array
    female: Array
    silent: int | None

    def passes(self, sex: str) -> Array:
        if sex == "M":
            return self.male
        return self.female if sex == "F" else (self.male + self.female) / 2


def likelihood(
    tree: Pedigree,
    seen: Mapping[str, Seen],
    locus: Locus,
    *,
    theta: float = 0.0,
) -> float:
    """
    Return the probability of what was seen of some members, given the tree.

    >>> from porchlight.programmes.matching.rules.kinship.pedigree import family, person
    >>> tree = family(person("father", "M"), person("child", "M", "father", "mother"))
    >>> seen = {"father": Seen(("1", "1")), "child": Seen(("1", "1"))}
    >>> round(likelihood(tree, seen, Locus.of({"1": 0.1, "2": 0.9})), 6)
    0.001

    :raises RuleBroken: if an allele is not in the table, or the tree is too large to be summed
    """
    tree = tree.needed_for(seen)
    if not tree.members:
        return 1.0
    net = _Network(_space(locus, seen, joined=theta > 0), theta)
    for member in tree.in_order():
        net.add(member, tree, _twins_seen(member, tree, seen))
    return net.total()


def _twins_seen(member: Member, tree: Pedigree, seen: Mapping[str, Seen]) -> list[Seen]:
    """Everything that was seen of the person's genotype: identical twins have one."""
    same = {member.id} | {one.id for one in tree.members if one.twin == member.id}
    return [seen[name] for name in same if name in seen]


def _space(locus: Locus, seen: Mapping[str, Seen], *, joined: bool) -> _Space:
    wanted = {allele for one in seen.values() for allele in one.pair}
    for allele in sorted(wanted - set(locus.alleles)):
        raise RuleBroken(say("Allele {allele} is not in the table.", allele=allele))
    p = np.asarray(locus.p)
    male, female = _matrices(locus)
    names = list(locus.alleles)
    rest = [at for at, name in enumerate(names) if name not in wanted]
    if len(rest) > 1 and (joined or (lumpable(male, rest) and lumpable(female, rest))):
        kept = [at for at in range(len(names)) if at not in set(rest)]
        male, female = lump(male, rest, locus.p), lump(female, rest, locus.p)
        names = [names[at] for at in kept] + [REST]
        p = np.append(p[kept], p[rest].sum())
    at = {name: number for number, name in enumerate(names)}
    if not locus.silent:
        return _Space(at, p, male, female, None)
    p = np.append(p * (1 - locus.silent), locus.silent)
    return _Space(at, p, _with_silent(male), _with_silent(female), len(names))


def _matrices(locus: Locus) -> tuple[Array, Array]:
    if locus.mutation is None:
        same = np.eye(len(locus.alleles))
        return same, same
    return _made(locus.mutation, locus.alleles, locus.p)


@lru_cache(maxsize=256)
def _made(
    mutation: Mutation, alleles: tuple[str, ...], p: tuple[float, ...]
) -> tuple[Array, Array]:
    return mutation.matrix(alleles, p, male=True), mutation.matrix(alleles, p, male=False)


def _with_silent(matrix: Array) -> Array:
    # A silent allele is passed on as it is.
    size = len(matrix) + 1
    made = np.zeros((size, size))
    made[:-1, :-1] = matrix
    made[-1, -1] = 1
    return made


class _Network:
    """Factors over variables; a variable is a name, a factor its names and its table."""

    def __init__(self, space: _Space, theta: float) -> None:
        self.space = space
        self.theta = theta
        self.sizes: dict[str, int] = {}
        self.factors: list[tuple[tuple[str, ...], Array]] = []
        # Two alleles, or the one passed on, by number.
        self.states: dict[str, list[tuple[int, ...]]] = {}
        self.founders: list[str] = []

    def add(self, member: Member, tree: Pedigree, seen: Sequence[Seen]) -> None:
        """Put a person in: what they can have, what was seen, how it came from the parents."""
        by_id = tree.by_id
        if member.twin and member.twin in by_id:
            return
        passes_one = member.founder and not seen and _children(member, tree) == 1
        states, weights = self._passed() if passes_one else self._states(seen)
        self.states[member.id] = states
        if not all(self.states.values()):
            return
        self._put((member.id,), weights)
        if member.founder:
            self.founders.append(member.id)
            if not self.theta:
                self._put((member.id,), self._prior(states))
            return
        father, mother = f"{member.id}<", f"{member.id}>"
        for parent, gamete in ((member.father, father), (member.mother, mother)):
            who = by_id[parent].twin or parent
            passed = self.space.passes(by_id[who].sex)
            self._put((who, gamete), passed[np.array(self.states[who])].mean(axis=1))
        self._put((member.id, father, mother), self._composed(states))

    def _passed(self) -> tuple[list[tuple[int, ...]], Array]:
        count = len(self.space.p)
        return [(allele,) for allele in range(count)], np.ones(count)

    def _states(self, seen: Sequence[Seen]) -> tuple[list[tuple[int, ...]], Array]:
        """The genotypes a person can have, each with the probability of what was seen."""
        if len(seen) == 1 and not seen[0].drop_out and self.space.silent is None:
            a, b = sorted(self.space.at[allele] for allele in seen[0].pair)
            return [(a, b)], np.ones(1)
        count = len(self.space.p)
        pairs = [(a, b) for a in range(count) for b in range(a, count)]
        if not seen:
            return list(pairs), np.ones(len(pairs))
        weights = np.ones(len(pairs))
        for one in seen:
            weights *= np.array([self._shows(pair, one) for pair in pairs])
        kept = np.flatnonzero(weights)
        return [pairs[at] for at in kept], weights[kept]

    def _shows(self, pair: tuple[int, int], seen: Seen) -> float:
        """Return the probability that a person of ``pair`` shows as ``seen``."""
        wanted = {self.space.at[allele] for allele in seen.pair}
        drop = seen.drop_out
        visible = [each for each in pair if each != self.space.silent]
        if not wanted <= set(visible) or not visible:
            return 0.0
        if len(wanted) == 2:
            return (1 - drop) ** 2
        (only,) = wanted
        same = visible.count(only)
        others = len(visible) - same
        return (1 - drop**same) * drop**others

    def _prior(self, states: Sequence[tuple[int, ...]]) -> Array:
        numbers = np.array(states)
        return np.asarray(self.space.p[numbers].prod(axis=1) * _orders(numbers))

    def _composed(self, states: Sequence[tuple[int, ...]]) -> Array:
        count = len(self.space.p)
        made = np.zeros((len(states), count, count))
        rows, (a, b) = np.arange(len(states)), np.array(states).T
        made[rows, a, b] = made[rows, b, a] = 1
        return made

    def _put(self, names: tuple[str, ...], table: Array) -> None:
        for name, size in zip(names, table.shape, strict=True):
            self.sizes[name] = size
        self.factors.append((names, table))

    def total(self) -> float:
        """Sum everything out and return the probability."""
        if any(not states for states in self.states.values()):
            return 0.0
        kept = set(self.founders) if self.theta else set()
        while waiting := set(self.sizes) - kept:
            self._sum_out(min(sorted(waiting), key=self._cost))
        if not self.theta:
            return float(prod(float(table) for _, table in self.factors))
        return self._weighed()

    def _around(self, name: str) -> set[str]:
        return {each for names, _ in self.factors if name in names for each in names}

    def _cost(self, name: str) -> int:
        return prod(self.sizes[each] for each in self._around(name))

    def _sum_out(self, name: str) -> None:
        if self._cost(name) > MOST_NUMBERS:
            raise RuleBroken(
                say("This tree is too large to be computed. Leave distant people out.")
            )
        touched = [(names, table) for names, table in self.factors if name in names]
        left = tuple(sorted(self._around(name) - {name}))
        summed = _contract(touched, left)
        self.factors = [factor for factor in self.factors if name not in factor[0]]
        self.factors.append((left, summed))
        del self.sizes[name]

    def _weighed(self) -> float:
        """Weigh founders together: P(next allele is A) grows with the A's seen so far."""
        names = tuple(self.founders)
        shape = tuple(len(self.states[name]) for name in names)
        if prod(shape) > MOST_NUMBERS // 10:
            raise RuleBroken(
                say("Too many founders without a profile for θ. Leave distant people out.")
            )
        weight = self._urn(names, shape)
        return float(_contract([*self.factors, (names, weight)], ()))

    def _urn(self, names: Sequence[str], shape: tuple[int, ...]) -> Array:
        draws = sum(len(self.states[name][0]) for name in names)
        theta = self.theta
        weight = np.ones(shape)
        for allele, frequency in enumerate(self.space.p):
            steps = [m * theta + (1 - theta) * frequency for m in range(draws)]
            rising = np.concatenate([[1.0], np.cumprod(steps)])
            weight = weight * rising[self._counts(names, shape, allele)]
        for axis, name in enumerate(names):
            orders = _orders(np.array(self.states[name]))
            weight = weight * _along(orders, axis, len(shape))
        return weight / prod(1 + (k - 1) * theta for k in range(draws))

    def _counts(
        self, names: Sequence[str], shape: tuple[int, ...], allele: int
    ) -> NDArray[np.int64]:
        counts = np.zeros(shape, dtype=np.int64)
        for axis, name in enumerate(names):
            own = (np.array(self.states[name]) == allele).sum(axis=1)
            counts = counts + _along(own, axis, len(shape)).astype(np.int64)
        return counts


def _orders(states: NDArray[np.int64]) -> Array:
    """In how many orders the alleles of each state can have been drawn."""
    return np.where(states.min(axis=1) == states.max(axis=1), 1.0, 2.0)


def _children(member: Member, tree: Pedigree) -> int:
    return sum(member.id in (one.father, one.mother) and not one.twin for one in tree.members)


def _along(values: NDArray[np.generic], axis: int, axes: int) -> Array:
    shape = [1] * axes
    shape[axis] = len(values)
    return np.asarray(values, dtype=np.float64).reshape(shape)


def _contract(factors: Sequence[tuple[tuple[str, ...], Array]], left: tuple[str, ...]) -> Array:
    numbers: dict[str, int] = {}
    asked: list[Any] = []
    for names, table in factors:
        asked += [table, [numbers.setdefault(name, len(numbers)) for name in names]]
    out = [numbers[name] for name in left]
    # A table of one factor needs no plan; several are joined pair by pair, the smallest first.
    return np.asarray(np.einsum(*asked, out, optimize=len(factors) > 2))
