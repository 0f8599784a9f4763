"""Unidentified persons of the town: some are its long-missing children, most are nobody's yet."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from porchlight.core.viewer import Viewer
from porchlight.demo.staff import Staff
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.cases.queries import MissingChild, missing_children
from porchlight.programmes.forensics import actions
from porchlight.programmes.forensics.actions import Whose
from porchlight.programmes.forensics.queries import kin_of
from porchlight.programmes.forensics.rules.dental import parse_ncic

CHILDREN, STRANGERS = 3, 5
LONG_GONE_DAYS = 45
TEETH = "03MO 14O 19MOD 30MODC 01X 16X 17X 32X 08V 09V 24V 25V"
PLACES = (
    ("NV", "Reno", 39.5, -119.8),
    ("TX", "Amarillo", 35.2, -101.8),
    ("OR", "Bend", 44.1, -121.3),
    ("GA", "Macon", 32.8, -83.6),
)
CONDITIONS = ("decomposed", "skeleton", "partial_skeleton", "recognizable")


def find_unidentified(chance: Random, staff: Staff, now: datetime) -> None:
    """Let the analyst record who was found, and put teeth and a relative of the first on file."""
    analyst = viewer_for(staff.cast.analyst, now=now)
    limit = now.date() - timedelta(days=LONG_GONE_DAYS)
    gone = [one for one in missing_children() if _since(one) and _since(one) < limit]
    for number, child in enumerate(gone[:CHILDREN]):
        person = actions.record_person(_found(chance, child, now), by=analyst, now=now)
        if number == 0 and not kin_of(child.id):
            _on_file(child.id, person.id, analyst, now)
    for _ in range(STRANGERS):
        actions.record_person(_stranger(chance, now), by=analyst, now=now)


def _since(child: MissingChild) -> date:
    return child.missing_since.latest if child.missing_since else date.max


def _found(chance: Random, child: MissingChild, now: datetime) -> dict[str, Any]:
    """What was found of a child: roughly right, some of it open."""
    gone = (now.date() - _since(child)).days
    found_on = _since(child) + timedelta(days=chance.randint(20, gone))
    age = _age(child, found_on)
    looks, place = child.looks, child.place
    return {
        **_common(chance),
        "found_on": str(found_on),
        "sex": looks.sex or "U",
        "age_min": max(age - chance.randint(1, 3), 0.0),
        "age_max": age + chance.randint(1, 3),
        "hair": looks.hair if chance.random() < 0.7 else "",
        "state": place.state if place else "",
        "city": place.city if place else "",
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "clothing": child.clothing,
        "marks": [mark.words for mark in looks.marks],
    }


def _age(child: MissingChild, day: date) -> float:
    if child.born is not None:
        return float((day - child.born.earliest).days // 365)
    return float(child.age_years.middle) if child.age_years else 14.0


def _stranger(chance: Random, now: datetime) -> dict[str, Any]:
    state, city, latitude, longitude = chance.choice(PLACES)
    age = float(chance.randint(6, 45))
    return {
        **_common(chance),
        "found_on": str(now.date() - timedelta(days=chance.randint(30, 9000))),
        "sex": chance.choice("MFU"),
        "age_min": max(age - 5, 0.0),
        "age_max": age + 5,
        "hair": chance.choice(("BRO", "BLK", "BLN", "")),
        "state": state,
        "city": city,
        "latitude": latitude,
        "longitude": longitude,
    }


def _common(chance: Random) -> dict[str, Any]:
    return {
        "condition": chance.choice(CONDITIONS),
        "pmi_min": 2.0,
        "pmi_max": float(chance.randint(5, 20)),
        "coroner_name": "County medical examiner (invented)",
        "coroner_case": f"ME-{chance.randint(1000, 9999)}",
    }


def _on_file(child_id: int, person_id: int, by: Viewer, now: datetime) -> None:
    for whose in (Whose(child_id=child_id), Whose(person_id=person_id)):
        words = "Dr. Ines Hale (invented)"
        actions.keep_chart(whose, parse_ncic(TEETH), charted_on="", words=words, by=by, now=now)
    mother = actions.add_relative(
        child_id, relation="mother", name="The mother (invented)", by=by, now=now
    )
    actions.note_sample(child_id, mother.id, state="kit", by=by, now=now)
