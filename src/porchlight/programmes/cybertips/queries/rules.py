"""The versions of the rules of triage, and what a trial found."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.text import Say, say
from porchlight.programmes.cybertips.models import RulePage, Triage, Trial
from porchlight.programmes.cybertips.rules.triage import (
    LEAST_POINTS,
    LEVELS,
    RULES,
    Level,
    Points,
)


@dataclass(frozen=True)
class RuleLine:
    """A rule as a person reads it: its points now, and those of another version."""

    code: str
    words: Say
    points: int
    other: int
    further: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether the other version changes it."""
        return self.points != self.other or bool(self.further)


def rule_lines(now: Points, other: Points) -> list[RuleLine]:
    """Return every rule with its points in two versions."""
    return [
        RuleLine(
            rule.code,
            rule.words,
            now.points.get(rule.code, rule.points),
            other.points.get(rule.code, rule.points),
            other.words.get(rule.code, ()),
        )
        for rule in RULES
    ]


def level_lines(now: Points, other: Points) -> list[RuleLine]:
    """Return the least points of each level in two versions."""
    return [
        RuleLine(level, LEVELS[level], now.least.get(level, least), other.least.get(level, least))
        for level, least in LEAST_POINTS
    ]


def pages() -> QuerySet[RulePage]:
    """Return every version, newest first."""
    return RulePage.objects.select_related("drafted_by", "switched_by").order_by("-drafted_at")


def rule_page(page_id: int) -> RulePage:
    """
    Return one version.

    :raises NotFound: when there is none of that number
    """
    found = pages().filter(id=page_id).first()
    if found is None:
        raise NotFound(say("There is no such version of the rules."))
    return found


def newest_trial(page: RulePage) -> Trial | None:
    """Return the newest trial of a version."""
    return page.trials.select_related("asked_by").order_by("-asked_at", "-id").first()


@dataclass(frozen=True)
class Move:
    """How many reports a trial moves from one level to another."""

    old: Say
    new: Say
    count: int
    up: bool


def moves(trial: Trial) -> list[Move]:
    """Return how many reports would move between which levels, the most first."""
    found = Counter(trial.changes.values_list("old_level", "new_level"))
    return [
        Move(LEVELS[Level(old)], LEVELS[Level(new)], count, up=new < old)
        for (old, new), count in found.most_common()
        if old != new
    ]


def to_try() -> QuerySet[Triage]:
    """Return the newest decision on every report, the newest report first."""
    return Triage.objects.filter(current=True).order_by("-report_id")
