"""Text from strangers and from hurried hands: normalised, or refused with a sentence."""

import re
import unicodedata

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

# U+202A–202E and U+2066–2069 turn the reading order and can disguise words; U+FEFF is no text.
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\ufeff]")
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
MOST_MARKS = 6


def clean(text: str) -> str:
    """
    Return ``text`` as it is kept: composed (NFC), lines ended alike, no invisible controls.

    >>> clean("  Peñ\u0061\u0301\\r\\nnow ")
    'Peñá\\nnow'

    :raises RuleBroken: if it holds U+0000, half a surrogate pair, or towers of marks
    Source: security.md, P4.
    """
    if "\x00" in text or any("\ud800" <= each <= "\udfff" for each in text):
        raise RuleBroken(say("This text holds a character that cannot be kept. Type it again."))
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _CONTROLS.sub("", _INVISIBLE.sub("", unicodedata.normalize("NFC", lines)))
    if _has_tower(plain):
        raise RuleBroken(say("This text has too many marks over one letter. Type it plainly."))
    return plain.strip()


def _has_tower(text: str) -> bool:
    run = 0
    for each in text:
        run = run + 1 if unicodedata.combining(each) else 0
        if run > MOST_MARKS:
            return True
    return False
