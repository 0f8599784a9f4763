"""What kind of file bytes are, told by the bytes; and whether the sender said the same."""

from enum import StrEnum

# (offset, bytes that stand there, media type): the first that fits.
MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"II*\x00", "image/tiff"),
    (0, b"MM\x00*", "image/tiff"),
    (0, b"BM", "image/bmp"),
    (0, b"OggS", "application/ogg"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\x7fELF", "application/x-elf"),
    (0, b"MZ", "application/x-msdownload"),
)
RIFF = {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo", b"WAVE": "audio/wav"}
# ISO base media: the brand says which; what is not listed is some MP4.
BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"avif": "image/avif",
    b"qt  ": "video/quicktime",
}
UNKNOWN = "application/octet-stream"
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
# Two names of one thing, as senders write them.
SAME = {
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-png": "image/png",
    "image/heif": "image/heic",
    "image/x-ms-bmp": "image/bmp",
    "audio/x-wav": "audio/wav",
    "video/x-matroska": "video/webm",
    "application/x-zip-compressed": "application/zip",
}


class Agreement(StrEnum):
    """How what was declared and what was measured stand to each other."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNDECLARED = "undeclared"
    UNRECOGNISED = "unrecognised"


def media_type(head: bytes) -> str:
    """
    Return the media type that the first bytes show; ``application/octet-stream`` when none.

    >>> media_type(b"GIF89a..."), media_type(b"RIFF....WEBPVP8 "), media_type(b"hello")
    ('image/gif', 'image/webp', 'application/octet-stream')
    """
    if head[:4] == b"RIFF":
        return RIFF.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return BRANDS.get(head[8:12], "video/mp4")
    for offset, there, name in MAGIC:
        if head[offset : offset + len(there)] == there:
            return name
    return _text(head)


def _text(head: bytes) -> str:
    start = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<svg", b"<?xml")) and b"<svg" in head.lower():
        return "image/svg+xml"
    if start.startswith((b"<!doctype html", b"<html", b"<script")):
        return "text/html"
    return "application/xml" if start.startswith(b"<?xml") else UNKNOWN


def normal(declared: str) -> str:
    """
    Return a declared media type in its usual form: no parameters, lower case, one name.

    >>> normal("IMAGE/JPG; q=1")
    'image/jpeg'
    """
    name = declared.partition(";")[0].strip().lower()[:100]
    return SAME.get(name, name)


def agreement(declared: str, measured: str) -> Agreement:
    """
    Compare what a sender said with what the bytes show.

    >>> agreement("image/png", "image/jpeg").value, agreement("", "image/jpeg").value
    ('differs', 'undeclared')
    """
    said = normal(declared)
    if said in ("", UNKNOWN):
        return Agreement.UNDECLARED
    if measured == UNKNOWN:
        return Agreement.DIFFERS if said in PICTURES else Agreement.UNRECOGNISED
    return Agreement.AGREES if said == measured else Agreement.DIFFERS
