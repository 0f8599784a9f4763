"""
The JSON form of the reporting API: the same acts and rules under addresses of their own, with a
dry run, half-open reports, and receipts to fetch.
"""

import json
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone

from porchlight.core.errors import Conflict, NotFound, RuleBroken
from porchlight.core.text import say
from porchlight.house.doors import Request, api
from porchlight.programmes.cybertips import actions, permissions, queries
from porchlight.programmes.cybertips.api.bodies import reader, whole
from porchlight.programmes.cybertips.models import Report
from porchlight.programmes.cybertips.queries.keys import public_keys
from porchlight.programmes.cybertips.rules.ispws.answers import MEANING, Code
from porchlight.programmes.cybertips.rules.ispws.faults import stored
from porchlight.programmes.cybertips.rules.ispws.json_form import json_schema
from porchlight.programmes.cybertips.rules.ispws.reading import LARGEST_DOCUMENT
from porchlight.programmes.cybertips.rules.multipart import PIECE_BYTES, Malformed
from porchlight.programmes.cybertips.rules.outcome import Outcome, refused
from porchlight.programmes.cybertips.rules.receipts import key_id, manifest
from porchlight.programmes.cybertips.rules.states import State

MOST_LISTED = 500
DOCUMENTS = {"report": "report", "file-details": "fileDetails"}


def told(outcome: Outcome, **parts: Any) -> HttpResponse:  # noqa: ANN401 members of the answer
    """Return an outcome as JSON: the parts when it was done, otherwise a problem detail."""
    if not outcome.done:
        return _problem(outcome)
    said: dict[str, Any] = {
        "reportId": outcome.report_id,
        "fileId": outcome.file_id,
        "md5": outcome.md5,
    }
    said |= {"receipt": outcome.receipt or None, "notes": stored(outcome.notes), **parts}
    return JsonResponse({name: value for name, value in said.items() if value is not None})


def _problem(outcome: Outcome) -> HttpResponse:
    status, title = MEANING[outcome.code]
    detail = {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": outcome.words or title,
        "code": outcome.code,
        "faults": stored(outcome.faults),
    }
    return JsonResponse(detail, status=status, content_type="application/problem+json")


def _body(request: Request) -> bytes:
    body = whole(request, LARGEST_DOCUMENT)
    if body is None:
        raise RuleBroken(say("The document is too large or was cut off."))
    return body


def _form(request: Request) -> str:
    return "xml" if "xml" in request.META.get("CONTENT_TYPE", "") else "json"


@api(needs=permissions.SUBMIT, methods=("GET", "POST"))
def reports(request: Request) -> HttpResponse:
    """Open a report, or list the unfinished ones with the time of their end."""
    now = timezone.now()
    if request.method == "GET":
        return JsonResponse({"open": [_line(each) for each in _half_open(request)]})
    outcome = actions.submit_report(
        _body(request),
        form=_form(request),
        source="json",
        repeat=request.headers.get("Idempotency-Key", "").replace("\x00", ""),
        by=request.viewer,
        now=now,
    )
    if not outcome.done:
        return told(outcome)
    report = _own(request, outcome.report_id or 0)
    answer = told(outcome, expiresAt=report.expires_at)
    answer.status_code = 200 if outcome.again else 201
    return answer


def _half_open(request: Request) -> list[Report]:
    return list(queries.half_open_of(request.viewer, timezone.now())[:MOST_LISTED])


def _own(request: Request, report_id: int) -> Report:
    found = queries.owned(report_id, request.viewer.agency_id)
    if found is None:
        raise NotFound(say("There is no such report."))
    return found


def _line(report: Report) -> dict[str, Any]:
    return {
        "reportId": report.id,
        "state": report.state,
        "openedAt": report.opened_at,
        "expiresAt": report.expires_at if report.state == State.OPEN else None,
        "endedAt": report.ended_at,
        "files": report.file_count,
        "againOf": report.again_of,
    }


@api(needs=permissions.SUBMIT, methods=("POST",))
def check(request: Request) -> HttpResponse:
    """Say what would become of a document, and open nothing."""
    outcome = actions.try_report(
        _body(request), form=_form(request), by=request.viewer, now=timezone.now()
    )
    return JsonResponse(
        {
            "valid": outcome.done,
            "code": outcome.code,
            "faults": stored(outcome.faults),
            "notes": stored(outcome.notes),
            "improvements": [
                {"code": each.code, "text": str(each.words)} for each in outcome.improvements
            ],
        }
    )


@api(needs=permissions.SUBMIT, methods=("GET",))
def report(request: Request, report_id: int) -> HttpResponse:
    """Where a report stands, and its files by number and fingerprint; never what it says."""
    found = _own(request, report_id)
    files = [
        {"fileId": each.file_id, "sha256": each.sha256, "md5": each.md5, "bytes": each.size}
        for each in queries.files_of(report_id)
    ]
    return JsonResponse(_line(found) | {"fileList": files})


@api(needs=permissions.SUBMIT, methods=("POST",))
def files(request: Request, report_id: int) -> HttpResponse:
    """Take a file: its bytes are the body, its name stands in ``?name=``."""

    def pieces() -> Any:  # noqa: ANN401 an iterator of bytes
        read, size = reader(request), 0
        while piece := read(PIECE_BYTES):
            size += len(piece)
            yield piece
        told_size = request.META.get("CONTENT_LENGTH") or ""
        if told_size.isdigit() and int(told_size) != size:
            raise Malformed("the file was cut off")

    try:
        outcome = actions.upload_file(
            report_id,
            pieces(),
            name=request.GET.get("name", ""),
            declared_type=request.META.get("CONTENT_TYPE", ""),
            repeat=request.headers.get("Idempotency-Key", "").replace("\x00", ""),
            by=request.viewer,
            now=timezone.now(),
        )
    except Malformed as wrong:
        return told(refused(Code.MALFORMED_FILE, str(wrong)))
    return told(outcome)


@api(needs=permissions.SUBMIT, methods=("PUT",))
def details(request: Request, report_id: int, file_id: str) -> HttpResponse:
    """Take a file's details; report and file are those of the address."""
    body = _body(request)
    try:
        given = json.loads(body)
    except (ValueError, RecursionError):
        given = None
    if isinstance(given, dict):
        # What the address says need not be said again; a contradiction is refused.
        named = {"reportId": report_id, "fileId": file_id}
        if any(given.get(name, value) != value for name, value in named.items()):
            raise Conflict(say("The document names another file than its address."))
        body = json.dumps(given | named).encode()
    return told(actions.describe_file(body, form="json", by=request.viewer, now=timezone.now()))


@api(needs=permissions.SUBMIT, methods=("POST",))
def finish(request: Request, report_id: int) -> HttpResponse:
    """File the report."""
    return told(actions.finish_report(report_id, by=request.viewer, now=timezone.now()))


@api(needs=permissions.SUBMIT, methods=("POST",))
def retract(request: Request, report_id: int) -> HttpResponse:
    """Cancel the report."""
    return told(actions.retract_report(report_id, by=request.viewer, now=timezone.now()))


@api(needs=permissions.SUBMIT, methods=("GET",))
def receipt(request: Request, report_id: int) -> HttpResponse:
    """The signed receipt of a filed report, with the list of files that it stands for."""
    found = _own(request, report_id)
    if not found.receipt:
        raise NotFound(say("This report has no receipt: it is not filed."))
    files = manifest(queries.held_files(report_id))
    return JsonResponse({"receipt": found.receipt, "manifest": files})


@api(needs=permissions.SUBMIT, methods=("GET",))
def receipt_keys(request: Request) -> HttpResponse:
    """The public keys that receipts are verified with."""
    keys = [
        {"kid": key_id(key), "crv": "Ed25519", "x": key.public_bytes_raw().hex()}
        for key in public_keys()
    ]
    return JsonResponse({"keys": keys})


@api(needs=permissions.SUBMIT, methods=("GET",))
def schema(request: Request, name: str) -> HttpResponse:
    """The JSON Schema of a document."""
    if name not in DOCUMENTS:
        raise NotFound(say("There is nothing at this address."))
    return JsonResponse(json_schema(DOCUMENTS[name]))


urlpatterns = [
    path("reports", reports, name="exchange-reports"),
    path("reports/check", check, name="exchange-check"),
    path("reports/<int:report_id>", report, name="exchange-report"),
    path("reports/<int:report_id>/files", files, name="exchange-files"),
    path("reports/<int:report_id>/files/<str:file_id>/details", details, name="exchange-details"),
    path("reports/<int:report_id>/finish", finish, name="exchange-finish"),
    path("reports/<int:report_id>/retract", retract, name="exchange-retract"),
    path("reports/<int:report_id>/receipt", receipt, name="exchange-receipt"),
    path("receipt-keys", receipt_keys, name="exchange-receipt-keys"),
    path("schema/<str:name>.json", schema, name="exchange-schema"),
]
