"""Letters that the poster's typefaces have; others are written in Latin letters."""

import unicodedata

from anyascii import anyascii

# The blocks of the poster's typefaces that were set and looked at; proved by tests/test_letters.
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xAC),
    (0xAE, 0x24F),
    (0x2B9, 0x2BC),
    (0x300, 0x30C),
    (0x323, 0x328),
    (0x388, 0x38A),
    (0x38E, 0x3A1),
    (0x3A3, 0x3CE),
    (0x400, 0x45F),
    (0x490, 0x491),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2015),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
    (0x2030, 0x2033),
    (0x2039, 0x203A),
    (0x20AC, 0x20AC),
    (0x2116, 0x2116),
    (0x2122, 0x2122),
)
LONGEST_WORD = 28
ZERO_WIDTH_SPACE = "\u200b"


def printable(text: str) -> str:
    """
    Return the text in letters that can be set: line breaks as spaces, control characters gone,
    letters without a typeface transliterated, endless words breakable.

    >>> printable("Nguyễn Łódź"), printable("王小明"), printable("a\\x00b\\nc")
    ('Nguyễn Łódź', 'WangXiaoMing', 'ab c')
    """
    spaced = "".join(" " if one.isspace() else one for one in unicodedata.normalize("NFC", text))
    kept = "".join(one if has_glyph(one) else _replaced(one) for one in spaced)
    return " ".join(_breakable(word) for word in kept.split())


def has_glyph(one: str) -> bool:
    """Whether the poster's typefaces have this letter."""
    return any(first <= ord(one) <= last for first, last in RANGES)


def _replaced(one: str) -> str:
    if unicodedata.category(one)[0] == "C":
        return ""
    return "".join(letter for letter in anyascii(one) if has_glyph(letter))


def _breakable(word: str) -> str:
    """No name is so long; pasted text is, and must not run off the page."""
    if len(word) <= LONGEST_WORD:
        return word
    parts = [word[start : start + LONGEST_WORD] for start in range(0, len(word), LONGEST_WORD)]
    return ZERO_WIDTH_SPACE.join(parts)
