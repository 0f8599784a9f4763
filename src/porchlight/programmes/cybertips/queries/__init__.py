"""Reading reports: for the sender, for the desk."""

from porchlight.programmes.cybertips.queries.intake import (
    accepted_document,
    closed,
    files_of,
    held,
    held_files,
    owned,
    provider_of,
    sent_before,
)
from porchlight.programmes.cybertips.queries.own import (
    advice,
    documents_of,
    half_open,
    half_open_of,
    own_report,
    own_reports,
    refused_documents,
    told_times,
)
from porchlight.programmes.cybertips.queries.sent import sent

__all__ = [
    "accepted_document",
    "advice",
    "closed",
    "documents_of",
    "files_of",
    "half_open",
    "half_open_of",
    "held",
    "held_files",
    "owned",
    "own_report",
    "own_reports",
    "provider_of",
    "refused_documents",
    "sent",
    "sent_before",
    "told_times",
]
