"""From the bytes of a request to plain UTF-8 without any document type: the first gate."""

import codecs
import re

DECLARATION = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")
TEXT_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Those that real clients declare; anything else is refused by name.
ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
    "iso-8859-1": "latin-1",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
}


class NotPlain(ValueError):
    """The bytes are no text that we read; the words say why."""


def plain(body: bytes) -> bytes:
    """
    Return the document as UTF-8, decoded by its mark, its declaration, or as UTF-8.

    >>> plain(b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\\xe9</a>')
    b'<a>\\xc3\\xa9</a>'

    :raises NotPlain: for what cannot be decoded, and for any document type: entities live there
    """
    clear = _decoded(body)
    if _has_document_type(clear):
        raise NotPlain("A document type declaration is not allowed.")
    if b"\x00" in clear:
        raise NotPlain("The character U+0000 is not allowed in XML.")
    return clear


def _has_document_type(clear: bytes) -> bool:
    """Whether one stands before the root: further down the words are only text."""
    at = 0
    while True:
        while clear[at : at + 1].isspace():
            at += 1
        for start, end in ((b"<?", b"?>"), (b"<!--", b"-->")):
            if clear.startswith(start, at):
                closed = clear.find(end, at + len(start))
                if closed < 0:
                    return False  # not well-formed; the parser says so
                at = closed + len(end)
                break
        else:
            return clear.startswith(b"<!", at)


def _decoded(body: bytes) -> bytes:
    if body[:1] == b"<" and body[1:2] != b"\x00":
        return _declared(body)
    for mark, name in MARKS:
        if body.startswith(mark):
            return _again(body[len(mark) :], name)
    if body[:2] == b"<\x00":
        return _again(body, "utf-16-le")
    if body[:2] == b"\x00<":
        return _again(body, "utf-16-be")
    return _declared(body)


def _declared(body: bytes) -> bytes:
    declared = DECLARATION.match(body[:200])
    name = declared[1].decode().lower() if declared else "utf-8"
    if name not in ENCODINGS:
        raise NotPlain(f"The encoding '{name}' is not supported.")
    if ENCODINGS[name] == "utf-8":
        return body
    return _again(body, ENCODINGS[name])


def _again(body: bytes, name: str) -> bytes:
    try:
        text = body.decode(name)
    except UnicodeDecodeError as error:
        raise NotPlain(f"The bytes are not {name}.") from error
    return TEXT_DECLARATION.sub("", text, count=1).encode("utf-8", "surrogatepass")
