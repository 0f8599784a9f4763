"""What happens to reports later."""

from datetime import datetime, timedelta

from django.db import connection

from porchlight.core.errors import Conflict
from porchlight.core.viewer import house_viewer
from porchlight.house.delivery.actions import tell
from porchlight.house.directory.models import Agency
from porchlight.house.jobs import every, job, later
from porchlight.programmes.cybertips import actions
from porchlight.programmes.cybertips.models import DroppedReport, Repeat, Report
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
