"""Files of a report: their bytes, then what the sender says of them."""

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from porchlight.core.viewer import Viewer
from porchlight.house.audit.actions import record
from porchlight.house.files.actions import keep
from porchlight.house.files.keys import Compartment
from porchlight.house.files.models import KeptFile
from porchlight.programmes.cybertips import permissions
from porchlight.programmes.cybertips.actions.keeping import keep_document, remember
from porchlight.programmes.cybertips.events import (
    DocumentRefused,
    FileDescribed,
    FileUploaded,
)
from porchlight.programmes.cybertips.models import Document, Provider, Report, ReportFile
from porchlight.programmes.cybertips.queries import closed, owned, provider_of
from porchlight.programmes.cybertips.queries.repeats import repeated
from porchlight.programmes.cybertips.rules import numbers
from porchlight.programmes.cybertips.rules.ispws.answers import Code
from porchlight.programmes.cybertips.rules.ispws.beyond import batch_file_faults
from porchlight.programmes.cybertips.rules.ispws.faults import Fault, stored
from porchlight.programmes.cybertips.rules.ispws.file_details import FileDetails
from porchlight.programmes.cybertips.rules.ispws.json_form import NotTheForm, to_json, xml_of
from porchlight.programmes.cybertips.rules.ispws.reading import (
    LARGEST_DOCUMENT,
    Reading,
    Terms,
    read_file_details,
)
from porchlight.programmes.cybertips.rules.ispws.table import specs
from porchlight.programmes.cybertips.rules.outcome import Outcome, refused
from porchlight.programmes.cybertips.rules.states import expires_at

# Programs are never what a report is about; everything else may be evidence.
REFUSED_TYPES = frozenset({"application/x-elf", "application/x-msdownload"})


def upload_file(  # noqa: PLR0913 what came with the bytes
    report_id: int | None,
    pieces: Iterable[bytes],
    *,
    name: str = "",
    declared_type: str = "",
    repeat: str = "",
    number_after: Callable[[], int | None] = lambda: None,
    by: Viewer,
    now: datetime,
) -> Outcome:
    """
    Take a file for a half-open report: sealed while it streams, durable when this returns.

    Where the form names its report only after the file, ``report_id`` is None and
    ``number_after`` reads on.

    :raises NotAllowed: when ``by`` does not send reports
    :raises RuleBroken: when it is larger than the sender may send
    :raises NoRoom: when the store is full; nothing is kept, and it may be sent again
    """
    permissions.may_submit(by).require()
    provider = provider_of(by.agency_id)
    if report_id is not None:
        if before := repeated(repeat, str(report_id), by):
            return before if not before.done else _as_before(before)
        if refusal := _full_or_closed(owned(report_id, by.agency_id), provider, now):
            return refusal
    outcomes: list[Outcome] = []

    def attach(kept: KeptFile, number: int | None = report_id) -> None:
        outcomes.append(
            _attached(number, provider, kept, name, declared_type, repeat, by=by, now=now)
        )

    kept = keep(
        pieces,
        compartment=Compartment.VAULT,
        declared_type=declared_type,
        most_bytes=provider.largest_file,
        about=f"report:{report_id}" if report_id else "",
        # One commit for both, unless the stream must be read on to know the report.
        then=attach if report_id is not None else lambda _kept: None,
        by=by,
        now=now,
    )
    if report_id is None:
        attach(kept, number_after())
    return outcomes[0]


def _full_or_closed(report: Report | None, provider: Provider, now: datetime) -> Outcome | None:
    if code := closed(report, now):
        return refused(code)
    if report is not None and report.file_count >= provider.most_files:
        return refused(Code.MALFORMED_FILE, "This report has as many files as it may have.")
    return None


def _as_before(before: Outcome) -> Outcome:
    assert before.report_id is not None
    found = ReportFile.objects.get(report_id=before.report_id, file_id=before.file_id)
    return Outcome(report_id=before.report_id, file_id=found.file_id, md5=found.md5, again=True)


@transaction.atomic(savepoint=False)
def _attached(  # noqa: PLR0913 the row
    report_id: int | None,
    provider: Provider,
    kept: KeptFile,
    name: str,
    declared_type: str,
    repeat: str,
    *,
    by: Viewer,
    now: datetime,
) -> Outcome:
    if report_id is None:
        return refused(Code.NO_SUCH_REPORT)
    if kept.size == 0 or kept.media_type in REFUSED_TYPES:
        what = "The file is empty." if kept.size == 0 else "Programs are not accepted."
        return refused(Code.MALFORMED_FILE, what)
    # Locked: an upload and a finish at once must not both pass.
    report = owned(report_id, by.agency_id, lock=True)
    if refusal := _full_or_closed(report, provider, now):
        return refusal
    assert report is not None
    file_id = numbers.file_id(uuid.uuid4().hex)
    outcome = Outcome(report_id=report_id, file_id=file_id, md5=kept.md5)
    if before := remember(repeat, str(report_id), outcome, by=by, now=now):
        return before if not before.done else _as_before(before)
    ReportFile(
        file_id=file_id,
        report_id=report_id,
        kept_id=kept.id,
        uploaded_at=now,
        name=name.replace("\x00", "")[:2056],
        declared_type=declared_type[:100],
        media_type=kept.media_type,
        size=kept.size,
        md5=kept.md5,
        sha1=kept.sha1,
        sha256=kept.sha256,
    ).save(force_insert=True)
    _touch(report, now, files=1)
    record(FileUploaded(report_id, file_id, kept.sha256), by=by, at=now)
    return outcome


def _touch(report: Report, now: datetime, *, files: int = 0) -> None:
    report.changed_at = now
    report.expires_at = expires_at(report.opened_at, now)
    report.file_count += files
    report.save(update_fields=["changed_at", "expires_at", "file_count"])


def describe_file(body: bytes, *, form: str = "xml", by: Viewer, now: datetime) -> Outcome:
    """
    Take a file's details, once for each file; the same document again is answered the same.

    :raises NotAllowed: when ``by`` does not send reports
    """
    permissions.may_submit(by).require()
    if len(body) > LARGEST_DOCUMENT:
        return refused(Code.INVALID_REQUEST, "The document is too large.")
    provider = provider_of(by.agency_id)
    terms = Terms(now, provider.mode == "tolerant")
    try:
        reading = read_file_details(xml_of(body, "fileDetails") if form == "json" else body, terms)
    except NotTheForm as wrong:
        reading = Reading(faults=(wrong.fault,))
    return _described(body, reading, form, by=by, now=now)


@transaction.atomic
def _described(
    body: bytes, reading: Reading[FileDetails], form: str, *, by: Viewer, now: datetime
) -> Outcome:
    said = reading.document
    report = owned(said.report_id, by.agency_id, lock=True) if said else None
    outcome, file = _judged(reading, report, now)
    if file and file.document_id is not None:
        return _again(body, file)
    document = keep_document(
        body,
        "fileDetails",
        by=by,
        now=now,
        form=form,
        report_id=report.id if report else None,
        content=to_json(said) if said else None,
        code=outcome.code,
        faults=stored(outcome.faults),
        notes=stored(outcome.notes),
    )
    if not outcome.done or said is None or report is None or file is None:
        record(DocumentRefused(document.id, by.agency_id, outcome.code), by=by, at=now)
        return outcome
    _write(file, said, document)
    _touch(report, now)
    record(FileDescribed(report.id, file.file_id), by=by, at=now)
    return outcome


def _judged(
    reading: Reading[FileDetails], report: Report | None, now: datetime
) -> tuple[Outcome, ReportFile | None]:
    said = reading.document
    if said is None:
        code = Code.MALFORMED_XML if reading.malformed else Code.VALIDATION_FAILED
        return Outcome(code, faults=reading.faults), None
    if closing := closed(report, now):
        return refused(closing), None
    assert report is not None
    file = ReportFile.objects.filter(report_id=report.id, file_id=said.file_id).first()
    if file is None:
        return refused(Code.NO_SUCH_FILE), None
    wrong = batch_file_faults(said) if report.batched else []
    if wrong:
        faults = tuple(Fault("batch", each) for each in wrong)
        return Outcome(Code.VALIDATION_FAILED, faults=faults), file
    return Outcome(report_id=report.id, notes=reading.notes), file


def _again(body: bytes, file: ReportFile) -> Outcome:
    assert file.document_id is not None
    before = Document.objects.get(id=file.document_id)
    if bytes(before.body) == body:
        return Outcome(report_id=file.report_id, again=True)
    return refused(Code.INVALID_REQUEST, "The details of this file were sent before.")


def _write(file: ReportFile, said: FileDetails, document: Document) -> None:
    file.document_id, file.described_at = document.id, document.received_at
    file.viewed_by_sender = said.file_viewed_by_esp
    file.exif_viewed_by_sender = said.exif_viewed_by_esp
    file.publicly_available = said.publicly_available
    file.relevance = said.file_relevance or "Reported"
    file.classification = said.industry_classification or ""
    file.annotations = _annotations(said)
    if name := said.original_file_name or said.file_name:
        file.name = name[:2056]
    file.save()


def _annotations(said: FileDetails) -> list[str]:
    marks: Any = said.file_annotations
    kind: Any = type(marks)
    rows = specs(kind) if marks else ()
    found = [spec.name for spec in rows if getattr(marks, spec.attribute)]
    return [*found, "potentialMeme"] if said.potential_meme else found
