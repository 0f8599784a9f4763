"""
One missing person and one unidentified one: what speaks for, what against, and by how much.

Soft traits are added up, each capped. Teeth, prints and DNA stand beside the sum, never in it.
Unless a source is named, weights are set by judgement and checked on simulated truth: see the docs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import log10, sqrt

from porchlight.core.places import great_circle_km
from porchlight.core.text import Say, say
from porchlight.programmes.forensics.rules.dental_compare import compare, comparison_log10
from porchlight.programmes.forensics.rules.growth import YOUNGEST_MONTHS, projected, stature
from porchlight.programmes.forensics.rules.prints import Agreement, compare_fpc, prints_log10
from porchlight.programmes.matching.rules.evidence import words
from porchlight.programmes.matching.rules.evidence.intervals import (
    COVERAGE_Z,
    age_ratio,
    distance_ratio,
    height_ratio,
)
from porchlight.programmes.matching.rules.evidence.sides import (
    DAYS,
    FoundSide,
    MissingSide,
    ages_at_death,
)
from porchlight.programmes.matching.rules.evidence.traits import (
    HAIR_ERRORS,
    HAIR_SHARES,
    class_ratio,
    error_matrix,
    sex_ratio,
)

VERSION = "1"
# One soft trait moves the odds by at most this factor, up or down.
CAP = 50.0
HAIR_CLASS = {"BLK": 0, "BRO": 1, "BLN": 2, "SDY": 2, "RED": 3, "GRY": 4, "WHI": 4}
# Children's blond hair darkens: seen brown later as often as this.
CHILD_YEARS, CHILD_DARKENS = 12.0, 0.15
HAIR = error_matrix()
HAIR_OF_CHILD = error_matrix({**HAIR_ERRORS, (1, 2): CHILD_DARKENS})
EYE_CLASS = {"BRO": 0, "BLK": 0, "MAR": 0, "BLU": 1, "GRY": 1, "GRN": 2, "HAZ": 3}
EYE_SHARES = (0.45, 0.27, 0.10, 0.18)
EYE_ERRORS: Mapping[tuple[int, int], float] = {
    (0, 1): 0.01,
    (0, 2): 0.02,
    (0, 3): 0.08,
    (1, 2): 0.05,
    (1, 3): 0.03,
    (2, 3): 0.10,
}
EYES = error_matrix(EYE_ERRORS, 4)
RACE_SHARES = {"W": 0.56, "B": 0.15, "H": 0.19, "A": 0.06, "I": 0.03, "P": 0.01}
# An estimate from bone names a group other than the family's so often, in children most of all.
RACE_ERROR = 0.2
DATES_CONFLICT = 0.05
# So few days apart that one of the dates may be noted wrong: weak, and flagged all the same.
DATES_NEAR, DATES_SLACK_DAYS = 0.5, 30
# Years from the last contact to the earliest possible death: how much more often true pairs.
ELAPSED = ((1.0, 3.0), (5.0, 1.5), (15.0, 0.8), (float("inf"), 0.5))
ADULT_SD_CM, LEAST_ERROR_CM = 3.0, 2.0
Z_90 = 1.6448536270


@dataclass(frozen=True)
class Factor:
    """
    One trait: log10 of its ratio, the two values in words, and whether it is hard evidence (which
    is shown beside the sum).
    """

    trait: str
    log10: float
    words: Say
    hard: bool = False
    # Whether a person should look at it whatever the figure says.
    flagged: bool = False


@dataclass(frozen=True)
class Compared:
    """All traits of a pair that say something."""

    factors: tuple[Factor, ...]

    @property
    def soft(self) -> float:
        """The sum over the soft traits, log10."""
        return sum((one.log10 for one in self.factors if not one.hard), 0.0)

    @property
    def hard(self) -> float:
        """The sum over teeth and prints, log10."""
        return sum((one.log10 for one in self.factors if one.hard), 0.0)

    @property
    def dates_conflict(self) -> bool:
        """Whether the person was in contact after the last possible day of death."""
        return any(one.trait == "dates" and one.flagged for one in self.factors)


def compared(
    missing: MissingSide, found: FoundSide, common: Mapping[str, float] | None = None
) -> Compared:
    """
    Compare a pair; ``common`` says how frequent words of marks and clothing are.

    Nothing known gives no factor, and no factor excludes.
    """
    factors = [
        _sex(missing, found),
        _age(missing, found),
        _dates(missing, found),
        _height(missing, found),
        _hair(missing, found),
        _eyes(missing, found),
        _ancestry(missing, found),
        _place(missing, found),
        _blood(missing, found),
        _marks(missing, found, common or {}),
        _clothing(missing, found, common or {}),
        teeth_factor(missing, found),
        prints_factor(missing, found),
    ]
    return Compared(tuple(one for one in factors if one is not None))


def capped(ratio: float, cap: float = CAP) -> float:
    """Return the ratio between 1/cap and cap."""
    return min(max(ratio, 1 / cap), cap)


def _factor(trait: str, ratio: float, told: Say) -> Factor:
    return Factor(trait, log10(capped(ratio)), told)


def sex_value(missing: str, found: str) -> float:
    """Return the ratio of two recorded sexes; 1 where one is not sure."""
    if not {missing, found} <= {"M", "F"}:
        return 1.0
    return sex_ratio().match if missing == found else sex_ratio().mismatch


def _sex(missing: MissingSide, found: FoundSide) -> Factor | None:
    if not {missing.sex, found.facts.sex} <= {"M", "F"}:
        return None
    ratio = sex_value(missing.sex, found.facts.sex)
    told = say("Same sex recorded") if ratio > 1 else say("Another sex recorded")
    return _factor("sex", ratio, told)


def _age(missing: MissingSide, found: FoundSide) -> Factor | None:
    ages, estimate = ages_at_death(missing, found), found.facts.age_years
    if ages is None or estimate is None:
        return None
    ratio = age_ratio(*ages, estimate.lo, estimate.hi, coverage=found.facts.age_coverage)
    told = say(
        "Would have been {a}–{b} years old; estimated {lo}–{hi}",
        a=round(ages[0], 1),
        b=round(ages[1], 1),
        lo=round(estimate.lo, 1),
        hi=round(estimate.hi, 1),
    )
    return _factor("age", ratio, told)


def dates_value(contact: date, first: date | None, last: date) -> float:
    """Return the ratio of a last contact and a window of death, open at the start with None."""
    if (contact - last).days > DATES_SLACK_DAYS:
        return DATES_CONFLICT
    if last < contact:
        return DATES_NEAR
    begin = max(first or contact, contact)
    years = (begin - contact).days / DAYS
    return next(ratio for limit, ratio in ELAPSED if years <= limit)


def _dates(missing: MissingSide, found: FoundSide) -> Factor | None:
    window = found.facts.death_window()
    if window is None or missing.last_contact is None:
        return None
    contact = missing.last_contact.earliest
    ratio = dates_value(contact, *window)
    if window[1] >= contact:
        told = say(
            "Last contact {contact}, death not after {last}", contact=contact, last=window[1]
        )
        return _factor("dates", ratio, told)
    told = say(
        "Dates conflict: last contact {contact}, death not after {last}. Have both checked.",
        contact=contact,
        last=window[1],
    )
    return Factor("dates", log10(ratio), told, flagged=True)


def growth_months(ages: tuple[float, float]) -> float:
    """Return the age in months, to the half-year, at which growth is looked up."""
    return 6.0 * int(ages[0] + ages[1])


def expected_height(missing: MissingSide, months: float) -> tuple[float, float] | None:
    """
    Return how tall the person is expected to be at an age, and the deviation, in cm; children grow.
    """
    if missing.height_cm is None or missing.sex not in ("M", "F"):
        return None
    then = measured_months(missing)
    if then is None:
        return None
    own = (missing.height_cm.hi - missing.height_cm.lo) / (2 * Z_90)
    if then >= 240 or months <= then:
        return missing.height_cm.middle, sqrt(ADULT_SD_CM**2 + own**2)
    grown = projected(missing.sex, missing.height_cm.middle, then, months)
    return grown.median_cm, sqrt(max(grown.deviation_cm, ADULT_SD_CM) ** 2 + own**2)


def measured_months(missing: MissingSide) -> float | None:
    """Return the age in months at which the height was measured; None when it is not known."""
    births = missing.birth_window()
    measured = missing.measured_on or missing.last_contact
    if births is None or measured is None:
        return None
    middle = births[0].toordinal() + (births[1] - births[0]).days / 2
    return max((measured.earliest.toordinal() - middle) / DAYS * 12, YOUNGEST_MONTHS)


def height_value(
    observed: float, error: float, expected: tuple[float, float], sex: str, months: float
) -> float:
    """Return the ratio of an observed stature against others of the same age and sex."""
    others = stature(sex, months)
    return height_ratio(
        observed,
        error,
        *expected,
        population_cm=others.m,
        population_sd_cm=others.deviation_cm,
    )


def _height(missing: MissingSide, found: FoundSide) -> Factor | None:
    ages, estimate = ages_at_death(missing, found), found.facts.height_cm
    if ages is None or estimate is None:
        return None
    months = growth_months(ages)
    expected = expected_height(missing, months)
    if expected is None:
        return None
    ratio = height_value(estimate.middle, height_error(found), expected, missing.sex, months)
    told = say(
        "Would have been about {expected} ± {deviation} cm; estimated {lo}–{hi} cm",
        expected=round(expected[0]),
        deviation=round(1.96 * expected[1]),
        lo=round(estimate.lo),
        hi=round(estimate.hi),
    )
    return _factor("height", ratio, told)


def height_error(found: FoundSide) -> float:
    """Return the standard error of the estimated stature in cm."""
    estimate = found.facts.height_cm
    assert estimate is not None
    z = COVERAGE_Z[found.facts.height_coverage]
    return max((estimate.hi - estimate.lo) / (2 * z), LEAST_ERROR_CM)


def was_child(missing: MissingSide) -> bool:
    """Whether the hair was recorded of a child, whose hair may have darkened since."""
    births = missing.birth_window()
    if births is None or missing.last_contact is None:
        return False
    return (missing.last_contact.earliest - births[0]).days / DAYS < CHILD_YEARS


def hair_value(missing: str, found: str, child: bool) -> float:
    """Return the ratio of two hair colours; 1 where one is not known or not natural."""
    if missing not in HAIR_CLASS or found not in HAIR_CLASS:
        return 1.0
    matrix = HAIR_OF_CHILD if child else HAIR
    return class_ratio(matrix, HAIR_SHARES, HAIR_CLASS[missing], HAIR_CLASS[found])


def _hair(missing: MissingSide, found: FoundSide) -> Factor | None:
    if missing.hair not in HAIR_CLASS or found.facts.hair not in HAIR_CLASS:
        return None
    ratio = hair_value(missing.hair, found.facts.hair, was_child(missing))
    told = say("Hair agrees") if ratio > 1 else say("Hair differs: it may have changed")
    return _factor("hair", ratio, told)


def eyes_value(missing: str, found: str) -> float:
    """Return the ratio of two eye colours; 1 where one is not known."""
    if missing not in EYE_CLASS or found not in EYE_CLASS:
        return 1.0
    return class_ratio(EYES, EYE_SHARES, EYE_CLASS[missing], EYE_CLASS[found])


def _eyes(missing: MissingSide, found: FoundSide) -> Factor | None:
    if missing.eyes not in EYE_CLASS or found.facts.eyes not in EYE_CLASS:
        return None
    ratio = eyes_value(missing.eyes, found.facts.eyes)
    return _factor("eyes", ratio, say("Eyes agree") if ratio > 1 else say("Eyes differ"))


def ancestry_value(missing: tuple[str, ...], found: tuple[str, ...]) -> float:
    """
    Return the ratio of the groups a record names and those estimated; 1 where one is not known.
    """
    named = set(found) & set(RACE_SHARES)
    if not named or not set(missing) & set(RACE_SHARES):
        return 1.0
    share = min(sum(RACE_SHARES[one] for one in named), 0.95)
    if named & set(missing):
        return (1 - RACE_ERROR) / share if share < 1 - RACE_ERROR else 1.0
    return min(RACE_ERROR / (1 - share), 1.0)


def _ancestry(missing: MissingSide, found: FoundSide) -> Factor | None:
    ratio = ancestry_value(missing.races, found.facts.ancestry)
    if ratio == 1.0:
        return None
    if ratio > 1:
        told = say("Estimated ancestry agrees; such estimates are uncertain, in children above all")
    else:
        told = say(
            "Estimated ancestry differs; such estimates are uncertain, and this never excludes"
        )
    return _factor("ancestry", ratio, told)


def _place(missing: MissingSide, found: FoundSide) -> Factor | None:
    facts = found.facts
    if (
        missing.latitude is None
        or missing.longitude is None
        or facts.latitude is None
        or facts.longitude is None
    ):
        return None
    km = great_circle_km(missing.latitude, missing.longitude, facts.latitude, facts.longitude)
    return _factor(
        "place", distance_ratio(km), say("Found {km} km from the last contact", km=round(km))
    )


def _blood(missing: MissingSide, found: FoundSide) -> Factor | None:
    ratio = words.blood_ratio(missing.blood, found.facts.blood)
    if ratio == 1.0:
        return None
    told = say("Same blood type") if ratio > 1 else say("Another blood type recorded")
    return _factor("blood", ratio, told)


def _marks(missing: MissingSide, found: FoundSide, common: Mapping[str, float]) -> Factor | None:
    shared, ratio = words.text_ratio(" ".join(missing.marks), " ".join(found.facts.marks), common)
    if ratio == 1.0:
        return None
    if shared:
        return _factor(
            "marks", ratio, say("Marks have in common: {words}", words=", ".join(shared))
        )
    return _factor(
        "marks", ratio, say("Marks have nothing in common; records are often incomplete")
    )


def _clothing(missing: MissingSide, found: FoundSide, common: Mapping[str, float]) -> Factor | None:
    shared, ratio = words.text_ratio(missing.clothing, found.facts.clothing, common)
    if not shared:
        # People change clothes: nothing in common says nothing.
        return None
    told = say("Clothing and things have in common: {words}", words=", ".join(shared))
    return _factor("clothing", ratio, told)


def teeth_factor(missing: MissingSide, found: FoundSide) -> Factor | None:
    """Return what two dental charts say; None when there is nothing to compare."""
    if missing.chart is None or found.chart is None:
        return None
    result = compare(missing.chart, found.chart)
    if result.share is None:
        return None
    ages = ages_at_death(missing, found)
    told = say(
        "{same} teeth agree, {count} cannot be",
        same=result.matches,
        count=len(result.impossible),
    )
    return Factor("teeth", comparison_log10(result, ages[0] if ages else 15.0), told, hard=True)


def prints_factor(missing: MissingSide, found: FoundSide) -> Factor | None:
    """Return what two fingerprint classifications say; None when there is nothing to compare."""
    if not missing.fingers or not found.fingers:
        return None
    result = compare_fpc(missing.fingers, found.fingers)
    told = say(
        "{same} classes agree, {count} conflict",
        same=result.count(Agreement.AGREE),
        count=result.count(Agreement.CONFLICT),
    )
    return Factor("prints", prints_log10(result), told, hard=True)
