"""Which files of a family are taken as documents."""

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

MEBIBYTE = 1024 * 1024
MOST_BYTES = 20 * MEBIBYTE
MOST_DOCUMENTS = 30
# The first bytes of what desks can read: PDF, and pictures of paper.
HEADS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


def document_type(head: bytes) -> str:
    """
    Return the media type of a document by its first bytes, whatever its sender calls it.

    >>> document_type(b"%PDF-1.7")
    'application/pdf'

    :raises RuleBroken: about ``document``, when it is none that is taken
    """
    for sign, kind in HEADS.items():
        if head.startswith(sign):
            return kind
    raise RuleBroken(say("Send a PDF, or a picture as JPEG or PNG."), field="document")
