"""The analysts' work: taking a report, adding to it, being done; what touches an open case."""

from datetime import datetime

from django.db import connection, transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cases import queries as cases
from porchlight.programmes.cases.actions import add_task
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.events import (
    CaseKeysKept,
    CaseRaised,
    CaseTouched,
    OverviewViewed,
    ReportsCompared,
    SupplementAdded,
    WorkDone,
    WorkTaken,
)
from porchlight.programmes.cybertips.models import (
    CaseKey,
    CaseTouch,
    Report,
    ReportKey,
    Supplement,
    Work,
)
from porchlight.programmes.cybertips.queries.desk import waiting
from porchlight.programmes.cybertips.rules.keys import Key, KeyKind, name_key, phone_key
from porchlight.programmes.cybertips.rules.work import HELD_FOR, Result

# What a missing child and a report may share.
OF_CASES = (KeyKind.NAME, KeyKind.PHONE, KeyKind.SCREEN_NAME)
MOST_TOUCHES = 200


@transaction.atomic
def take_next(skill: str, *, by: Viewer, now: datetime) -> int | None:
    """
    Give the person the report that should be worked on next; never the same one to two people.
    Returns its number, or None when nothing waits.

    :raises NotAllowed: when the role does not include work on reports
    """
    permissions.may_triage(by).require()
    row = waiting(now, skill).select_for_update(skip_locked=True, of=("self",)).first()
    if row is None:
        return None
    _take(row.report_id, by, now)
    record(WorkTaken(row.report_id), by=by, at=now)
    return row.report_id


def _take(report_id: int, by: Viewer, now: datetime) -> None:
    assert by.id is not None, "a person takes a report"
    Work.objects.update_or_create(
        report_id=report_id, defaults={"taken_at": now, "taken_by_id": by.id}
    )


@transaction.atomic
def take_report(report_id: int, *, by: Viewer, now: datetime) -> Work:
    """
    Take a certain report.

    :raises NotAllowed: when the role does not include work on reports
    :raises Conflict: when somebody else has it, or it is done
    """
    permissions.may_triage(by).require()
    _report(report_id)
    there = Work.objects.select_for_update(of=("self",)).filter(report_id=report_id).first()
    if there is not None and there.done_at is not None:
        raise Conflict(say("This report is done."))
    if there is not None and there.taken_by_id != by.id and now - there.taken_at < HELD_FOR:
        raise Conflict(say("Somebody else works on it."))
    _take(report_id, by, now)
    record(WorkTaken(report_id), by=by, at=now)
    return Work.objects.get(report_id=report_id)


@transaction.atomic
def finish_work(report_id: int, result: Result, *, by: Viewer, now: datetime) -> Work:
    """
    Be done with a report: it leaves the queue.

    :raises NotAllowed: when the role does not include work on reports
    :raises Conflict: when it is done already
    """
    permissions.may_triage(by).require()
    _report(report_id)
    assert by.id is not None, "a person is done with a report"
    Work.objects.get_or_create(
        report_id=report_id, defaults={"taken_at": now, "taken_by_id": by.id}
    )
    work = Work.objects.select_for_update(of=("self",)).get(report_id=report_id)
    if work.done_at is not None:
        raise Conflict(say("This report is done."))
    work.done_at, work.done_by_id, work.result = now, by.id, result
    work.save(update_fields=["done_at", "done_by", "result"])
    record(WorkDone(report_id, result), by=by, at=now)
    return work


@transaction.atomic
def add_supplement(report_id: int, words: str, *, by: Viewer, now: datetime) -> Supplement:
    """
    Add what an analyst found; it goes into every package made afterwards.

    :raises NotAllowed: when the role does not include work on reports
    :raises RuleBroken: when it says nothing
    """
    permissions.may_triage(by).require()
    _report(report_id)
    if not words.strip():
        raise RuleBroken(say("Say what you found."), field="words")
    assert by.id is not None, "a person adds to a report"
    added = Supplement.objects.create(
        report_id=report_id, words=words.strip(), added_at=now, added_by_id=by.id
    )
    record(SupplementAdded(report_id), by=by, at=now)
    return added


def compare_reports(report_id: int, other: int, *, by: Viewer, now: datetime) -> None:
    """Record that an analyst read two reports side by side."""
    record(ReportsCompared(report_id, other), by=by, at=now)


def view_overview(count: int, *, by: Viewer, now: datetime) -> None:
    """Record that a supervisor looked at the backlog."""
    record(OverviewViewed(count), by=by, at=now)


@transaction.atomic
def touch_report(report_id: int, *, by: Viewer, now: datetime) -> list[int]:
    """
    Note the open cases that a report shares a child's name, number or account with; return those
    that are new. Each new one is an event, from which the case learns of it.
    """
    mine = ReportKey.objects.filter(report_id=report_id, kind__in=OF_CASES)
    shared = _shared({(row.kind, row.value) for row in mine})
    return [
        case_id for case_id, kinds in shared.items() if _touch(report_id, case_id, kinds, by, now)
    ]


def _shared(mine: set[tuple[str, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for kind, value in sorted(mine):
        rows = CaseKey.objects.filter(kind=kind, value=value)
        for case_id in rows.values_list("case_id", flat=True)[:MOST_TOUCHES]:
            found.setdefault(case_id, set()).add(kind)
    return found


def _touch(report_id: int, case_id: int, kinds: set[str], by: Viewer, now: datetime) -> bool:
    _row, new = CaseTouch.objects.get_or_create(
        report_id=report_id,
        case_id=case_id,
        defaults={"kinds": sorted(kinds), "found_at": now},
    )
    if new:
        record(CaseTouched(report_id, case_id), by=by, at=now)
    return new


@transaction.atomic
def compare_case(case_id: int, *, by: Viewer, now: datetime) -> int:
    """
    Keep what a case's missing children are known by, and note the past reports that share it.
    A case without a missing child, or closed, is compared no longer.
    """
    with connection.cursor() as cursor:
        # Two changes of one case must not keep its keys at the same time.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cybertips.case'), %s)", [case_id])
    wanted = _keys_of_case(case_id)
    CaseKey.objects.filter(case_id=case_id).delete()
    CaseKey.objects.bulk_create(
        CaseKey(case_id=case_id, kind=kind, value=value) for kind, value in sorted(wanted)
    )
    shared: dict[int, set[str]] = {}
    for kind, value in wanted:
        rows = ReportKey.objects.filter(kind=kind, value=value).order_by("-report_id")
        for report_id in rows.values_list("report_id", flat=True)[:MOST_TOUCHES]:
            shared.setdefault(report_id, set()).add(kind)
    new = sum(_touch(report_id, case_id, kinds, by, now) for report_id, kinds in shared.items())
    record(CaseKeysKept(case_id, new), by=by, at=now)
    return new


def _keys_of_case(case_id: int) -> frozenset[Key]:
    missing = {child.id for child in cases.missing_children(case_id=case_id)}
    if not missing:
        return frozenset()
    found: set[Key] = {(KeyKind.SCREEN_NAME, handle) for handle in cases.handles_of(case_id)}
    for person in cases.findable(case_id).people:
        if person.role == "child" and person.id in missing:
            # One word alone is nobody's name.
            names = [name_key(name) for name in person.names]
            found |= {(KeyKind.NAME, name) for name in names if " " in name}
            found |= {(KeyKind.PHONE, phone_key(number)) for number in person.phones}
    return frozenset((kind, value[:200]) for kind, value in found if value)


@transaction.atomic
def raise_in_case(report_id: int, case_id: int, *, by: Viewer, now: datetime) -> bool:
    """Give the case's manager a task about a report that touches it; whether it was news."""
    rows = CaseTouch.objects.select_for_update(of=("self",))
    touch = rows.filter(report_id=report_id, case_id=case_id, task__isnull=True).first()
    if touch is None:
        return False
    shared = ", ".join(str(words) for words in touch.kind_words())
    words = str(
        say(
            "CyberTipline report {number}: {shared} as a child of this case. Call the desk.",
            number=report_id,
            shared=shared,
        )
    )
    touch.task = add_task(case_id, words, by=by, now=now).id
    touch.save(update_fields=["task"])
    record(CaseRaised(report_id, case_id), by=by, at=now)
    return True


def _report(report_id: int) -> None:
    if not Report.objects.filter(id=report_id).exists():
        raise NotFound(say("There is no such report."))
