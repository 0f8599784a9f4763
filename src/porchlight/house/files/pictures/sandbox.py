"""
Decoding a picture in a process that can do nothing else, and taking only pixels from it.

Were the decoder taken over by a hostile picture, it could give us wrong pixels and nothing more:
what is shown to people is drawn here, from raw pixels whose number is checked.
"""

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from dataclasses import asdict, dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, cast

from PIL import Image

DECODER = Path(__file__).with_name("decoder.py")
SECONDS, MEBIBYTES, WALL_SECONDS = 20, 1024, 40.0
MOST_JSON, READ_BYTES = 1 << 16, 1 << 18
CHANNELS = {"L": 1, "RGB": 3}
WORDS = frozenset({"not_a_picture", "too_large", "too_many_frames", "unreadable"})


@dataclass(frozen=True)
class Shape:
    """A copy to be drawn: longest side in pixels, in grey, blurred by a radius in pixels."""

    name: str
    side: int
    grey: bool = False
    blur: float = 0


@dataclass(frozen=True)
class Limits:
    """What is decoded at all."""

    most_pixels: int = 50_000_000
    most_side: int = 20_000
    most_frames: int = 2_000


@dataclass(frozen=True)
class Raw:
    """Pixels of one shape: mode L or RGB, size, one byte for each channel."""

    mode: str
    size: tuple[int, int]
    pixels: bytes = field(repr=False)

    def jpeg(self, quality: int = 85) -> bytes:
        """Return the pixels as a JPEG that holds nothing else."""
        kept = BytesIO()
        picture = Image.frombytes(self.mode, self.size, self.pixels)
        picture.save(kept, "JPEG", quality=quality, optimize=True, progressive=True)
        return kept.getvalue()


@dataclass(frozen=True)
class Look:
    """What a picture is and what it told beside its pixels. Empty words were not told."""

    media_type: str
    width: int
    height: int
    frames: int
    taken: str = ""
    latitude: float | None = None
    longitude: float | None = None
    camera: str = ""
    pdq: str = ""
    pdq_quality: int | None = None
    drawn: dict[str, Raw] = field(default_factory=dict)


class Undecodable(Exception):
    """
    The picture was not decoded. ``word`` says why: not_a_picture, too_large, too_many_frames,
    unreadable, or gave_up when the process was stopped or answered nonsense.
    """

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def decode(
    data: bytes,
    shapes: tuple[Shape, ...] = (),
    *,
    pdq: bool = False,
    limits: Limits = Limits(),  # noqa: B008 it is frozen
    wall_seconds: float = WALL_SECONDS,
) -> Look:
    """
    Return what the picture is, tells and looks like in each shape.

    :raises Undecodable: when it is no picture that we take, or decoding it was stopped
    """
    pdq = pdq and _has("pdqhash")
    job = {**asdict(limits), "pdq": pdq, "shapes": [asdict(shape) for shape in shapes]}
    most = MOST_JSON + 4 + sum(shape.side**2 * 3 for shape in shapes)
    sent = json.dumps(job).encode() + b"\n" + data
    answer = _ask(command(pdq=pdq), sent, most, wall_seconds)
    try:
        return _understood(answer, shapes)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Undecodable("gave_up") from error


def command(*, pdq: bool) -> list[str]:
    """Return the command that starts a decoder, in a box of its own where there is bubblewrap."""
    given = {"paths": _site_folders(), "pdq": pdq, "seconds": SECONDS, "mebibytes": MEBIBYTES}
    python = [sys.executable, "-I", "-S", str(DECODER), json.dumps(given)]
    return [*_box(), *python]


def _site_folders() -> list[str]:
    paths = sysconfig.get_paths()
    return sorted({paths["purelib"], paths["platlib"]})


@cache
def _has(module: str) -> bool:
    return any((Path(folder) / module).is_dir() for folder in _site_folders())


@cache
def _box() -> tuple[str, ...]:
    """The words before the command that hide files, network and other processes; none without."""
    tool = shutil.which("bwrap")
    if tool is None:
        return ()
    shown = [sys.base_prefix, sys.prefix, str(DECODER.parent), *_site_folders()]
    # As asked for and as it is: a virtual environment may be reached through a link.
    shown += [str(Path(each).resolve()) for each in shown]
    shown += ["/usr", "/lib", "/lib64", "/etc/ld.so.cache"]
    shows = [word for each in dict.fromkeys(shown) for word in ("--ro-bind-try", each, each)]
    box = (tool, "--unshare-all", "--die-with-parent", "--new-session", "--cap-drop", "ALL")
    words = (*box, *shows, "--chdir", "/")
    # Where namespaces are forbidden (a container), the decoder's own lock must do.
    probe = subprocess.run([*words, sys.executable, "-I", "-S", "-c", ""], capture_output=True)  # noqa: S603
    return words if probe.returncode == 0 else ()


def _ask(words: list[str], sent: bytes, most: int, wall_seconds: float) -> bytes:
    process = subprocess.Popen(  # noqa: S603 our own program, no shell
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"LC_ALL": "C.UTF-8"},
        close_fds=True,
        start_new_session=True,
    )
    try:
        return _exchange(process, sent, most, time.monotonic() + wall_seconds)
    finally:
        _end(process)


def _exchange(process: subprocess.Popen[bytes], sent: bytes, most: int, until: float) -> bytes:
    """Write and read at once, never more than ``most`` and never past ``until``."""
    into, out = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
    os.set_blocking(into.fileno(), False)
    waiting, answer = memoryview(sent), bytearray()
    with selectors.DefaultSelector() as both:
        both.register(into, selectors.EVENT_WRITE)
        both.register(out, selectors.EVENT_READ)
        while True:
            ready = both.select(max(0.0, until - time.monotonic()))
            if not ready:
                raise Undecodable("gave_up")
            for key, _ in ready:
                if key.fileobj is into:
                    waiting = _push(into, waiting)
                    if not waiting:
                        both.unregister(into)
                        into.close()
                    continue
                piece = os.read(out.fileno(), READ_BYTES)
                answer += piece
                if len(answer) > most:
                    raise Undecodable("gave_up")
                if not piece:
                    return bytes(answer)


def _push(into: BinaryIO, waiting: memoryview) -> memoryview:
    try:
        return waiting[os.write(into.fileno(), waiting[:READ_BYTES]) :]
    except BrokenPipeError:
        # It died or had enough; what it says, or its silence, decides.
        return waiting[:0]


def _end(process: subprocess.Popen[bytes]) -> None:
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _understood(answer: bytes, shapes: tuple[Shape, ...]) -> Look:
    size = int.from_bytes(answer[:4], "big")
    if not answer or size > MOST_JSON:
        raise Undecodable("gave_up")
    told: dict[str, Any] = json.loads(answer[4 : 4 + size])
    if told["state"] != "decoded":
        word = str(told["state"])
        raise Undecodable(word if word in WORDS else "gave_up")
    return Look(
        media_type=str(told["media_type"]),
        width=int(told["width"]),
        height=int(told["height"]),
        frames=int(told["frames"]),
        taken=_plain(told.get("taken")),
        latitude=_within(told.get("latitude"), 90),
        longitude=_within(told.get("longitude"), 180),
        camera=_plain(told.get("camera")),
        pdq=f"{int(told['pdq'], 16):064x}" if "pdq" in told else "",
        pdq_quality=int(told["pdq_quality"]) if "pdq" in told else None,
        drawn=_drawn(told["shapes"], answer[4 + size :], shapes),
    )


def _drawn(told: list[dict[str, Any]], pixels: bytes, shapes: tuple[Shape, ...]) -> dict[str, Raw]:
    drawn, at = {}, 0
    for shape, one in zip(shapes, told, strict=True):
        width, height = (int(each) for each in one["size"])
        mode = str(one["mode"])
        length = width * height * CHANNELS[mode]
        if not (0 < width <= shape.side and 0 < height <= shape.side):
            raise ValueError(one["size"])
        raw = Raw(mode, (width, height), pixels[at : at + length])
        if len(raw.pixels) != length:
            raise ValueError("pixels are missing")
        drawn[shape.name], at = raw, at + length
    return drawn


def _plain(value: object) -> str:
    return "".join(each for each in str(value or "") if each.isprintable())[:60]


def _within(value: object, most: float) -> float | None:
    if value is None:
        return None
    number = float(str(value))
    return number if abs(number) <= most else None
