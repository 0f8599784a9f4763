"""What happens to reports later."""

from datetime import datetime, timedelta

from django.db import connection

from porchlight.core.errors import Conflict
from porchlight.core.viewer import house_viewer
from porchlight.house.accounts.models import Account
from porchlight.house.accounts.queries import holders_of
from porchlight.house.delivery.actions import tell
from porchlight.house.directory.models import Agency
from porchlight.house.jobs import every, job, later
from porchlight.programmes.cybertips import actions
from porchlight.programmes.cybertips.actions import preserving, referring, rules, work
from porchlight.programmes.cybertips.models import DroppedReport, Referral, Repeat, Report
from porchlight.programmes.cybertips.permissions import OVERSEE
from porchlight.programmes.cybertips.queries.referrals import also_with, unopened
from porchlight.programmes.cybertips.rules.referral import Step
from porchlight.programmes.cybertips.rules.states import State

DESK = house_viewer("cybertips")
MONTHS_AHEAD = 4
REMEMBERED = timedelta(days=30)


@every("*/5 * * * *", name="cybertips.expire")
def expire(*, now: datetime) -> None:
    """End the reports that nobody finished in time."""
    overdue = Report.objects.filter(state=State.OPEN, expires_at__lte=now)
    for report_id in overdue.values_list("id", flat=True).iterator():
        try:
            actions.expire_report(report_id, by=DESK, now=now)
        except Conflict:
            continue  # finished or touched since it was looked up


@every("20 3 * * *", name="cybertips.make_room")
def make_room(*, now: datetime) -> None:
    """Have the months to come ready in the tables, and forget old numbers of requests."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cybertips_make_partitions(%s, %s)", [now.date(), MONTHS_AHEAD])
    Repeat.objects.filter(done_at__lt=now - REMEMBERED).delete()


@job(name="cybertips.triage")
def triage(*, report_id: int, now: datetime) -> None:
    """Decide how urgent a report is, in the seconds after it was filed."""
    actions.triage_report(report_id, by=DESK, now=now)


@job(name="cybertips.take_in")
def take_in(*, drop: str, now: datetime) -> None:
    """Take in what the public left."""
    actions.take_in(drop, by=DESK, now=now)


@every("*/10 * * * *", name="cybertips.sweep")
def sweep(*, now: datetime) -> None:
    """Take in what a lost event left lying."""
    old = DroppedReport.objects.filter(dropped_at__lt=now - timedelta(minutes=5))
    for drop in old.values_list("id", flat=True):
        later(take_in, drop=str(drop), key=f"cybertips.take_in:{drop}")


@job(name="cybertips.tell_refused")
def tell_refused(*, agency_id: int | None, now: datetime) -> None:
    """Tell a provider, once a day at most, that documents were not taken."""
    if agency_id is None:
        return
    tell(
        to=Agency.objects.filter(id=agency_id),
        template="task",
        path="/partner/reports/",
        key=f"cybertips.refused:{now.date()}",
        about=f"agency:{agency_id}",
        by=DESK,
        now=now,
    )


@job(name="cybertips.tell_agency")
def tell_agency(*, tip_referral_id: int, event_id: int, now: datetime) -> None:
    """Tell an agency that a report waits, and those who have the same person that it has it too."""
    referral = Referral.objects.get(id=tip_referral_id)
    _tell_agency(referral, f"tip-given:{event_id}", now)
    for other in also_with(referral):
        if other.opened_at is None or other.report_id != referral.report_id:
            _tell_agency(other, f"tip-also:{event_id}", now)


def _tell_agency(referral: Referral, key: str, now: datetime) -> None:
    tell(
        to=Agency.objects.filter(id=referral.agency_id),
        template="urgent" if referral.level == "1" else "task",
        path=f"/partner/given/{referral.code}/",
        key=key,
        about=f"report:{referral.report_id}",
        urgent=referral.level == "1",
        by=DESK,
        now=now,
    )


@every("*/5 * * * *", name="cybertips.escalate")
def escalate(*, now: datetime) -> None:
    """Note each report that no agency opened within its time."""
    for referral_id in unopened(now).values_list("id", flat=True):
        referring.escalate_referral(referral_id, by=DESK, now=now)


@job(name="cybertips.tell_unopened")
def tell_unopened(*, tip_referral_id: int, step: str, event_id: int, now: datetime) -> None:
    """Tell the agency again; the second time our supervisors, who call it."""
    referral = Referral.objects.get(id=tip_referral_id)
    if step == Step.AGENCY:
        _tell_agency(referral, f"tip-unopened:{event_id}", now)
        return
    tell(
        to=holders_of(OVERSEE, now=now),
        template="urgent",
        path=f"/staff/reports/{referral.report_id}/",
        key=f"tip-unopened:{event_id}",
        about=f"report:{referral.report_id}",
        urgent=True,
        by=DESK,
        now=now,
    )


@job(name="cybertips.tell_answered")
def tell_answered(*, tip_referral_id: int, event_id: int, now: datetime) -> None:
    """Tell whoever gave a report out that the agency answered."""
    referral = Referral.objects.get(id=tip_referral_id)
    tell(
        to=Account.objects.filter(id=referral.referred_by_id),
        template="task",
        path=f"/staff/reports/{referral.report_id}/",
        key=f"tip-answered:{event_id}",
        about=f"report:{referral.report_id}",
        by=DESK,
        now=now,
    )


@job(name="cybertips.try_rules")
def try_rules(*, trial_id: int, now: datetime) -> None:
    """Try a version of the rules on past reports; nothing of them changes."""
    rules.run_trial(trial_id, by=DESK, now=now)


@job(name="cybertips.touch_report")
def touch_report(*, report_id: int, now: datetime) -> None:
    """See whether a report shares something with a missing child of an open case."""
    work.touch_report(report_id, by=DESK, now=now)


@job(name="cybertips.compare_case")
def compare_case(*, case_id: int, now: datetime) -> None:
    """See whether past reports share something with a case's missing children."""
    work.compare_case(case_id, by=DESK, now=now)


@job(name="cybertips.raise_in_case")
def raise_in_case(*, report_id: int, case_id: int, now: datetime) -> None:
    """Give the case's manager a task about the report."""
    work.raise_in_case(report_id, case_id, by=DESK, now=now)


@job(name="cybertips.preserve")
def preserve(*, report_id: int, now: datetime) -> None:
    """Begin the year for which a report's files are kept."""
    preserving.preserve_report(report_id, by=DESK, now=now)
