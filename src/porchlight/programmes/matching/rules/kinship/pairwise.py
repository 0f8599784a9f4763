"""
Two profiles: how likely each kinship makes them, against no kinship.

Source: Evett & Weir 1998, chapter 4; NRC II 1996, formulae 4.10; see docs for the worked numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from porchlight.core.text import Say, say
from porchlight.programmes.forensics.rules.profiles import Genotype


@dataclass(frozen=True)
class Kinship:
    """A relation by the chance of sharing 0, 1 and 2 alleles by descent."""

    name: Say
    k0: float
    k1: float
    k2: float


KINSHIPS: dict[str, Kinship] = {
    "same": Kinship(say("same person or identical twin"), 0, 0, 1),
    "parent_child": Kinship(say("parent and child"), 0, 1, 0),
    "full_sibling": Kinship(say("full siblings"), 0.25, 0.5, 0.25),
    "half_sibling": Kinship(say("half siblings"), 0.5, 0.5, 0),
    "grandparent": Kinship(say("grandparent and grandchild"), 0.5, 0.5, 0),
    "avuncular": Kinship(say("aunt or uncle and niece or nephew"), 0.5, 0.5, 0),
    "first_cousin": Kinship(say("first cousins"), 0.75, 0.25, 0),
}


def shared_one(one: Genotype, other: Genotype, p: Mapping[str, float], theta: float) -> float:
    """Return R1, the ratio when one allele is shared by descent."""
    common = set(one) & set(other)
    if not common:
        return 0.0
    theta_2 = 1 + 2 * theta
    homozygotes = (one[0] == one[1]) + (other[0] == other[1])
    if len(common) == 2:
        a, b = (theta + (1 - theta) * p[allele] for allele in one)
        return theta_2 * (a + b) / (4 * a * b)
    (shared,) = common
    # An allele seen n times already weighs n·θ: thrice for AA/AA, twice for AA/AB, once for AB/AC.
    weight = (homozygotes + 1) * theta + (1 - theta) * p[shared]
    return theta_2 / (weight * (1, 2, 4)[2 - homozygotes])


def shared_both(one: Genotype, other: Genotype, p: Mapping[str, float], theta: float) -> float:
    """Return R2, the ratio when both alleles are shared by descent."""
    return 1 / match_probability(one, p, theta) if one == other else 0.0


def match_probability(one: Genotype, p: Mapping[str, float], theta: float = 0.0) -> float:
    """
    Return the chance that another person of the population has the profile too (NRC II 4.10).

    >>> match_probability(("12", "13"), {"12": 0.1, "13": 0.2})
    0.04000000000000001
    """
    below = (1 + theta) * (1 + 2 * theta)
    a, b = (p[allele] for allele in one)
    if one[0] == one[1]:
        return (2 * theta + (1 - theta) * a) * (3 * theta + (1 - theta) * a) / below
    return 2 * (theta + (1 - theta) * a) * (theta + (1 - theta) * b) / below


def pair_ratio(
    kinship: Kinship,
    one: Genotype,
    other: Genotype,
    p: Mapping[str, float],
    theta: float = 0.0,
) -> float:
    """
    Return how many times more likely a kinship makes two genotypes than no kinship does.

    >>> p = {"12": 0.1, "13": 0.2}
    >>> round(pair_ratio(KINSHIPS["full_sibling"], ("12", "12"), ("12", "13"), p), 6)
    2.75
    """
    ratio = kinship.k0
    if kinship.k1:
        ratio += kinship.k1 * shared_one(one, other, p, theta)
    if kinship.k2:
        ratio += kinship.k2 * shared_both(one, other, p, theta)
    return ratio


def expected_ratio(kinship: Kinship, alleles: int) -> float:
    """
    Return the mean ratio a locus gives to true relatives, without θ: only the number of alleles
    counts.

    >>> expected_ratio(KINSHIPS["parent_child"], 5)
    2.0
    """
    k = (kinship.k0, kinship.k1, kinship.k2)
    mean = (
        (1.0, 1.0, 1.0),
        (1.0, (alleles + 3) / 4, (alleles + 1) / 2),
        (1.0, (alleles + 1) / 2, alleles * (alleles + 1) / 2),
    )
    return sum(k[i] * k[j] * mean[i][j] for i in range(3) for j in range(3))


def exclusion_power(p: float) -> float:
    """
    Return the chance that a locus with two alleles excludes a random man as parent.

    >>> round(exclusion_power(0.1), 4)
    0.0162
    """
    return 2 * p**2 * (1 - p) ** 2
