"""
The program that decodes one picture and dies: reads a job and a picture, writes what it saw.

In:  a line of JSON (``Job`` of sandbox.py), then the bytes of the picture until the end.
Out: four bytes of length, that much JSON, then raw pixels of each shape, one after the other.
Started by sandbox.py; imports nothing of Porchlight but ``lock`` beside it.
"""

import json
import sys
import warnings
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

FOLDERS = json.loads(sys.argv[1])
sys.path[:0] = [str(Path(__file__).parent), *FOLDERS["paths"]]

import lock  # type: ignore[import-not-found]  # noqa: E402 the path to it is made above
from PIL import (  # noqa: E402
    ExifTags,
    Image,
    ImageCms,
    ImageFilter,
    ImageOps,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)

try:
    import pi_heif  # type: ignore[import-untyped]
except ImportError:
    HEIF = False
else:
    pi_heif.register_heif_opener(thumbnails=False)
    pi_heif.options.DECODE_THREADS = 1
    HEIF = True

PLUGINS = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin, WebPImagePlugin)
FORMATS = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "HEIF": "image/heic",
}
SRGB = ImageCms.createProfile("sRGB")
MOST_PROFILE_BYTES = 1 << 20
PDQ_SIDE = 1024


class Refused(Exception):
    """The picture is not decoded; the word says why."""


def work() -> None:
    """Do the job on standard input and write the answer to standard output."""
    job = json.loads(sys.stdin.buffer.readline(65536))
    data = sys.stdin.buffer.read()
    try:
        told, drawn = look(data, job)
    except Refused as refused:
        told, drawn = {"state": str(refused)}, []
    except MemoryError:
        told, drawn = {"state": "too_large"}, []
    except Exception as error:
        # Decoders fail in many ways on what strangers send; the class is enough to know.
        told, drawn = {"state": "unreadable", "fault": type(error).__name__}, []
    answer = json.dumps({**told, "locked": HELD}).encode()
    out = sys.stdout.buffer
    out.write(len(answer).to_bytes(4, "big") + answer)
    for pixels in drawn:
        out.write(pixels)
    out.flush()


def look(data: bytes, job: dict[str, Any]) -> tuple[dict[str, Any], list[bytes]]:
    """Return what the picture is and tells, and the raw pixels of the shapes asked for."""
    picture = opened(data, job)
    told: dict[str, Any] = {
        "state": "decoded",
        "media_type": FORMATS[picture.format or ""],
        "frames": int(getattr(picture, "n_frames", 1)),
        **hidden(picture),
    }
    picture.load()
    if job["pdq"]:
        told |= pdq(picture)
    plain = upright(picture)
    told |= {"width": plain.width, "height": plain.height}
    shapes, drawn = [], []
    for shape in job["shapes"]:
        small = shaped(plain, shape)
        shapes.append({"name": shape["name"], "mode": small.mode, "size": small.size})
        drawn.append(small.tobytes())
    return {**told, "shapes": shapes}, drawn


def opened(data: bytes, job: dict[str, Any]) -> Image.Image:
    """Return the picture with only its head read, when it is of a kind and size we take."""
    names = [name for name in FORMATS if name != "MPO" and (name != "HEIF" or HEIF)]
    try:
        picture = Image.open(BytesIO(data), formats=names)
    except UnidentifiedImageError as error:
        raise Refused("not_a_picture") from error
    width, height = picture.size
    if width * height > job["most_pixels"] or max(width, height) > job["most_side"]:
        raise Refused("too_large")
    if getattr(picture, "n_frames", 1) > job["most_frames"]:
        raise Refused("too_many_frames")
    return picture


def upright(picture: Image.Image) -> Image.Image:
    """Return the picture as a viewer sees it: turned, in sRGB, on white."""
    icc = picture.info.get("icc_profile")
    turned = ImageOps.exif_transpose(picture)
    if turned.mode in ("I;16", "I;16B", "I;16L", "I", "F"):
        turned = turned.point(lambda value: value / 256).convert("L")
    if turned.mode in ("LA", "PA", "RGBA", "RGBa", "La") or "transparency" in turned.info:
        clear = turned.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        turned = Image.alpha_composite(white, clear).convert("RGB")
    if icc and len(icc) <= MOST_PROFILE_BYTES and turned.mode in ("RGB", "CMYK", "L"):
        turned = in_srgb(turned, icc)
    return turned.convert("RGB")


def in_srgb(picture: Image.Image, icc: bytes) -> Image.Image:
    """Return the picture in the colours of the web; as it is when its profile is no good."""
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(icc))
        converted = ImageCms.profileToProfile(picture, profile, SRGB, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return converted or picture


def shaped(picture: Image.Image, shape: dict[str, Any]) -> Image.Image:
    """Return a copy that fits the shape: its longest side, grey and blurred if asked."""
    side = shape["side"]
    small = picture.copy()
    small.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if shape["grey"]:
        small = small.convert("L")
    if shape["blur"]:
        small = small.filter(ImageFilter.GaussianBlur(shape["blur"]))
    return small


def hidden(picture: Image.Image) -> dict[str, Any]:
    """Return place, time and camera that the picture tells beside its pixels."""
    try:
        exif = picture.getexif()
        inner, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
        taken = inner.get(ExifTags.Base.DateTimeOriginal) or exif.get(ExifTags.Base.DateTime)
        zone = inner.get(ExifTags.Base.OffsetTimeOriginal)
        maker = [exif.get(tag) for tag in (ExifTags.Base.Make, ExifTags.Base.Model)]
    except Exception:
        # What stands beside the pixels may be broken on purpose: the picture is not.
        return {}
    return {
        "taken": moment(taken, zone),
        "camera": " ".join(filter(None, map(word, maker))),
        **where(place),
    }


def word(value: object) -> str:
    """The printable part of a text, at most 60 characters."""
    return "".join(each for each in str(value or "") if each.isprintable())[:60].strip()


def moment(taken: object, zone: object) -> str:
    """The camera's time in ISO 8601, with its zone when it told one; empty when it is none."""
    text = word(taken)[:19]
    try:
        when = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 cameras tell no zone
        return datetime.fromisoformat(f"{when.isoformat()}{word(zone)}").isoformat()
    except ValueError:
        return ""


def where(place: dict[int, Any]) -> dict[str, float]:
    """Latitude and longitude in degrees, when both are told and possible."""
    try:
        latitude = degrees(place[2]) * (-1 if word(place[1]).upper() == "S" else 1)
        longitude = degrees(place[4]) * (-1 if word(place[3]).upper() == "W" else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
        return {}
    if abs(latitude) > 90 or abs(longitude) > 180 or (latitude, longitude) == (0, 0):
        return {}
    return {"latitude": latitude, "longitude": longitude}


def degrees(parts: tuple[Any, Any, Any]) -> float:
    """Degrees of degrees, minutes and seconds."""
    whole, minutes, seconds = (float(part) for part in parts)
    found = whole + minutes / 60 + seconds / 3600
    if found != found:  # not a number: a fraction of zero by zero
        raise ValueError("no angle")
    return found


def pdq(picture: Image.Image) -> dict[str, Any]:
    """The perceptual hash of the pixels as they are stored, as other people's lists have it."""
    flat = picture.convert("RGB")
    flat.thumbnail((PDQ_SIDE, PDQ_SIDE), Image.Resampling.BOX, reducing_gap=None)
    bits, quality = pdqhash.compute(numpy.asarray(flat))
    return {"pdq": f"{int(''.join(map(str, bits)), 2):064x}", "pdq_quality": int(quality)}


def warm_up() -> None:
    """Decode one small picture of each kind, so that nothing is left to import."""
    white = Image.new("RGB", (2, 2), "white")
    job = {"most_pixels": 4, "most_side": 2, "most_frames": 1, "pdq": FOLDERS["pdq"]}
    job["shapes"] = [{"name": "x", "side": 2, "grey": True, "blur": 1}]
    for name in ("JPEG", "PNG", "WEBP"):
        kept = BytesIO()
        exif = Image.Exif()
        exif[ExifTags.Base.DateTime] = "2026:01:01 00:00:00"
        exif.get_ifd(ExifTags.IFD.GPSInfo)[2] = (1.0, 2.0, 3.0)
        profile = ImageCms.ImageCmsProfile(SRGB).tobytes()
        white.save(kept, name, exif=exif, icc_profile=profile)
        look(kept.getvalue(), job)


if FOLDERS["pdq"]:
    import numpy
    import pdqhash  # type: ignore[import-untyped]

if __name__ == "__main__":
    Image.MAX_IMAGE_PIXELS = None  # our own limits are lower and never only warn
    warnings.simplefilter("ignore")
    Image.preinit()
    warm_up()
    # From here on no file can be opened, no process started, no network reached.
    lock.limit(seconds=FOLDERS["seconds"], mebibytes=FOLDERS["mebibytes"])
    HELD = lock.lock()
    work()
