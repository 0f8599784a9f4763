"""
Reading ``multipart/form-data`` as it comes, part after part, nothing held but a piece.

The web framework's reader takes a body that was cut off for a whole one; here the closing
boundary must have been seen before the last byte of a part counts.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser

PIECE_BYTES = 256 * 1024
MOST_HEADER_BYTES = 16 * 1024
MOST_PARTS = 20
MOST_FIELD_BYTES = 64 * 1024

Read = Callable[[int], bytes]


class Malformed(ValueError):
    """The body is no multipart form, or was cut off."""


@dataclass
class Part:
    """One part: its field's name, the file's name if it is one, its declared type, its bytes."""

    name: str
    filename: str | None
    content_type: str
    pieces: Iterator[bytes] = field(repr=False)

    def text(self) -> str:
        """
        Return a field's value.

        :raises Malformed: when it is too long or no text
        """
        value = b""
        for piece in self.pieces:
            value += piece
            if len(value) > MOST_FIELD_BYTES:
                raise Malformed("a field is too long")
        try:
            return value.decode()
        except UnicodeDecodeError as wrong:
            raise Malformed("a field is not UTF-8") from wrong


def boundary_of(content_type: str) -> bytes | None:
    """
    Return the boundary of a multipart form, or None for anything else.

    >>> boundary_of('multipart/form-data; boundary="a b"'), boundary_of("text/plain")
    (b'a b', None)
    """
    message = BytesHeaderParser().parsebytes(
        b"Content-Type: " + content_type.encode("latin-1", "replace").replace(b"\n", b" ")
    )
    if message.get_content_type() != "multipart/form-data":
        return None
    found = message.get_boundary()
    return found.encode("latin-1", "replace") if found and len(found) <= 200 else None


class Multipart:
    """The parts of a body, in order; each part's bytes are to be read before the next part."""

    def __init__(self, read: Read, boundary: bytes) -> None:
        self._read = read
        self._mark = b"\r\n--" + boundary
        # The first boundary has no line before it.
        self._buffer = bytearray(b"\r\n")
        self._ended = False

    def parts(self) -> Iterator[Part]:
        """
        Yield each part.

        :raises Malformed: when the form is broken or ends before its closing boundary
        """
        for _ in self._until_mark():
            pass  # what stands before the first boundary means nothing
        count = 0
        while self._another():
            count += 1
            if count > MOST_PARTS:
                raise Malformed("too many parts")
            part = self._part()
            yield part
            for _ in part.pieces:
                pass

    def _part(self) -> Part:
        headers = BytesHeaderParser().parsebytes(self._headers())
        disposition = "content-disposition"
        name = headers.get_param("name", header=disposition)
        if not isinstance(name, str):
            raise Malformed("a part has no name")
        has_name = headers.get_param("filename", header=disposition) is not None
        return Part(
            name,
            headers.get_filename("") if has_name else None,
            headers.get_content_type() if "content-type" in headers else "",
            self._until_mark(),
        )

    def _headers(self) -> bytes:
        while (end := self._buffer.find(b"\r\n\r\n")) < 0:
            if len(self._buffer) > MOST_HEADER_BYTES:
                raise Malformed("a part's head is too long")
            self._more()
        head = bytes(self._buffer[:end])
        # The line's end stays: an empty part is followed by its boundary at once.
        del self._buffer[: end + 2]
        if len(head) > MOST_HEADER_BYTES:
            raise Malformed("a part's head is too long")
        return head.lstrip(b"\r\n") + b"\r\n\r\n"

    def _another(self) -> bool:
        """Whether the boundary just read is followed by a part, and not the closing one."""
        while len(self._buffer) < 2:
            self._more()
        if self._buffer[:2] == b"--":
            return False
        line = self._buffer.find(b"\r\n")
        while line < 0 and len(self._buffer) < 200:
            self._more()
            line = self._buffer.find(b"\r\n")
        if line < 0 or self._buffer[:line].strip():
            raise Malformed("a boundary is followed by something")
        del self._buffer[:line]
        return True

    def _until_mark(self) -> Iterator[bytes]:
        first = True
        while True:
            found = self._buffer.find(self._mark)
            if found >= 0:
                piece = bytes(self._buffer[:found])
                del self._buffer[: found + len(self._mark)]
                yield from self._given(piece, first)
                return
            safe = len(self._buffer) - len(self._mark)
            if safe > 2:
                piece = bytes(self._buffer[:safe])
                del self._buffer[:safe]
                yield from self._given(piece, first)
                first = False
            self._more()

    @staticmethod
    def _given(piece: bytes, first: bool) -> Iterator[bytes]:
        # A part's bytes begin after the line end that was left in the buffer.
        rest = piece[2:] if first else piece
        if rest:
            yield rest

    def _more(self) -> None:
        piece = self._read(PIECE_BYTES)
        if not piece:
            raise Malformed("the body ends before its closing boundary")
        self._buffer += piece
