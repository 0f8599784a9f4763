"""The analysts' queue."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.models import Report, Reporter, Triage, Word
from porchlight.programmes.cybertips.rules.numbers import opened_at
from porchlight.programmes.cybertips.rules.triage import LEVELS, Level


@dataclass(frozen=True)
class Backlog:
    """How many reports of a level there are, and since when the oldest waits."""

    level: Say
    count: int
    oldest: datetime


def queue(viewer: Viewer) -> QuerySet[Triage]:
    """
    Return the newest decision on every report that stands for itself; the others of a bundle are
    behind its first one.

    :raises NotAllowed: when the role does not include reports
    """
    permissions.may_read(viewer).require()
    return Triage.objects.filter(current=True, folded=False)


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
    there = Reporter.objects.filter(report_id=report_id).exists()
    said = Word.objects.filter(report_id=report_id).select_related("said_by")
    return there, list(said.order_by("said_at", "id"))


__all__ = ["Backlog", "Level", "backlog", "conversation", "desk_report", "queue"]
