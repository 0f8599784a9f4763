"""What the API answers: codes, their texts and statuses, and the two response documents (4)."""

from enum import IntEnum
from xml.sax.saxutils import escape

from porchlight.programmes.cybertips.rules.ispws.table import Kind, element, many, maybe, one

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Code(IntEnum):
    """The application codes; the contract with clients."""

    SUCCESS = 0
    SERVER_ERROR = 1000
    SAVE_FAILED = 1100
    UPLOAD_FAILED = 1110
    FILE_UPLOAD_FAILED = 1111
    NOT_FOUND = 1210
    UPDATE_FAILED = 1300
    AUTHENTICATION_REQUIRED = 2000
    NOT_AUTHORIZED = 3000
    MAY_NOT_SUBMIT = 3100
    MAY_NOT_UPDATE = 3300
    INVALID_REQUEST = 4000
    VALIDATION_FAILED = 4100
    MALFORMED_XML = 4110
    MALFORMED_FILE = 4200
    NO_SUCH_REPORT = 5001
    NO_SUCH_FILE = 5002
    ALREADY_RETRACTED = 5101
    ALREADY_FINISHED = 5102


# Only 200, 400 with 4100, and 401 are stated by the documentation; the others are sensible.
MEANING: dict[Code, tuple[int, str]] = {
    Code.SUCCESS: (200, "Success"),
    Code.SERVER_ERROR: (500, "Server error"),
    Code.SAVE_FAILED: (500, "Save failed"),
    Code.UPLOAD_FAILED: (500, "Upload failed"),
    Code.FILE_UPLOAD_FAILED: (500, "File upload failed"),
    Code.NOT_FOUND: (404, "Resource not found"),
    Code.UPDATE_FAILED: (500, "Update failed"),
    Code.AUTHENTICATION_REQUIRED: (401, "Authentication required"),
    Code.NOT_AUTHORIZED: (403, "User is not authorized to perform this action"),
    Code.MAY_NOT_SUBMIT: (403, "User does not have authorization to make submissions"),
    Code.MAY_NOT_UPDATE: (403, "User does not have authorization to make updates"),
    Code.INVALID_REQUEST: (400, "Invalid request"),
    Code.VALIDATION_FAILED: (400, "Validation failed"),
    Code.MALFORMED_XML: (400, "Malformed XML submittal"),
    Code.MALFORMED_FILE: (400, "Malformed file submittal"),
    Code.NO_SUCH_REPORT: (404, "Report does not exist"),
    Code.NO_SUCH_FILE: (404, "File does not exist"),
    Code.ALREADY_RETRACTED: (409, "Report already retracted"),
    Code.ALREADY_FINISHED: (409, "Report already finished"),
}


@element()
class ReportResponse:
    """The answer to everything but a finish."""

    response_code: int = one(Kind.INT)
    response_description: str = one(Kind.STRING)
    report_id: int | None = maybe(Kind.LONG)
    file_id: str | None = maybe(Kind.TOKEN)
    hash: str | None = maybe(Kind.TOKEN)


@element()
class Files:
    """The files of a finished report."""

    file_id: tuple[str, ...] = many(Kind.STRING)


@element()
class ReportDoneResponse:
    """
    The answer to a finish: the legal notice of receipt. Only one that says no has a description,
    and has it last: clients read every answer to a finish as this element.
    """

    response_code: int = one(Kind.INT)
    report_id: int = one(Kind.LONG)
    files: Files = one()
    response_description: str | None = maybe(Kind.STRING)


def response(code: Code, **parts: object) -> str:
    """
    Return a ``reportResponse``: ``description``, ``report_id``, ``file_id``, ``hash`` as given.

    >>> print(response(Code.SUCCESS, report_id=4564654))
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <reportResponse><responseCode>0</responseCode><responseDescription>Success\
</responseDescription><reportId>4564654</reportId></reportResponse>
    """
    description = parts.get("description") or MEANING[code][1]
    body = f"<responseCode>{code.value}</responseCode>"
    body += f"<responseDescription>{_text(description)}</responseDescription>"
    for part, name in (("report_id", "reportId"), ("file_id", "fileId"), ("hash", "hash")):
        if parts.get(part) is not None:
            body += f"<{name}>{_text(parts[part])}</{name}>"
    return f"{HEAD}<reportResponse>{body}</reportResponse>"


def done(report_id: int, file_ids: tuple[str, ...]) -> str:
    """
    Return the ``reportDoneResponse``.

    >>> done(1, ()).splitlines()[1]
    '<reportDoneResponse><responseCode>0</responseCode><reportId>1</reportId><files/></reportDoneResponse>'
    """  # noqa: E501 one line of output
    inner = "".join(f"<fileId>{_text(each)}</fileId>" for each in file_ids)
    files = f"<files>{inner}</files>" if inner else "<files/>"
    body = f"<responseCode>0</responseCode><reportId>{report_id}</reportId>{files}"
    return f"{HEAD}<reportDoneResponse>{body}</reportDoneResponse>"


def not_done(code: Code, report_id: int | None, description: str = "") -> str:
    """Return a ``reportDoneResponse`` that says why the report is not filed."""
    body = f"<responseCode>{code.value}</responseCode><reportId>{report_id or 0}</reportId><files/>"
    body += f"<responseDescription>{_text(description or MEANING[code][1])}</responseDescription>"
    return f"{HEAD}<reportDoneResponse>{body}</reportDoneResponse>"


def _text(value: object) -> str:
    # What XML cannot hold is shown as the sign for it; a description may quote what was sent.
    sent = "".join(each if _fits(each) else "\ufffd" for each in str(value))
    return escape(sent)


def _fits(character: str) -> bool:
    number = ord(character)
    if number < 32:
        return character in "\t\n\r"
    return not (0xD800 <= number <= 0xDFFF or number in (0xFFFE, 0xFFFF))
