"""
Dental charts and their codes: NCIC, Universal, FDI, WinID, Interpol.

A chart keeps for each tooth what is known of it: treated surfaces, crown, root canal, missing.
Source: NCIC dental code as in the Wisconsin TIME manual; WinID3 codes; Interpol DVI forms (FDI).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say

SURFACES = "MODFL"
# A tooth: Universal number of an adult one, letter of a milk tooth.
Position = int | str
TEETH = tuple(range(1, 33))
PRIMARY = tuple("ABCDEFGHIJKLMNOPQRST")
# Which adult tooth follows each milk tooth.
SUCCESSOR = dict(zip(PRIMARY, (*range(4, 14), *range(20, 30)), strict=True))
# About when a tooth has come through, in years, counted from the middle of each arch.
ERUPTS_YEARS = {1: 7.5, 2: 8.5, 3: 11.5, 4: 10.5, 5: 11.5, 6: 6.5, 7: 12.5, 8: 19.0}


class Status(StrEnum):
    """What a tooth is, apart from its treatment."""

    UNKNOWN = "unknown"
    SOUND = "sound"
    TREATED = "treated"
    MISSING = "missing"
    # Lost after death: it was there, and says nothing else.
    LOST_AFTER_DEATH = "lost"
    UNERUPTED = "unerupted"
    PRIMARY = "primary"


@dataclass(frozen=True)
class Tooth:
    """
    What is known of one tooth. ``surfaces`` in the order M O D F L. ``taken_for_granted`` marks an
    NCIC ``V`` that may only mean «nobody looked».
    """

    status: Status = Status.UNKNOWN
    surfaces: str = ""
    crown: bool = False
    root_canal: bool = False
    taken_for_granted: bool = False

    @property
    def known(self) -> bool:
        """Whether it says anything that can be compared."""
        return self.status not in (Status.UNKNOWN, Status.LOST_AFTER_DEATH)


NOTHING = Tooth()
SOUND = Tooth(Status.SOUND)
MISSING = Tooth(Status.MISSING)


@dataclass(frozen=True)
class Chart:
    """
    The teeth by Universal number, milk teeth by letter; one that is not there is not known.
    """

    teeth: Mapping[Position, Tooth] = field(default_factory=dict)

    def at(self, number: Position) -> Tooth:
        """Return what is known of a tooth."""
        return self.teeth.get(number, NOTHING)

    def set(self, number: Position, tooth: Tooth) -> "Chart":
        """
        Return the chart with one tooth changed.

        :raises RuleBroken: if there is no such tooth
        """
        if number not in TEETH and number not in PRIMARY:
            raise RuleBroken(say("There is no tooth {number}.", number=number))
        return Chart({**self.teeth, number: tooth})


_CODE = re.compile(r"(?P<number>\d\d)(?:(?P<alone>[VX])|(?P<none>/)(?P<root>R)?|(?P<done>[A-Z]+))")


def parse_ncic(text: str, *, missing_person: bool = False) -> Chart:
    """
    Read an NCIC DCH field: entries of a tooth of two figures and its code, or ALL or UNK.

    In a missing person's record ``V`` is also what is written where nobody looked; such teeth are
    marked.

    >>> parse_ncic("03MO 01X 14/").at(3)
    Tooth(status=<Status.TREATED: 'treated'>, surfaces='MO', crown=False, root_canal=False, \
taken_for_granted=False)

    :raises RuleBroken: with the entry that cannot be, and why
    """
    entries = text.upper().replace(",", " ").split()
    if entries in (["ALL"], ["UNK"]):
        one = Tooth(Status.SOUND, taken_for_granted=missing_person)
        return Chart(dict.fromkeys(TEETH, one if entries == ["ALL"] else NOTHING))
    teeth: dict[Position, Tooth] = {}
    for entry in entries:
        number, tooth = _entry(entry)
        if number in teeth:
            raise RuleBroken(say("Tooth {number} stands twice.", number=number))
        granted = missing_person and tooth == SOUND
        teeth[number] = Tooth(Status.SOUND, taken_for_granted=True) if granted else tooth
    return Chart(teeth)


def _entry(entry: str) -> tuple[int, Tooth]:
    match = _CODE.fullmatch(entry)
    if match is None or not 1 <= int(match["number"]) <= 32:
        raise RuleBroken(
            say("{entry} is no tooth from 01 to 32 with a code such as 03MO or 01X.", entry=entry)
        )
    number = int(match["number"])
    if match["alone"]:
        return number, SOUND if match["alone"] == "V" else MISSING
    if match["none"]:
        return number, Tooth(root_canal=bool(match["root"]))
    return number, treated(match["done"])


def treated(letters: str) -> Tooth:
    """
    Return a treated tooth from its letters: surfaces M O D F L, then C for crown, R for root canal.

    >>> treated("MODFLCR").crown
    True

    :raises RuleBroken: if a letter stands twice, is none, or the order is another
    """
    match = re.fullmatch(r"(M?O?D?F?L?)(C?)(R?)", letters)
    if not letters or match is None:
        raise RuleBroken(
            say(
                "{letters} is not in the order M, O, D, F, L, then C, then R, each once.",
                letters=letters,
            )
        )
    if letters in ("C", "R"):
        raise RuleBroken(say("C and R follow a surface."))
    return Tooth(Status.TREATED, match[1], bool(match[2]), bool(match[3]))


def format_ncic(chart: Chart, *, missing_person: bool = False) -> str:
    """
    Write a chart as NCIC wants it; a missing person's unknown teeth become V.

    >>> format_ncic(parse_ncic("30MOD 01X 14/R"))
    '01X 14/R 30MOD'
    """
    if all(chart.at(number).status is Status.SOUND for number in TEETH):
        return "ALL"
    written = [(number, _ncic(chart.at(number), missing_person)) for number in TEETH]
    if all(code == "/" for _, code in written):
        return "UNK"
    return " ".join(
        f"{number:02}{code}" for number, code in written if number in chart.teeth or code != "/"
    )


def _ncic(tooth: Tooth, missing_person: bool) -> str:
    if tooth.status is Status.MISSING:
        return "X"
    if tooth.status is Status.TREATED:
        code = tooth.surfaces + ("C" if tooth.crown else "") + ("R" if tooth.root_canal else "")
        # NCIC has no crown or root canal without a surface: a crown covers them all.
        return code if tooth.surfaces else _whole(tooth)
    if tooth.status in (Status.SOUND, Status.UNERUPTED, Status.PRIMARY):
        return "V"
    if tooth.root_canal:
        return "/R"
    return "V" if missing_person and tooth.status is Status.UNKNOWN else "/"


def _whole(tooth: Tooth) -> str:
    if tooth.crown:
        return SURFACES + "C" + ("R" if tooth.root_canal else "")
    return "/R"


def fdi(universal: Position) -> int:
    """
    Return the FDI number of a Universal one; letters are milk teeth.

    >>> [fdi(tooth) for tooth in (1, 8, 9, 16, 17, 24, 25, 32, "A", "T")]
    [18, 11, 21, 28, 38, 31, 41, 48, 55, 85]

    :raises RuleBroken: if there is no such tooth
    """
    if isinstance(universal, str) and universal.upper() in PRIMARY:
        at = PRIMARY.index(universal.upper())
        return (55 - at, 61 + at - 5, 75 - (at - 10), 81 + at - 15)[at // 5]
    number = int(universal) if str(universal).isdecimal() else 0
    if number not in TEETH:
        raise RuleBroken(say("There is no tooth {number}.", number=universal))
    return (19 - number, number + 12, 55 - number, number + 16)[(number - 1) // 8]


def universal(fdi_number: int) -> Position:
    """
    Return the Universal number of an FDI one; milk teeth are letters.

    >>> [universal(tooth) for tooth in (18, 31, 55, 65, 75, 81)]
    [1, 24, 'A', 'J', 'K', 'P']

    :raises RuleBroken: if there is no such tooth
    """
    every: tuple[Position, ...] = (*TEETH, *PRIMARY)
    for tooth in every:
        if fdi(tooth) == fdi_number:
            return tooth
    raise RuleBroken(say("There is no tooth {number}.", number=fdi_number))


WINID_PRIMARY = frozenset("MODFLIUVXJ/")
WINID_SECONDARY = frozenset("ABCEGHNPRSTZ")


@dataclass(frozen=True)
class WinidRead:
    """A WinID code in the house's form, and what NCIC's has no place for."""

    tooth: Tooth
    remarks: tuple[Say, ...]


def parse_winid(code: str) -> WinidRead:
    """
    Read a WinID3 code: primaries, and after a dash up to five secondaries.

    >>> parse_winid("MOD-S").tooth.surfaces
    'MOD'

    :raises RuleBroken: if a letter is none, or letters do not go together
    """
    primary, _, secondary = code.upper().replace(" ", "").partition("-")
    if not set(primary) <= WINID_PRIMARY or not set(secondary) <= WINID_SECONDARY:
        raise RuleBroken(say("{code} is not a WinID code.", code=code))
    alone = set(primary) & set("UVXJ/")
    doubled = len(set(primary)) != len(primary) or len(set(secondary)) != len(secondary)
    if doubled or len(secondary) > 5 or (alone and len(primary) > 1) or not primary + secondary:
        raise RuleBroken(say("{code} is not a WinID code.", code=code))
    return WinidRead(_winid_tooth(primary, secondary), tuple(_winid_remarks(primary, secondary)))


def _winid_tooth(primary: str, secondary: str) -> Tooth:
    statuses = {
        "V": Status.SOUND,
        "X": Status.MISSING,
        "J": Status.LOST_AFTER_DEATH,
        "U": Status.UNERUPTED,
        "/": Status.UNKNOWN,
    }
    crown, root = "C" in secondary, "R" in secondary
    if primary in statuses and not (crown or (root and primary == "V")):
        status = Status.PRIMARY if "B" in secondary else statuses[primary]
        return Tooth(status, root_canal=root)
    surfaces = "".join(s for s in SURFACES if s in primary.replace("I", "O"))
    return Tooth(Status.TREATED, surfaces or (SURFACES if crown else ""), crown, root)


def _winid_remarks(primary: str, secondary: str) -> Iterator[Say]:
    if "I" in primary:
        yield say("Incisal surface, written as O")
    if primary == "U":
        yield say("Not erupted, written as V")
    for letter, words in WINID_WORDS.items():
        if letter in secondary:
            yield words


WINID_WORDS = {
    "A": say("Anomaly"),
    "B": say("Milk tooth"),
    "E": say("Resin"),
    "G": say("Gold"),
    "H": say("Porcelain"),
    "N": say("Non-precious metal"),
    "P": say("Pontic"),
    "S": say("Amalgam"),
    "T": say("Denture tooth"),
    "Z": say("Temporary filling"),
}


def format_winid(tooth: Tooth) -> str:
    """
    Write a tooth as WinID does.

    >>> format_winid(treated("MODC")), format_winid(MISSING), format_winid(NOTHING)
    ('MOD-C', 'X', '/')
    """
    codes = {
        Status.SOUND: "V",
        Status.MISSING: "X",
        Status.LOST_AFTER_DEATH: "J",
        Status.UNERUPTED: "U",
        Status.UNKNOWN: "/",
        Status.PRIMARY: "V",
        Status.TREATED: tooth.surfaces,
    }
    more = ("B" if tooth.status is Status.PRIMARY else "") + ("C" if tooth.crown else "")
    more += "R" if tooth.root_canal else ""
    return codes[tooth.status] + (f"-{more}" if more else "")


def teeth_expected(age_years: float) -> tuple[int, ...]:
    """
    Return the adult teeth that have usually come through by an age.

    >>> teeth_expected(7.0)
    (3, 14, 19, 30)
    """
    return tuple(n for n in TEETH if ERUPTS_YEARS[fdi(n) % 10] <= age_years)


def to_codes(chart: Chart) -> dict[str, str]:
    """
    Return the chart as it is stored: WinID codes by tooth, ``V?`` where nobody may have looked.

    >>> to_codes(Chart({3: treated("MO"), "A": SOUND}))
    {'3': 'MO', 'A': 'V'}
    """
    return {
        str(number): format_winid(tooth) + ("?" if tooth.taken_for_granted else "")
        for number, tooth in chart.teeth.items()
        if tooth != NOTHING
    }


def from_codes(codes: Mapping[str, str]) -> Chart:
    """
    Read what :func:`to_codes` wrote, or what a form gives.

    :raises RuleBroken: if a tooth or code is none
    """
    chart = Chart()
    for place, code in codes.items():
        tooth = parse_winid(code.rstrip("?")).tooth
        if code.endswith("?") and tooth == SOUND:
            tooth = Tooth(Status.SOUND, taken_for_granted=True)
        chart = chart.set(int(place) if place.isdecimal() else place.upper(), tooth)
    return chart
