"""
An invented nation with known truth: missing persons, unidentified ones, and who is who.

For calibration and benchmarks. The noise follows what is written of real records: estimates that
miss, colours that drift, dates and places noted roughly, fields left empty.
"""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.core.places import states
from porchlight.programmes.forensics.rules.growth import stature
from porchlight.programmes.forensics.rules.remains import Condition, Remains
from porchlight.programmes.matching.rules.evidence.pair import RACE_SHARES
from porchlight.programmes.matching.rules.evidence.sides import FoundSide, MissingSide

HAIRS, HAIR_P = ("BLK", "BRO", "BLN", "RED", "GRY"), (0.30, 0.42, 0.20, 0.05, 0.03)
EYES, EYE_P = ("BRO", "BLU", "GRN", "HAZ"), (0.45, 0.27, 0.10, 0.18)
MARKS = tuple(
    f"{kind} {side} {part}"
    for kind in ("scar", "tattoo rose", "tattoo cross", "birthmark", "burn", "piercing", "fracture")
    for side in ("left", "right")
    for part in ("arm", "thigh", "hand", "chest", "ear", "ankle", "shoulder", "knee", "chin")
)
WEAR = tuple(
    f"{color} {thing}"
    for color in ("blue", "black", "white", "red", "green", "gray", "yellow")
    for thing in ("jeans", "shirt", "jacket", "shoes", "dress", "sweater", "backpack", "cap")
)
BLOODS, BLOOD_P = (
    ("OPOS", "APOS", "BPOS", "ABPOS", "ONEG", "ANEG"),
    (0.38, 0.36, 0.1, 0.04, 0.07, 0.05),
)
FIRST_DAY, LAST_DAY = date(1985, 1, 1).toordinal(), date(2025, 1, 1).toordinal()
Dice = np.random.Generator


def nation(
    missing: int, found: int, true_pairs: int, seed: int = 1
) -> tuple[list[MissingSide], list[FoundSide], dict[str, str]]:
    """
    Return missing and unidentified persons, and the truth: who of the found is who of the missing.
    """
    dice = np.random.default_rng(seed)
    people = [_missing(f"M{number}", dice) for number in range(missing)]
    chosen = dice.choice(missing, true_pairs, replace=False)
    strangers = [_missing(f"S{number}", dice) for number in range(found - true_pairs)]
    truth = {f"U{number}": people[at].key for number, at in enumerate(chosen)}
    sources = [people[at] for at in chosen] + strangers
    bodies = [_found(f"U{number}", one, dice) for number, one in enumerate(sources)]
    return [_recorded(one, dice) for one in people], bodies, truth


def _missing(key: str, dice: Dice) -> MissingSide:
    contact = int(dice.integers(FIRST_DAY, LAST_DAY))
    age_days = int(min(dice.gamma(3.2, 4.8), 70) * 365.25)
    born = date.fromordinal(contact - age_days)
    sex = "MF"[dice.integers(2)]
    state = states()[int(dice.integers(len(states())))]
    months = age_days / 30.4375
    height = stature(sex, months).height(float(dice.normal()))
    day = date.fromordinal(contact)
    return MissingSide(
        key,
        PartialDate(day.year, day.month, day.day),
        PartialDate(born.year, born.month, born.day),
        sex=sex,
        hair=str(dice.choice(HAIRS, p=HAIR_P)),
        eyes=str(dice.choice(EYES, p=EYE_P)),
        races=(str(dice.choice(list(RACE_SHARES), p=list(RACE_SHARES.values()))),),
        height_cm=Span.exact(round(height)),
        latitude=float(np.clip(state.lat + dice.normal(0, 0.8), -80, 80)),
        longitude=state.lon + float(dice.normal(0, 0.8)),
        blood=str(dice.choice(BLOODS, p=BLOOD_P)),
        marks=tuple(
            MARKS[at] for at in dice.choice(len(MARKS), dice.integers(0, 4), replace=False)
        ),
        clothing="; ".join(WEAR[at] for at in dice.choice(len(WEAR), 3, replace=False)),
    )


def _recorded(one: MissingSide, dice: Dice) -> MissingSide:
    """What the missing record says: fields are empty here and there."""
    empty: dict[str, object] = {}
    for name, share, nothing in (
        ("height_cm", 0.2, None),
        ("eyes", 0.1, ""),
        ("hair", 0.05, ""),
        ("blood", 0.8, ""),
        ("clothing", 0.5, ""),
        ("marks", 0.3, ()),
    ):
        if dice.random() < share:
            empty[name] = nothing
    return replace(one, **empty)  # type: ignore[arg-type]


def _found(key: str, one: MissingSide, dice: Dice) -> FoundSide:
    assert one.last_contact is not None and one.born is not None
    contact = one.last_contact.earliest
    died = contact + timedelta(
        days=int(dice.exponential(200)) if dice.random() < 0.85 else int(dice.uniform(300, 3000))
    )
    lag = int(dice.exponential(30)) if dice.random() < 0.5 else int(dice.exponential(900))
    found = died + timedelta(days=lag)
    age = (died - one.born.earliest).days / 365.25
    return FoundSide(
        key,
        Remains(
            found_on=PartialDate(found.year, found.month, found.day),
            condition=Condition.SKELETON if lag > 700 else Condition.DECOMPOSED,
            pmi_days=Span(lag * 0.4, lag * float(dice.uniform(1.05, 2.5)) + 5),
            sex=_sex_seen(one.sex, age, dice),
            age_years=_age_seen(age, dice),
            height_cm=_height_seen(one, age, dice),
            hair=_seen(one.hair, HAIRS, 0.08, 0.35, dice),
            eyes=_seen(one.eyes, EYES, 0.06, 0.5, dice),
            ancestry=_races_seen(one.races, dice),
            latitude=_moved(one.latitude, dice),
            longitude=_moved(one.longitude, dice),
            blood=one.blood if dice.random() < 0.2 else "",
            marks=tuple(mark for mark in one.marks if dice.random() < 0.5),
            clothing="; ".join(w for w in one.clothing.split("; ") if dice.random() < 0.3),
        ),
    )


def _sex_seen(sex: str, age: float, dice: Dice) -> str:
    if age < 12 and dice.random() < 0.4:
        return "U"
    return sex if dice.random() > 0.04 else ("F" if sex == "M" else "M")


def _age_seen(age: float, dice: Dice) -> Span:
    half = 1 + 0.12 * age
    middle = age + float(dice.normal(0, half / 1.6449))
    return Span(max(middle - half, 0), max(middle + half, 1))


def _height_seen(one: MissingSide, age: float, dice: Dice) -> Span | None:
    if dice.random() < 0.3 or one.height_cm is None or one.last_contact is None or one.born is None:
        return None
    then = (one.last_contact.earliest - one.born.earliest).days / 30.4375
    z = stature(one.sex, then).z(one.height_cm.middle)
    later = stature(one.sex, age * 12).height(0.8 * z + 0.6 * float(dice.normal()))
    true = later if then < 220 else one.height_cm.middle
    middle = true + float(dice.normal(0, 3))
    return Span(middle - 4, middle + 4)


def _seen(value: str, values: tuple[str, ...], error: float, empty: float, dice: Dice) -> str:
    if dice.random() < empty:
        return ""
    return value if dice.random() > error else str(dice.choice(values))


def _races_seen(races: tuple[str, ...], dice: Dice) -> tuple[str, ...]:
    chance = dice.random()
    if chance < 0.25:
        return ()
    return races if chance < 0.85 else (str(dice.choice(list(RACE_SHARES))),)


def _moved(degrees: float | None, dice: Dice) -> float:
    assert degrees is not None
    far = dice.choice([0.05, 0.4, 2.0, 8.0], p=[0.4, 0.3, 0.2, 0.1])
    return float(np.clip(degrees + dice.normal(0, far), -179, 179))
