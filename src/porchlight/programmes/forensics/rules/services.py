"""
The forensic services that partners give, and the life of a request for one.
"""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say

CONSUMES: dict[str, Say] = {
    "no": say("uses nothing up"),
    "part": say("uses a part up"),
}


@dataclass(frozen=True)
class Service:
    """One service: words by language, whether it uses material up, days, cost, what it gives."""

    code: str
    titles: dict[str, str]
    answers: dict[str, str]
    needs: dict[str, str]
    consumes: str
    days: tuple[int, int]
    usd: tuple[int, int]
    order: int
    gives: tuple[str, ...]

    def title(self, language: str) -> str:
        """Return its name, in English when it has none in the language."""
        return self.titles.get(language, self.titles["en"])

    def can_answer(self, language: str) -> str:
        """Return what it can answer."""
        return self.answers.get(language, self.answers["en"])

    def material(self, language: str) -> str:
        """Return what it needs."""
        return self.needs.get(language, self.needs["en"])


@cache
def services() -> dict[str, Service]:
    """
    Return all services by code, those to try first before the others.

    >>> len(services()), list(services())[0]
    (18, 'anthropology')
    """
    path = files("porchlight.programmes.forensics.rules").joinpath("services.toml")
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    found = [
        Service(
            code,
            one["title"],
            one["answers"],
            one["needs"],
            one["consumes"],
            tuple(one["days"]),
            tuple(one["usd"]),
            one["order"],
            tuple(one["gives"]),
        )
        for code, one in told.items()
    ]
    return {one.code: one for one in sorted(found, key=lambda one: (one.order, one.code))}


class Stage(StrEnum):
    """How far a request is."""

    ASKED = "asked"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    WORKING = "working"
    REPORTED = "reported"
    CLOSED = "closed"
    DECLINED = "declined"
    CANCELLED = "cancelled"


STAGE_WORDS: dict[Stage, Say] = {
    Stage.ASKED: say("Asked"),
    Stage.OFFERED: say("Offered to a partner"),
    Stage.ACCEPTED: say("Accepted"),
    Stage.WORKING: say("In work"),
    Stage.REPORTED: say("Reported"),
    Stage.CLOSED: say("Closed"),
    Stage.DECLINED: say("Declined"),
    Stage.CANCELLED: say("Cancelled"),
}
MOVES: dict[Stage, frozenset[Stage]] = {
    Stage.ASKED: frozenset({Stage.OFFERED, Stage.CANCELLED}),
    Stage.OFFERED: frozenset({Stage.ACCEPTED, Stage.DECLINED, Stage.CANCELLED}),
    Stage.DECLINED: frozenset({Stage.OFFERED, Stage.CANCELLED}),
    Stage.ACCEPTED: frozenset({Stage.WORKING, Stage.CANCELLED}),
    Stage.WORKING: frozenset({Stage.REPORTED, Stage.CANCELLED}),
    Stage.REPORTED: frozenset({Stage.CLOSED, Stage.WORKING}),
    Stage.CLOSED: frozenset(),
    Stage.CANCELLED: frozenset(),
}


def check_stage(now: Stage, to: Stage) -> None:
    """
    Refuse a step that does not follow.

    :raises RuleBroken: with what would follow
    """
    if to not in MOVES[now]:
        follow = ", ".join(str(STAGE_WORDS[one]) for one in sorted(MOVES[now]))
        raise RuleBroken(say("This does not follow. Next can be: {follow}.", follow=follow or "–"))
