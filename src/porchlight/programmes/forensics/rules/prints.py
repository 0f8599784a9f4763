"""
NCIC fingerprint classification: ten pairs of letters or figures, right thumb to left little finger.

A class orders and warns; it never identifies.
Source: NCIC fingerprint classification as in the Wisconsin TIME manual.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say

FINGERS: tuple[Say, ...] = (
    say("right thumb"),
    say("right index"),
    say("right middle"),
    say("right ring"),
    say("right little"),
    say("left thumb"),
    say("left index"),
    say("left middle"),
    say("left ring"),
    say("left little"),
)
_PAIR = re.compile(r"AA|TT|[PCDX][IMO]|SR|XX|AU|LS|RS|WU|UC|UP|NA|\d\d")
HENRY_VALUES = (16, 16, 8, 8, 4, 4, 2, 2, 1, 1)


class Pattern(StrEnum):
    """What a finger's ridges form."""

    ARCH = "arch"
    ULNAR_LOOP = "ulnar loop"
    RADIAL_LOOP = "radial loop"
    WHORL = "whorl"
    LOOP = "loop"
    SCARRED = "scarred"
    MISSING = "missing"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Finger:
    """One finger: its code, pattern, and the ridges counted in a loop."""

    code: str
    pattern: Pattern
    ridges: int | None = None


def parse_fpc(text: str) -> tuple[Finger, ...]:
    """
    Read a classification of twenty characters; lower case of old cards is accepted.

    >>> parse_fpc("19PIPOPM0766PO18PICI")[5].pattern
    <Pattern.RADIAL_LOOP: 'radial loop'>

    :raises RuleBroken: if it has another length, or a pair is no class
    """
    plain = re.sub(r"\s", "", text).upper()
    if len(plain) != 20:
        raise RuleBroken(say("A classification has twenty characters, not {n}.", n=len(plain)))
    return tuple(_finger(at // 2, plain[at : at + 2]) for at in range(0, 20, 2))


def _finger(position: int, code: str) -> Finger:
    if not _PAIR.fullmatch(code) or code in ("00", "50"):
        raise RuleBroken(
            say("{code} is no class for the {finger}.", code=code, finger=FINGERS[position])
        )
    if code.isdigit():
        count = int(code)
        kind = Pattern.ULNAR_LOOP if count < 50 else Pattern.RADIAL_LOOP
        return Finger(code, kind, count % 50)
    return Finger(code, _pattern(position, code))


def _pattern(position: int, code: str) -> Pattern:
    if code in ("RS", "LS"):
        # A right slant leans to the little finger on the right hand, to the thumb on the left.
        right_hand = position < 5
        return Pattern.ULNAR_LOOP if (code == "RS") == right_hand else Pattern.RADIAL_LOOP
    fixed = {
        "AA": Pattern.ARCH,
        "TT": Pattern.ARCH,
        "AU": Pattern.ARCH,
        "SR": Pattern.SCARRED,
        "XX": Pattern.MISSING,
        "NA": Pattern.UNKNOWN,
        "UC": Pattern.UNKNOWN,
        "UP": Pattern.UNKNOWN,
    }
    return fixed.get(code, Pattern.WHORL)


def henry_primary(fingers: tuple[Finger, ...]) -> tuple[int, int]:
    """
    Return Henry's primary classification. A missing finger counts as the other hand's; both missing
    count as whorls.

    >>> henry_primary(parse_fpc("19PIPOPM0716PO18PICI"))
    (26, 12)
    """
    even, odd = 1, 1
    for at, value in enumerate(HENRY_VALUES):
        if _counts_as_whorl(fingers, at):
            even, odd = (even + value, odd) if at % 2 else (even, odd + value)
    return even, odd


def _counts_as_whorl(fingers: tuple[Finger, ...], at: int) -> bool:
    own, opposite = fingers[at].pattern, fingers[(at + 5) % 10].pattern
    if own is not Pattern.MISSING:
        return own is Pattern.WHORL
    return opposite in (Pattern.WHORL, Pattern.MISSING)


class Agreement(StrEnum):
    """How a finger of two classifications compares."""

    AGREE = "agree"
    WEAK = "weak"
    REFERENCE = "reference"
    CONFLICT = "conflict"
    NO_INFORMATION = "none"


@dataclass(frozen=True)
class PrintsCompared:
    """Ten fingers of two classifications compared."""

    fingers: tuple[Agreement, ...]

    def count(self, *which: Agreement) -> int:
        """Return how many fingers compare so."""
        return sum(one in which for one in self.fingers)


def compare_fpc(in_life: tuple[Finger, ...], found: tuple[Finger, ...]) -> PrintsCompared:
    """Compare two classifications finger by finger."""
    return PrintsCompared(tuple(_agree(a, b) for a, b in zip(in_life, found, strict=True)))


def _agree(one: Finger, other: Finger) -> Agreement:
    silent = (Pattern.SCARRED, Pattern.UNKNOWN)
    if one.pattern in silent or other.pattern in silent:
        return Agreement.NO_INFORMATION
    if Pattern.MISSING in (one.pattern, other.pattern):
        return _amputated(one, other)
    if one.pattern is other.pattern:
        return _same_pattern(one, other)
    pair = {one.pattern, other.pattern}
    if Pattern.ARCH in pair and _low_count(one, other):
        return Agreement.REFERENCE
    return Agreement.CONFLICT


def _amputated(one: Finger, other: Finger) -> Agreement:
    if one.pattern is other.pattern:
        return Agreement.AGREE
    # Lost since, or in death, says nothing; lost in life and there now cannot be.
    lost_before = one.pattern is Pattern.MISSING
    return Agreement.CONFLICT if lost_before else Agreement.NO_INFORMATION


def _same_pattern(one: Finger, other: Finger) -> Agreement:
    if one.pattern is Pattern.WHORL:
        return Agreement.AGREE if one.code == other.code else Agreement.REFERENCE
    if one.ridges is None or other.ridges is None:
        return Agreement.AGREE
    apart = abs(one.ridges - other.ridges)
    if apart <= 2:
        return Agreement.AGREE
    return Agreement.WEAK if apart <= 5 else Agreement.CONFLICT


def _low_count(one: Finger, other: Finger) -> bool:
    return any(each.ridges is not None and each.ridges <= 3 for each in (one, other))


# Ten fingers of one person agree in most; of two, in about a third. Set by judgement.
_AGREE_LOG10 = {
    Agreement.AGREE: 0.4,
    Agreement.WEAK: 0.1,
    Agreement.REFERENCE: 0.1,
    Agreement.CONFLICT: -0.7,
    Agreement.NO_INFORMATION: 0.0,
}


def prints_log10(found: PrintsCompared) -> float:
    """Return log10 of the ratio of a comparison of classes, capped: it orders, no more."""
    total = sum((_AGREE_LOG10[one] for one in found.fingers), 0.0)
    return max(-3.0, min(3.0, total))
