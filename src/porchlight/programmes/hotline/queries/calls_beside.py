"""What stands beside the questions while a call is taken: look-alikes, urgency, what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from porchlight.core.law import clock
from porchlight.core.names import name_words
from porchlight.core.text import Say
from porchlight.core.viewer import Viewer
from porchlight.programmes.cases.rules.category import Suggestion
from porchlight.programmes.cases.rules.clocks import Running
from porchlight.programmes.cases.rules.missing import Needed
from porchlight.programmes.cases.rules.vocabulary import label
from porchlight.programmes.hotline.models import Call, CallSave
from porchlight.programmes.hotline.queries.calls import (
    Caller,
    Earlier,
    caller_of,
    earlier_calls,
)
from porchlight.programmes.hotline.rules.blocks import About, Per, Slot
from porchlight.programmes.hotline.rules.progress import (
    Missing,
    ask_next,
    clocks,
    missing,
    suggestions,
)
from porchlight.programmes.hotline.rules.risk import Urgency, urgency
from porchlight.programmes.hotline.rules.sheet import Sheet
from porchlight.programmes.matching.permissions import may_search
from porchlight.programmes.matching.queries import Candidate, look_alikes
from porchlight.programmes.matching.rules.description import Description

MOST_ALIKE = 5


@dataclass(frozen=True)
class ClockToRun:
    """A clock that starts when the case is opened."""

    title: Say | str
    by_law: bool
    running: Running


@dataclass(frozen=True)
class Beside:
    """All of it."""

    urgency: Urgency
    suggestions: list[tuple[Say, Suggestion]]
    clocks: list[ClockToRun]
    missing_by_law: list[Missing]
    missing_else: list[Missing]
    ask_next: list[Slot]
    alike: list[Candidate]
    earlier: list[Earlier]
    caller: Caller


def beside(viewer: Viewer, call: Call, sheet: Sheet, now: datetime) -> Beside:
    """Return what to know while this call is taken."""
    about_missing = sheet.about is About.MISSING
    lacking = missing(sheet) if about_missing else ()
    return Beside(
        urgency=urgency(sheet),
        suggestions=[(label(one.category), one) for one in suggestions(sheet)[:3]],
        clocks=[_clock(each) for each in clocks(sheet, now)] if about_missing else [],
        missing_by_law=[one for one in lacking if one.needed is Needed.NCIC],
        missing_else=[one for one in lacking if one.needed is not Needed.NCIC],
        ask_next=ask_next(sheet),
        alike=alike(viewer, call, sheet),
        earlier=earlier_calls(call),
        caller=caller_of(call, now),
    )


def _clock(each: Running) -> ClockToRun:
    law = clock("us", each.name)
    return ClockToRun(law.title if law else each.name, bool(law and law.kind == "law"), each)


def alike(viewer: Viewer, call: Call, sheet: Sheet) -> list[Candidate]:
    """Return the persons of other records who may be among those of this call, best first."""
    if not may_search(viewer):
        return []
    best: dict[tuple[str, str], Candidate] = {}
    for _role, description in descriptions(sheet):
        for found in look_alikes(viewer, description, limit=MOST_ALIKE, without=f"call:{call.id}"):
            key = (found.source, found.role)
            if key not in best or best[key].bits < found.bits:
                best[key] = found
    return sorted(best.values(), key=lambda one: -one.bits)[:MOST_ALIKE]


def descriptions(sheet: Sheet) -> Iterator[tuple[str, Description]]:
    """Yield every person of a call, in what role, as far as they can be compared."""
    for index in sheet.each(Per.CHILD):
        parts = (sheet.text(f"child-{index}-{part}_names") for part in ("given", "family"))
        names = [" ".join(parts).strip(), *(sheet.value(f"child-{index}-aliases") or ())]
        key, phones = f"child-{index}", sheet.value(f"scene-{index}-phones")
        yield "child", _described(sheet, names, f"{key}-born", f"{key}-sex", phones)
    for index in sheet.each(Per.COMPANION):
        key = f"companion-{index}"
        names = [sheet.text(f"{key}-name"), *(sheet.value(f"{key}-aliases") or ())]
        phones = sheet.value(f"{key}-phones")
        yield "companion", _described(sheet, names, f"{key}-born", f"{key}-sex", phones)
    for index in sheet.each(Per.VEHICLE):
        plate, vin = (sheet.text(f"vehicle-{index}-{name}") for name in ("plate", "vin"))
        yield "vehicle", Description(plates=_set(plate), vins=_set(vin))
    if phones := sheet.value("caller-0-phones"):
        names = [sheet.text("caller-0-name")]
        yield (
            "contact",
            Description(tuple(name for name in names if name), phones=frozenset(phones)),
        )


def _set(text: str) -> frozenset[str]:
    return frozenset({text}) if text else frozenset()


def _described(
    sheet: Sheet, names: list[str], born: str, sex: str, phones: tuple[str, ...] | None
) -> Description:
    place = sheet.place
    return Description(
        names=tuple(name for name in names if name_words(name)),
        born=sheet.value(born),
        sex=sheet.text(sex),
        phones=frozenset(phones or ()),
        county=place.county_fips if place else "",
        state=place.state if place else "",
    )


def typed_late(call: Call) -> list[CallSave]:
    """Return the saves that came after the call became something: they are not in it."""
    first = call.outcomes.order_by("made_at").first()
    if first is None:
        return []
    rows = call.saves.filter(saved_at__gt=first.made_at).select_related("saved_by")
    return list(rows.order_by("revision"))
