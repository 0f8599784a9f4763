"""
Look-alikes: whether two descriptions may be of one person.

Every step adds or takes bits (base-2 logarithm of a likelihood ratio, set by judgement and open to
measurement) and has a label for people. No soft trait ever hides a pair: it only lowers it.
"""

from porchlight.core.dates import PartialDate
from porchlight.core.names import name_similarity
from porchlight.core.score import Reason, Score
from porchlight.core.text import say
from porchlight.programmes.matching.rules.description import Description
from porchlight.programmes.matching.rules.keys import folded_plate

# Below this a pair is noise: many people share a first name.
WORTH_SHOWING_BITS = 3.0


def score(one: Description, other: Description) -> Score:
    """Return the reasons for and against; symmetric."""
    reasons = [
        *_names(one, other),
        *_birth(one, other),
        *_phones(one, other),
        *_sex(one, other),
        *_place(one, other),
        *_vehicle(one, other),
    ]
    return Score(tuple(reasons))


def _names(one: Description, other: Description) -> list[Reason]:
    pairs = [name_similarity(a, b) for a in one.names for b in other.names]
    return list(max(pairs, key=lambda reasons: sum(r.bits for r in reasons), default=[]))


def _birth(one: Description, other: Description) -> list[Reason]:
    if one.born is None or other.born is None:
        return []
    if one.born == other.born:
        return [Reason(say("Same birth date"), 8.0 if one.born.day else 3.0)]
    if one.born.earliest <= other.born.latest and other.born.earliest <= one.born.latest:
        return [Reason(say("Birth dates agree as far as known"), 3.0)]
    if _swapped(one.born, other.born):
        return [Reason(say("Birth dates differ only by day and month exchanged"), 4.0)]
    years = abs(one.born.year - other.born.year)
    if years <= 1:
        return [Reason(say("Born within a year of each other"), 1.0)]
    return [Reason(say("Born {years} years apart", years=years), -float(min(years, 6)))]


def _swapped(one: PartialDate, other: PartialDate) -> bool:
    return one.day is not None and (one.year, one.month, one.day) == (
        other.year,
        other.day,
        other.month,
    )


def _phones(one: Description, other: Description) -> list[Reason]:
    if one.phones & other.phones:
        return [Reason(say("Same telephone number"), 10.0)]
    if {phone[-7:] for phone in one.phones} & {phone[-7:] for phone in other.phones}:
        return [Reason(say("Same telephone number but for the area code"), 5.0)]
    return []


def _sex(one: Description, other: Description) -> list[Reason]:
    known = {one.sex, other.sex} - {"", "U"}
    if len(known) == 2:
        return [Reason(say("Sex differs"), -2.0)]
    return []


def _place(one: Description, other: Description) -> list[Reason]:
    if one.county and one.county == other.county:
        return [Reason(say("Same county"), 2.0)]
    if one.state and one.state == other.state:
        return [Reason(say("Same state"), 0.8)]
    return []


def _vehicle(one: Description, other: Description) -> list[Reason]:
    if _folded(one.vins) & _folded(other.vins):
        return [Reason(say("Same vehicle identification number"), 12.0)]
    mine, yours = _folded(one.plates), _folded(other.plates)
    if mine & yours:
        return [Reason(say("Same licence plate"), 9.0)]
    if any(_part(a, b) or _part(b, a) for a in mine for b in yours):
        return [Reason(say("Licence plates agree as far as read"), 5.0)]
    return []


def _folded(written: frozenset[str]) -> set[str]:
    return {folded_plate(one) for one in written} - {""}


def _part(piece: str, whole: str) -> bool:
    return len(piece) >= 4 and piece in whole
