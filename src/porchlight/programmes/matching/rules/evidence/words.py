"""
Words of marks, clothing and things compared; and blood types.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from math import exp, log

from porchlight.core.places import fold

# Words that every record has, and those that say which of two sides only.
EMPTY = frozenset(
    re.findall(
        r"\w+",
        "the a an of on in and or with to at is was has had his her its from one two per no not "
        "known unknown approximately about small large mark scar tattoo other description "
        "clothing accessory footwear jewelry size color colored body near cm inch",
    )
)
SAME_WORD = {
    "lt": "left",
    "l": "left",
    "rt": "right",
    "r": "right",
    "tat": "tattoo",
    "sc": "scar",
    "thgh": "thigh",
    "shld": "shoulder",
    "sneaker": "shoe",
    "trainer": "shoe",
    "tee": "shirt",
    "tshirt": "shirt",
    "trouser": "pant",
    "jean": "pant",
    "grey": "gray",
}
# How common a word is taken to be that the collection does not know.
RARE = 0.02
NOTHING_SHARED = 0.6
CAP = 50.0
# Shared words of one description depend on each other, so each counts for its root only.
DEPENDENCE = 0.5
BLOOD_SHARES = {"A": 0.40, "B": 0.11, "AB": 0.04, "O": 0.45}
RHESUS_SHARES = {"POS": 0.85, "NEG": 0.15}
BLOOD_ERROR = 0.02


@lru_cache(maxsize=65536)
def tokens(text: str) -> frozenset[str]:
    """
    Return the words of a description that tell something, in one form each.

    >>> sorted(tokens("Scar/mark: LT thighs; grey sneakers"))
    ['gray', 'left', 'shoe', 'thigh']
    """
    found = set()
    for word in re.findall(r"[a-z0-9]+", fold(text)):
        root = (
            word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        )
        root = SAME_WORD.get(root, root)
        if len(root) > 1 and root not in EMPTY:
            found.add(root)
    return frozenset(found)


def shares(texts: Iterable[str]) -> dict[str, float]:
    """Return the share of descriptions that have each word, each counted half a time more."""
    counted: Counter[str] = Counter()
    total = 0
    for text in texts:
        counted.update(tokens(text))
        total += 1
    return {word: (count + 0.5) / (total + 1) for word, count in counted.items()}


def text_ratio(one: str, other: str, common: Mapping[str, float]) -> tuple[list[str], float]:
    """
    Return the shared words, rarest first, and the ratio they give; symmetric.

    No words on one side say nothing; words on both with none in common speak a little against.
    """
    mine, theirs = tokens(one), tokens(other)
    if not mine or not theirs:
        return [], 1.0
    shared = sorted(mine & theirs, key=lambda word: (common.get(word, RARE), word))
    if not shared:
        return [], NOTHING_SHARED
    total = sum(weight(common.get(word, RARE)) for word in shared)
    return shared, min(exp(total), CAP)


def weight(share: float) -> float:
    """Return what a shared word adds to the natural logarithm of the ratio."""
    return max(-DEPENDENCE * log(share), 0.0)


def blood_ratio(one: str, other: str) -> float:
    """
    Return the ratio of two NCIC blood types; a rhesus factor counts where both have it.

    >>> round(blood_ratio("ABNEG", "ABNEG"), 1) > 100, blood_ratio("UNKWN", "APOS")
    (True, 1.0)
    """
    a, b = _blood(one), _blood(other)
    if a is None or b is None:
        return 1.0
    ratio = _agrees(a[0] == b[0], BLOOD_SHARES[b[0]])
    if a[1] in RHESUS_SHARES and b[1] in RHESUS_SHARES:
        ratio *= _agrees(a[1] == b[1], RHESUS_SHARES[b[1]])
    return ratio


def _agrees(same: bool, share: float) -> float:
    return (1 - BLOOD_ERROR) / share if same else BLOOD_ERROR / (1 - share)


def _blood(code: str) -> tuple[str, str] | None:
    match = re.fullmatch(r"(AB|A|B|O)(POS|NEG|UNK)", code)
    return (match[1], match[2]) if match else None
