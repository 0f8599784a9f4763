"""
NCIC's 939 codes for scars, marks, tattoos and other characteristics, by kind and body place.

A code is looked up and never built: the same part is shortened in different ways. Labels are ours
and neutral where NCIC's are dated. Source: NIEM 5.1, reference/missing.md appendix A.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

LONGEST = 10
# Head to foot, as a body is looked over.
PLACES = ("head", "neck", "torso", "back", "arm", "hand", "leg", "foot", "whole")
_WORDS_SAID_OTHERWISE = {
    "ankles": "ankle",
    "belly": "abdomen",
    "birthmark": "birthmark",
    "brow": "eye",
    "eyebrow": "eye",
    "stomach": "abdomen",
    "tattooed": "tattoo",
    "scarred": "scar",
    "pierced": "piercing",
    "lentes": "anteojos",
    "ceja": "ojo",
}


class Smt(NamedTuple):
    """A code: its kind, body place, side (L, R, B or none) and what it means."""

    code: str
    kind: str
    place: str
    side: str
    english: str
    spanish: str

    def label(self, language: str = "en") -> str:
        """Return what it means in the language."""
        return self.spanish if language == "es" else self.english


@cache
def codes() -> tuple[Smt, ...]:
    """
    Return all codes, kind by kind.

    >>> len(codes()), codes()[0].label("es")
    (939, 'Brazo artificial')
    """
    text = files("porchlight.core.codes").joinpath("ncic_smt.csv").read_text(encoding="utf-8")
    return tuple(Smt(*row) for row in list(csv.reader(text.splitlines()))[1:])


def smt(code: str) -> Smt | None:
    """
    Return a code, whatever case and spaces it is typed in; None when there is no such code.

    >>> smt("sc  l eye").label(), smt("SC LEFT EYEBROW")
    ('Scar, left eye or eyelid', None)
    """
    return _by_code().get(" ".join(code.upper().split()))


def kinds() -> tuple[str, ...]:
    """Return the kinds, in the order of the source."""
    return tuple(dict.fromkeys(each.kind for each in codes()))


def find(words: str, *, place: str = "", kind: str = "", limit: int = 12) -> list[Smt]:
    """
    Return the codes that a description may mean, the likeliest first; without words those of the
    place and kind, all of them.

    >>> [each.code for each in find("Small scar over the left eyebrow", limit=1)]
    ['SC L EYE']
    >>> [each.code for each in find("tatuaje en el antebrazo derecho", limit=1)]
    ['TAT RF ARM']
    >>> len(find("", place="hand", kind="scar"))
    6
    """
    among = [
        each
        for each in codes()
        if (not place or each.place == place) and (not kind or each.kind == kind)
    ]
    asked = _words(words)
    if not asked:
        return among
    scored = [(_score(asked, each), at, each) for at, each in enumerate(among)]
    good = sorted((-score, at, each) for score, at, each in scored if score > 0)
    return [each for _, _, each in good[:limit]]


def _score(asked: frozenset[str], each: Smt) -> float:
    """Words in common count; a word of the code that was not said counts a little against it."""
    best = 0.0
    for label in (each.english, each.spanish):
        said = _label_words(label)
        common = len(asked & said)
        # A kind alone («scar») or a place alone («left arm») does not make a code.
        if common > 1 or (common and len(said) == 1):
            best = max(best, common - 0.3 * len(said - asked))
    other = {"L": {"right", "derecho"}, "R": {"left", "izquierdo"}}.get(each.side, set())
    return 0.0 if other & asked and not _both(asked) else best


def _both(asked: frozenset[str]) -> bool:
    return bool({"left", "right"} <= asked or {"izquierdo", "derecho"} <= asked)


@cache
def _label_words(label: str) -> frozenset[str]:
    return _words(label)


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    found = re.findall(r"[a-z]{3,}", plain)
    return frozenset(_stem(_WORDS_SAID_OTHERWISE.get(word, word)) for word in found) - _EMPTY


def _stem(word: str) -> str:
    """One word for the plural and for the Spanish feminine of left and right."""
    for ending, root in (("izquierda", "izquierdo"), ("derecha", "derecho")):
        if word.startswith(ending):
            return root
    return word[:-1] if word.endswith("s") and len(word) > 4 else word


_EMPTY = frozenset(
    {"the", "and", "over", "under", "with", "del", "los", "las", "una", "sobre", "por"}
)


@cache
def _by_code() -> dict[str, Smt]:
    return {each.code: each for each in codes()}


def unknown(typed: Iterable[str]) -> tuple[str, ...]:
    """
    Return what is no code.

    >>> unknown(["SC ARM", "SCAR ARM LEFT"])
    ('SCAR ARM LEFT',)
    """
    return tuple(each for each in typed if smt(each) is None)
