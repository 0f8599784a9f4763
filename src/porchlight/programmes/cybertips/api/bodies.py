"""The bytes of a request as they come: sent whole or in pieces, form or document."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from django.http import HttpRequest

from porchlight.programmes.cybertips.rules.multipart import (
    PIECE_BYTES,
    Malformed,
    Multipart,
    Read,
    boundary_of,
)

SMALL_FORM = 64 * 1024


def reader(request: HttpRequest) -> Read:
    """
    Return what reads the body. The framework sees no body where its length is not told; a client
    that streams (chunked transfer) sends one all the same, and the server says where it ends.
    """
    chunked = "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()
    if chunked and request.META.get("wsgi.input_terminated"):
        read: Read = request.META["wsgi.input"].read
        return read
    return request.read


def whole(request: HttpRequest, most: int) -> bytes | None:
    """Return the body, or None when it has more than ``most`` bytes or was cut off."""
    read, body = reader(request), bytearray()
    while piece := read(min(PIECE_BYTES, most + 1 - len(body))):
        body += piece
        if len(body) > most:
            return None
    told = request.META.get("CONTENT_LENGTH") or ""
    return None if told.isdigit() and int(told) != len(body) else bytes(body)


@dataclass
class Upload:
    """A file on its way in; its bytes are read once."""

    name: str
    declared_type: str
    pieces: Iterator[bytes] = field(repr=False)


class Fields:
    """The fields of a form before the file, and the file when it comes."""

    def __init__(self, request: HttpRequest) -> None:
        self.values: dict[str, str] = {}
        boundary = boundary_of(request.META.get("CONTENT_TYPE", ""))
        if boundary is None:
            self._parts = None
            self._plain(request)
        else:
            self._parts = Multipart(reader(request), boundary).parts()

    def _plain(self, request: HttpRequest) -> None:
        body = whole(request, SMALL_FORM)
        if body is None:
            raise Malformed("the form is too large or was cut off")
        try:
            given = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=50)
        except ValueError as wrong:
            raise Malformed("the form cannot be read") from wrong
        self.values = {name: found[0] for name, found in given.items()}

    def until_file(self) -> Upload | None:
        """
        Read on to the part named ``file`` and return it, or None at the end of the form.

        :raises Malformed: when the form is broken or cut off
        """
        for part in self._parts or ():
            if part.name == "file":
                return Upload(part.filename or "", part.content_type, part.pieces)
            self.values[part.name] = part.text()
        return None
