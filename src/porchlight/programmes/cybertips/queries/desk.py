"""The analysts' queue."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.models import (
    CaseTouch,
    Referral,
    Report,
    Reporter,
    Supplement,
    Triage,
    Word,
    Work,
)
from porchlight.programmes.cybertips.rules.numbers import first_at, opened_at
from porchlight.programmes.cybertips.rules.skills import SKILLS
from porchlight.programmes.cybertips.rules.triage import LEVELS, Level
from porchlight.programmes.cybertips.rules.work import AGES, HELD_FOR

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Backlog:
    """How many reports of a level there are, and since when the oldest waits."""

    level: Say
    count: int
    oldest: datetime


def queue(viewer: Viewer, skill: str = "") -> QuerySet[Triage]:
    """
    Return the newest decision on every report that nobody is done with and that stands for itself;
    the others of a bundle are behind its first one.

    :raises NotAllowed: when the role does not include reports
    """
    permissions.may_read(viewer).require()
    rows = _undone()
    return rows.filter(skill=skill) if skill else rows


def waiting(now: datetime, skill: str = "") -> QuerySet[Triage]:
    """Return what nobody is done with and nobody has in hand, in the order of work."""
    held = Work.objects.filter(report_id=OuterRef("report_id")).filter(
        Q(done_at__isnull=False) | Q(taken_at__gt=now - HELD_FOR)
    )
    rows = Triage.objects.filter(~Exists(held), current=True, folded=False)
    rows = rows.filter(skill=skill) if skill else rows
    return rows.order_by("level", "-points", "report_id")


@dataclass(frozen=True)
class Overview:
    """The backlog: for each level how many wait by age and which is the oldest; by skill; hands."""

    levels: list["LevelLine"]
    skills: list[tuple[Say, int]]
    hands: list[tuple[str, int, int]]
    unopened: int
    waiting: int


@dataclass(frozen=True)
class LevelLine:
    """One level of the backlog."""

    level: Say
    counts: list[int]
    total: int
    oldest: int | None


def overview(viewer: Viewer, now: datetime) -> Overview:
    """
    Return the backlog as a supervisor needs it.

    :raises NotAllowed: when the person does not oversee the desk
    """
    permissions.may_oversee(viewer).require()
    rows = _undone()
    lines = [_line(rows.filter(level=level), words, now) for level, words in LEVELS.items()]
    skills = [(words, rows.filter(skill=skill).count()) for skill, words in SKILLS.items()]
    unopened = Referral.objects.filter(opened_at=None, ended_at=None, open_by__lte=now).count()
    return Overview(lines, skills, _hands(now), unopened, sum(line.total for line in lines))


def _undone() -> QuerySet[Triage]:
    done = Work.objects.filter(report_id=OuterRef("report_id"), done_at__isnull=False)
    return Triage.objects.filter(~Exists(done), current=True, folded=False)


def _line(rows: QuerySet[Triage], words: Say, now: datetime) -> LevelLine:
    # A number tells when its report was opened: an age is a range of numbers.
    younger = [rows.filter(report_id__gte=first_at(now - limit)).count() for limit, _ in AGES[:-1]]
    total = rows.count()
    edges = [0, *younger, total]
    counts = [after - before for before, after in pairwise(edges)]
    return LevelLine(words, counts, total, rows.aggregate(oldest=Min("report_id"))["oldest"])


def _hands(now: datetime) -> list[tuple[str, int, int]]:
    today = Work.objects.filter(Q(taken_at__gt=now - A_DAY) | Q(done_at__gt=now - A_DAY))
    counted = today.values("taken_by__name").annotate(
        held=Count("report_id", filter=Q(done_at__isnull=True)),
        done=Count("report_id", filter=Q(done_at__isnull=False)),
    )
    return [(r["taken_by__name"], r["held"], r["done"]) for r in counted.order_by("-done")]


def work_of(report_id: int) -> Work | None:
    """Return who has a report, or how somebody was done with it."""
    return Work.objects.filter(report_id=report_id).select_related("taken_by", "done_by").first()


def supplements(report_id: int) -> list[Supplement]:
    """Return what analysts added, in order."""
    rows = Supplement.objects.filter(report_id=report_id).select_related("added_by")
    return list(rows.order_by("added_at", "id"))


def touches(report_id: int) -> list[CaseTouch]:
    """Return the cases that a report touches."""
    rows = CaseTouch.objects.filter(report_id=report_id).select_related("case")
    return list(rows.order_by("case_id"))


def backlog(viewer: Viewer) -> list[Backlog]:
    """Return how many reports of each level there are and how old the oldest is."""
    found = []
    for level, words in LEVELS.items():
        rows = queue(viewer).filter(level=level)
        oldest = rows.aggregate(oldest=Min("report_id"))["oldest"]
        if oldest is not None:
            found.append(Backlog(words, rows.count(), opened_at(oldest)))
    return found


def desk_report(viewer: Viewer, report_id: int) -> tuple[Report, Triage | None]:
    """
    Return a report and the newest decision on it.

    :raises NotAllowed: when the role does not include reports
    :raises NotFound: when there is no such report
    """
    permissions.may_read(viewer).require()
    report = Report.objects.select_related("agency").filter(id=report_id).first()
    if report is None:
        raise NotFound(say("There is no such report."))
    return report, Triage.objects.filter(report_id=report_id, current=True).first()


def conversation(report_id: int) -> tuple[bool, list[Word]]:
    """Return whether there is a reporter who can be answered, and what was said so far."""
    # Who told it by telephone has no code to read an answer with.
    there = Reporter.objects.filter(report_id=report_id).exclude(reply_key="").exists()
    said = Word.objects.filter(report_id=report_id).select_related("said_by")
    return there, list(said.order_by("said_at", "id"))


__all__ = ["Backlog", "Level", "backlog", "conversation", "desk_report", "queue"]
