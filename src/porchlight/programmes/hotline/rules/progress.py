"""What is still missing while a call is taken, which clocks will run, and what to ask next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from porchlight.core.text import Say
from porchlight.programmes.cases.rules.category import Suggestion, suggest
from porchlight.programmes.cases.rules.clocks import ClockFacts, Running, running
from porchlight.programmes.cases.rules.intake import ChildIntake, Told
from porchlight.programmes.cases.rules.missing import Lack, Needed, lacks
from porchlight.programmes.hotline.rules.becoming import (
    child,
    circumstance_facts,
    last_contact,
    youngest,
)
from porchlight.programmes.hotline.rules.blocks import About, Per, Slot, slots
from porchlight.programmes.hotline.rules.questions import BLOCKS
from porchlight.programmes.hotline.rules.sheet import Sheet

ASK_AT_ONCE = 5
# Where the questions of a lack stand in the form: name of the lack → key, {n} the child.
_KEYS: Mapping[str, str] = {
    "name": "child-{n}-given_names",
    "born": "child-{n}-born",
    "sex": "child-{n}-sex",
    "races": "looks-{n}-races",
    "height_cm": "looks-{n}-height_cm",
    "weight_kg": "looks-{n}-weight_kg",
    "eyes": "looks-{n}-eyes",
    "hair": "looks-{n}-hair",
    "phones": "scene-{n}-phones",
    "socials": "scene-{n}-socials",
    "marks": "looks-{n}-marks",
    "clothing": "scene-{n}-clothing",
    "medical_needs": "risk-{n}-medical_needs",
    "school": "life-{n}-school",
    "last_contact": "event-0-latest",
    "place": "event-0-place",
    "publicity": "consent-{n}-publicity",
}


class _Numbered:
    """A child of the call, with the number that a row of a case would have."""

    def __init__(self, index: int, intake: ChildIntake) -> None:
        self.id = index
        self._intake = intake

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 any question
        return getattr(self._intake, name)


@dataclass(frozen=True)
class Missing:
    """Something not known yet: its words, for what it is needed, where to type it."""

    label: Say
    needed: Needed
    told: Told
    key: str
    child: int


def missing(sheet: Sheet) -> tuple[Missing, ...]:
    """Return what is not known of the children and the event, first what the law asks for."""
    children = [_Numbered(index, child(sheet, index)) for index in sheet.each(Per.CHILD)]
    children = children or [_Numbered(0, ChildIntake())]
    asked = all(one.publicity is not None for one in children)
    found = lacks(children, last_contact(sheet), guardian_asked=asked)
    return tuple(_missing(lack, sheet) for lack in found if lack.field in _KEYS)


def _missing(lack: Lack, sheet: Sheet) -> Missing:
    key = _KEYS[lack.field].format(n=lack.child_id or 0)
    told = sheet[key].told if lack.told is Told.NOT_ASKED else lack.told
    return Missing(lack.label, lack.needed, told, key, lack.child_id or 0)


def clocks(sheet: Sheet, now: datetime, jurisdiction: str = "us") -> list[Running]:
    """Return the clocks that would run if the case were opened ``now``, by when they are due."""
    facts = ClockFacts(
        jurisdiction=jurisdiction,
        opened_at=now,
        reported_at=sheet.value("police-0-reported_at"),
        from_care=sheet.value("event-0-from_care") is True,
        youngest_age=youngest(sheet),
    )
    return sorted(running(facts), key=lambda each: each.due_at)


def suggestions(sheet: Sheet) -> tuple[Suggestion, ...]:
    """Return the categories that what was told speaks for, the likeliest first."""
    said = (sheet[f"event-0-{name}"] for name in ("left_by_choice", "taken", "escaped"))
    if not any(one for one in said) and not sheet["event-0-circumstances"]:
        return ()
    return suggest(circumstance_facts(sheet))


def ask_next(sheet: Sheet, count: int = ASK_AT_ONCE) -> list[Slot]:
    """
    Return the questions to ask next: the most pressing of those that nobody asked yet.

    Of a call about something else, only its own blocks are asked.
    """
    about = sheet.about
    open_now = [
        slot
        for slot in slots(BLOCKS, sheet.counts)
        if about in slot.block.about and slot.field.ask and _is_open(sheet, slot)
    ]
    return sorted(open_now, key=lambda slot: -slot.field.ask)[:count]


def _is_open(sheet: Sheet, slot: Slot) -> bool:
    if sheet[slot.key].told is not Told.NOT_ASKED:
        return False
    name = slot.field.name
    # Until something else is said, a call is about a missing child.
    if name == "about":
        return False
    # An age is asked only of whom no birth date is known; by whom, only who was taken.
    if name == "age_years":
        return sheet[f"{slot.block.name}-{slot.index}-born"].told is Told.UNKNOWN
    if name == "taken_by":
        return sheet.value("event-0-taken") is True
    if slot.block.name == "police" and name != "told":
        return sheet.value("police-0-told") is True
    return name != "custody" or sheet.about is About.MISSING
