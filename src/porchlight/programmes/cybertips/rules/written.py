"""A report that a small provider types, in the JSON form of the reporting API."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Contact:
    """Who reports for the company."""

    name: str
    email: str


@dataclass(frozen=True)
class Written:
    """What was typed; empty where nothing was."""

    incident_type: str
    happened_at: datetime
    urgent: str = ""
    account: str = ""
    screen_name: str = ""
    profile: str = ""
    email: str = ""
    phone: str = ""
    ip: str = ""
    ip_at: datetime | None = None
    words: str = ""


def as_report(written: Written, who: Contact) -> dict[str, Any]:
    """
    Return the report.

    >>> from datetime import UTC
    >>> at = datetime(2026, 3, 1, tzinfo=UTC)
    >>> typed = Written("Child Sex Tourism", at, account="u7")
    >>> as_report(typed, Contact("Ivy", "i@x.example"))["personOrUserReported"]
    [{'espIdentifier': 'u7'}]
    """
    summary = {
        "incidentType": written.incident_type,
        "escalateToHighPriority": written.urgent,
        "incidentDateTime": written.happened_at.isoformat(),
    }
    report: dict[str, Any] = {
        "incidentSummary": _said(summary),
        "reporter": {
            "reportingPerson": _said({"lastName": who.name[:100], "email": _one(who.email)})
        },
        "personOrUserReported": _one(_account(written)),
        "additionalInfo": written.words,
    }
    return _said(report)


def _account(written: Written) -> dict[str, Any]:
    person = {
        "phone": _one(_said({"value": written.phone})),
        "email": _one(_said({"value": written.email})),
    }
    at = written.ip_at.isoformat() if written.ip_at else ""
    capture = _said({"ipAddress": written.ip, "dateTime": at}) if written.ip else {}
    return _said(
        {
            "personOrUserReportedPerson": _said(person),
            "espIdentifier": written.account,
            "screenName": written.screen_name,
            "profileUrl": _one(written.profile),
            "ipCaptureEvent": _one(capture),
        }
    )


def details(report_id: int, file_id: str, viewed: str) -> dict[str, Any]:
    """Return the details of a file: whether the company viewed it, when it says so."""
    made: dict[str, Any] = {"reportId": report_id, "fileId": file_id}
    if viewed:
        made["fileViewedByEsp"] = viewed == "yes"
    return made


def _one(value: Any) -> list[Any]:  # noqa: ANN401 any JSON
    return [value] if value else []


def _said(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value}
