"""Pictures of strangers, some of them meant to harm."""

import io
import json
import os
import subprocess
import sys
import textwrap
import time
import zlib

import pytest
from django.conf import settings as django
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from porchlight.house.files.pictures import lock, sandbox
from porchlight.house.files.pictures.sandbox import Limits, Raw, Shape, Undecodable, decode
from porchlight.house.files.pictures.shapes import ALL, VEILED, WEB
from porchlight.house.files.tests.drawing import (
    MARK,
    chunk,
    drawn,
    photograph,
    png_of,
    png_with,
    written,
)

SMALL = (Shape("small", 64),)


def refusal(data: bytes, **more) -> str:
    with pytest.raises(Undecodable) as refused:
        decode(data, SMALL, **more)
    return refused.value.word


class TestDecode:
    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("mode", ["RGB", "L"])
    def test_draws_each_shape_of_each_kind(self, kind, mode):
        look = decode(written(drawn(mode=mode), kind), ALL)
        assert look.media_type == f"image/{kind.lower()}"
        assert (look.width, look.height) == (640, 480)
        assert {name: raw.size for name, raw in look.drawn.items()} == {
            "thumbnail": (320, 240),
            "web": (640, 480),
            "print": (640, 480),
            "veiled": (480, 360),
        }

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "I;16", "1"])
    def test_draws_every_way_of_writing_pixels(self, mode):
        picture = drawn((40, 30), "L").convert("I").point(lambda value: value * 256)
        picture = picture.convert("I;16") if mode == "I;16" else drawn((40, 30)).convert(mode)
        assert decode(written(picture, "PNG"), SMALL).drawn["small"].mode == "RGB"

    def test_draws_a_jpeg_for_print_in_the_colours_of_screens(self):
        raw = decode(written(drawn((40, 30), "CMYK"), "JPEG"), SMALL).drawn["small"]
        assert raw.mode == "RGB"

    def test_sets_what_is_clear_on_white(self):
        clear = Image.new("RGBA", (30, 30), (200, 0, 0, 0))
        raw = decode(written(clear, "PNG"), SMALL).drawn["small"]
        assert set(raw.pixels) == {255}

    def test_reads_what_telephones_write(self):
        pi_heif = pytest.importorskip("pi_heif")
        assert pi_heif.libheif_info()
        # An encoder of HEIC does not come with Porchlight; the head shows that it would be tried.
        heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(40)
        assert refusal(heic) in ("unreadable", "not_a_picture")

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_turns_the_picture_as_it_was_held(self, orientation):
        size = decode(photograph((80, 40), orientation=orientation), SMALL).drawn["small"].size
        assert size == ((64, 32) if orientation < 5 else (32, 64))

    def test_veils_what_is_to_be_seen_as_little_as_decides(self):
        raw = decode(photograph(), (VEILED,)).drawn["veiled"]
        assert raw.mode == "L"
        assert max(raw.size) == 480

    def test_brings_wide_colours_to_those_of_the_web(self):
        # A profile that exchanges red and green shows whether it was obeyed.
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
        data = written(Image.new("RGB", (8, 8), (250, 10, 10)), "PNG", icc_profile=srgb.tobytes())
        assert decode(data, SMALL).drawn["small"].pixels[0] > 240
        broken = written(Image.new("RGB", (8, 8), (250, 10, 10)), "PNG", icc_profile=b"junk" * 99)
        assert decode(broken, SMALL).drawn["small"].pixels[0] > 240


class TestWhatTheCameraWrote:
    def test_is_told_beside_the_pixels(self):
        look = decode(photograph())
        assert (look.latitude, look.longitude) == (30.3, -97.7)
        assert (look.taken, look.camera) == ("2026-02-27T18:04:05-06:00", "Invented Camera 9")

    @pytest.mark.parametrize(
        "place",
        [
            {},
            {1: "N", 2: (30.0, 0.0, 0.0)},
            {1: "N", 2: (91.0, 0.0, 0.0), 3: "W", 4: (9.0, 0.0, 0.0)},
            {1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)},
            {1: "N", 2: (30.0,), 3: "W", 4: (9.0, 0.0, 0.0)},
        ],
    )
    def test_is_no_place_when_it_cannot_be_one(self, place):
        look = decode(photograph((32, 32), place=place))
        assert look.latitude is None
        assert look.longitude is None

    def test_is_south_and_west_where_it_says_so(self):
        place = {1: "S", 2: (33.0, 30.0, 0.0), 3: "E", 4: (70.0, 15.0, 36.0)}
        look = decode(photograph((32, 32), place=place))
        assert look.latitude == -33.5
        assert look.longitude == pytest.approx(70.26)

    @settings(max_examples=15, deadline=None)
    @given(st.lists(st.tuples(st.integers(6, 400), st.integers(0, 255)), min_size=1, max_size=9))
    def test_never_stops_the_picture(self, changes):
        whole = bytearray(Image.open(io.BytesIO(photograph((8, 8)))).info["exif"])
        for at, value in changes:
            whole[at % len(whole)] = value
        assert decode(written(drawn((8, 8)), exif=bytes(whole))).width == 8


class TestNothingHiddenIsShown:
    """Whatever stands beside the pixels, the copies hold pixels only."""

    ICC = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # fmt: off
    FILES = {
        "exif, xmp, comment": photograph(),
        "trailer after the end": written() + b"PK\x03\x04" + MARK * 50,
        "iptc": written()[:2] + b"\xff\xed\x00\x32Photoshop 3.0\x008BIM\x04\x04"
            + MARK.ljust(28, b"\0") + written()[2:],
        "profile": written(icc_profile=ICC + MARK),
        "png texts": png_with((b"tEXt", b"Comment\0" + MARK), (b"eXIf", MARK),
            (b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + MARK)),
        "png compressed text": png_with((b"zTXt", b"Comment\0\0" + zlib.compress(MARK))),
        "webp": photograph(kind="WEBP", xmp=b"<x>" + MARK),
        "thumbnail inside": written(exif=b"Exif\0\0" + b"II*\0\x08\0\0\0" + MARK * 9),
    }
    # fmt: on

    @pytest.mark.parametrize("name", FILES)
    def test_in_any_copy(self, name):
        assert MARK in self.FILES[name] or name == "png compressed text"
        for raw in decode(self.FILES[name], ALL).drawn.values():
            copy = raw.jpeg()
            assert MARK not in copy
            assert set(segments(copy)) <= {0xC0, 0xC2, 0xC4, 0xDA, 0xDB, 0xE0}
            assert Image.open(io.BytesIO(copy)).info.keys() <= {
                "jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression",
            }  # fmt: skip

    def test_and_a_copy_ends_where_its_picture_ends(self):
        assert decode(photograph(), SMALL).drawn["small"].jpeg().endswith(b"\xff\xd9")


def segments(jpeg: bytes):
    """The markers of a JPEG up to its first scan."""
    at = 2
    while at < len(jpeg):
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        yield marker
        if marker == 0xDA:
            return
        at += 2 + length


class TestHostile:
    @pytest.mark.parametrize(
        "data",
        [
            b"",
            b"\xff\xd8\xff",
            b"hello",
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"%PDF-1.7\n",
            written(kind="GIF"),
            written(kind="BMP"),
            written(kind="TIFF"),
            written(kind="JPEG2000"),
            b"SIMPLE  =                    T" + bytes(2880),
        ],
        ids=["empty", "magic only", "words", "svg", "pdf", "gif", "bmp", "tiff", "jp2", "fits"],
    )
    def test_kinds_that_are_not_taken(self, data):
        assert refusal(data) in ("not_a_picture", "unreadable")

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
    @pytest.mark.parametrize("part", [0.2, 0.6, 0.95])
    def test_cut_off(self, kind, part):
        data = written(kind=kind)
        assert refusal(data[: int(len(data) * part)]) in ("unreadable", "not_a_picture")

    def test_a_hundred_million_pixels(self):
        assert refusal(png_of(10_000, 10_000)) == "too_large"
        began = time.monotonic()
        assert refusal(written(Image.new("L", (12_500, 8_000)), "PNG")) == "too_large"
        assert time.monotonic() - began < 10

    def test_a_picture_that_is_one_long_line(self):
        assert refusal(png_of(30_000, 1)) == "too_large"

    def test_a_head_that_says_small_before_a_flood(self):
        flood = chunk(b"IDAT", zlib.compress(bytes(60_000_000), 9))
        data = png_of(64, 64)[:33] + flood + chunk(b"IEND", b"")
        began = time.monotonic()
        decode_or_refuse(data)
        assert time.monotonic() - began < 15

    def test_texts_and_profiles_that_grow_without_end(self):
        bomb = zlib.compress(bytes(50_000_000), 9)
        for part in ((b"zTXt", b"Comment\0\0" + bomb), (b"iCCP", b"p\0\0" + bomb)):
            decode_or_refuse(png_with(part))

    def test_a_film_shows_its_first_picture_and_too_long_a_one_none(self):
        frames = [Image.new("RGB", (16, 16), (at * 30, 255 - at * 30, 0)) for at in range(8)]
        for kind in ("PNG", "WEBP"):
            data = written(frames[0], kind, save_all=True, append_images=frames[1:])
            assert decode(data, SMALL).frames == 8
            assert refusal(data, limits=Limits(most_frames=4)) == "too_many_frames"

    def test_two_kinds_in_one(self):
        page = b"<html><script>alert(1)</script>"
        for data in (written() + page, png_with((b"tEXt", b"a\0" + page)), written() + b"%PDF-1"):
            copy = decode(data, SMALL).drawn["small"].jpeg()
            assert page not in copy
            assert b"%PDF" not in copy
        assert refusal(page + written()) == "not_a_picture"
        assert refusal(b"GIF89a" + written()) == "not_a_picture"

    @settings(max_examples=25, deadline=None)
    @given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.data())
    def test_bytes_changed_anywhere(self, kind, data):
        whole = bytearray(written(drawn((48, 32)), kind))
        for _ in range(data.draw(st.integers(1, 12))):
            whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
        decode_or_refuse(bytes(whole))


def decode_or_refuse(data: bytes) -> None:
    """Either a picture or a word that is foreseen; never anything else."""
    try:
        assert decode(data, SMALL).drawn["small"].pixels
    except Undecodable as refused:
        assert refused.word in {*sandbox.WORDS, "gave_up"}


class TestALockedProcess:
    """What somebody who had taken the decoder over could do."""

    # fmt: off
    TRIES = {
        "read a file": "open('/etc/passwd').read()",
        "write a file": "open('/tmp/taken', 'w').write('x')",
        "list a folder": "os.listdir('/')",
        "reach the network": "socket.socket().connect(('127.0.0.1', 9))",
        "speak to a neighbour": "socket.socket(socket.AF_UNIX)",
        "start a process": "os.fork()",
        "start a program": "os.execv('/bin/true', ['true'])",
        "stop another": "os.kill(os.getppid(), 9)",
        "look into another": "c.ptrace(16, os.getppid(), 0, 0) and fail()",
        "take memory without end": "bytearray(3 << 30)",
        "lift its limits": "resource.setrlimit(resource.RLIMIT_CPU, (9999, 9999))",
        "become another": "os.setuid(1) if os.getuid() != 1 else fail()",
        "write code and run it": "mmap.mmap(-1, 4096, prot=7)",
        "import what was not": "importlib.import_module('turtle')",
        "mount": "c.mount(b'x', b'/mnt', b'tmpfs', 0, 0) and fail()",
    }
    # fmt: on

    @pytest.mark.parametrize("what", TRIES)
    def test_cannot(self, what):
        code = f"""
            import ctypes, importlib, mmap, os, resource, socket, sys
            sys.path.insert(0, {str(sandbox.DECODER.parent)!r})
            import lock
            c = ctypes.CDLL(None, use_errno=True)
            def fail(): raise OSError("refused")
            lock.limit(seconds=5, mebibytes=1024)
            held = lock.lock()
            assert "seccomp" in held, held
            try:
                {self.TRIES[what]}
            except (OSError, ImportError, MemoryError, ValueError) as error:
                print("refused")
            else:
                print("done")
        """
        words = [sys.executable, "-I", "-S", "-c", textwrap.dedent(code)]
        answer = subprocess.run(words, capture_output=True, text=True, timeout=30)
        assert answer.stdout == "refused\n", answer.stderr

    def test_ends_when_it_works_too_long(self):
        code = f"""
            import sys
            sys.path.insert(0, {str(sandbox.DECODER.parent)!r})
            import lock
            lock.limit(seconds=1, mebibytes=1024)
            lock.lock()
            while True: pass
        """
        words = [sys.executable, "-I", "-S", "-c", textwrap.dedent(code)]
        assert subprocess.run(words, capture_output=True, timeout=30).returncode != 0

    def test_of_another_machine_is_killed_at_its_first_call(self):
        lines = lock.program(0x12345678, (0,), (9,))
        assert lines[1:3] == [(lock.EQUAL, 1, 0, 0x12345678), (lock.ANSWER, 0, 0, lock.KILL)]

    @pytest.mark.parametrize("boxed", [True, False])
    def test_decodes_with_and_without_a_box_around_it(self, boxed, monkeypatch):
        if not boxed:
            monkeypatch.setattr(sandbox, "_box", lambda: ())
        assert decode(photograph(), (WEB,), pdq=True).pdq

    def test_sees_no_home_in_its_box(self, tmp_path):
        box = sandbox._box()
        if not box:
            pytest.skip("bubblewrap is not there or may not make namespaces")
        places = ("/etc/passwd", str(tmp_path), str(django.HOME), str(django.OPENING_KEYS))
        code = f"import os; print([os.path.exists(each) for each in {places!r}])"
        words = [*box, sys.executable, "-I", "-S", "-c", code]
        answer = subprocess.run(words, capture_output=True, text=True, timeout=30)
        assert answer.stdout == "[False, False, False, False]\n"


class TestADecoderThatLies:
    """Its answer is a stranger's as well."""

    def ask(self, monkeypatch, answer: str, **more):
        code = f"import sys, time; sys.stdin.buffer.read(); out = sys.stdout.buffer; {answer}"
        words = [sys.executable, "-I", "-S", "-c", code]
        monkeypatch.setattr(sandbox, "command", lambda **_: words)
        return refusal(b"picture", **more)

    def told(self, **more) -> str:
        said = {"state": "decoded", "media_type": "image/png", "width": 1, "height": 1, "frames": 1}
        said |= {"shapes": [{"name": "small", "mode": "RGB", "size": [2, 2]}]} | more
        text = json.dumps(said).encode()
        return f"out.write({len(text).to_bytes(4, 'big') + text!r})"

    @pytest.mark.parametrize(
        "answer",
        [
            "pass",
            "out.write(b'\\x00\\x00')",
            "out.write(b'\\xff\\xff\\xff\\xff')",
            "out.write(b'\\x00\\x00\\x00\\x02{}')",
            "out.write(b'\\x00\\x00\\x00\\x02[]')",
            "[out.write(bytes(1 << 20)) for _ in range(99)]",
            "sys.exit(3)",
        ],
    )
    def test_in_nonsense(self, answer, monkeypatch):
        assert self.ask(monkeypatch, answer) == "gave_up"

    @pytest.mark.parametrize(
        "more",
        [
            {},
            {"shapes": []},
            {"shapes": [{"name": "small", "mode": "RGB", "size": [2, 999_999]}]},
            {"shapes": [{"name": "small", "mode": "XYZ", "size": [2, 2]}]},
            {"shapes": [{"name": "small", "mode": "RGB", "size": [-2, -2]}]},
            {"width": "wide"},
        ],
    )
    def test_about_its_pixels(self, more, monkeypatch):
        assert self.ask(monkeypatch, self.told(**more)) == "gave_up"

    def test_with_words_of_its_own(self, monkeypatch):
        assert self.ask(monkeypatch, self.told(state="<script>")) == "gave_up"

    def test_by_silence(self, monkeypatch):
        assert self.ask(monkeypatch, "time.sleep(60)", wall_seconds=0.5) == "gave_up"


class TestRaw:
    def test_is_a_jpeg_of_its_pixels(self):
        copy = Image.open(io.BytesIO(Raw("L", (3, 2), bytes(6)).jpeg()))
        assert (copy.format, copy.size, copy.mode) == ("JPEG", (3, 2), "L")


def test_leaves_no_process_behind():
    decode(photograph((32, 32)), SMALL)
    children = subprocess.run(
        ["ps", "-o", "pid=,stat=,args=", "--ppid", str(os.getpid())], capture_output=True, text=True
    )
    assert "decoder.py" not in children.stdout
