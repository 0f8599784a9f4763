"""
Look-alikes: whether two descriptions may be of one person.

Every step adds or takes bits (base-2 logarithm of a likelihood ratio, set by judgement and open to
measurement) and has a label for people. No soft trait ever hides a pair: it only lowers it.
"""

from dataclasses import dataclass

from porchlight.core.dates import PartialDate
from porchlight.core.names import name_keys, name_similarity
from porchlight.core.score import Reason, Score
from porchlight.core.text import say

# Below this a pair is noise: many people share a first name.
WORTH_SHOWING_BITS = 3.0


@dataclass(frozen=True)
class Description:
    """What is known of a person, as far as it is compared. Empty means not known."""

    names: tuple[str, ...] = ()
    born: PartialDate | None = None
    sex: str = ""
    phones: frozenset[str] = frozenset()
    county: str = ""
    state: str = ""


def keys(one: Description) -> list[str]:
    """The keys of which a look-alike shares at least one: names, telephones, a full birth date."""
    found: set[str] = set()
    for name in one.names:
        found |= name_keys(name)
    found |= {f"tel:{phone}" for phone in one.phones}
    if one.born is not None and one.born.day is not None:
        found.add(f"born:{one.born}")
    return sorted(found)


def score(one: Description, other: Description) -> Score:
    """Return the reasons for and against; symmetric."""
    reasons = [
        *_names(one, other),
        *_birth(one, other),
        *_phones(one, other),
        *_sex(one, other),
        *_place(one, other),
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
