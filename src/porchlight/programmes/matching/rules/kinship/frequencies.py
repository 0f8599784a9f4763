"""
How common alleles are in a population, from data files that say where they come from.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.programmes.forensics.rules.profiles import allele_name, ladder, locus_name


@dataclass(frozen=True)
class Population:
    """
    Frequencies of alleles by locus. ``people`` is how many were typed; ``least`` a floor that
    holds for alleles never or hardly ever seen.
    """

    name: str
    source: str
    licence: str
    people: int
    least: float
    loci: Mapping[str, Mapping[str, float]]

    def at(self, locus: str, alleles: Iterable[str] = ()) -> dict[str, float]:
        """
        Return a locus' frequencies, with an entry for each of ``alleles``, none below the floor,
        adding up to 1 as the table does.

        :raises RuleBroken: if the population has no such locus
        """
        table = self.loci.get(locus_name(locus))
        if table is None:
            raise RuleBroken(
                say(
                    "{population} has no frequencies of {locus}.", population=self.name, locus=locus
                )
            )
        floor = self.floor
        raised = {name: max(value, floor) for name, value in table.items()}
        raised |= {name: floor for name in alleles if name not in raised}
        before, after = sum(table.values()), sum(raised.values())
        if after > max(before, 1.0):
            raised = {name: value / after for name, value in raised.items()}
        return raised

    @property
    def floor(self) -> float:
        """Five over twice the people typed (NRC II), or ``least`` if that is more."""
        return max(5 / (2 * self.people) if self.people else 0.0, self.least)


def read_population(text: str) -> Population:
    """
    Read a laboratory's table: TOML with name, source, licence, people, least and one table a locus.

    :raises RuleBroken: if it cannot be read, or a locus does not add up to 1 within 2 %
    """
    try:
        told = tomllib.loads(text)
        loci = {
            locus_name(name): {allele_name(a): float(p) for a, p in table.items()}
            for name, table in told["loci"].items()
        }
        found = Population(
            told["name"], told["source"], told["licence"], told["people"], told["least"], loci
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise RuleBroken(say("This is not a table of frequencies: {why}.", why=error)) from error
    for name, table in loci.items():
        if not 0.98 <= sum(table.values()) <= 1.02 or min(table.values()) <= 0:
            raise RuleBroken(
                say("{locus} does not add up to 1: {sum}.", locus=name, sum=sum(table.values()))
            )
    return found


@cache
def population(name: str = "europe") -> Population:
    """
    Return a table that comes with the product.

    >>> population("europe").licence
    'MIT'

    :raises KeyError: if there is no such table
    """
    if name not in POPULATIONS:
        raise KeyError(name)
    path = files("porchlight.programmes.matching.rules.kinship").joinpath(f"{name}.toml")
    return read_population(path.read_text(encoding="utf-8"))


POPULATIONS = ("europe",)


def in_order(alleles: Iterable[str]) -> list[str]:
    """Return alleles in the order of the ladder."""
    return sorted(alleles, key=ladder)
