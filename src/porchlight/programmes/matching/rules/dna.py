"""
DNA of a pair: the child's own profile against the found one, or the family's through the tree.
"""

from collections.abc import Mapping, Sequence
from math import inf, log10

from porchlight.core.text import say
from porchlight.programmes.forensics.rules.profiles import Profile
from porchlight.programmes.forensics.rules.tree import CHILD, family_nodes
from porchlight.programmes.matching.rules.evidence.pair import Factor
from porchlight.programmes.matching.rules.kinship.frequencies import population
from porchlight.programmes.matching.rules.kinship.pairwise import KINSHIPS, pair_ratio
from porchlight.programmes.matching.rules.kinship.pedigree import Member, Pedigree
from porchlight.programmes.matching.rules.kinship.ratio import Settings, missing_person_ratio

# An allele copy of a degraded sample is not seen about so often.
DROP_OUT = 0.1
# What a sum without end is stored as: it can be shown and sorted, and never hides a pair.
LEAST_LOG10 = -30.0


def tree_of(kin: Sequence[tuple[str, str, str, bool]], sex: str) -> Pedigree:
    """Return the family tree of a missing child as kinship computes with it."""
    return Pedigree(
        tuple(Member(one.key, one.sex, one.father, one.mother) for one in family_nodes(kin, sex))
    )


def dna_factor(
    own: Profile | None,
    kin: Sequence[tuple[str, str, str, bool]],
    profiles: Mapping[str, Profile],
    sex: str,
    found: Profile,
    *,
    degraded: bool = False,
) -> Factor | None:
    """
    Return what DNA says of a pair; None when there is nothing to compare.

    ``kin`` lists key, relation, name, profiled; ``profiles`` holds the relatives' by key.
    """
    settings = Settings(population("europe"), drop_out=DROP_OUT if degraded else 0.0)
    if own is not None and (direct := _direct(own, found, settings)) is not None:
        return direct
    if not profiles:
        return None
    ratio = missing_person_ratio(tree_of(kin, sex), CHILD, profiles, found, settings)
    if not ratio.loci:
        return None
    told = say(
        "{count} of the family, {loci} loci ({population}, θ {theta})",
        count=len(profiles),
        loci=len(ratio.loci),
        population=settings.population.name,
        theta=settings.theta,
    )
    if ratio.inconsistent:
        told = say(
            "{count} of the family, {loci} loci: {names} fit only with a mutation or a lost allele",
            count=len(profiles),
            loci=len(ratio.loci),
            names=", ".join(ratio.inconsistent),
        )
    flagged = bool(ratio.inconsistent or ratio.notes)
    return Factor("dna", max(ratio.log10, LEAST_LOG10), told, hard=True, flagged=flagged)


def _direct(own: Profile, found: Profile, settings: Settings) -> Factor | None:
    common = [name for name in own.common(found) if name in settings.population.loci]
    if not common:
        return None
    differ = [name for name in common if own.loci[name] != found.loci[name]]
    total = 0.0
    for name in common:
        table = settings.population.at(name, {*own.loci[name], *found.loci[name]})
        ratio = pair_ratio(
            KINSHIPS["same"], own.loci[name], found.loci[name], table, settings.theta
        )
        total += log10(ratio) if ratio > 0 else -inf
    told = say(
        "The child's own profile, {loci} loci: {count} differ",
        loci=len(common),
        count=len(differ),
    )
    return Factor("dna", max(total, LEAST_LOG10), told, hard=True, flagged=bool(differ))
