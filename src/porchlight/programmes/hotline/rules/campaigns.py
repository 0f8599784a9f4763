"""
Many tips that are one act: copied texts, one address claimed again and again, threats that want
officers at somebody's door. What is found here is shown with the tip; it never takes a tip away.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b

from porchlight.core.places import fold
from porchlight.core.score import Reason
from porchlight.core.text import say

SKETCH_SIZE = 48
# The share of common words from which two texts are one text told twice: witnesses of one sighting
# use the same few words, so short texts must agree in more; very short ones tell nothing.
COPY_FROM, SHORT_COPY_FROM = 0.4, 0.6
FEWEST_WORDS, SHORT_WORDS = 8, 16
SHOWN_AS_MANY = 3

_COMMON_WORDS = (
    "the a an and or of in on at to for with was were is are i he she they it this that her his my "
    "saw seen see about there then from near by el la los las un una y o de en con por para que es "
    "era vi lo le se su al del"
)
_COMMON = frozenset(_COMMON_WORDS.split())
_THREAT = re.compile(
    r"\b(?:bomb|hostages?|shoot(?:ing|er)?|shot|gun(?:man|s)?|rifle|explosives?|kill(?:ed|ing)?|"
    r"armed|swat|body|bodies|bomba|rehen(?:es)?|dispar\w+|arma(?:s|do|dos)?|pistola|rifle|"
    r"matar|mat[oó]|explosivos?)\b",
    re.IGNORECASE,
)
_WANTS_FORCE = re.compile(
    r"\b(?:send|raid|break (?:down|in)|kick (?:in|down)|storm|swat|manden|env[ií]en|entren|"
    r"derriben|allanen)\b",
    re.IGNORECASE,
)
_NO_STREET = r"(?!(?:o'?clock|on|at|in|the|of|by|to|from|am|pm|years?|miles?|bus|and|or)\b)"
_STREET = re.compile(
    rf"\b\d{{1,5}}\s+(?:[NSEW]\.?\s+)?(?:{_NO_STREET}\w[\w.'-]*\s+){{1,4}}"
    r"(?:st(?:reet)?|ave(?:nue)?|r(?:oa)?d|dr(?:ive)?|lane|ln|blvd|boulevard|ct|court|way|pl(?:ace)?|"
    r"apt|apartment|trail|pkwy|terrace|circle)\b|"
    r"\b(?:calle|avenida|av\.|carrera|paseo)\s+[\w\s.]{2,40}?\d{1,5}\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Pattern:
    """
    What else came like this one lately: ``copies`` of its words, tips about the same ``address``,
    ``from_source`` of the same network today, and the sender's earlier tips that proved false.
    """

    copies: int = 0
    same_address: int = 0
    from_source: int = 0
    sender_before: int = 0
    sender_false: int = 0

    @property
    def is_many(self) -> bool:
        """Whether it looks like one act of many messages."""
        return max(self.copies, self.same_address) >= SHOWN_AS_MANY


def telling_words(text: str) -> frozenset[str]:
    """Return the words of a text that tell something, folded."""
    return frozenset(word for word in fold(text).split() if word not in _COMMON and len(word) > 2)


def sketch(text: str) -> list[int]:
    """
    Return up to 48 numbers that two alike texts mostly share, however their words are ordered.

    The smallest hashes of its telling words (bottom-k sketch): what share two sketches have in
    common estimates what share the texts have. A text of fewer than eight such words has none.
    """
    words = telling_words(text)
    if len(words) < FEWEST_WORDS:
        return []
    hashed = sorted(
        int.from_bytes(blake2b(word.encode(), digest_size=7).digest(), "big") for word in words
    )
    return hashed[:SKETCH_SIZE]


def copied(one: Iterable[int], other: Iterable[int]) -> float:
    """
    Return the estimated share (0 to 1) of words that two sketched texts have in common.

    >>> told = "They hold a young girl in the green house at the corner of Main and Fifth"
    >>> other = "In the green house, corner of Fifth and Main, they hold a young girl"
    >>> copied(sketch(told), sketch(other))
    1.0

    Source: Cohen and Kaplan, Summarizing data using bottom-k sketches, 2007.
    """
    mine, yours = set(one), set(other)
    if not mine or not yours:
        return 0.0
    smallest = sorted(mine | yours)[:SKETCH_SIZE]
    return len(mine & yours & set(smallest)) / len(smallest)


def first_like(told: list[int], earlier: Iterable[tuple[int, list[int]]]) -> list[int]:
    """
    Return which of the ``earlier`` (number, sketch) came in nearly the same words, in order.

    >>> words = sketch("They hold a young girl in the green house, corner of Main and Fifth")
    >>> boy = sketch("A small boy with a red cap waited alone for bus twelve yesterday")
    >>> first_like(words, [(7, words), (9, boy)])
    [7]
    """
    return [number for number, other in earlier if _is_copy(told, other)]


def _is_copy(one: list[int], other: list[int]) -> bool:
    short = min(len(one), len(other)) < SHORT_WORDS
    return copied(one, other) >= (SHORT_COPY_FROM if short else COPY_FROM)


def addresses(text: str) -> frozenset[str]:
    """
    Return the street addresses that a text claims, folded for comparing.

    >>> addresses("They hide her at 4100 Larkspur Lane, please send police")
    frozenset({'4100 larkspur lane'})
    """
    return frozenset(fold(found.group()) for found in _STREET.finditer(text))


def asks_for_force(text: str) -> bool:
    """
    Whether a text wants officers with weapons at an address: the mark of a swatter, and of a
    witness in fear. Either way a person speaks with them first.

    >>> asks_for_force("He has a gun and hostages at 12 Oak Street"), asks_for_force("A girl cried")
    (True, False)
    """
    if not addresses(text):
        return False
    return bool(_THREAT.search(text) or _WANTS_FORCE.search(text))


def warnings(pattern: Pattern, text: str) -> list[Reason]:
    """Return what the desk and the officer are told of the pattern; it lowers and never hides."""
    found = []
    if asks_for_force(text):
        found.append(Reason(say("Speaks of violence at an address: call back first"), 0.0))
    if pattern.copies >= SHOWN_AS_MANY:
        label = say("Tips in the same words: {n}", n=pattern.copies + 1)
        found.append(Reason(label, -2.0))
    if pattern.same_address >= SHOWN_AS_MANY:
        label = say("Tips that name the same address: {n}", n=pattern.same_address + 1)
        found.append(Reason(label, -1.0))
    if pattern.from_source >= 2 * SHOWN_AS_MANY:
        label = say("Tips from this network today: {n}", n=pattern.from_source + 1)
        found.append(Reason(label, -1.0))
    return [*found, *_sender(pattern)]


def _sender(pattern: Pattern) -> list[Reason]:
    """Somebody who was wrong before is believed less, and heard all the same."""
    if not pattern.sender_before:
        return []
    if pattern.sender_false:
        label = say(
            "Earlier tips of this sender: {n}, of which proved false: {false}",
            false=pattern.sender_false,
            n=pattern.sender_before,
        )
        return [Reason(label, -min(2.0, 0.7 * pattern.sender_false))]
    return [Reason(say("Earlier tips of this sender: {n}", n=pattern.sender_before), 0.5)]
