"""What the desk looks at: one's day, a case's timeline, what it lacks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from porchlight.core.errors import NotFound
from porchlight.core.event import KINDS
from porchlight.core.law import clock
from porchlight.core.text import Say, say
from porchlight.core.viewer import Viewer
from porchlight.house.accounts.models import Account
from porchlight.house.audit.models import Entry
from porchlight.house.audit.words import worded
from porchlight.house.directory.models import Agency
from porchlight.programmes.cases.models import Case, CaseAgency, Clock, Note, Task
from porchlight.programmes.cases.queries.seen import listed_cases, shared_cases, visible_cases
from porchlight.programmes.cases.rules.clocks import EARLIEST_REMINDER, remind_from
from porchlight.programmes.cases.rules.missing import Lack, lacks
from porchlight.programmes.cases.rules.timeline import Moment, merged
from porchlight.programmes.cases.rules.vocabulary import AgencyRole, CaseStatus, Compartment

# What a timeline leaves out: looking is in the audit trail, notes and tasks come as themselves.
# And what the house does for itself: files kept, persons made findable, cases compared.
QUIET = (
    "cases.case.viewed",
    "cases.list.searched",
    "cases.note.added",
    "cases.task.",
    "cybertips.case.keys",
    "files.",
    "matching.persons.indexed",
    "matching.cases.indexed",
    "matching.lookalikes.shown",
    "matching.pairings.",
)
MOST_MOMENTS = 200


@dataclass(frozen=True)
class RunningClock:
    """A clock with its words, for the pages."""

    id: int
    case: Case
    name: str
    title: Say
    source: str
    duty: str
    due_at: datetime
    met_at: datetime | None
    paused_at: datetime | None
    by_law: bool


def shown_clock(row: Clock) -> RunningClock:
    """Return a clock with its words from the law; one no longer there keeps its name."""
    law = clock(row.case.jurisdiction, row.name)
    return RunningClock(
        row.id,
        row.case,
        row.name,
        law.title if law else Say("{name}", {"name": row.name}),
        row.source,
        law.duty if law else "",
        row.due_at,
        row.met_at,
        row.paused_at,
        law.kind == "law" if law else True,
    )


def clocks_of(case: Case) -> list[RunningClock]:
    """Return the clocks of a case: those that run by when they are due, then those met."""
    rows = case.clocks.select_related("case").order_by("due_at")
    shown = [shown_clock(row) for row in rows]
    return sorted(shown, key=lambda one: one.met_at is not None)


def clocks_to_remind(now: datetime) -> list[int]:
    """Return the clocks that are nearly due, or overdue, of which nobody was reminded yet."""
    running = Clock.objects.filter(met_at__isnull=True, paused_at__isnull=True).exclude(
        case__status=CaseStatus.CLOSED
    )
    late = running.filter(due_at__lte=now, overdue_told_at__isnull=True)
    # No reminder comes earlier than that, so the database leaves most clocks alone.
    soon = running.filter(
        due_at__gt=now, due_at__lte=now + EARLIEST_REMINDER, reminded_at__isnull=True
    )
    near = [row.id for row in soon if remind_from(row.started_at, row.due_at) <= now]
    return [*late.values_list("id", flat=True), *near]


@dataclass(frozen=True)
class Day:
    """A case manager's day."""

    cases: list[Case]
    tasks: list[Task]
    clocks: list[RunningClock]
    unassigned: list[Case]


def my_day(viewer: Viewer) -> Day:
    """Return the viewer's open cases, tasks and clocks, and cases that have no manager yet."""
    open_cases = visible_cases(viewer).exclude(status=CaseStatus.CLOSED)
    mine = open_cases.filter(manager_id=viewer.id)
    tasks = Task.objects.filter(assigned_to_id=viewer.id, done_at__isnull=True)
    clocks = Clock.objects.filter(met_at__isnull=True, paused_at__isnull=True, case__in=mine)
    free = open_cases.filter(manager__isnull=True)
    return Day(
        cases=list(mine.prefetch_related("children").order_by("status", "-opened_at")[:50]),
        tasks=list(tasks.select_related("case").order_by("due_at", "id")[:50]),
        clocks=[shown_clock(row) for row in clocks.select_related("case").order_by("due_at")[:20]],
        unassigned=list(free.prefetch_related("children").order_by("opened_at")[:20]),
    )


def case_rows(viewer: Viewer, *, words: str = "", status: str = "") -> QuerySet[Case]:
    """Return the cases of the list: those the viewer sees whose number or child's name match."""
    rows = listed_cases(viewer).select_related("manager").prefetch_related("children")
    if status:
        rows = rows.filter(status=status)
    for word in words.split():
        named = Q(children__given_names__icontains=word) | Q(children__family_names__icontains=word)
        found = Case.objects.filter(named | Q(number__icontains=word)).values("id")
        rows = rows.filter(id__in=found)
    return rows


def timeline(case: Case, *, shared_only: bool = False) -> list[Moment]:
    """Return what happened on the case, newest first; the agencies' copy leaves the desk out."""
    notes = case.notes.select_related("written_by").order_by("-id")[:MOST_MOMENTS]
    if shared_only:
        notes = case.notes.filter(compartment=Compartment.SHARED).select_related("written_by")
    return merged(
        _contact(case),
        map(_note, notes),
        () if shared_only else _tasks(case),
        () if shared_only else _events(case),
    )


def _contact(case: Case) -> Iterator[Moment]:
    seen = case.last_contact_latest_at or case.last_contact_earliest_at
    if seen:
        place = case.place.label if case.place else ""
        yield Moment(seen, "contact", say("Last contact"), case.last_seen_by, place)


def _note(note: Note) -> Moment:
    who = note.written_by.name if note.written_by else ""
    return Moment(note.written_at, "note", say("Note"), who, note.text)


def _tasks(case: Case) -> Iterator[Moment]:
    done = case.tasks.filter(done_at__isnull=False).select_related("done_by")
    for task in done.order_by("-done_at")[:MOST_MOMENTS]:
        if task.done_at and task.done_by:
            words = " — ".join(part for part in (task.words, task.outcome) if part)
            yield Moment(task.done_at, "task", say("Task done"), task.done_by.name, words)


def _events(case: Case) -> Iterator[Moment]:
    rows = Entry.objects.filter(records__contains=[f"case:{case.id}"]).order_by("-id")
    for quiet in QUIET:
        rows = rows.exclude(kind__startswith=quiet)
    found = list(rows.exclude(kind__endswith=".viewed")[:MOST_MOMENTS])
    said = {row.id: json.loads(row.body) for row in found}
    people = {row.actor_id or 0 for row in found}
    people |= {one["data"].get("account_id", 0) for one in said.values()}
    names = dict(Account.objects.filter(id__in=people).values_list("id", "name"))
    agencies = {
        share.agency_id: share.agency.name for share in case.shares.select_related("agency")
    }
    children = {child.id: child.name for child in case.children.all()}
    for row in found:
        event, data = KINDS.get(row.kind), said[row.id]["data"]
        if event is None:
            continue
        # The trail keeps numbers; here, where names may be read, the line says the names.
        for key, known in (("account_id", names), ("agency_id", agencies), ("child_id", children)):
            if data.get(key) in known:
                data[key] = known[data[key]]
        label = Say(event.SENTENCE.template, {**event.SENTENCE.params, **worded(data)})
        # What the house did by itself, it did: the name of a job tells the reader nothing.
        yield Moment(row.at, "event", label, names.get(row.actor_id or 0, "Porchlight"))


def lacks_of(case: Case) -> tuple[Lack, ...]:
    """Return what is not known of the case, first what the law asks for."""
    children = list(case.children.order_by("position", "id"))
    pictured = case.photographs.filter(removed_at__isnull=True).values_list("child_id", flat=True)
    investigating = case.shares.filter(role=AgencyRole.INVESTIGATING, ended_at__isnull=True)
    return lacks(
        children,
        case.last_contact,
        with_photograph=frozenset(pictured),
        agency_told=investigating.exclude(accepted=False).exists(),
        guardian_asked=all(child.publicity is not None for child in children),
    )


def share_of(viewer: Viewer, case: Case) -> CaseAgency:
    """
    Return the viewer's agency's part in the case.

    :raises NotFound: when it has none
    """
    found = case.shares.filter(agency_id=viewer.agency_id or 0, ended_at__isnull=True).first()
    if found is None:
        raise NotFound(say("There is no such case."))
    return found


def managers() -> QuerySet[Account]:
    """Return those who can be given a case, by name."""
    return (
        Account.objects.filter(
            is_active=True,
            grants__role__in=("case_manager", "supervisor"),
            grants__ended_at__isnull=True,
        )
        .distinct()
        .order_by("name")
    )


def task_people() -> QuerySet[Account]:
    """Return those of the desk who can be given a task, by name."""
    roles = ("case_manager", "supervisor", "hotline_specialist", "analyst", "forensic_artist")
    return (
        Account.objects.filter(
            is_active=True, grants__role__in=roles, grants__ended_at__isnull=True
        )
        .distinct()
        .order_by("name")
    )


def task_of(case: Case, task_id: int) -> Task:
    """
    Return a task of this case.

    :raises NotFound: when it has none of this number
    """
    found = case.tasks.filter(id=task_id).first()
    if found is None:
        raise NotFound(say("There is no such task."))
    return found


def clock_of(case: Case, clock_id: int) -> Clock:
    """
    Return a clock of this case.

    :raises NotFound: when it has none of this number
    """
    found = case.clocks.filter(id=clock_id).first()
    if found is None:
        raise NotFound(say("There is no such clock."))
    return found


@dataclass(frozen=True)
class NearAgency:
    """An agency that answers for the place of the last contact, and why."""

    agency: Agency
    reason: Say


def agencies_near(case: Case) -> list[NearAgency]:
    """Return the verified agencies for the place of the last contact, the nearest first."""
    found = Agency.objects.filter(verified_at__isnull=False, state=case.state).order_by("name")
    place = case.place
    ranked: list[tuple[int, NearAgency]] = []
    for agency in found if case.state else []:
        if place and place.city and agency.city.casefold() == place.city.casefold():
            ranked.append((0, NearAgency(agency, say("Of the same city"))))
        elif case.county_fips and case.county_fips in agency.counties:
            ranked.append((1, NearAgency(agency, say("Answers for the county"))))
        else:
            ranked.append((2, NearAgency(agency, say("Of the same state"))))
    return [near for _, near in sorted(ranked, key=lambda pair: pair[0])][:6]


@dataclass(frozen=True)
class OfficersCase:
    """A case of an agency with the agency's own part in it."""

    case: Case
    share: CaseAgency
    names: str


def officers_cases(viewer: Viewer) -> list[OfficersCase]:
    """Return the cases shared with the viewer's agency, the last told first."""
    cases = shared_cases(viewer)
    shares = CaseAgency.objects.filter(
        agency_id=viewer.agency_id or 0, ended_at__isnull=True, case__in=cases
    )
    rows = shares.select_related("case").prefetch_related("case__children").order_by("-told_at")
    return [
        OfficersCase(
            share.case, share, ", ".join(child.name for child in share.case.children.all())
        )
        for share in rows[:200]
    ]
