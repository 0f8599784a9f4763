"""
One profile against a whole database: parent and child, full and half siblings, with θ.

The same figures as :mod:`pairwise`, over columns of numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from porchlight.programmes.forensics.rules.profiles import Genotype, Profile
from porchlight.programmes.matching.rules.compiled import compiled, prange
from porchlight.programmes.matching.rules.kinship.frequencies import Population, in_order
from porchlight.programmes.matching.rules.kinship.pairwise import KINSHIPS

SCANNED = ("parent_child", "full_sibling", "half_sibling")
MISSING = -1


@dataclass(frozen=True)
class Database:
    """
    Profiles as columns: ``alleles[locus, person, 0..1]`` numbers of the ladder, −1 where untyped,
    and ``p[locus, number]`` their frequencies.
    """

    loci: tuple[str, ...]
    numbers: Mapping[str, Mapping[str, int]]
    alleles: NDArray[np.int16]
    p: NDArray[np.float64]

    @property
    def size(self) -> int:
        """How many profiles there are."""
        return int(self.alleles.shape[1])


def database(profiles: Sequence[Profile], population: Population) -> Database:
    """
    Return the profiles as columns; loci of which the population knows nothing are left out.

    Alleles not in the table get its floor.
    """
    loci = tuple(
        dict.fromkeys(
            name for profile in profiles for name in profile.loci if name in population.loci
        )
    )
    numbers, tables = {}, []
    for name in loci:
        met = {allele for one in profiles for allele in one.loci.get(name, ())}
        table = population.at(name, met)
        numbers[name] = {allele: at for at, allele in enumerate(in_order(table))}
        tables.append([table[allele] for allele in numbers[name]])
    most = max((len(table) for table in tables), default=1)
    p = np.full((len(loci), most), 1.0)
    for at, own in enumerate(tables):
        p[at, : len(own)] = own
    alleles = np.full((len(loci), len(profiles), 2), MISSING, dtype=np.int16)
    for at, name in enumerate(loci):
        for person, profile in enumerate(profiles):
            if name in profile.loci:
                alleles[at, person] = [numbers[name][allele] for allele in profile.loci[name]]
    return Database(loci, numbers, alleles, p)


def scan(
    question: Profile, base: Database, *, theta: float = 0.01
) -> dict[str, NDArray[np.float64]]:
    """
    Return log10 of the ratio of each kinship to each person of the database; −inf where a locus
    shares nothing and the kinship must share.

    An allele of the question that the database has never met counts as shared by nobody.
    """
    asked = np.full((len(base.loci), 2), MISSING, dtype=np.int16)
    for at, name in enumerate(base.loci):
        if name in question.loci:
            asked[at] = _numbers(question.loci[name], base.numbers[name])
    k = np.array([(KINSHIPS[name].k0, KINSHIPS[name].k1, KINSHIPS[name].k2) for name in SCANNED])
    found = _scan(asked, base.alleles, base.p, theta, k)
    return {name: found[at] for at, name in enumerate(SCANNED)}


def _numbers(pair: Genotype, numbers: Mapping[str, int]) -> list[int]:
    # Unmet alleles get numbers past all others, one each, so that 5/5 stays a homozygote.
    past = len(numbers)
    unmet = {allele: past + at for at, allele in enumerate(sorted(set(pair) - set(numbers)))}
    return [numbers[allele] if allele in numbers else unmet[allele] for allele in pair]


@compiled(parallel=True)
def _scan(
    asked: NDArray[np.int16],
    alleles: NDArray[np.int16],
    p: NDArray[np.float64],
    theta: float,
    k: NDArray[np.float64],
) -> NDArray[np.float64]:
    people = alleles.shape[1]
    out = np.zeros((k.shape[0], people))
    for person in prange(people):
        for locus in range(asked.shape[0]):
            a, b = asked[locus, 0], asked[locus, 1]
            c, d = alleles[locus, person, 0], alleles[locus, person, 1]
            if a < 0 or c < 0:
                continue
            r1, r2 = _ratios(a, b, c, d, p[locus], theta)
            for kin in range(k.shape[0]):
                out[kin, person] += np.log10(k[kin, 0] + k[kin, 1] * r1 + k[kin, 2] * r2)
    return out


@compiled()
def _ratios(
    a: int, b: int, c: int, d: int, p: NDArray[np.float64], theta: float
) -> tuple[float, float]:
    """R1 and R2 of genotypes a/b and c/d, as :mod:`pairwise` has them."""
    rest, twice = 1 - theta, 1 + 2 * theta
    if a == c and b == d:
        s = theta + rest * p[a]
        if a == b:
            both, three = s + theta, s + 2 * theta
            return twice / three, (1 + theta) * twice / (both * three)
        t = theta + rest * p[b]
        return twice * (s + t) / (4 * s * t), (1 + theta) * twice / (2 * s * t)
    shared = a if a in (c, d) else b
    if shared not in (c, d):
        return 0.0, 0.0
    homozygotes = (1 if a == b else 0) + (1 if c == d else 0)
    weight = (homozygotes + 1) * theta + rest * p[shared]
    return twice / (weight * (2.0 if homozygotes == 1 else 4.0)), 0.0
