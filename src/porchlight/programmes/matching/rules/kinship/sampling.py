"""
Which relative to sample next: what each further sample would add, by simulated true cases.

Given as ranges: what a family will give is known only when it was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from porchlight.programmes.forensics.rules.profiles import Genotype, Profile, genotype
from porchlight.programmes.matching.rules.kinship.frequencies import Population
from porchlight.programmes.matching.rules.kinship.pedigree import Pedigree
from porchlight.programmes.matching.rules.kinship.ratio import Settings, missing_person_ratio

# Enough for a lead that a laboratory takes up; enough to stand by itself in most settings.
USEFUL, STRONG = 4.0, 6.0


@dataclass(frozen=True)
class Expected:
    """
    What true cases with these relatives typed would show: log10 of the ratio as mean, 5 % and 95 %,
    and the share above 10 000 and above a million.
    """

    typed: tuple[str, ...]
    mean: float
    low: float
    high: float
    useful: float
    strong: float


def expected_ratios(
    tree: Pedigree,
    missing: str,
    typed: Sequence[str],
    settings: Settings,
    loci: Sequence[str],
    *,
    cases: int = 100,
    seed: int = 1,
) -> Expected:
    """Return what ``cases`` simulated true cases show when these relatives are typed."""
    dice = np.random.default_rng(seed)
    found = [_one_case(tree, missing, typed, settings, loci, dice) for _ in range(cases)]
    return Expected(
        tuple(typed),
        float(np.mean(found)),
        float(np.quantile(found, 0.05)),
        float(np.quantile(found, 0.95)),
        float(np.mean([each > USEFUL for each in found])),
        float(np.mean([each > STRONG for each in found])),
    )


def next_relatives(
    tree: Pedigree,
    missing: str,
    typed: Sequence[str],
    could_be: Sequence[str],
    settings: Settings,
    loci: Sequence[str],
    *,
    cases: int = 100,
) -> list[Expected]:
    """
    Return for each relative who could be asked what would be known with them, the best first.

    One seed for all, so that they are compared over the same families.
    """
    options = [
        expected_ratios(tree, missing, [*typed, one], settings, loci, cases=cases)
        for one in could_be
    ]
    return sorted(options, key=lambda one: (-one.useful, -one.mean))


def _one_case(
    tree: Pedigree,
    missing: str,
    typed: Sequence[str],
    settings: Settings,
    loci: Sequence[str],
    dice: np.random.Generator,
) -> float:
    people = simulated(tree, settings.population, loci, dice)
    relatives = {name: people[name] for name in typed}
    ratio = missing_person_ratio(tree, missing, relatives, people[missing], settings).log10
    return ratio if ratio > -inf else -99.0


def simulated(
    tree: Pedigree, population: Population, loci: Sequence[str], dice: np.random.Generator
) -> dict[str, Profile]:
    """Return a profile for everybody of the tree: founders by chance, children by descent."""
    found: dict[str, dict[str, Genotype]] = {member.id: {} for member in tree.members}
    order = tree.in_order()
    for locus in loci:
        names, p = _ladder(population.at(locus))
        for member in order:
            found[member.id][locus] = _drawn(member.id, tree, found, locus, names, p, dice)
    return {name: Profile(pairs) for name, pairs in found.items()}


def _ladder(table: Mapping[str, float]) -> tuple[list[str], NDArray[np.float64]]:
    """Alleles, and the share of draws that fall on each or one before it."""
    sums = np.cumsum(list(table.values()))
    return list(table), sums / sums[-1]


def _drawn(
    name: str,
    tree: Pedigree,
    found: Mapping[str, Mapping[str, Genotype]],
    locus: str,
    names: Sequence[str],
    p: NDArray[np.float64],
    dice: np.random.Generator,
) -> Genotype:
    member = tree.by_id[name]
    if member.twin:
        return found[member.twin][locus]
    if member.founder:
        a, b = np.searchsorted(p, dice.random(2))
        return genotype(names[a], names[b])
    from_father = found[member.father][locus][dice.integers(2)]
    from_mother = found[member.mother][locus][dice.integers(2)]
    return genotype(from_father, from_mother)
