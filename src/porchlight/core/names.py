"""Names of persons: keys to find look-alikes by, and how alike two names are, with reasons."""

import csv
import re
from functools import cache, lru_cache
from importlib.resources import files

from anyascii import anyascii
from jellyfish import jaro_winkler_similarity, metaphone
from nicknames import NickNamer

from porchlight.core.score import Reason
from porchlight.core.text import say

SAME_BITS = 4.0
NICKNAME_BITS = 3.0
SPELLING_BITS = 2.5
SOUND_BITS = 2.0
INITIAL_BITS = 0.5
DIFFERENT_BITS = -1.5
ALIKE_FROM = 0.88  # Jaro-Winkler; «Gonzalez» and «Gonsales» are 0.89 alike, «Maria» and «Mark» 0.85

# Words that tell nothing of who it is.
_PARTICLES = frozenset(
    {"al", "aka", "bin", "bint", "da", "de", "del", "der", "di", "do", "dos", "du", "el", "ibn"}
    | {"la", "las", "le", "los", "van", "von", "y", "e"}
    | {"jr", "sr", "ii", "iii", "iv", "mr", "mrs", "ms", "dr"}
)
# How Spanish speakers hear what English spells otherwise, and the other way.
_SPANISH_SOUNDS = (
    (re.compile(r"^x(?=[aeiou])|j|g(?=[ei])"), "h"),
    (re.compile(r"ll"), "y"),
    (re.compile(r"z|c(?=[ei])"), "s"),
    (re.compile(r"v"), "b"),
    (re.compile(r"qu(?=[ei])"), "k"),
    (re.compile(r"(?<=[aeiou])h|^h(?=h)"), ""),
    (re.compile(r"y$"), "i"),
)


def fold_name(text: str) -> str:
    """
    Return a name for comparing: transliterated, lower case, without marks.

    >>> fold_name("Núñez-O’Brien, José"), fold_name("Анна")
    ('nunez obrien jose', 'anna')
    """
    plain = re.sub(r"['’ʼ`´]", "", text)
    return " ".join(re.findall(r"[a-z]+", anyascii(plain).casefold().replace("'", "")))


def name_words(text: str) -> tuple[str, ...]:
    """
    Return the folded words of a name that tell who it is, each once, in order.

    >>> name_words("María de la Cruz, Jr.")
    ('maria', 'cruz')
    """
    words = dict.fromkeys(fold_name(text).split())
    telling = tuple(word for word in words if word not in _PARTICLES)
    return telling or tuple(words)


def name_keys(full_name: str) -> frozenset[str]:
    """
    Return the codes of all words of a name; two look-alike names share at least one.

    >>> sorted(name_keys("Bill Nuñez") & name_keys("NUNES, William"))
    ['n:bill', 'n:william', 'p:NNS', 't:nun']
    """
    return frozenset().union(*(word_codes(word) for word in name_words(full_name)))


@lru_cache(maxsize=50_000)
def word_codes(word: str) -> frozenset[str]:
    """
    Return the codes under which one folded word of a name is found.

    ``t:`` first and last letters, ``p:`` sound, ``n:`` the names it may stand for. Marks and
    script do not matter; an initial gives no code.

    >>> sorted(word_codes("smyth"))
    ['n:smyth', 'p:SM0', 't:smy']
    """
    if len(word) < 2:
        return frozenset()
    codes = {f"t:{word[:3]}"}
    if len(word) >= 6:
        codes.add(f"t:{word[-4:]}")
    codes |= {f"p:{sound}" for sound in _sounds(word)}
    codes |= {f"n:{name}" for name in _stands_for(word)}
    return frozenset(codes)


def name_similarity(one: str, other: str) -> list[Reason]:
    """
    Return the steps that make two names alike or not; the same whichever comes first.

    >>> [str(reason.label) for reason in name_similarity("Bill Núñez", "Nunez, William")]
    ['Same name: nunez', 'bill and william may be the same name']
    """
    mine, yours = name_words(one), name_words(other)
    steps = sorted(
        ((_word_step(a, b), a, b) for a in mine for b in yours),
        key=lambda step: (-step[0].bits, sorted(step[1:])),
    )
    reasons: list[Reason] = []
    left, right = set(mine), set(yours)
    for reason, a, b in steps:
        if reason.bits > 0 and a in left and b in right:
            reasons.append(reason)
            left.discard(a)
            right.discard(b)
    # A word that only one name has (a second surname, a middle name) says nothing.
    for a, b in zip(sorted(left), sorted(right), strict=False):
        names = sorted((a, b))
        reasons.append(
            Reason(say("{one} differs from {other}", one=names[0], other=names[1]), DIFFERENT_BITS)
        )
    return reasons


@lru_cache(maxsize=20_000)
def _word_step(a: str, b: str) -> Reason:
    first, second = sorted((a, b))

    if a == b:
        bits = SAME_BITS if len(a) > 1 else INITIAL_BITS
        return Reason(say("Same name: {name}", name=a), bits)
    if len(first) == 1 or len(second) == 1:
        same = a[0] == b[0]
        label = say("Initial agrees: {one}, {other}", one=first, other=second)
        return Reason(label, INITIAL_BITS if same else DIFFERENT_BITS)
    if b in _stands_for(a) or a in _stands_for(b):
        label = say("{one} and {other} may be the same name", one=first, other=second)
        return Reason(label, NICKNAME_BITS)
    if jaro_winkler_similarity(first, second) >= ALIKE_FROM:
        label = say("Spelled alike: {one}, {other}", one=first, other=second)
        return Reason(label, SPELLING_BITS)
    if _sounds(a) & _sounds(b):
        return Reason(say("Sound alike: {one}, {other}", one=first, other=second), SOUND_BITS)
    return Reason(say("{one} differs from {other}", one=first, other=second), DIFFERENT_BITS)


@lru_cache(maxsize=20_000)
def _sounds(word: str) -> frozenset[str]:
    """Its sound in English, and in English of what a Spanish ear hears."""
    spanish = word
    for pattern, sound in _SPANISH_SOUNDS:
        spanish = pattern.sub(sound, spanish)
    return frozenset(sound for sound in (metaphone(word), metaphone(spanish)) if sound)


@cache
def _nick_namer() -> NickNamer:
    return NickNamer()


@cache
def _spanish_short_names() -> dict[str, frozenset[str]]:
    path = files("porchlight.core.codes").joinpath("nicknames_es.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["short"]: frozenset(row["full"].split()) for row in rows}


@lru_cache(maxsize=20_000)
def _stands_for(word: str) -> frozenset[str]:
    """The word, and the full names of which it is a short form."""
    english = _nick_namer().canonicals_of(word)
    return frozenset({word, *english}) | _spanish_short_names().get(word, frozenset())
