"""A tip as somebody tells it: what was seen, when and where; all but the words may be missing."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from porchlight.core.errors import RuleBroken
from porchlight.core.text import Say, say
from porchlight.programmes.hotline.rules.words import clean

MOST_WORDS = 4000
MOST_PICTURES = 5


class Answer(StrEnum):
    """What somebody answers to a question of yes or no; empty when they did not."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    NONE = ""


class Channel(StrEnum):
    """The way a tip came."""

    WEB = "web"
    API = "api"
    CALL = "call"
    TEXT = "text"


CHANNEL_NAMES: dict[str, Say] = {
    Channel.WEB: say("Public site"),
    Channel.API: say("Partner's system"),
    Channel.CALL: say("Call"),
    Channel.TEXT: say("Text message"),
}


@dataclass(frozen=True)
class Tipster:
    """Who told it, when they said so. ``police_may_ask``: whether officers may reach them."""

    name: str = ""
    phone: str = ""
    email: str = ""
    police_may_ask: bool = False

    @property
    def anonymous(self) -> bool:
        """Whether nothing tells who it was."""
        return not (self.name or self.phone or self.email)


@dataclass(frozen=True)
class Tip:
    """
    What somebody saw. ``seen_words`` is the time as typed; ``seen_from`` and ``seen_until`` bound
    it, in UTC. ``place`` is town or county, ``spot`` the street or shop; ``lat``, ``lon`` degrees.
    """

    words: str
    danger: bool = False
    still_there: Answer = Answer.NONE
    seen_words: str = ""
    seen_from: datetime | None = None
    seen_until: datetime | None = None
    place: str = ""
    spot: str = ""
    lat: float | None = None
    lon: float | None = None
    state: str = ""
    county_fips: str = ""
    zone: str = "America/New_York"
    people: str = ""
    vehicle: str = ""
    tipster: Tipster = Tipster()

    @property
    def has_place(self) -> bool:
        """Whether it lies somewhere on the map."""
        return self.lat is not None and self.lon is not None

    @property
    def whole_text(self) -> str:
        """Everything that was described in words."""
        return "\n".join(part for part in (self.words, self.people, self.vehicle) if part)


def checked(tip: Tip) -> Tip:
    """
    Return the tip as it is kept: texts cleaned, times in order.

    :raises RuleBroken: when it says nothing, or a text cannot be kept
    """
    texts = {
        name: clean(getattr(tip, name))
        for name in ("words", "seen_words", "place", "spot", "people", "vehicle")
    }
    if not texts["words"]:
        raise RuleBroken(say("Say what you saw, in a few words."), field="words")
    first, last = tip.seen_from, tip.seen_until
    if first and last and first > last:
        first, last = last, first
    who = replace(tip.tipster, name=clean(tip.tipster.name))
    return replace(tip, **texts, seen_from=first, seen_until=last, tipster=who)  # type: ignore[arg-type]


def as_json(tip: Tip) -> dict[str, object]:
    """
    Return the tip as JSON keeps it; ``from_json`` gives it back.

    >>> from_json(as_json(Tip("A girl at the bus stop"))) == Tip("A girl at the bus stop")
    True
    """
    told: dict[str, object] = asdict(tip)
    for name in ("seen_from", "seen_until"):
        at = getattr(tip, name)
        told[name] = at.isoformat() if at else None
    return told


def from_json(told: Mapping[str, object]) -> Tip:
    """Return the tip that ``as_json`` wrote; names it does not know are left out."""
    known = {field.name for field in fields(Tip)}
    values: dict[str, object] = {name: told[name] for name in told if name in known}
    for name in ("seen_from", "seen_until"):
        text = values.get(name)
        values[name] = datetime.fromisoformat(str(text)) if text else None
    values["still_there"] = Answer(str(values.get("still_there") or ""))
    who = values.get("tipster")
    values["tipster"] = Tipster(**who) if isinstance(who, dict) else Tipster()
    return Tip(**values)  # type: ignore[arg-type]


def fingerprint(attempt: str, tip: Tip, pictures: Sequence[str] = ()) -> str:
    """
    Return the key of one sending, with the digests of its pictures: the same form sent twice is
    one, a corrected one another.

    >>> fingerprint("a", Tip("x")) == fingerprint("a", Tip("x")) != fingerprint("a", Tip("y"))
    True
    """
    said = repr((sorted(as_json(tip).items()), list(pictures)))
    return sha256(f"{attempt}\n{said}".encode()).hexdigest()
