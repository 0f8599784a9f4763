"""
Chain of custody: who held an item when, in what condition, and that nobody changed the list.

Each link's hash covers the one before. A mistake is corrected by a further link, never by a change.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say

START = "0" * 64


class Act(StrEnum):
    """What was done with an item."""

    COLLECTED = "collected"
    SEALED = "sealed"
    STORED = "stored"
    RELEASED = "released"
    SHIPPED = "shipped"
    RECEIVED = "received"
    REFUSED = "refused"
    OPENED = "opened"
    SAMPLED = "sampled"
    CONSUMED = "consumed"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    DIGITISED = "digitised"
    CORRECTED = "corrected"


ENDS = frozenset({Act.CONSUMED, Act.DESTROYED})


@dataclass(frozen=True)
class Link:
    """One event of an item: who gave, who took, seals before and after, and in what state."""

    seq: int
    at: datetime
    act: Act
    by: str
    to: str
    seal_before: str = ""
    seal_after: str = ""
    approval: str = ""


def next_hash(before: str, told: Mapping[str, object]) -> str:
    """
    Return the hash of a link: of the one before and the canonical JSON of what it tells.

    >>> next_hash(START, {"seq": 1})[:8]
    '0a008985'
    """
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256((before + canonical).encode()).hexdigest()


def first_broken(chain: Sequence[tuple[str, Mapping[str, object]]]) -> int | None:
    """Return the position of the first link whose hash does not fit, or None."""
    before = START
    for at, (told_hash, told) in enumerate(chain):
        if next_hash(before, told) != told_hash:
            return at
        before = told_hash
    return None


def check_link(before: Sequence[Link], link: Link) -> None:
    """
    Refuse a link that cannot follow.

    :raises RuleBroken: if the first is no collection, times run backwards, the item is gone, or it
        is consumed without approval
    """
    if not before:
        if link.act is not Act.COLLECTED:
            raise RuleBroken(say("A chain begins with the collection."))
        return
    last = before[-1]
    if last.act in ENDS and link.act is not Act.CORRECTED:
        raise RuleBroken(say("This item is used up or destroyed."))
    if link.at < last.at:
        raise RuleBroken(say("This is earlier than the entry before it."))
    if link.act in ENDS and not link.approval:
        raise RuleBroken(say("Write who approved that the item is used up."))


def exceptions(chain: Sequence[Link]) -> list[Say]:
    """Return what does not fit together: gaps from hand to hand, seals that changed between."""
    found = []
    for before, after in zip(chain, chain[1:], strict=False):
        if before.to and after.by and before.to != after.by and after.act is not Act.CORRECTED:
            found.append(
                say(
                    "Gap at {seq}: held by {one}, given by {other}.",
                    seq=after.seq,
                    one=before.to,
                    other=after.by,
                )
            )
        if before.seal_after and after.seal_before and before.seal_after != after.seal_before:
            found.append(
                say(
                    "Seal at {seq}: {one} was put on, {other} was found.",
                    seq=after.seq,
                    one=before.seal_after,
                    other=after.seal_before,
                )
            )
    return found
