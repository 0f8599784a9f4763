"""
The picture of a mouth: every tooth with its five surfaces, as one looks at the person.
"""

from dataclasses import dataclass

from porchlight.core.text import Say, say
from porchlight.programmes.forensics.rules.dental import (
    PRIMARY,
    TEETH,
    Chart,
    Position,
    Status,
    fdi,
    format_winid,
)

# Children up to this age have milk teeth.
MILK_UNTIL_YEARS = 13
UPPER, LOWER = TEETH[:16], tuple(reversed(TEETH[16:]))
UPPER_MILK, LOWER_MILK = PRIMARY[:10], tuple(reversed(PRIMARY[10:]))
# The corners of the five parts of a tooth, drawn in a square of 30.
PARTS = {
    "top": "0,0 30,0 21,9 9,9",
    "right": "30,0 30,30 21,21 21,9",
    "bottom": "0,30 30,30 21,21 9,21",
    "left": "0,0 0,30 9,21 9,9",
    "middle": "9,9 21,9 21,21 9,21",
}
STATUS_WORDS: dict[Status, Say] = {
    Status.UNKNOWN: say("not known"),
    Status.SOUND: say("sound"),
    Status.TREATED: say("treated"),
    Status.MISSING: say("missing"),
    Status.LOST_AFTER_DEATH: say("lost after death"),
    Status.UNERUPTED: say("not erupted"),
    Status.PRIMARY: say("milk tooth"),
}


@dataclass(frozen=True)
class Part:
    """One surface of a drawn tooth: its letter, corners, and whether it is treated."""

    letter: str
    corners: str
    done: bool


@dataclass(frozen=True)
class Drawn:
    """One tooth of the picture."""

    number: str
    fdi: int
    code: str
    status: str
    words: Say
    parts: tuple[Part, ...]
    crown: bool
    root: bool


@dataclass(frozen=True)
class Jaw:
    """One row of teeth, from the person's right to the left."""

    words: Say
    teeth: tuple[Drawn, ...]


def surfaces_at(number: Position) -> dict[str, str]:
    """
    Return which surface lies where on the picture: mesial towards the middle, facial outwards.

    >>> surfaces_at(3)["right"], surfaces_at(14)["left"], surfaces_at(19)["bottom"]
    ('M', 'M', 'F')
    """
    code = fdi(number)
    upper, on_left = code // 10 in (1, 2, 5, 6), code // 10 in (1, 4, 5, 8)
    return {
        "top": "F" if upper else "L",
        "bottom": "L" if upper else "F",
        "left": "D" if on_left else "M",
        "right": "M" if on_left else "D",
        "middle": "O",
    }


def drawn(chart: Chart, number: Position) -> Drawn:
    """Return one tooth as it is drawn."""
    tooth = chart.at(number)
    parts = tuple(
        Part(letter, PARTS[place], letter in tooth.surfaces)
        for place, letter in surfaces_at(number).items()
    )
    code = "" if number not in chart.teeth else format_winid(tooth)
    return Drawn(
        str(number),
        fdi(number),
        code,
        tooth.status.value,
        STATUS_WORDS[tooth.status],
        parts,
        tooth.crown,
        tooth.root_canal,
    )


def mouth(chart: Chart, *, milk: bool = False) -> tuple[Jaw, ...]:
    """
    Return the jaws, the upper one first; ``milk`` adds the milk teeth.

    >>> [len(jaw.teeth) for jaw in mouth(Chart(), milk=True)]
    [16, 10, 10, 16]
    """
    rows: list[tuple[Say, tuple[Position, ...]]] = [
        (say("Upper jaw"), UPPER),
        (say("Upper milk teeth"), UPPER_MILK),
        (say("Lower milk teeth"), LOWER_MILK),
        (say("Lower jaw"), LOWER),
    ]
    shown = rows if milk or _has_milk(chart) else [rows[0], rows[3]]
    return tuple(Jaw(words, tuple(drawn(chart, one) for one in row)) for words, row in shown)


def _has_milk(chart: Chart) -> bool:
    return any(isinstance(number, str) for number in chart.teeth)
