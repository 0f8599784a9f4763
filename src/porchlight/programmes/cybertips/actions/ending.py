"""How a report ends: finished, retracted, expired."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction

from porchlight.core.errors import Conflict, NotFound
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.events import (
    ReportExpired,
    ReportFinished,
    ReportRetracted,
)
from porchlight.programmes.cybertips.models import Report, ReportFile
from porchlight.programmes.cybertips.queries import closed, files_of, held, owned
from porchlight.programmes.cybertips.queries.keys import signing_key
from porchlight.programmes.cybertips.rules import receipts
from porchlight.programmes.cybertips.rules.ispws.answers import Code, done
from porchlight.programmes.cybertips.rules.ispws.faults import Fault
from porchlight.programmes.cybertips.rules.outcome import Outcome, refused
from porchlight.programmes.cybertips.rules.states import State


@transaction.atomic
def finish_report(report_id: int, *, by: Viewer, now: datetime) -> Outcome:
    """
    File a report. Its answer is the legal notice of receipt: it is kept, and asking again gives
    the same one.

    :raises NotAllowed: when ``by`` does not send reports
    """
    permissions.may_submit(by).require()
    report = owned(report_id, by.agency_id, lock=True)
    if report is not None and report.state == State.FINISHED:
        answer, receipt = report.answer, report.receipt
        return Outcome(report_id=report_id, answer=answer, receipt=receipt, again=True)
    if code := closed(report, now):
        return refused(code)
    assert report is not None
    if report.batched and report.file_count > 1:
        fault = Fault("batch", "A batched report has at most one file.")
        return Outcome(Code.VALIDATION_FAILED, faults=(fault,))
    _file(report, now)
    record(ReportFinished(report_id, report.file_count), by=by, at=now)
    return Outcome(report_id=report_id, answer=report.answer, receipt=report.receipt)


def _file(report: Report, now: datetime) -> None:
    report.state, report.ended_at = State.FINISHED, now
    files = files_of(report.id)
    report.answer = done(report.id, tuple(each.file_id for each in files))
    report.receipt = _receipt(report, files, now)
    report.save(update_fields=["state", "ended_at", "answer", "receipt"])


def file_now(report: Report, *, by: Viewer, now: datetime) -> None:
    """File a report that the house wrote down; inside the caller's transaction and event."""
    permissions.may_read(by).require()
    _file(report, now)


@transaction.atomic
def retract_report(report_id: int, *, by: Viewer, now: datetime) -> Outcome:
    """
    Cancel a report that is not finished yet.

    :raises NotAllowed: when ``by`` does not send reports
    """
    permissions.may_submit(by).require()
    report = owned(report_id, by.agency_id, lock=True)
    if code := closed(report, now):
        return refused(code)
    assert report is not None
    report.state, report.ended_at = State.RETRACTED, now
    report.save(update_fields=["state", "ended_at"])
    record(ReportRetracted(report_id), by=by, at=now)
    return Outcome(report_id=report_id)


@transaction.atomic
def expire_report(report_id: int, *, by: Viewer, now: datetime) -> Report:
    """
    End a report that nobody finished in time.

    :raises NotFound: when there is no such report
    :raises Conflict: when it has ended, or its time has not come
    """
    report = Report.objects.select_for_update().filter(id=report_id).first()
    if report is None:
        raise NotFound(say("There is no such report."))
    if report.state != State.OPEN or now < report.expires_at:
        raise Conflict(say("This report does not expire now."))
    report.state, report.ended_at = State.EXPIRED, now
    report.save(update_fields=["state", "ended_at"])
    record(ReportExpired(report_id), by=by, at=now)
    return report


def _receipt(report: Report, files: Sequence[ReportFile], now: datetime) -> str:
    said = receipts.payload(
        report_id=report.id,
        sender=report.sender,
        document_sha256=report.sha256,
        files=held(files),
        received_at=now,
        issuer=settings.ENV.organisation,
    )
    return receipts.sign(said, signing_key())
