"""
Which case a sighting may be about, and whether two people report the same one.

Every step adds or takes bits (base-2 logarithm of a likelihood ratio, set by judgement and open to
measurement) and has a label for people. No step alone hides a case: it only lowers it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log2

from porchlight.core.measures import Span
from porchlight.core.names import name_words
from porchlight.core.places import great_circle_km
from porchlight.core.score import Reason, Score
from porchlight.core.text import say
from porchlight.programmes.hotline.rules.description import Cues, cues

# Below this a case is not offered; from this on, and clearly before the next, it is taken.
WORTH_SHOWING_BITS = 4.0
TAKEN_BITS, CLEARLY_BITS, HARD_BITS = 12.0, 5.0, 8.0
# Two leads from this on are shown as one sighting.
SAME_SIGHTING_BITS = 6.0

FASTEST_KM_PER_HOUR = 130.0
SLACK_KM = 40.0


@dataclass(frozen=True)
class SoughtChild:
    """A missing child, as far as strangers can tell. Codes are NCIC's."""

    names: tuple[str, ...] = ()
    sex: str = ""
    age_years: Span | None = None
    hair: str = ""
    eyes: str = ""
    described: str = ""


@dataclass(frozen=True)
class Sought:
    """A case as sightings are compared with it: ``lat`` and ``lon`` of the last contact."""

    case_id: int
    number: str
    children: tuple[SoughtChild, ...]
    missing_from: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    state: str = ""
    county_fips: str = ""
    companions: tuple[str, ...] = ()
    plates: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sighting:
    """A lead as it is compared: when (UTC), where, and what was described."""

    text: str
    seen_from: datetime | None = None
    seen_until: datetime | None = None
    lat: float | None = None
    lon: float | None = None
    state: str = ""
    county_fips: str = ""
    case_id: int | None = None
    pictures: frozenset[str] = frozenset()


def score_case(sighting: Sighting, sought: Sought) -> Score:
    """Return the reasons for and against that this case's child was seen."""
    said = cues(sighting.text)
    best: tuple[Reason, ...] = ()
    for child in sought.children:
        steps = tuple(_child_steps(said, child))
        if not best or _bits(steps) > _bits(best):
            best = steps
    return Score(
        (
            *best,
            *_companions(said, sought),
            *_plates(said, sought.plates),
            *_when(sighting, sought),
            *_where(sighting, sought),
        )
    )


def same_sighting(one: Sighting, other: Sighting) -> Score:
    """Return the reasons for and against that both saw the same; symmetric."""
    mine, yours = cues(one.text), cues(other.text)
    return Score(
        (
            *_same_case(one, other),
            *_near(one, other),
            *_at_once(one, other),
            *_alike(mine, yours),
            *_plates(mine, yours.plates),
            *_same_picture(one, other),
        )
    )


def taken(scores: list[Score]) -> bool:
    """
    Whether the first of ``scores``, best first, is so good and so far ahead that it is taken:
    a name or a license plate was said. Looks, place and time alone only offer a case.

    >>> taken([Score((Reason(say("Same plate"), 14.0),))]), taken([])
    (True, False)
    """
    if not scores or scores[0].bits < TAKEN_BITS:
        return False
    if not any(step.bits >= HARD_BITS for step in scores[0].reasons):
        return False
    return len(scores) == 1 or scores[0].bits - scores[1].bits >= CLEARLY_BITS


def _bits(steps: tuple[Reason, ...]) -> float:
    return sum(step.bits for step in steps)


def _child_steps(said: Cues, child: SoughtChild) -> list[Reason]:
    return [
        *_name_said(said, child.names),
        *_sex(said, child),
        *_age(said, child),
        *_color(said.hair, child.hair, say("Hair agrees"), say("Hair differs")),
        *_color(said.eyes, child.eyes, say("Eyes agree"), say("Eyes differ")),
        *_clothes(said, child),
    ]


def _name_said(said: Cues, names: tuple[str, ...]) -> list[Reason]:
    """The words of the child's name that were said: two of them are hardly chance."""
    heard = {word for name in names for word in name_words(name) if len(word) > 2}
    heard &= said.words
    if not heard:
        return []
    label = say("The name was said: {words}", words=", ".join(sorted(heard)))
    return [Reason(label, 4.0 if len(heard) == 1 else 9.0)]


def _sex(said: Cues, child: SoughtChild) -> list[Reason]:
    if not said.sex or child.sex not in ("F", "M"):
        return []
    if said.sex == child.sex:
        return [Reason(say("Sex agrees"), 1.0)]
    return [Reason(say("Sex differs"), -3.0)]


def _age(said: Cues, child: SoughtChild) -> list[Reason]:
    """Strangers guess ages badly: two years either way agree, five do not."""
    if said.age_years is None or child.age_years is None:
        return []
    gap = said.age_years.gap(child.age_years)
    if gap <= 2:
        return [Reason(say("Age agrees"), 2.0)]
    if gap <= 4:
        return []
    return [Reason(say("Age is {years} years off", years=round(gap)), -min(gap - 3, 5.0))]


def _color(said: str, known: str, same: object, other: object) -> list[Reason]:
    if not said or not known or known == "XXX":
        return []
    # Hair is dyed and light deceives, so a difference says little.
    label, bits = (same, 1.5) if said == known else (other, -0.7)
    return [Reason(label, bits)]  # type: ignore[arg-type]


def _clothes(said: Cues, child: SoughtChild) -> list[Reason]:
    worn = cues(child.described).things
    agree = sorted(" ".join((color, thing)).strip() for thing, color in said.things & worn)
    named = {thing for thing, _ in worn}
    kinds = {thing for thing, color in said.things if not color} & named
    bits = 2.5 * len(agree) + 0.7 * len(kinds)
    if not bits:
        return []
    words = ", ".join([*agree, *sorted(kinds)])
    return [Reason(say("Clothes or marks agree: {words}", words=words), min(bits, 6.0))]


def _companions(said: Cues, sought: Sought) -> list[Reason]:
    heard = {
        word for name in sought.companions for word in name_words(name) if len(word) > 3
    } & said.words
    if not heard:
        return []
    label = say("A companion's name was said: {words}", words=", ".join(sorted(heard)))
    return [Reason(label, 4.0)]


def _plates(said: Cues, plates: frozenset[str]) -> list[Reason]:
    both = said.plates & plates
    if both:
        return [Reason(say("Same license plate: {plate}", plate=", ".join(sorted(both))), 12.0)]
    return []


def _when(sighting: Sighting, sought: Sought) -> list[Reason]:
    seen, since = sighting.seen_until or sighting.seen_from, sought.missing_from
    if seen is None or since is None:
        return []
    if seen < since - timedelta(hours=3):
        return [Reason(say("Seen before the child was missing"), -8.0)]
    days = (seen - since) / timedelta(days=1)
    if days <= 3:
        return [Reason(say("Seen within three days of the last contact"), 3.0)]
    if days <= 30:
        return [Reason(say("Seen within a month of the last contact"), 1.0)]
    return []


def _where(sighting: Sighting, sought: Sought) -> list[Reason]:
    km = _km(sighting.lat, sighting.lon, sought.lat, sought.lon)
    if km is None:
        return _same_area(sighting, sought.county_fips, sought.state)
    seen, since = sighting.seen_until or sighting.seen_from, sought.missing_from
    if seen and since and seen >= since:
        hours = (seen - since) / timedelta(hours=1)
        if km > SLACK_KM + FASTEST_KM_PER_HOUR * hours:
            label = say("{km} km in {hours} hours: too far", km=round(km), hours=round(hours))
            return [Reason(label, -5.0)]
    for most, bits in ((8, 5.0), (30, 4.0), (100, 2.5), (300, 1.0)):
        if km <= most:
            return [Reason(say("{km} km from the last contact", km=round(km)), bits)]
    return [Reason(say("{km} km from the last contact", km=round(km)), -min(log2(km / 300), 3.0))]


def _same_area(sighting: Sighting, county_fips: str, state: str) -> list[Reason]:
    if sighting.county_fips and sighting.county_fips == county_fips:
        return [Reason(say("Same county"), 3.0)]
    if sighting.state and sighting.state == state:
        return [Reason(say("Same state"), 1.0)]
    return []


def _km(
    lat: float | None, lon: float | None, other_lat: float | None, other_lon: float | None
) -> float | None:
    if lat is None or lon is None or other_lat is None or other_lon is None:
        return None
    return great_circle_km(lat, lon, other_lat, other_lon)


def _same_case(one: Sighting, other: Sighting) -> list[Reason]:
    if one.case_id is None or other.case_id is None:
        return []
    if one.case_id == other.case_id:
        return [Reason(say("About the same case"), 2.0)]
    return [Reason(say("About different cases"), -6.0)]


def _near(one: Sighting, other: Sighting) -> list[Reason]:
    km = _km(one.lat, one.lon, other.lat, other.lon)
    if km is None:
        return _same_area(one, other.county_fips, other.state)
    for most, bits in ((2, 3.0), (8, 2.0), (30, 0.5)):
        if km <= most:
            return [Reason(say("{km} km apart", km=round(km)), bits)]
    return [Reason(say("{km} km apart", km=round(km)), -5.0 if km > 80 else -2.0)]


def _at_once(one: Sighting, other: Sighting) -> list[Reason]:
    mine, yours = one.seen_until or one.seen_from, other.seen_until or other.seen_from
    if mine is None or yours is None:
        return []
    hours = abs((mine - yours) / timedelta(hours=1))
    for most, bits in ((1, 3.0), (6, 2.0), (24, 0.5)):
        if hours <= most:
            return [Reason(say("Seen within {hours} h of each other", hours=most), bits)]
    return [Reason(say("Seen {days} days apart", days=round(hours / 24)), -4.0)]


def _alike(mine: Cues, yours: Cues) -> list[Reason]:
    found = []
    if mine.sex and yours.sex:
        same = mine.sex == yours.sex
        found.append(Reason(say("Sex agrees"), 0.5) if same else Reason(say("Sex differs"), -3.0))
    both = mine.things & yours.things
    if both:
        words = ", ".join(sorted(" ".join((color, thing)).strip() for thing, color in both))
        label = say("Clothes or marks agree: {words}", words=words)
        found.append(Reason(label, min(2.0 * len(both), 5.0)))
    return found


def _same_picture(one: Sighting, other: Sighting) -> list[Reason]:
    if one.pictures & other.pictures:
        return [Reason(say("Same picture"), 6.0)]
    return []
