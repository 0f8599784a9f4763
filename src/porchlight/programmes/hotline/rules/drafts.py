"""
A call as it is typed: every field keeps its newest text, whatever order the saves arrive in.

Each page that types is a *writer*. A save carries the writer, a rising number, the revision that
the page had seen, and the fields changed since. Of two texts for one field the one with the higher
(number, writer) stays. A text that somebody else replaced without having seen it becomes a
*rival*: it is shown beside the field until a person who sees both settles it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, order=True)
class Stamp:
    """When a text was typed, in an order that all agree on."""

    sequence: int
    writer: str


@dataclass(frozen=True)
class Typed:
    """The text of a field, its stamp, in which revision it arrived, when it was typed (ISO)."""

    text: str
    stamp: Stamp
    revision: int
    at: str = ""


@dataclass(frozen=True)
class Rival:
    """A text that gave way unseen."""

    text: str
    writer: str
    revision: int


@dataclass(frozen=True)
class Save:
    """What one page sends: its changes since ``seen``, a revision of the draft."""

    stamp: Stamp
    seen: int
    changes: Mapping[str, str]
    at: str = ""


@dataclass(frozen=True)
class Draft:
    """All that was typed so far; ``revision`` counts the saves that came."""

    fields: Mapping[str, Typed] = field(default_factory=dict)
    rivals: Mapping[str, tuple[Rival, ...]] = field(default_factory=dict)
    revision: int = 0

    @property
    def answers(self) -> dict[str, str]:
        """The fields that say something."""
        return {key: typed.text for key, typed in self.fields.items() if typed.text}

    @property
    def open_rivals(self) -> dict[str, tuple[Rival, ...]]:
        """The rivals that say something else than what stands, by field."""
        found = {
            key: tuple(one for one in rivals if one.text != self.fields[key].text)
            for key, rivals in self.rivals.items()
        }
        return {key: rivals for key, rivals in found.items() if rivals}

    @property
    def sequence(self) -> int:
        """The highest number of any writer."""
        return max((typed.stamp.sequence for typed in self.fields.values()), default=0)


def merged(draft: Draft, save: Save) -> Draft:
    """
    Return the draft with a save in it. The same save twice changes nothing but the count.

    >>> first = merged(Draft(), Save(Stamp(1, "a"), 0, {"child-0-sex": "F"}))
    >>> late = merged(first, Save(Stamp(1, "0"), 0, {"child-0-sex": "M"}))
    >>> late.answers, [rival.text for rival in late.rivals["child-0-sex"]]
    ({'child-0-sex': 'F'}, ['M'])
    """
    revision = draft.revision + 1
    fields, rivals = dict(draft.fields), dict(draft.rivals)
    for key, text in save.changes.items():
        mine, there = Typed(text, save.stamp, revision, save.at), fields.get(key)
        if there is None or there.stamp < save.stamp:
            fields[key] = mine
            loser, seen = there, there is not None and there.revision <= save.seen
        else:
            loser, seen = mine, False
        left = tuple(one for one in rivals.get(key, ()) if one.revision > save.seen)
        if loser is not None and not seen and loser.stamp.writer != fields[key].stamp.writer:
            left = _with(left, loser, revision)
        rivals[key] = left
    return Draft(fields, {key: found for key, found in rivals.items() if found}, revision)


def _with(rivals: tuple[Rival, ...], loser: Typed, revision: int) -> tuple[Rival, ...]:
    """
    Add the loser to the rivals, unless it says nothing new. One that says what stands is kept
    too: the page whose text stands may still change it, and the other page never agreed.
    """
    if loser.text in {"", *(one.text for one in rivals)}:
        return rivals
    return (*rivals, Rival(loser.text, loser.stamp.writer, revision))


def settled(draft: Draft, key: str) -> Draft:
    """Return the draft without the rivals of a field: a person kept what stands."""
    rivals = {name: found for name, found in draft.rivals.items() if name != key}
    return replace(draft, rivals=rivals)


def changes(page: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """
    Return what a page changed of what it had been shown.

    >>> changes({"a": "1", "b": ""}, {"b": "2"})
    {'a': '1', 'b': ''}
    """
    return {key: text for key, text in page.items() if text != before.get(key, "")}


def seen_at(draft: Draft, seen: int, saves: Iterable[Save]) -> dict[str, str]:
    """
    Return the answers that a page has before it: as they stood at revision ``seen``, and over
    them what the page itself sent since. ``saves`` are these, in the order of their arrival; they
    are read only where a field has moved on.
    """
    if all(typed.revision <= seen for typed in draft.fields.values()):
        return draft.answers
    then = Draft()
    for save in saves:
        then = merged(then, save)
    return then.answers


def news(draft: Draft, seen: int, writer: str) -> dict[str, str]:
    """Return the fields that others changed after revision ``seen``."""
    return {
        key: typed.text
        for key, typed in draft.fields.items()
        if typed.revision > seen and typed.stamp.writer != writer
    }


def as_json(draft: Draft) -> dict[str, Any]:
    """Return the draft as it is stored."""
    return {
        "fields": {
            key: [one.text, one.stamp.sequence, one.stamp.writer, one.revision, one.at]
            for key, one in draft.fields.items()
        },
        "rivals": {
            key: [[one.text, one.writer, one.revision] for one in found]
            for key, found in draft.rivals.items()
        },
        "revision": draft.revision,
    }


def from_json(data: Mapping[str, Any]) -> Draft:
    """Return the draft that was stored."""
    return Draft(
        {
            key: Typed(text, Stamp(sequence, writer), revision, at)
            for key, (text, sequence, writer, revision, at) in data.get("fields", {}).items()
        },
        {key: tuple(Rival(*one) for one in found) for key, found in data.get("rivals", {}).items()},
        data.get("revision", 0),
    )
