"""The seven addresses of the reporting API, answered as providers' clients know them."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from secrets import token_hex

from django.http import HttpResponse, HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from porchlight.core.errors import NotAllowed, Problem
from porchlight.house.doors import Request, api
from porchlight.house.doors.source import source_of
from porchlight.programmes.cybertips import actions
from porchlight.programmes.cybertips.api.bodies import Fields, whole
from porchlight.programmes.cybertips.rules.ispws.answers import MEANING, Code, not_done, response
from porchlight.programmes.cybertips.rules.ispws.reading import LARGEST_DOCUMENT
from porchlight.programmes.cybertips.rules.ispws.schema import xsd
from porchlight.programmes.cybertips.rules.multipart import Malformed
from porchlight.programmes.cybertips.rules.outcome import Outcome, refused

View = Callable[[Request], HttpResponseBase]
REPEAT = "Idempotency-Key"
LONGEST_NUMBER = 19


def answer(outcome: Outcome, status: int | None = None) -> HttpResponse:
    """Return an outcome as the API writes it."""
    body = outcome.answer or response(
        outcome.code,
        description=outcome.description,
        report_id=outcome.report_id,
        file_id=outcome.file_id,
        hash=outcome.md5,
    )
    made = HttpResponse(body, content_type="application/xml; charset=UTF-8")
    made.status_code = status or MEANING[outcome.code][0]
    if outcome.receipt:
        made.headers["Receipt"] = outcome.receipt
    if outcome.notes:
        # Further than the real service goes: a client that looks sees what to mend.
        made.headers["Conformance-Notes"] = str(len(outcome.notes))
    return made


def ispws(methods: tuple[str, ...]) -> Callable[[View], View]:
    """Make an address of the API: its own refusals, and a number for each request."""

    def declare(view: View) -> View:
        @wraps(view)
        def answered(request: Request) -> HttpResponseBase:
            try:
                made = view(request)
            except Malformed as wrong:
                made = answer(refused(Code.MALFORMED_FILE, f"Malformed file submittal: {wrong}."))
            except NotAllowed:
                made = answer(refused(Code.MAY_NOT_SUBMIT))
            except Problem as problem:
                made = answer(refused(_code_of(problem), str(problem)), problem.status)
                if problem.status >= 500:
                    made.headers["Retry-After"] = "60"
            return made

        guarded = csrf_exempt(api(methods=methods)(answered))

        @wraps(guarded)
        def numbered(request: Request) -> HttpResponseBase:
            made = guarded(request)
            made.headers["Request-ID"] = token_hex(16)
            return made

        return numbered

    return declare


def _code_of(problem: Problem) -> Code:
    return Code.FILE_UPLOAD_FAILED if problem.status >= 500 else Code.MALFORMED_FILE


@ispws(methods=("GET",))
def status(request: Request) -> HttpResponse:
    """Say who asks and from where: the test that a key works."""
    source = source_of(request)
    who = f"Remote User : {request.viewer.name}, Remote Ip : {source}"
    return answer(Outcome(words=who))


@ispws(methods=("GET",))
def schema(request: Request) -> HttpResponse:
    """The schema of the documents, as strict mode reads them."""
    return HttpResponse(xsd(), content_type="application/xml; charset=UTF-8")


@ispws(methods=("POST",))
def submit(request: Request) -> HttpResponse:
    """Open a report."""
    body = whole(request, LARGEST_DOCUMENT)
    if body is None:
        return answer(refused(Code.INVALID_REQUEST, "The document is too large or was cut off."))
    return answer(
        actions.submit_report(body, repeat=_repeat(request), by=request.viewer, now=timezone.now())
    )


@ispws(methods=("POST",))
def upload(request: Request) -> HttpResponse:
    """Take a file, whether its report is named before or after it."""
    fields = Fields(request)
    file = fields.until_file()
    if file is None:
        return answer(refused(Code.MALFORMED_FILE, "The part 'file' is missing."))
    number = _number(fields.values.get("id", ""))
    if number is None and "id" in fields.values:
        return answer(refused(Code.NO_SUCH_REPORT))

    def number_after() -> int | None:
        fields.until_file()
        return _number(fields.values.get("id", ""))

    outcome = actions.upload_file(
        number,
        file.pieces,
        name=file.name,
        declared_type=file.declared_type,
        repeat=_repeat(request),
        number_after=number_after,
        by=request.viewer,
        now=timezone.now(),
    )
    return answer(outcome)


@ispws(methods=("POST",))
def fileinfo(request: Request) -> HttpResponse:
    """Take a file's details."""
    body = whole(request, LARGEST_DOCUMENT)
    if body is None:
        return answer(refused(Code.INVALID_REQUEST, "The document is too large or was cut off."))
    return answer(actions.describe_file(body, by=request.viewer, now=timezone.now()))


@ispws(methods=("POST",))
def finish(request: Request) -> HttpResponse:
    """File the report; the answer is the notice of receipt."""
    number = _asked(request)
    outcome = refused(Code.NO_SUCH_REPORT)
    if number is not None:
        outcome = actions.finish_report(number, by=request.viewer, now=timezone.now())
    if not outcome.done:
        said = not_done(outcome.code, number, outcome.description)
        outcome = replace(outcome, answer=said)
    return answer(outcome)


@ispws(methods=("POST",))
def retract(request: Request) -> HttpResponse:
    """Cancel the report."""
    number = _asked(request)
    if number is None:
        return answer(refused(Code.NO_SUCH_REPORT))
    return answer(actions.retract_report(number, by=request.viewer, now=timezone.now()))


def _asked(request: Request) -> int | None:
    fields = Fields(request)
    fields.until_file()
    if "id" not in fields.values:
        raise Malformed("the field 'id' is missing")
    return _number(fields.values["id"])


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER else None


def _repeat(request: Request) -> str:
    return str(request.headers.get(REPEAT, "")).replace("\x00", "").strip()


urlpatterns = [
    path("status", status, name="ispws-status"),
    path("xsd", schema, name="ispws-xsd"),
    path("submit", submit, name="ispws-submit"),
    path("upload", upload, name="ispws-upload"),
    path("fileinfo", fileinfo, name="ispws-fileinfo"),
    path("finish", finish, name="ispws-finish"),
    path("retract", retract, name="ispws-retract"),
]
