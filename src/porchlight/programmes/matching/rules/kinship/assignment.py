"""
Several victims and several missing people at once: which assignment explains all profiles best.

Pair by pair a father nobody typed looks like nobody; with the child beside him he is found.
Source: Vigeland & Egeland 2021 (joint identification); every valid assignment weighs the same.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, inf, log

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.programmes.forensics.rules.profiles import Profile
from porchlight.programmes.matching.rules.kinship.likelihood import Locus, Seen, likelihood
from porchlight.programmes.matching.rules.kinship.pedigree import Pedigree
from porchlight.programmes.matching.rules.kinship.ratio import STRANGER, Settings

# Above this the question is split by sex, place or age before it is asked.
MOST_ASSIGNMENTS = 50_000


@dataclass(frozen=True)
class Family:
    """A tree, the profiles of its living members, and who of it is missing."""

    tree: Pedigree
    relatives: Mapping[str, Profile]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Victim:
    """Somebody found: sex as far as known, and the profile."""

    name: str
    sex: str
    profile: Profile


Assignment = tuple[str, ...]
"""For each victim in turn the missing person they are, or empty."""


@dataclass(frozen=True)
class Explained:
    """An assignment and the natural logarithm of the probability of all profiles under it."""

    assigned: Assignment
    ln: float


@dataclass(frozen=True)
class Joint:
    """All valid assignments, best first."""

    victims: tuple[Victim, ...]
    ranked: tuple[Explained, ...]

    @cached_property
    def weights(self) -> tuple[float, ...]:
        """Each assignment's share of the whole, in the same order."""
        best = self.ranked[0].ln
        raw = [exp(one.ln - best) if one.ln > -inf else 0.0 for one in self.ranked]
        return tuple(each / sum(raw) for each in raw)

    def pairing(self, victim: str) -> dict[str, float]:
        """
        Return with what probability the victim is each missing person, or nobody (``""``).

        :raises KeyError: if there is no such victim
        """
        at = {one.name: number for number, one in enumerate(self.victims)}[victim]
        shares: dict[str, float] = {}
        for one, weight in zip(self.ranked, self.weights, strict=True):
            shares[one.assigned[at]] = shares.get(one.assigned[at], 0.0) + weight
        return dict(sorted(shares.items(), key=lambda share: -share[1]))

    def ratio_to_none(self, assigned: Assignment) -> float:
        """Return how many times more likely an assignment is than that nobody is anybody."""
        ln = {one.assigned: one.ln for one in self.ranked}
        return exp(ln[assigned] - ln[("",) * len(self.victims)])


def assign(families: Sequence[Family], victims: Sequence[Victim], settings: Settings) -> Joint:
    """
    Weigh every assignment of victims to missing people of fitting sex; each person once.

    :raises RuleBroken: if there are too many, or relatives do not fit their own tree
    """
    work = _Work(families, victims, settings)
    everybody = [one for family in families for one in family.missing]
    sexes = {
        member.id: member.sex
        for family in families
        for member in family.tree.members
        if member.id in family.missing
    }
    found = []
    for number, assigned in enumerate(_assignments(victims, everybody, sexes)):
        if number >= MOST_ASSIGNMENTS:
            raise RuleBroken(say("Too many at once. Ask about fewer people together."))
        found.append(Explained(assigned, work.ln(assigned)))
    found.sort(key=lambda one: (-one.ln, one.assigned))
    if found[0].ln == -inf:
        raise RuleBroken(say("The relatives' own profiles do not fit the tree."))
    return Joint(tuple(victims), tuple(found))


def _assignments(
    victims: Sequence[Victim], missing: Sequence[str], sexes: Mapping[str, str]
) -> Iterator[Assignment]:
    if not victims:
        yield ()
        return
    for one in ("", *missing):
        if one and len({victims[0].sex, sexes[one]} - {"U", ""}) == 2:
            continue
        left = [each for each in missing if each != one]
        for rest in _assignments(victims[1:], left, sexes):
            yield (one, *rest)


class _Work:
    """Keeps what was computed once: a family's probability depends on its own members only."""

    def __init__(
        self, families: Sequence[Family], victims: Sequence[Victim], settings: Settings
    ) -> None:
        self.families, self.victims, self.settings = families, victims, settings
        self.known: dict[tuple[object, ...], float] = {}

    def ln(self, assigned: Assignment) -> float:
        """Return ln of the probability of all profiles when the victims are these people."""
        total = 0.0
        for number, family in enumerate(self.families):
            own = tuple((one, who) for who, one in enumerate(assigned) if one in family.missing)
            total += self._once((number, own), self._family_ln, family, own)
        for who, one in enumerate(assigned):
            if not one:
                total += self._once((who,), self._stranger_ln, self.victims[who])
        return total

    def _once(self, key: tuple[object, ...], work: object, *args: object) -> float:
        if key not in self.known:
            assert callable(work)
            self.known[key] = float(work(*args))
        return self.known[key]

    def _family_ln(self, family: Family, own: tuple[tuple[str, int], ...]) -> float:
        typed = {**family.relatives, **{one: self.victims[who].profile for one, who in own}}
        return self._tree_ln(family.tree, typed)

    def _stranger_ln(self, victim: Victim) -> float:
        alone = Pedigree(()).with_stranger(STRANGER)
        return self._tree_ln(alone, {STRANGER: victim.profile})

    def _tree_ln(self, tree: Pedigree, typed: Mapping[str, Profile]) -> float:
        total = 0.0
        for name in dict.fromkeys(locus for profile in typed.values() for locus in profile.loci):
            seen = {who: Seen(one.loci[name]) for who, one in typed.items() if name in one.loci}
            alleles = {allele for one in seen.values() for allele in one.pair}
            table = self.settings.population.at(name, alleles)
            locus = Locus.of(table, self.settings.mutation, self.settings.silent)
            chance = likelihood(tree, seen, locus)
            total += log(chance) if chance > 0 else -inf
        return total
