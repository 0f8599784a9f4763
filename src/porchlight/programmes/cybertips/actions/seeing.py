"""What is shown is recorded."""

from collections.abc import Sequence
from datetime import datetime

from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cybertips.events import (
    OwnReportsListed,
    OwnReportViewed,
    ReportsListed,
    ReportViewed,
    ResultsViewed,
)
from porchlight.programmes.cybertips.models import Report, Triage


def list_own(reports: Sequence[Report], *, by: Viewer, now: datetime) -> None:
    """Record that a provider looked through its reports."""
    record(OwnReportsListed(len(reports)), by=by, at=now)


def view_own(report: Report, *, by: Viewer, now: datetime) -> None:
    """Record that a provider looked at one of its reports."""
    record(OwnReportViewed(report.id), by=by, at=now)


def list_queue(rows: Sequence[Triage], *, by: Viewer, now: datetime) -> None:
    """Record that an analyst looked through the queue."""
    record(ReportsListed(len(rows)), by=by, at=now)


def view_report(report: Report, *, by: Viewer, now: datetime) -> None:
    """Record that an analyst read a report."""
    record(ReportViewed(report.id), by=by, at=now)


def view_results(*, by: Viewer, now: datetime) -> None:
    """Record that a provider looked at what became of its reports."""
    record(ResultsViewed(by.agency_id), by=by, at=now)
