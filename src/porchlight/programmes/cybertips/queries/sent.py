"""A report as its sender wrote it, read again from the received bytes."""

from porchlight.programmes.cybertips.models import Document, Report, ReportFile
from porchlight.programmes.cybertips.rules.ispws.file_details import FileDetails
from porchlight.programmes.cybertips.rules.ispws.json_form import xml_of
from porchlight.programmes.cybertips.rules.ispws.reading import (
    Terms,
    read_file_details,
    read_report,
)
from porchlight.programmes.cybertips.rules.quality import Sent


def sent(report: Report) -> Sent:
    """
    Return the report and what was said of each of its files, in the files' order.

    It was taken once, so it is read tolerantly and as of then: the answer does not depend on
    what a sender's mode is now.
    """
    documents = {
        document.id: document
        for document in Document.objects.filter(report_id=report.id, code=0).order_by("id")
    }
    said = read_report(_xml(documents[report.document_id], "report"), _terms(report)).document
    assert said is not None, report.id
    files = ReportFile.objects.filter(report_id=report.id).order_by("uploaded_at", "file_id")
    return Sent(said, tuple(_details(documents, file, report) for file in files))


def _details(
    documents: dict[int, Document], file: ReportFile, report: Report
) -> FileDetails | None:
    document = documents.get(file.document_id or 0)
    if document is None:
        return None
    return read_file_details(_xml(document, "fileDetails"), _terms(report)).document


def _xml(document: Document, name: str) -> bytes:
    body = bytes(document.body)
    return xml_of(body, name) if document.form == "json" else body


def _terms(report: Report) -> Terms:
    return Terms(report.changed_at, tolerant=True)
