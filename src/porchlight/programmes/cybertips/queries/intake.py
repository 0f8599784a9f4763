"""What intake must know before it takes something."""

from collections.abc import Sequence
from datetime import datetime

from porchlight.programmes.cybertips.models import Document, Provider, Report, ReportFile
from porchlight.programmes.cybertips.rules.ispws.answers import Code
from porchlight.programmes.cybertips.rules.numbers import ABOVE_ALL, first_at
from porchlight.programmes.cybertips.rules.receipts import Held
from porchlight.programmes.cybertips.rules.states import PROBABLY_AGAIN, State

ENDED = {
    State.FINISHED: Code.ALREADY_FINISHED,
    State.RETRACTED: Code.ALREADY_RETRACTED,
    State.EXPIRED: Code.NO_SUCH_REPORT,
}


def closed(report: Report | None, now: datetime) -> Code | None:
    """Return why nothing can be added to a report, or None when something can."""
    if report is None:
        return Code.NO_SUCH_REPORT
    if report.state == State.OPEN and now >= report.expires_at:
        return Code.NO_SUCH_REPORT  # its time has come, whether or not the worker has seen it
    return ENDED.get(State(report.state))


def provider_of(agency_id: int | None) -> Provider:
    """Return how a sender's documents are read; what nobody set is the default."""
    if agency_id is None:
        return Provider(mode="tolerant")
    found = Provider.objects.filter(agency_id=agency_id).first()
    return found or Provider(agency_id=agency_id)


def owned(report_id: int, agency_id: int | None, *, lock: bool = False) -> Report | None:
    """
    Return a sender's own report; None for another's, as if it were not there.

    ``lock``: for the rest of the transaction.
    """
    if agency_id is None or not 0 <= report_id < ABOVE_ALL:
        return None
    rows = Report.objects.select_for_update() if lock else Report.objects
    return rows.filter(id=report_id, agency_id=agency_id).first()


def sent_before(agency_id: int | None, sha256: str, now: datetime) -> int | None:
    """Return the report that the same sender opened with the same document shortly before."""
    if agency_id is None:
        return None
    recent = Report.objects.filter(id__gte=first_at(now - PROBABLY_AGAIN), sha256=sha256)
    return recent.filter(agency_id=agency_id).order_by("id").values_list("id", flat=True).first()


def files_of(report_id: int) -> list[ReportFile]:
    """Return a report's files in the order of their upload."""
    return list(ReportFile.objects.filter(report_id=report_id).order_by("uploaded_at", "file_id"))


def held(files: Sequence[ReportFile]) -> tuple[Held, ...]:
    """Return files as a receipt counts them."""
    return tuple(Held(each.file_id, each.sha256, each.size) for each in files)


def held_files(report_id: int) -> tuple[Held, ...]:
    """Return a report's files as its receipt counts them."""
    return held(files_of(report_id))


def accepted_document(report: Report) -> Document:
    """Return the document that a report was opened with."""
    return Document.objects.get(id=report.document_id)
