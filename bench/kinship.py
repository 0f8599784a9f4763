"""
DNA: a profile against a database, and a family tree, each beside the time the work is held to.
"""

import time

import numpy as np

from porchlight.programmes.forensics.rules.profiles import CODIS
from porchlight.programmes.matching.rules.kinship.frequencies import population
from porchlight.programmes.matching.rules.kinship.mutation import Mutation
from porchlight.programmes.matching.rules.kinship.pedigree import family, person
from porchlight.programmes.matching.rules.kinship.ratio import Settings, missing_person_ratio
from porchlight.programmes.matching.rules.kinship.sampling import simulated
from porchlight.programmes.matching.rules.kinship.scan import database, scan
from result import Result

PROFILES, DISTINCT = 100_000, 4_000
SCAN_SECONDS, TREE_SECONDS = 2.0, 1.0
TREE = family(
    person("mother", "F", "mother's father", "mother's mother"),
    person("father", "M", "father's father", "father's mother"),
    person("child", "U", "father", "mother"),
    person("sister", "F", "father", "mother"),
    person("half brother", "M", "other", "mother"),
    person("uncle", "M", "father's father", "father's mother"),
)


def measure() -> Result:
    scanned, tree = scan_seconds(), tree_seconds()
    return Result(
        f"24 loci against {PROFILES:,} profiles, three kinships with θ; "
        f"a tree of {len(TREE.members)} with 20 loci, θ and mutations",
        f"{scanned:.3f} s; {tree:.2f} s",
        f"held to {SCAN_SECONDS} s and {TREE_SECONDS} s (no maintained Python peer is known)",
        f"{SCAN_SECONDS / scanned:.0f} and {TREE_SECONDS / tree:.1f} times within",
    )


def scan_seconds() -> float:
    europe, dice = population("europe"), np.random.default_rng(1)
    alone, loci = family(person("x")), list(europe.loci)
    people = [simulated(alone, europe, loci, dice)["x"] for _ in range(DISTINCT)]
    base = database([people[at % DISTINCT] for at in range(PROFILES)], europe)
    scan(people[0], base)
    began = time.perf_counter()
    scan(people[1], base)
    return time.perf_counter() - began


def tree_seconds() -> float:
    europe = population("europe")
    people = simulated(TREE, europe, CODIS, np.random.default_rng(3))
    typed = ("mother's father", "half brother", "uncle", "sister")
    relatives = {name: people[name] for name in typed}
    settings = Settings(europe, theta=0.01, mutation=Mutation())
    missing_person_ratio(TREE, "child", relatives, people["child"], settings)
    began = time.perf_counter()
    missing_person_ratio(TREE, "child", relatives, people["child"], settings)
    return time.perf_counter() - began
