"""What a machine asks when it looks hashes up: lists of written hashes by kind, as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say
from porchlight.programmes.hashes.rules.vocabulary import SIZES, Kind, kind_of

MOST_ASKED = 20_000


@dataclass(frozen=True)
class Asked:
    """The hashes by kind, each with its place (from 0, over all kinds in the order sent)."""

    by_kind: Mapping[Kind, Sequence[tuple[int, bytes]]]
    most_bits: int
    count: int


def read_asked(body: bytes) -> Asked:
    """
    Return what ``{"pdq": ["…", …], "md5": […], "distance": 31}`` asks.

    >>> asked = read_asked(b'{"md5": ["900150983cd24fb0d6963f7d28e17f72"], "distance": 8}')
    >>> asked.count, asked.most_bits
    (1, 8)

    :raises RuleBroken: naming what is wrong, with the place of the first hash that is
    """
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RuleBroken(say("The body is no JSON.")) from error
    if not isinstance(said, dict):
        raise RuleBroken(say('Send lists by kind, such as {{"pdq": ["…"]}}.'))
    most_bits = said.pop("distance", 31)
    if type(most_bits) is not int or not 0 <= most_bits <= 31:
        raise RuleBroken(say("The distance is a whole number from 0 to 31."), field="distance")
    by_kind: dict[Kind, Sequence[tuple[int, bytes]]] = {}
    count = 0
    for word, written in said.items():
        values = _values(kind_of(str(word)), written)
        by_kind[kind_of(str(word))] = list(enumerate(values, count))
        count += len(values)
    if not 1 <= count <= MOST_ASKED:
        raise RuleBroken(say("Ask for 1 to {most} hashes at once.", most=MOST_ASKED))
    return Asked(by_kind, most_bits, count)


def _values(kind: Kind, written: object) -> list[bytes]:
    size = SIZES.get(kind)
    if size is None or not isinstance(written, list):
        known = ", ".join(each.lower() for each in SIZES)
        raise RuleBroken(say("Send lists of {kinds}.", kinds=known), field=kind.lower())
    try:
        # All at once: a member asks for thousands.
        data = bytes.fromhex("".join(written))
    except (TypeError, ValueError):
        data = b""
    values = [data[start : start + size] for start in range(0, len(data), size)]
    if len(values) != len(written) or any(len(each) != 2 * size for each in written):
        raise _first_wrong(kind, size, written)
    return values


def _first_wrong(kind: Kind, size: int, written: list[object]) -> RuleBroken:
    for place, each in enumerate(written):
        try:
            right = isinstance(each, str) and len(bytes.fromhex(each)) == size
            right = right and len(str(each)) == 2 * size
        except ValueError:
            right = False
        if not right:
            sentence = say(
                "Hash {place} of {kind}: write {count} hexadecimal digits.",
                place=place,
                kind=kind.lower(),
                count=2 * size,
            )
            return RuleBroken(sentence, field=kind.lower())
    return RuleBroken(say("Write every hash without spaces."), field=kind.lower())
