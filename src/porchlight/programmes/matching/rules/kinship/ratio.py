"""
Likelihood ratios over many loci: is the unidentified person the one who is missing from this tree?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import inf, log10

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say
from porchlight.programmes.forensics.rules.profiles import Profile
from porchlight.programmes.matching.rules.kinship.frequencies import Population
from porchlight.programmes.matching.rules.kinship.likelihood import Locus, Seen, likelihood
from porchlight.programmes.matching.rules.kinship.mutation import Mutation
from porchlight.programmes.matching.rules.kinship.pedigree import Pedigree

STRANGER = "the unidentified person"
# At up to two loci of twenty that do not fit, a mutation is looked for first.
MOST_LIKE_MUTATION = 2


@dataclass(frozen=True)
class Settings:
    """All that a ratio depends on besides the profiles; stored with it."""

    population: Population
    theta: float = 0.01
    mutation: Mutation | None = field(default_factory=Mutation)
    # The chance that an allele copy of a degraded sample was not seen.
    drop_out: float = 0.0
    silent: float = 0.0

    def words(self) -> dict[str, object]:
        """Return the settings as they are stored and shown."""
        changes = self.mutation
        return {
            "population": self.population.name,
            "theta": self.theta,
            "mutation": changes.model.value if changes else "none",
            "male_rate": changes.male if changes else 0,
            "female_rate": changes.female if changes else 0,
            "drop_out": self.drop_out,
            "silent": self.silent,
        }


@dataclass(frozen=True)
class LocusRatio:
    """One locus: log10 of the ratio, and whether the tree needs a mutation to explain it."""

    locus: str
    log10: float
    inconsistent: bool = False


@dataclass(frozen=True)
class KinshipRatio:
    """The ratio of two trees with all that it rests on."""

    loci: tuple[LocusRatio, ...]
    settings: Mapping[str, object]
    notes: tuple[Say, ...] = ()

    @property
    def log10(self) -> float:
        """The sum over the loci; 0 where there is none."""
        return sum((one.log10 for one in self.loci), 0.0)

    @property
    def inconsistent(self) -> tuple[str, ...]:
        """The loci that the tree explains by a mutation or a lost allele only."""
        return tuple(one.locus for one in self.loci if one.inconsistent)

    def says(self) -> Say:
        """
        Return what may be said of it: it ranks and explains, it never identifies.
        """
        if not self.loci:
            return say("No locus in common: no information.")
        if len(self.inconsistent) > MOST_LIKE_MUTATION:
            return say(
                "Not consistent at {count} of {loci} loci.",
                count=len(self.inconsistent),
                loci=len(self.loci),
            )
        if self.inconsistent:
            return say(
                "{names} fit only with a mutation or a lost allele: have them read again.",
                names=", ".join(self.inconsistent),
            )
        return say("Consistent at {loci} loci.", loci=len(self.loci))


def posterior(prior: float, ratio_log10: float) -> float:
    """
    Return the probability after the evidence, from the one before it.

    >>> round(posterior(0.01, log10(250)), 6)
    0.716332

    :raises RuleBroken: if the prior is not between 0 and 1
    """
    if not 0 < prior < 1:
        raise RuleBroken(say("A prior lies between 0 and 1."))
    odds = log10(prior / (1 - prior)) + ratio_log10
    return 1 / (1 + 10.0 ** min(-odds, 300.0)) if odds > -300 else 0.0


def missing_person_ratio(
    tree: Pedigree,
    missing: str,
    relatives: Mapping[str, Profile],
    found: Profile,
    settings: Settings,
) -> KinshipRatio:
    """
    Return how many times more likely the profiles are if ``found`` is ``missing`` than if not.

    Only loci count that the found person and at least one relative have. With ``drop_out`` a locus
    where one allele was seen may hide another.

    :raises RuleBroken: if ``missing`` is not in the tree, is typed there, or a profile belongs to
        nobody of the tree
    """
    _check(tree, missing, relatives)
    loci = [_locus_ratio(tree, missing, relatives, found, name, settings) for name in found.loci]
    return KinshipRatio(
        tuple(one for one in loci if one is not None),
        settings.words(),
        tuple(_same_profile(relatives, found)),
    )


def _check(tree: Pedigree, missing: str, relatives: Mapping[str, Profile]) -> None:
    if missing not in tree.by_id:
        raise RuleBroken(say("{person} is not in the tree.", person=missing))
    if missing in relatives:
        raise RuleBroken(
            say("A profile of the missing person is compared directly, not as a relative's.")
        )
    for name in relatives:
        if name not in tree.by_id:
            raise RuleBroken(say("{person} is not in the tree.", person=name))


def _same_profile(relatives: Mapping[str, Profile], found: Profile) -> list[Say]:
    notes = []
    for name, profile in relatives.items():
        common = profile.common(found)
        if len(common) >= 8 and all(profile.loci[at] == found.loci[at] for at in common):
            notes.append(
                say(
                    "The profile is the same as {person}'s: one person typed twice, or an "
                    "identical twin.",
                    person=name,
                )
            )
    return notes


def _locus_ratio(
    tree: Pedigree,
    missing: str,
    relatives: Mapping[str, Profile],
    found: Profile,
    name: str,
    settings: Settings,
) -> LocusRatio | None:
    typed = {who: profile for who, profile in relatives.items() if name in profile.loci}
    if not typed:
        return None
    seen = {who: _seen(profile, name, 0.0) for who, profile in typed.items()}
    theirs = _seen(found, name, settings.drop_out)
    alleles = {allele for one in (*seen.values(), theirs) for allele in one.pair}
    frequencies = settings.population.at(name, alleles)
    locus = Locus.of(frequencies, settings.mutation, settings.silent)
    ratio = _log_ratio(tree, missing, seen, theirs, locus, settings.theta)
    forgiving = settings.mutation or settings.drop_out or settings.silent
    if forgiving:
        return LocusRatio(name, ratio, _impossible(tree, missing, seen, theirs, frequencies))
    return LocusRatio(name, ratio, ratio == -inf)


def _seen(profile: Profile, locus: str, drop_out: float) -> Seen:
    return Seen(profile.loci[locus], drop_out)


def _log_ratio(
    tree: Pedigree,
    missing: str,
    seen: Mapping[str, Seen],
    theirs: Seen,
    locus: Locus,
    theta: float,
) -> float:
    one = likelihood(tree, {**seen, missing: theirs}, locus, theta=theta)
    if theta:
        beside = tree.with_stranger(STRANGER)
        other = likelihood(beside, {**seen, STRANGER: theirs}, locus, theta=theta)
    else:
        alone = Pedigree(()).with_stranger(STRANGER)
        other = likelihood(tree, seen, locus) * likelihood(alone, {STRANGER: theirs}, locus)
    if other == 0:
        raise RuleBroken(say("The relatives' own profiles do not fit the tree."))
    return log10(one / other) if one > 0 else -inf


def _impossible(
    tree: Pedigree,
    missing: str,
    seen: Mapping[str, Seen],
    theirs: Seen,
    frequencies: Mapping[str, float],
) -> bool:
    """Whether the tree explains the locus without a mutation and without a lost allele."""
    plain = Locus.of(frequencies)
    strict = {**seen, missing: Seen(theirs.pair)}
    return likelihood(tree, strict, plain) == 0


def ratio_under_each(
    trees: Mapping[str, tuple[Pedigree, str]],
    relatives: Mapping[str, Profile],
    found: Profile,
    settings: Settings,
) -> dict[str, KinshipRatio]:
    """
    Return the ratio under each hypothesis by its name: with few loci a wrong one may lead, so all
    are shown.
    """
    return {
        name: missing_person_ratio(tree, missing, relatives, found, settings)
        for name, (tree, missing) in trees.items()
    }


def lowest(ratios: Sequence[KinshipRatio]) -> KinshipRatio:
    """
    Return the most careful of several ratios of one question, such as one per population.

    :raises ValueError: if there is none
    """
    return min(ratios, key=lambda one: one.log10)
