"""
Lineage markers: mitochondrial DNA down the mothers, Y-STRs down the fathers.

A haplotype is shared by the whole line, so it never identifies; two differences speak against it.
Source: SWGDAM mtDNA guidelines 2019 (ranges, length variants); Clopper & Pearson 1934.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, lgamma, log, log1p, log10

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say

# Insertions in these runs differ within one person and are not counted.
LENGTH_VARIANTS = frozenset({"309", "315", "523", "524", "573", "16193"})
# The control region, numbered as the revised Cambridge reference sequence.
MT_LENGTH = 16569
Y_EXCLUDES = 3


@dataclass(frozen=True)
class MtHaplotype:
    """Differences to the reference sequence, and the ranges that were read."""

    differences: frozenset[str]
    ranges: tuple[tuple[int, int], ...]

    def covers(self, position: int) -> bool:
        """Whether the position was read."""
        return any(low <= position <= high for low, high in self.ranges)


@dataclass(frozen=True)
class LineageResult:
    """
    What a comparison says: how many differences, ``log10`` of the ratio (0 when it tells nothing),
    and whether it speaks against one line of descent.
    """

    differences: int
    log10: float
    excludes: bool
    words: Say


def parse_mt(text: str, ranges: str = "16024-16365 73-340") -> MtHaplotype:
    """
    Read a mitochondrial haplotype.

    >>> sorted(parse_mt("A263G, 73G 315.1C").differences)
    ['263G', '315.1C', '73G']

    :raises RuleBroken: if a difference or a range cannot be read, or lies outside what was read
    """
    read = tuple(_range(part) for part in re.split(r"[\s,;]+", ranges.strip()) if part)
    found = MtHaplotype(
        frozenset(_difference(part) for part in re.split(r"[\s,;]+", text.strip()) if part), read
    )
    for one in found.differences:
        if not found.covers(_position(one)):
            raise RuleBroken(say("{difference} lies outside the range read.", difference=one))
    return found


def _range(text: str) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,5})-(\d{1,5})", text)
    if not match or not 1 <= int(match[1]) <= int(match[2]) <= MT_LENGTH:
        raise RuleBroken(say("{text} is not a range such as 16024-16365.", text=text))
    return int(match[1]), int(match[2])


def _difference(text: str) -> str:
    match = re.fullmatch(r"[ACGT]?(\d{1,5}(?:\.\d)?)([ACGTRYKMSWBDHVN]|del|d|-)", text, re.I)
    if not match:
        raise RuleBroken(say("{text} is not a difference such as 263G or 315.1C.", text=text))
    return match[1] + ("d" if match[2].lower() in {"del", "d", "-"} else match[2].upper())


def _position(difference: str) -> int:
    return int(re.match(r"\d+", difference)[0])  # type: ignore[index] # parsed above


def mt_differences(one: MtHaplotype, other: MtHaplotype) -> tuple[str, ...]:
    """
    Return the differences between two haplotypes where both were read, without length variants.

    >>> mt_differences(parse_mt("263G 309.1C"), parse_mt("263G 73G"))
    ('73G',)
    """
    apart = one.differences ^ other.differences
    counted = [
        each
        for each in apart
        if one.covers(_position(each))
        and other.covers(_position(each))
        and not ("." in each and each.split(".")[0] in LENGTH_VARIANTS)
    ]
    places: dict[int, list[str]] = {}
    for each in counted:
        places.setdefault(_position(each), []).append(each)
    return tuple("/".join(sorted(places[at])) for at in sorted(places))


def compare_mt(
    one: MtHaplotype, other: MtHaplotype, *, seen: int = 0, of: int = 0
) -> LineageResult:
    """
    Compare two mitochondrial haplotypes; ``seen`` of ``of`` people of the database have it.

    Two differences or more speak against one mother's line, one is inconclusive.
    """
    overlap = any(max(a, c) <= min(b, d) for a, b in one.ranges for c, d in other.ranges)
    if not overlap:
        return LineageResult(0, 0.0, False, say("No range in common: no information."))
    return _lineage(len(mt_differences(one, other)), 2, seen, of)


def compare_y(
    one: Mapping[str, str], other: Mapping[str, str], *, seen: int = 0, of: int = 0
) -> LineageResult:
    """Compare two Y-STR haplotypes over the loci that both have."""
    common = [name for name in one if name in other]
    if not common:
        return LineageResult(0, 0.0, False, say("No locus in common: no information."))
    return _lineage(sum(one[name] != other[name] for name in common), Y_EXCLUDES, seen, of)


def _lineage(differences: int, excludes: int, seen: int, of: int) -> LineageResult:
    if differences >= excludes:
        words = say("{count} differences: not of one line.", count=differences)
        return LineageResult(differences, 0.0, True, words)
    if differences:
        words = say("{count} difference: inconclusive.", count=differences)
        return LineageResult(differences, 0.0, False, words)
    if not of:
        return LineageResult(0, 0.0, False, say("The same, but no database says how rare it is."))
    upper = upper_bound(seen, of)
    words = say("The same; seen {seen} times among {of}.", seen=seen, of=of)
    return LineageResult(0, -log10(upper), False, words)


def haplotype_frequency(seen: int, of: int) -> float:
    """
    Return the frequency with the case counted in.

    >>> round(haplotype_frequency(0, 1000), 9)
    0.000999001

    :raises RuleBroken: if more were seen than there are
    """
    _check_counts(seen, of)
    return (seen + 1) / (of + 1)


def upper_bound(seen: int, of: int, level: float = 0.95) -> float:
    """
    Return the one-sided upper bound of a frequency (Clopper and Pearson).

    >>> round(upper_bound(0, 1000), 9), round(upper_bound(2, 1000), 9)
    (0.00299125, 0.006282285)

    :raises RuleBroken: if more were seen than there are
    """
    _check_counts(seen, of)
    if seen == of:
        return 1.0
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        if _at_most(seen, of, middle) > 1 - level:
            low = middle
        else:
            high = middle
    return high


def _check_counts(seen: int, of: int) -> None:
    if not 0 <= seen <= of or of == 0:
        raise RuleBroken(say("{seen} of {of} cannot be.", seen=seen, of=of))


def _at_most(seen: int, of: int, p: float) -> float:
    """Return the probability of at most ``seen`` hits in ``of`` tries."""
    if p in (0.0, 1.0):
        return 1.0 - p
    return sum(
        exp(lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) + k * log(p) + (of - k) * log1p(-p))
        for k in range(seen + 1)
    )
