"""Drawn pictures for tests: shapes in colours, with or without what cameras write beside them."""

import io
import struct
import zlib

from PIL import Image, ImageDraw

PLACE = {
    1: "N",
    2: (30.0, 18.0, 0.0),
    3: "W",
    4: (97.0, 42.0, 0.0),
}
MARK = b"LEAKED-SECRET-7731"


def drawn(size=(640, 480), mode="RGB") -> Image.Image:
    """Circles on a slope of colours: no picture of anybody."""
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(picture)
    for at in range(6):
        x, y = (at + 0.5) * size[0] / 6, (at % 3 + 0.5) * size[1] / 3
        r = min(size) / 9
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(40 * at, 220 - 30 * at, 90))
    return picture.convert(mode)


def written(picture=None, kind="JPEG", **more) -> bytes:
    """The picture as a file."""
    kept = io.BytesIO()
    (picture or drawn()).save(kept, kind, **more)
    return kept.getvalue()


def photograph(size=(640, 480), *, orientation=1, kind="JPEG", place=None, **more) -> bytes:
    """A picture with everything a telephone writes beside the pixels, each with a mark to find."""
    mark = MARK.decode()
    exif = Image.Exif()
    exif[0x010E] = f"description {mark}"
    exif[0x010F], exif[0x0110] = "Invented", "Camera 9"
    exif[0x0112] = orientation
    exif[0x013B] = f"artist {mark}"
    exif[0x0132] = "2026:02:27 18:04:05"
    inner = exif.get_ifd(0x8769)
    inner[0x9003], inner[0x9011] = "2026:02:27 18:04:05", "-06:00"
    inner[0x927C] = b"maker note " + MARK
    exif.get_ifd(0x8825).update(PLACE if place is None else place)
    if kind == "JPEG":
        more = {"comment": b"comment " + MARK, "xmp": b"<x:xmpmeta>" + MARK, **more}
    return written(drawn(size), kind, exif=exif, **more)


def png_with(*chunks: tuple[bytes, bytes], size=(8, 8)) -> bytes:
    """A PNG with chunks of our own before its end."""
    whole = written(drawn(size), "PNG")
    head, end = whole[:-12], whole[-12:]
    return head + b"".join(chunk(name, data) for name, data in chunks) + end


def chunk(name: bytes, data: bytes) -> bytes:
    """One PNG chunk."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, rows: bytes = b"") -> bytes:
    """A PNG that says it is so large, with as many rows as are given, compressed."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body
