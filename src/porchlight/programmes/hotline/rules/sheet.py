"""A call read as a whole: every answer in its place, in the clock of the place it is about."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from porchlight.core.places import Place
from porchlight.programmes.cases.rules.intake import Told
from porchlight.programmes.hotline.rules.blocks import About, Counts, Per, Slot, counted, slots
from porchlight.programmes.hotline.rules.questions import BLOCKS, slot_of
from porchlight.programmes.hotline.rules.readings import NOTHING, Desk, Reading, read
from porchlight.programmes.hotline.rules.zones import zone_of

PLACES = ("event-0-place", "sighting-0-place")


@dataclass(frozen=True)
class Sheet:
    """The answers of a call, read. ``desk`` is in the zone of the place of last contact."""

    readings: Mapping[str, Reading]
    counts: Counts
    desk: Desk
    answers: Mapping[str, str]

    def __getitem__(self, key: str) -> Reading:
        """The answer of this key, also when nobody asked."""
        return self.readings.get(key, NOTHING)

    def value(self, key: str) -> Any:  # noqa: ANN401 the kind's own
        """The value, or None when there is none."""
        reading = self[key]
        return reading.value if reading else None

    def text(self, key: str) -> str:
        """The value of a written answer; empty when there is none."""
        return str(self.value(key) or "")

    def of(self, per: Per, index: int) -> dict[str, Reading]:
        """All answers about one child, companion, vehicle or contact, by the field's name."""
        mine = tuple(block for block in BLOCKS if block.per is per)
        keys = {(block.name, field.name) for block in mine for field in block.fields}
        return {name: self[f"{block}-{index}-{name}"] for block, name in keys}

    def each(self, per: Per) -> Iterator[int]:
        """The numbers of those of a kind about whom something was said, known or not."""
        for index in range(self.counts.get(per, 0)):
            if any(one.told is not Told.NOT_ASKED for one in self.of(per, index).values()):
                yield index

    @property
    def about(self) -> About:
        """What the call is about; a missing child until something else is said."""
        return About(self.text("call-0-about") or About.MISSING)

    @property
    def place(self) -> Place | None:
        """Where it happened."""
        return next((found for key in PLACES if (found := self.value(key)) is not None), None)

    @property
    def wrong(self) -> list[tuple[Slot, Reading]]:
        """The texts that could not be read."""
        return [
            (slot, self.readings[slot.key])
            for slot in slots(BLOCKS, self.counts)
            if self[slot.key].wrong is not None
        ]


def read_sheet(
    answers: Mapping[str, str], desk: Desk, typed_at: Mapping[str, datetime] | None = None
) -> Sheet:
    """
    Read all answers of a call. Moments are read in the zone of the place, when it is known, and
    from the time when they were typed: «2 hours ago» stays the same the next day.

    >>> from datetime import UTC
    >>> desk = Desk(datetime(2026, 3, 2, 3, tzinfo=UTC), UTC)
    >>> sheet = read_sheet({"event-0-place": "Reno, NV", "event-0-latest": "6pm"}, desk)
    >>> sheet["event-0-latest"].shown
    'Sun Mar 1, 6:00 PM PST'
    """
    place = next(
        (found for key in PLACES if (found := _read(key, answers, desk)) is not None), None
    )
    there = replace(desk, zone=zone_of(place, str(desk.zone))) if place else desk
    known = ((key, slot_of(key)) for key in answers)
    when = typed_at or {}
    readings = {
        key: read(slot.field, answers[key], replace(there, now=when.get(key, desk.now)))
        for key, slot in known
        if slot
    }
    return Sheet(readings, counted(BLOCKS, answers), there, dict(answers))


def _read(key: str, answers: Mapping[str, str], desk: Desk) -> Place | None:
    slot = slot_of(key)
    found = read(slot.field, answers.get(key, ""), desk) if slot else NOTHING
    return found.value if found else None
