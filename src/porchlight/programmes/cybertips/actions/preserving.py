"""Keeping a report's files for the courts, longer by request, and their end with a certificate."""

from datetime import datetime

from django.db import transaction

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.files import actions as vault
from porchlight.house.files.models import Destruction
from porchlight.house.files.rules.reasons import Order
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.events import (
    DisposalAsked,
    PreservationBegan,
    PreservationExtended,
    ReportDisposed,
)
from porchlight.programmes.cybertips.models import Extension, Preservation, Report, ReportFile
from porchlight.programmes.cybertips.queries import files_of
from porchlight.programmes.cybertips.queries.keys import signing_key
from porchlight.programmes.cybertips.queries.preserving import has_live_referral, shared_files
from porchlight.programmes.cybertips.rules import preservation as rules
from porchlight.programmes.cybertips.rules.receipts import sign


@transaction.atomic
def preserve_report(report_id: int, *, by: Viewer, now: datetime) -> Preservation:
    """
    Begin the year of a filed report.

    :raises NotFound: when there is no such report
    """
    report = Report.objects.filter(id=report_id, ended_at__isnull=False).first()
    if report is None or report.ended_at is None:
        raise NotFound(say("There is no such report."))
    filed = report.ended_at
    row, new = Preservation.objects.get_or_create(
        report_id=report_id, defaults={"filed_at": filed, "until": rules.first_until(filed)}
    )
    if new:
        record(PreservationBegan(report_id), by=by, at=now)
    return row


@transaction.atomic
def extend_preservation(report_id: int, words: str, *, by: Viewer, now: datetime) -> Preservation:
    """
    Keep a report's files a year longer, at an agency's request.

    :raises NotAllowed: when ``by`` is neither of the desk nor of an agency that has the report
    :raises NotFound: when it is not kept
    :raises RuleBroken: when the request is not named, or the files are gone
    """
    permissions.may_extend(by, has_live_referral(report_id, by.agency_id)).require()
    row = _locked(report_id)
    if missing := rules.why_not_extend(row.standing(), words):
        raise RuleBroken(missing, field="words")
    assert by.id is not None, "a person asks"
    row.until = rules.extended(row.standing(), now)
    # Whoever asked for its end before did not know of the request.
    row.asked_at = row.asked_by = None
    row.save(update_fields=["until", "asked_at", "asked_by"])
    Extension.objects.create(
        preservation=row, until=row.until, words=words.strip()[:300], asked_at=now,
        asked_by_id=by.id,
    )  # fmt: skip
    record(PreservationExtended(report_id), by=by, at=now)
    return row


@transaction.atomic
def ask_disposal(report_id: int, *, by: Viewer, now: datetime) -> Preservation:
    """
    Ask that a report's files be destroyed; a second person does it.

    :raises NotAllowed: when ``by`` does not dispose of reports
    :raises RuleBroken: when the time is not over
    :raises Conflict: when it was asked for already
    """
    permissions.may_ask_disposal(by).require()
    row = _locked(report_id)
    if missing := rules.why_not_dispose(row.standing(), now):
        raise RuleBroken(missing)
    if row.asked_at is not None:
        raise Conflict(say("Somebody asked for this already."))
    row.asked_at, row.asked_by_id = now, by.id
    row.save(update_fields=["asked_at", "asked_by"])
    record(DisposalAsked(report_id), by=by, at=now)
    return row


def dispose_report(report_id: int, *, by: Viewer, now: datetime) -> Preservation:
    """
    Destroy the keys and bytes of a report's files, but those that another report still needs, and
    sign what was done. Begun again after an interruption, it goes on where it was.

    :raises NotAllowed: when the same person asked for it
    :raises RuleBroken: when nobody asked, or the time is not over
    """
    row = _locked_now(report_id)
    if row.asked_by_id is None or row.asked_at is None:
        raise RuleBroken(say("Somebody else must ask for it first."))
    permissions.may_dispose(by, row.asked_by_id).require()
    if missing := rules.why_not_dispose(row.standing(), now):
        raise RuleBroken(missing)
    needed = shared_files(report_id, now)
    files = files_of(report_id)
    gone = {each.file_id for each in files if each.sha256 not in needed}
    for kept_id in sorted({each.kept_id for each in files if each.file_id in gone}):
        _destroy(kept_id, row, by, now)
    return _certified(report_id, files, gone, by=by, now=now)


def _destroy(kept_id: int, row: Preservation, by: Viewer, now: datetime) -> None:
    """Each file is its own commit: a power cut leaves nothing half destroyed."""
    assert row.asked_at is not None and row.asked_by_id is not None
    asked, _new = Destruction.objects.get_or_create(
        file_id=kept_id,
        order=Order.RETENTION,
        defaults={
            "words": "The time of preservation is over.",
            "about": f"report:{row.report_id}",
            "asked_at": row.asked_at,
            "asked_by_id": row.asked_by_id,
        },
    )
    if asked.done_at is None:
        vault.destroy(asked.id, by=by, now=now)


@transaction.atomic
def _certified(
    report_id: int, files: list[ReportFile], gone: set[str], *, by: Viewer, now: datetime
) -> Preservation:
    row = _locked(report_id)
    if row.disposed_at is not None:
        raise Conflict(say("The files were disposed of."))
    assert row.asked_by is not None
    listed = [
        {"fileId": f.file_id, "sha256": f.sha256, "destroyed": f.file_id in gone} for f in files
    ]
    persons = (row.asked_by.name, by.name or str(by.id))
    row.certificate = sign(rules.certificate(report_id, listed, persons, now), signing_key())
    row.disposed_at, row.disposed_by_id = now, by.id
    row.save(update_fields=["certificate", "disposed_at", "disposed_by"])
    record(ReportDisposed(report_id, len(gone), len(files) - len(gone)), by=by, at=now)
    return row


def _locked_now(report_id: int) -> Preservation:
    with transaction.atomic():
        return _locked(report_id)


def _locked(report_id: int) -> Preservation:
    rows = Preservation.objects.select_for_update(of=("self",)).select_related("asked_by")
    found = rows.filter(report_id=report_id).first()
    if found is None:
        raise NotFound(say("This report is not kept here."))
    return found
