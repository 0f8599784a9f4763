"""
Search keys: a look-alike shares at least one key with what is asked for.

Two words of a name are kept as pairs of their codes: of a million people forty thousand share
the beginning «mar», but a few hundred also something like «garcia» beside it. So a name of two
words is found by rare keys alone, whatever the order of the words, and however common each is.
"""

import re
from collections.abc import Iterator
from itertools import combinations
from zlib import crc32

from porchlight.core.dates import PartialDate
from porchlight.core.names import name_words, word_codes
from porchlight.programmes.matching.rules.description import Description

# A full name with two surnames and a middle name; further words are titles and the like.
MOST_WORDS = 5
MOST_NAMES = 8
# Figures and letters that look alike on a plate, written by somebody in a hurry.
_PLATE = str.maketrans("OQIZSB", "001258")


def kept_keys(one: Description) -> list[str]:
    """Return all keys under which a person or vehicle is to be found, sorted, each once."""
    found = {*_pairs(one), *_words(one), *_exact(one)}
    if one.born is not None:
        found |= {f"{word}|{one.born.year}" for word in _words(one)}
    return sorted(found)


def asked_keys(one: Description) -> tuple[list[str], list[str], list[str]]:
    """
    Return what to look for, in three lists from the rarest keys to the commonest; the next list
    is only needed where the one before found little.

    First pairs of words, telephone, birth date, plate; then a word of the name with the year of
    birth, one year off counting; then single words, whatever they may be meant for.
    """
    rare = sorted({*_pairs(one), *_exact(one)})
    years = range(one.born.year - 1, one.born.year + 2) if one.born else ()
    words = sorted(_words(one))
    return rare, [f"{word}|{year}" for word in words for year in years], words


def packed(keys: list[str]) -> list[int]:
    """
    Return keys as 32-bit numbers, a fifth of the room. Two keys of one number cost a look.

    >>> packed(["tel:+17035550123"])
    [-498117131]
    """
    return sorted({crc32(key.encode()) - 2**31 for key in keys})


def folded_plate(text: str) -> str:
    """
    Return a plate or vehicle number for comparing: without what is easily misread.

    >>> folded_plate("abo-1z5"), folded_plate("A8O 125")
    ('A80125', 'A80125')
    """
    return re.sub(r"[^A-Z0-9]", "", text.upper()).translate(_PLATE)


def _words(one: Description) -> set[str]:
    names = (name_words(name)[:MOST_WORDS] for name in one.names[:MOST_NAMES])
    return {f"w:{code}" for words in names for word in words for code in word_codes(word)}


def _pairs(one: Description) -> set[str]:
    return {
        "&".join(sorted((a, b)))
        for name in one.names[:MOST_NAMES]
        for first, second in combinations(name_words(name)[:MOST_WORDS], 2)
        for a in word_codes(first)
        for b in word_codes(second)
    }


def _exact(one: Description) -> set[str]:
    found = {f"tel:{phone[-7:]}" for phone in one.phones}
    if one.born is not None and one.born.day is not None:
        found |= {f"born:{date}" for date in _as_misread(one.born)}
    for plate in map(folded_plate, one.plates):
        # A witness remembers its beginning or its end.
        found |= {f"plate:{plate[:4]}", f"plate:-{plate[-4:]}"} if len(plate) >= 4 else set()
    return found | {f"vin:{folded_plate(vin)[-8:]}" for vin in one.vins}


def _as_misread(born: PartialDate) -> Iterator[str]:
    yield str(born)
    if born.day is not None and born.day <= 12:
        yield f"{born.year:04}-{born.day:02}-{born.month:02}"
