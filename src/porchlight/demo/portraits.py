"""
Portraits of invented children: drawn flat from a seed, plainly no photographs of anybody.

Lengths are parts of the picture's width; the origin is the middle of the face.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from math import cos, pi, sin
from random import Random

from PIL import Image, ImageDraw, ImageFont

SIZE = (960, 1200)
FINER = 2
CLOSE_UP = 1.22
MARK = "DRAWN — DEMONSTRATION"

Point = tuple[float, float]
Colour = tuple[int, int, int]

# By NCIC code of complexion.
SKINS: dict[str, Colour] = {
    "ALB": (250, 228, 214),
    "BLK": (84, 54, 40),
    "DBR": (110, 70, 48),
    "DRK": (128, 82, 56),
    "FAR": (246, 212, 188),
    "LBR": (202, 148, 108),
    "LGT": (241, 202, 172),
    "MBR": (162, 110, 76),
    "MED": (222, 172, 134),
    "OLV": (208, 164, 120),
    "RUD": (234, 178, 152),
    "SAL": (224, 190, 142),
    "YEL": (232, 196, 152),
}
# By NCIC code of hair and eyes.
HAIRS: dict[str, Colour] = {
    "BLD": (200, 160, 130),
    "BLK": (34, 28, 30),
    "BLN": (222, 184, 110),
    "BLU": (62, 98, 178),
    "BRO": (92, 58, 38),
    "GRN": (66, 132, 92),
    "GRY": (150, 150, 154),
    "ONG": (214, 122, 52),
    "PLE": (112, 76, 150),
    "PNK": (222, 124, 158),
    "RED": (164, 76, 42),
    "SDY": (186, 142, 92),
    "WHI": (232, 230, 226),
}
EYES: dict[str, Colour] = {
    "BLK": (40, 30, 28),
    "BLU": (70, 124, 176),
    "BRO": (94, 58, 36),
    "GRN": (86, 132, 88),
    "GRY": (120, 132, 142),
    "HAZ": (136, 104, 54),
    "MAR": (110, 44, 40),
    "MUL": (94, 58, 36),
    "PNK": (178, 110, 116),
}
BACKGROUNDS: tuple[Colour, ...] = (
    (196, 216, 226),
    (214, 224, 204),
    (238, 222, 196),
    (226, 210, 222),
    (206, 214, 234),
    (240, 214, 204),
    (204, 226, 220),
    (228, 226, 212),
)
SHIRTS: tuple[Colour, ...] = (
    (52, 94, 132),
    (166, 66, 62),
    (74, 122, 88),
    (216, 164, 66),
    (108, 84, 140),
    (232, 232, 228),
    (48, 56, 72),
    (204, 116, 92),
    (62, 142, 148),
)
GIRLS = ("long", "bob", "ponytail", "braids", "curls", "bun", "fringe")
BOYS = ("crop", "parting", "curls_short", "tousled", "fringe_short", "buzz")


@dataclass(frozen=True)
class Sitter:
    """What is drawn: colours, style and the measures of a face of that age."""

    skin: Colour
    hair: Colour
    eyes: Colour
    shirt: Colour
    background: Colour
    style: str
    half_width: float
    half_height: float
    eye: float
    smile: float
    glasses: bool
    freckles: bool
    collar: str


class Easel:
    """A picture drawn in face coordinates."""

    def __init__(self, size: tuple[int, int], ground: Colour) -> None:
        self.size = size
        self.image = Image.new("RGB", (size[0] * FINER, size[1] * FINER), ground)
        self.draw = ImageDraw.Draw(self.image)
        self.unit = size[0] * FINER * CLOSE_UP
        self.middle = (0.5 * size[0] * FINER, 0.43 * size[1] * FINER)

    def at(self, x: float, y: float) -> Point:
        """The pixel of a place on the face."""
        return self.middle[0] + x * self.unit, self.middle[1] + y * self.unit

    def oval(self, x: float, y: float, rx: float, ry: float, fill: Colour) -> None:
        """An upright ellipse."""
        self.draw.ellipse((*self.at(x - rx, y - ry), *self.at(x + rx, y + ry)), fill=fill)

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        """A smooth closed shape through the points."""
        self.draw.polygon([self.at(*point) for point in smooth(points)], fill=fill)

    def both(self, points: Sequence[Point], fill: Colour) -> None:
        """A smooth shape given by its right half from top to bottom."""
        self.shape([*points, *((-x, y) for x, y in reversed(points) if x)], fill)

    def stroke(self, points: Sequence[Point], width: float, fill: Colour) -> None:
        """A smooth line with round ends."""
        path = [self.at(*point) for point in smooth(points, closed=False)]
        pixels = max(1, round(width * self.unit))
        self.draw.line(path, fill=fill, width=pixels, joint="curve")
        for x, y in (path[0], path[-1]):
            r = pixels / 2
            self.draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)


def portrait(
    seed: int,
    *,
    sex: str,
    age: int,
    hair: str,
    eyes: str,
    skin: str,
    size: tuple[int, int] = SIZE,
) -> bytes:
    """
    Return the drawn portrait as JPEG. Colours by NCIC codes; an unknown code gets a usual one.

    The same arguments give the same face; the same seed at another age is the same face, older.
    """
    sitter = sit(seed, sex=sex, age=age, hair=hair, eyes=eyes, skin=skin)
    easel = Easel(size, sitter.background)
    for layer in (_ground, _hair_behind, _body, _head, _features, _hair_before, _extras):
        layer(easel, sitter)
    picture = easel.image.reduce(FINER)
    _sign(picture)
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=88)
    return kept.getvalue()


def sit(seed: int, *, sex: str, age: int, hair: str, eyes: str, skin: str) -> Sitter:
    """Return what the seed makes of a person of that sex and age."""
    # The seed chooses looks, it keeps no secret.
    chance = Random(seed)  # noqa: S311
    grown = min(max(age - 3, 0), 15) / 15
    style = chance.choice(GIRLS if sex == "F" else BOYS)
    wide = chance.uniform(0.176, 0.192)
    tall = chance.uniform(0.222, 0.236)
    return Sitter(
        skin=SKINS.get(skin, SKINS["MED"]),
        hair=HAIRS.get(hair, HAIRS["BRO"]),
        eyes=EYES.get(eyes, EYES["BRO"]),
        shirt=chance.choice(SHIRTS),
        background=chance.choice(BACKGROUNDS),
        style="buzz" if hair == "BLD" else style,
        half_width=wide - 0.008 * grown,
        half_height=tall - 0.012 * (1 - grown),
        eye=0.0265 - 0.006 * grown,
        smile=chance.uniform(0.008, 0.026),
        glasses=chance.random() < 0.16,
        freckles=chance.random() < 0.2 and sum(SKINS.get(skin, (0, 0, 0))) > 560,
        collar=chance.choice(("crew", "v", "hood", "stripes", "collar")),
    )


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 10) -> list[Point]:
    """
    Return a Catmull-Rom curve through the points.

    >>> smooth([(0.0, 0.0), (1.0, 0.0)], closed=False, steps=1)
    [(0.0, 0.0), (1.0, 0.0)]
    """
    count = len(points)
    if closed:
        around = [points[-1], *points, points[0], points[1]]
    else:
        around = [points[0], *points, points[-1]]
    curve: list[Point] = []
    for start in range(count if closed else count - 1):
        curve += [_spline(around[start : start + 4], step / steps) for step in range(steps)]
    return curve if closed else [*curve, points[-1]]


def shade(colour: Colour, by: float) -> Colour:
    """
    Return the colour darker (below 1) or lighter (above 1).

    >>> shade((100, 100, 100), 0.5), shade((100, 100, 100), 1.5)
    ((50, 50, 50), (178, 178, 178))
    """
    if by <= 1:
        red, green, blue = (round(part * by) for part in colour)
    else:
        red, green, blue = (round(part + (255 - part) * (by - 1)) for part in colour)
    return red, green, blue


def _spline(around: Sequence[Point], t: float) -> Point:
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = around

    def along(a: float, b: float, c: float, d: float) -> float:
        slope, bend = c - a, 2 * a - 5 * b + 4 * c - d
        return 0.5 * (2 * b + slope * t + bend * t**2 + (3 * b - a - 3 * c + d) * t**3)

    return along(ax, bx, cx, dx), along(ay, by, cy, dy)


def _ground(easel: Easel, sitter: Sitter) -> None:
    easel.oval(0, 0.02, 0.43, 0.43, shade(sitter.background, 1.4))


def _body(easel: Easel, sitter: Sitter) -> None:
    low = sitter.half_height
    neck = shade(sitter.skin, 0.88)
    easel.both([(0.075, low - 0.08), (0.075, low + 0.05), (0.11, low + 0.13)], neck)
    shirt = [(0.02, low + 0.075), (0.115, low + 0.075), (0.235, low + 0.13), (0.335, low + 0.22)]
    easel.both([*shirt, (0.375, low + 0.42), (0.39, low + 0.72), (0.1, low + 0.8)], sitter.shirt)
    if sitter.collar == "stripes":
        for step in range(4):
            y = low + 0.25 + step * 0.085
            easel.stroke([(-0.32, y), (0, y + 0.012), (0.32, y)], 0.022, shade(sitter.shirt, 1.5))
    _neckline(easel, sitter, low)


def _neckline(easel: Easel, sitter: Sitter, low: float) -> None:
    darker = shade(sitter.shirt, 0.78)
    depth = 0.16 if sitter.collar == "v" else 0.115
    easel.both([(0.11, low + 0.062), (0.085, low + 0.1), (0.02, low + depth + 0.016)], darker)
    easel.both([(0.094, low + 0.05), (0.07, low + 0.09), (0.015, low + depth)],
               shade(sitter.skin, 0.88))  # fmt: skip
    if sitter.collar == "collar":
        for side in (-1, 1):
            wing = [(0.1, low + 0.055), (0.135, low + 0.1), (0.085, low + 0.175)]
            wing.append((0.03, low + 0.125))
            points = [easel.at(side * x, y) for x, y in wing]
            easel.draw.polygon(points, fill=shade(sitter.shirt, 1.25))
    if sitter.collar == "hood":
        for side in (-1, 1):
            easel.stroke([(side * 0.045, low + 0.13), (side * 0.05, low + 0.27)], 0.009,
                         shade(sitter.shirt, 1.6))  # fmt: skip


def _head(easel: Easel, sitter: Sitter) -> None:
    w, h = sitter.half_width, sitter.half_height
    for side in (-1, 1):
        easel.oval(side * (w + 0.002), 0.02, 0.03, 0.044, shade(sitter.skin, 0.94))
        easel.oval(side * (w + 0.004), 0.022, 0.015, 0.026, shade(sitter.skin, 0.82))
    face = [(0.0, -h), (w * 0.62, -h * 0.88), (w * 0.98, -h * 0.35), (w * 0.98, h * 0.18)]
    face += [(w * 0.8, h * 0.63), (w * 0.42, h * 0.94), (0.0, h)]
    easel.both(face, sitter.skin)
    blush = tuple(
        round(s * 0.86 + c * 0.14) for s, c in zip(sitter.skin, (226, 84, 84), strict=True)
    )
    for side in (-1, 1):
        easel.oval(side * w * 0.56, h * 0.32, 0.033, 0.025, (blush[0], blush[1], blush[2]))


def _features(easel: Easel, sitter: Sitter) -> None:
    w, h, eye = sitter.half_width, sitter.half_height, sitter.eye
    brow = shade(sitter.hair, 0.8) if sum(sitter.hair) < 420 else shade(sitter.hair, 0.62)
    lash = shade(sitter.skin, 0.3)
    for side in (-1, 1):
        x = side * w * 0.45
        easel.oval(x, 0, eye * 1.28, eye * 0.92, (252, 251, 249))
        easel.oval(x, 0.001, eye * 0.78, eye * 0.86, sitter.eyes)
        easel.oval(x, 0.001, eye * 0.4, eye * 0.44, (22, 18, 20))
        easel.oval(x + eye * 0.26, -eye * 0.3, eye * 0.17, eye * 0.17, (255, 255, 255))
        lid = [(x - eye * 1.3, -eye * 0.1), (x, -eye * 1.0), (x + eye * 1.3, -eye * 0.1)]
        easel.stroke(lid, 0.0075, lash)
        arch = [(x - eye * 1.5, -0.052), (x + side * eye * 0.3, -0.064), (x + eye * 1.5, -0.052)]
        easel.stroke(arch, 0.0115, brow)
    nose = shade(sitter.skin, 0.78)
    easel.stroke([(-0.017, h * 0.36), (0, h * 0.4), (0.017, h * 0.36)], 0.008, nose)
    lips = (
        round(sitter.skin[0] * 0.72 + 30),
        round(sitter.skin[1] * 0.5),
        round(sitter.skin[2] * 0.5),
    )
    y, curve = h * 0.61, sitter.smile
    easel.stroke(
        [(-0.054, y - curve * 0.4), (0, y + curve), (0.054, y - curve * 0.4)], 0.0125, lips
    )


def _extras(easel: Easel, sitter: Sitter) -> None:
    w, h, eye = sitter.half_width, sitter.half_height, sitter.eye
    if sitter.freckles:
        for x, y in ((0.36, 0.26), (0.5, 0.3), (0.44, 0.2), (0.6, 0.24), (0.28, 0.32)):
            for side in (-1, 1):
                easel.oval(side * w * x, h * y, 0.0042, 0.0042, shade(sitter.skin, 0.76))
    if not sitter.glasses:
        return
    pixels, frame = round(0.009 * easel.unit), (48, 48, 56)
    for side in (-1, 1):
        x, r = side * w * 0.45, eye * 2.0
        box = (*easel.at(x - r, -r * 0.85), *easel.at(x + r, r * 0.85))
        easel.draw.rounded_rectangle(box, radius=r * 0.7 * easel.unit, outline=frame, width=pixels)
        easel.stroke([(x + side * r, -0.008), (side * w, -0.014)], 0.008, frame)
    gap = w * 0.45 - eye * 2.0
    easel.stroke([(-gap, -0.006), (0, -0.012), (gap, -0.006)], 0.008, frame)


def _cap(easel: Easel, sitter: Sitter, *, hairline: Sequence[Point], rise: float = 0.035) -> None:
    """Hair on the head: outside round the skull, inside along the hairline from left to right."""
    w, h = sitter.half_width, sitter.half_height
    top = [(-w - 0.014, -h * 0.08), (-w - 0.012, -h * 0.5), (-w * 0.66, -h * 0.98 - rise * 0.4)]
    top += [(0, -h - rise), *((-x, y) for x, y in reversed(top))]
    path = smooth(top, closed=False) + smooth(hairline, closed=False)
    easel.draw.polygon([easel.at(*point) for point in path], fill=sitter.hair)


def _hair_behind(easel: Easel, sitter: Sitter) -> None:
    draw = BEHIND.get(sitter.style)
    if draw:
        draw(easel, sitter, shade(sitter.hair, 0.84))


def _long_behind(easel: Easel, sitter: Sitter, colour: Colour) -> None:
    w, h = sitter.half_width, sitter.half_height
    fall = [(0, -h - 0.04), (w * 0.8, -h * 0.85), (w + 0.045, -h * 0.2), (w + 0.06, h * 0.7)]
    easel.both([*fall, (w + 0.05, h + 0.2), (w * 0.6, h + 0.24)], colour)


def _bob_behind(easel: Easel, sitter: Sitter, colour: Colour) -> None:
    w, h = sitter.half_width, sitter.half_height
    fall = [(0, -h - 0.04), (w * 0.8, -h * 0.85), (w + 0.05, -h * 0.1), (w + 0.06, h * 0.5)]
    easel.both([*fall, (w + 0.02, h * 0.86), (w * 0.5, h * 0.8)], colour)


def _ponytail_behind(easel: Easel, sitter: Sitter, colour: Colour) -> None:
    w, h = sitter.half_width, sitter.half_height
    tail = [(w * 0.5, -h * 0.9), (w + 0.08, -h * 0.7), (w + 0.13, 0.0), (w + 0.09, h * 0.9)]
    easel.shape([*tail, (w + 0.03, h * 1.1), (w + 0.03, h * 0.2), (w * 0.7, -h * 0.4)], colour)


def _bun_behind(easel: Easel, sitter: Sitter, colour: Colour) -> None:
    easel.oval(0, -sitter.half_height - 0.045, 0.085, 0.075, colour)


def _curls_behind(easel: Easel, sitter: Sitter, colour: Colour) -> None:
    w, h = sitter.half_width, sitter.half_height
    easel.oval(0, -h * 0.2, w + 0.09, h + 0.06, colour)
    for step in range(19):
        angle = pi * (-0.28 + 1.56 * step / 18)
        x, y = (w + 0.075) * cos(angle), -h * 0.2 - (h + 0.045) * sin(angle)
        easel.oval(x, y, 0.05, 0.05, colour)


def _braids_behind(easel: Easel, sitter: Sitter, colour: Colour) -> None:
    w, h = sitter.half_width, sitter.half_height
    for side in (-1, 1):
        for step in range(7):
            y = h * 0.3 + step * 0.056
            easel.oval(side * (w + 0.022 + 0.004 * step), y, 0.034, 0.036, colour)
        easel.oval(side * (w + 0.05), h * 0.3 + 0.37, 0.018, 0.016, shade(sitter.shirt, 1.3))
        easel.oval(side * (w + 0.052), h * 0.3 + 0.4, 0.022, 0.03, colour)


BEHIND: dict[str, Callable[[Easel, Sitter, Colour], None]] = {
    "long": _long_behind,
    "fringe": _long_behind,
    "bob": _bob_behind,
    "ponytail": _ponytail_behind,
    "bun": _bun_behind,
    "curls": _curls_behind,
    "braids": _braids_behind,
}
# Hairlines from right to left in parts of the face's half width and height.
# fmt: off
HAIRLINES: dict[str, tuple[Point, ...]] = {
    "long": ((0.98, -0.02), (0.8, -0.45), (0.1, -0.86), (-0.5, -0.62), (-0.98, -0.02)),
    "fringe": ((0.98, 0.02), (0.86, -0.3), (0.4, -0.38), (-0.3, -0.38),
        (-0.86, -0.3), (-0.98, 0.02)),
    "bob": ((0.98, 0.05), (0.88, -0.34), (0.3, -0.44), (-0.5, -0.7), (-0.9, -0.4), (-0.98, 0.05)),
    "ponytail": ((0.98, -0.14), (0.72, -0.6), (0.0, -0.76), (-0.72, -0.6), (-0.98, -0.14)),
    "bun": ((0.98, -0.14), (0.7, -0.62), (0.0, -0.78), (-0.7, -0.62), (-0.98, -0.14)),
    "curls": ((0.98, -0.08), (0.76, -0.5), (0.2, -0.6), (-0.3, -0.58),
        (-0.76, -0.5), (-0.98, -0.08)),
    "braids": ((0.98, 0.02), (0.74, -0.5), (0.02, -0.84), (-0.74, -0.5), (-0.98, 0.02)),
    "crop": ((0.99, -0.16), (0.84, -0.52), (0.3, -0.62), (-0.4, -0.62),
        (-0.84, -0.52), (-0.99, -0.16)),
    "parting": ((0.99, -0.14), (0.86, -0.48), (0.3, -0.52), (-0.5, -0.76),
        (-0.86, -0.5), (-0.99, -0.14)),
    "curls_short": ((0.99, -0.2), (0.82, -0.52), (0.2, -0.6), (-0.3, -0.58),
        (-0.82, -0.52), (-0.99, -0.2)),
    "tousled": ((0.99, -0.1), (0.7, -0.4), (0.4, -0.58), (0.1, -0.4),
        (-0.3, -0.58), (-0.6, -0.42), (-0.99, -0.1)),
    "fringe_short": ((0.99, -0.1), (0.86, -0.36), (0.2, -0.4), (-0.5, -0.42),
        (-0.88, -0.36), (-0.99, -0.1)),
    "buzz": ((0.99, -0.22), (0.8, -0.6), (0.3, -0.7), (-0.3, -0.7), (-0.8, -0.6), (-0.99, -0.22)),
}
# fmt: on


def _hair_before(easel: Easel, sitter: Sitter) -> None:
    w, h = sitter.half_width, sitter.half_height
    line = [(x * w, y * h) for x, y in HAIRLINES[sitter.style]]
    rise = {"buzz": 0.012, "crop": 0.03, "tousled": 0.055, "ponytail": 0.02, "bun": 0.02}
    _cap(easel, sitter, hairline=line, rise=rise.get(sitter.style, 0.038))
    if sitter.style in ("curls", "curls_short"):
        for step in range(11):
            angle = pi * (0.06 + 0.88 * step / 10)
            x, y = (w * 0.96) * cos(angle), -h * 0.14 - (h * 0.86) * sin(angle)
            easel.oval(x, y, 0.046, 0.044, sitter.hair)
    if sitter.style in ("long", "bob", "fringe"):
        for side in (-1, 1):
            lock = [(side * w * 0.86, -h * 0.5), (side * (w + 0.022), -h * 0.3)]
            lock += [(side * (w + 0.034), h * 0.5), (side * (w + 0.004), h * 0.62)]
            easel.shape([*lock, (side * w * 0.96, h * 0.1)], sitter.hair)
    if sitter.style not in ("buzz", "curls", "curls_short"):
        gleam = [(-w * 0.5, -h * 0.92), (-w * 0.1, -h * 1.02), (w * 0.3, -h * 0.98)]
        easel.stroke(gleam, 0.011, shade(sitter.hair, 1.16))


def _sign(picture: Image.Image) -> None:
    """Say in the corner what it is."""
    # Pillow's own typeface has no dash: it is drawn between the two words.
    before, after = MARK.split(" — ")
    em, pad = picture.width * 0.023, picture.width * 0.01
    font = ImageFont.load_default(em)
    draw = ImageDraw.Draw(picture)
    right, base = picture.width * 0.975, picture.height * 0.984
    start = right - draw.textlength(after, font)
    first = start - 1.6 * em - draw.textlength(before, font)
    draw.rectangle((first - pad, base - em, right + pad, base + pad), fill=(40, 44, 52))
    draw.text((right, base), after, fill="white", font=font, anchor="rs")
    draw.text((first, base), before, fill="white", font=font, anchor="ls")
    dash = (start - 1.3 * em, base - 0.36 * em, start - 0.3 * em, base - 0.28 * em)
    draw.rectangle(dash, fill="white")
