"""The console as its template draws it: sections, blocks, fields, each answer read back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from porchlight.core.text import Say, say
from porchlight.programmes.cases.rules.intake import Told
from porchlight.programmes.hotline.rules.blocks import PRESSED, About, Block, Kind, Per, Slot
from porchlight.programmes.hotline.rules.drafts import Draft
from porchlight.programmes.hotline.rules.questions import blocks_per, slot_of
from porchlight.programmes.hotline.rules.readings import (
    NOT_ASKED,
    READ_BACK,
    choices_of,
)
from porchlight.programmes.hotline.rules.sheet import Sheet

# More answers than this stand in a drop-down.
MOST_PILLS = 6
ROWS = {Kind.TEXT: 2, Kind.MARKS: 2, Kind.SOCIALS: 2, Kind.EPISODES: 2}
ONE_OF: Mapping[Per, Say] = {
    Per.CHILD: say("Child"),
    Per.COMPANION: say("Companion"),
    Per.VEHICLE: say("Vehicle"),
    Per.CONTACT: say("Family and other contact"),
}
MORE: Mapping[Per, Say] = {
    Per.CHILD: say("Another child"),
    Per.COMPANION: say("A companion"),
    Per.VEHICLE: say("A vehicle"),
    Per.CONTACT: say("Another contact"),
}


@dataclass(frozen=True)
class Asked:
    """One question with its answer, as it is drawn."""

    key: str
    label: Say
    draw: str
    text: str
    chosen: frozenset[str]
    choices: list[tuple[str, str]]
    shown: str
    wrong: Say | None
    told: Told
    ncic: str
    statutory: bool
    hint: Say | None
    wide: bool
    place: bool
    rows: int
    rivals: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """A block as it is drawn: what is asked, and what waits folded."""

    block: Block
    title: Say
    asked: list[Asked]
    more: list[Asked]


@dataclass(frozen=True)
class Section:
    """What stands under one heading that the keyboard jumps to."""

    id: str
    title: str
    parts: list[Part]
    about: frozenset[About]
    filled: bool
    per: Per = Per.CALL
    index: int = 0
    names: str = ""
    more: Say | None = None


@dataclass(frozen=True)
class Console:
    """The whole page."""

    sections: list[Section]
    blank: list[Section]
    counts: Mapping[Per, int]
    about: About
    rivals: int = 0


def console(sheet: Sheet, draft: Draft, *, extra: Per | None = None) -> Console:
    """Return the console of a call; ``extra`` adds an empty one of a kind, such as a child."""
    counts = dict(sheet.counts)
    if extra is not None and extra is not Per.CALL:
        counts[extra] += 1
    found = list(_sections(sheet, draft, counts))
    blank = [_repeated(sheet, Draft(), per, counts[per], blank=True) for per in ONE_OF]
    return Console(found, blank, counts, sheet.about, sum(map(len, draft.open_rivals.values())))


def _sections(sheet: Sheet, draft: Draft, counts: Mapping[Per, int]) -> Iterator[Section]:
    before: list[Section] = []
    after: list[Section] = []
    for block in blocks_per(Per.CALL):
        section = _single(sheet, draft, block)
        (after if block.name in ("police", "home") else before).append(section)
    yield _joined(before[0], before[1])
    yield from before[2:]
    for per in ONE_OF:
        for index in range(counts[per]):
            yield _repeated(sheet, draft, per, index)
    yield from after


def _joined(first: Section, second: Section) -> Section:
    title = str(say("Call and caller"))
    return Section(second.id, title, [*first.parts, *second.parts], second.about, filled=True)


def _single(sheet: Sheet, draft: Draft, block: Block) -> Section:
    part = _part(sheet, draft, block, 0)
    filled = any(one.told is not Told.NOT_ASKED for one in (*part.asked, *part.more))
    return Section(block.name, str(block.title), [part], block.about, filled)


def _repeated(sheet: Sheet, draft: Draft, per: Per, index: int, *, blank: bool = False) -> Section:
    parts = [_part(sheet, draft, block, index) for block in blocks_per(per)]
    names = "" if blank else _called(sheet, per, index)
    title = str(say("{what} {n}", what=ONE_OF[per], n=index + 1))
    filled = any(one.told is not Told.NOT_ASKED for part in parts for one in part.asked)
    return Section(
        f"{per}-{index}",
        title,
        parts,
        blocks_per(per)[0].about,
        filled,
        per,
        index,
        names,
        MORE[per],
    )


def _called(sheet: Sheet, per: Per, index: int) -> str:
    if per is Per.CHILD:
        given = sheet.text(f"child-{index}-given_names")
        return f"{given} {sheet.text(f'child-{index}-family_names')}".strip()
    name = {Per.VEHICLE: "plate"}.get(per, "name")
    return sheet.text(f"{per}-{index}-{name}")


def _part(sheet: Sheet, draft: Draft, block: Block, index: int) -> Part:
    asked: list[Asked] = []
    more: list[Asked] = []
    for each in block.fields:
        drawn = _asked(sheet, draft, Slot(block, index, each))
        needed = each.ask or each.statutory or drawn.told is not Told.NOT_ASKED
        (asked if needed and not block.folded else more).append(drawn)
    return Part(block, block.title, asked, more)


def _asked(sheet: Sheet, draft: Draft, slot: Slot) -> Asked:
    asked, reading = slot.field, sheet[slot.key]
    typed = draft.fields.get(slot.key)
    text = typed.text if typed else ""
    choices = choices_of(asked, sheet.desk.language) if asked.kind in PRESSED else []
    return Asked(
        key=slot.key,
        label=asked.label,
        draw=_draw(asked.kind, len(choices)),
        text=text,
        chosen=frozenset(text.splitlines()) or frozenset({NOT_ASKED}),
        choices=choices,
        shown=reading.shown if asked.kind in READ_BACK else "",
        wrong=reading.wrong,
        told=reading.told,
        ncic=asked.ncic,
        statutory=asked.statutory,
        hint=asked.hint,
        wide=asked.wide,
        place=asked.kind is Kind.PLACE,
        rows=ROWS.get(asked.kind, 0),
        rivals=tuple(one.text for one in draft.open_rivals.get(slot.key, ())),
    )


def _draw(kind: Kind, choices: int) -> str:
    if kind is Kind.MANY:
        return "many"
    if kind is Kind.YES_NO:
        return "yes_no"
    if kind is Kind.CHOICE:
        return "pills" if choices <= MOST_PILLS else "select"
    return "text" if kind in ROWS else "line"


def readings_of(sheet: Sheet) -> dict[str, dict[str, str]]:
    """Return how each typed answer is read back: ``shown``, ``wrong``, or ``told`` unknown."""
    found = {}
    for key, reading in sheet.readings.items():
        found[key] = {
            "shown": reading.shown if _reads_back(key) else "",
            "wrong": str(reading.wrong) if reading.wrong else "",
            "told": reading.told.value,
        }
    return found


def _reads_back(key: str) -> bool:
    slot = slot_of(key)
    return slot is not None and slot.field.kind in READ_BACK
