"""How a family member may be reached, and what must not be told to another."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from porchlight.core.decision import YES, Decision, no
from porchlight.core.text import say

# Fewer figures in a row than this are an age, a time, a year: never a telephone.
LEAST_FIGURES = 7
LEAST_LETTERS = 4
LEAST_OF_A_NAME = 3


@dataclass(frozen=True)
class SafeRules:
    """
    What is safe for one person. ``after`` and ``before`` bound the hours of a call (both or
    neither; a window may run over midnight); ``no_call`` says that the telephone itself is unsafe.
    """

    after: time | None = None
    before: time | None = None
    no_call: bool = False


def may_call(rules: SafeRules, at: time) -> Decision:
    """
    Whether a call at ``at`` (the person's own clock) is safe, with the reason when not.

    >>> bool(may_call(SafeRules(time(18), time(21)), time(9)))
    False
    >>> bool(may_call(SafeRules(time(22), time(2)), time(1)))
    True
    """
    if rules.no_call:
        return no(say("This person must not be called. Use the family page."))
    if rules.after is None or rules.before is None:
        return YES
    if rules.after <= rules.before:
        inside = rules.after <= at <= rules.before
    else:
        inside = at >= rules.after or at <= rules.before
    if inside:
        return YES
    hours = {"after": f"{rules.after:%H:%M}", "before": f"{rules.before:%H:%M}"}
    return no(say("Calling this person is safe from {after} to {before} only.", **hours))


def gives_away(text: str, details: Iterable[str]) -> bool:
    """
    Whether ``text`` holds one of another person's telephones, addresses or places.

    Telephones are found however they are written, words whatever their case and spacing.

    >>> gives_away("She is at 512-555-0133 now", ["+15125550133"])
    True
    >>> gives_away("call me at noon, 12.30", ["+15125550133", "12"])
    False
    """
    # Years, times and counts stand apart from a telephone, whose figures stand together.
    runs = ["".join(re.findall(r"\d", run)) for run in re.findall(r"\d[\d\s().+/-]{5,}\d", text)]
    words = _plain(text)
    return any(_inside(detail, words, runs) for detail in details)


def shares_a_name(one: str, other: str) -> bool:
    """
    Whether two ways to write a name may be one person's: a word of three letters in common.

    >>> shares_a_name("Rosa Delgado Vance", "ROSA M. Delgado"), shares_a_name("Rosa", "Rick")
    (True, False)
    """
    mine, theirs = (
        {word for word in _plain(name).split() if len(word) >= LEAST_OF_A_NAME}
        for name in (one, other)
    )
    return bool(mine & theirs)


def _inside(detail: str, words: str, runs: list[str]) -> bool:
    figures = "".join(re.findall(r"\d", detail))
    letters = _plain(detail)
    if len(figures) >= LEAST_FIGURES and not re.search(r"[^\W\d_]", detail):
        # The area code may be left out; the last seven figures tell whose it is.
        return any(figures[-LEAST_FIGURES:] in run for run in runs)
    return len(letters.strip()) >= LEAST_LETTERS and f" {letters} " in f" {words} "


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))
