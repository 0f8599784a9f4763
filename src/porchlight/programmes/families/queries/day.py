"""The advocate's day: promises due, hard days near, messages unread, families without support."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from porchlight.core.viewer import Viewer
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.families.models import (
    Contact,
    FamilyMessage,
    SupportRecord,
    SupportRequest,
)
from porchlight.programmes.families.queries.support import own_supports, unsupported_cases
from porchlight.programmes.families.rules.anniversaries import Anniversary, anniversaries
from porchlight.programmes.families.rules.promises import is_told

# Promises further ahead are in their records.
AHEAD = timedelta(days=7)
MOST = 50
# A family of an open case that nobody reached for so long is shown, promise or not.
SILENT = timedelta(days=14)


@dataclass(frozen=True)
class Family:
    """One family of the advocate, with what its case says."""

    record: SupportRecord
    source: cases.FamilySource
    reached_at: datetime | None
    unread: int
    silent: bool

    @property
    def untold(self) -> bool:
        """Whether a child is found and nobody told the family so yet."""
        return not is_told(self.record.recovery_told_at, self.source.last_recovered_at)


@dataclass(frozen=True)
class HardDay:
    """An anniversary, of which family, and whether a contact is promised about it."""

    family: Family
    anniversary: Anniversary
    promised: bool


@dataclass(frozen=True)
class Day:
    """What waits for an advocate today."""

    promises: list[tuple[Contact, cases.FamilySource]]
    hard_days: list[HardDay]
    families: list[Family]
    waiting: list[cases.FamilySource]
    requests: list[SupportRequest]

    @property
    def unread(self) -> list[Family]:
        """Families who wrote and were not read yet."""
        return [family for family in self.families if family.unread]


def day_of(viewer: Viewer, *, now: datetime, today: date) -> Day:
    """Return the day of the viewer, who is an advocate."""
    families = [_family(record, now) for record in own_supports(viewer)[:MOST]]
    by_id = {family.record.pk: family for family in families}
    due = Contact.objects.filter(
        support_id__in=by_id, kept_at__isnull=True, taken_back_at__isnull=True
    )
    rows = list(
        due.filter(due_at__lte=now + AHEAD)
        .select_related("relative", "support__case")
        .order_by("due_at")[:MOST]
    )
    promised = {(row.support_id, row.due_at.date()) for row in rows if row.due_at}
    return Day(
        promises=[(row, by_id[row.support_id].source) for row in rows],
        hard_days=sorted(
            (one for family in families for one in _hard_days(family, today, promised)),
            key=lambda one: one.anniversary.on,
        ),
        families=families,
        waiting=unsupported_cases(viewer),
        requests=open_requests(),
    )


def open_requests() -> list[SupportRequest]:
    """Return who asked to be called and was not answered, in crisis first; asks nobody."""
    waiting = SupportRequest.objects.filter(settled_at__isnull=True).select_related("case")
    return list(waiting.order_by("-crisis", "asked_at")[:MOST])


def due_today(viewer: Viewer) -> list[Contact]:
    """Return the promises of an advocate that are due until tonight, or overdue."""
    tomorrow = timezone.localtime().replace(hour=0, minute=0, second=0) + timedelta(days=1)
    mine = Contact.objects.filter(
        support__advocate_id=viewer.id or 0, kept_at__isnull=True, taken_back_at__isnull=True
    )
    due = mine.filter(due_at__lt=tomorrow).select_related("relative", "support__case")
    return list(due.order_by("due_at")[:MOST])


def _family(record: SupportRecord, now: datetime) -> Family:
    source = cases.family_source(record.case_id)
    reached = record.contacts.filter(reached=True).order_by("-kept_at").first()
    unread = FamilyMessage.objects.filter(
        access__support=record, from_family=True, read_at__isnull=True
    )
    last = reached.kept_at if reached else None
    silent = source.open and (last or record.assigned_at) < now - SILENT
    return Family(record, source, last, unread.count(), silent)


def _hard_days(family: Family, today: date, promised: set[tuple[int, date]]) -> list[HardDay]:
    source = family.source
    missing = [child for child in source.children if child.missing]
    if not source.open or not missing:
        return []
    born = [(child.name, child.born) for child in missing]
    return [
        HardDay(family, one, (family.record.pk, one.on) in promised)
        for one in anniversaries(today, source.missing_since, born)
    ]
