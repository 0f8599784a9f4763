"""Invented facts of a poster, whole and valid; tests change one thing at a time."""

from datetime import date
from hashlib import sha256
from io import BytesIO

from PIL import Image

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.programmes.posters.rules.content import (
    Category,
    Clearance,
    Looks,
    Photograph,
    PhotographKind,
    PosterChild,
    PosterCompanion,
    PosterFacts,
    PosterVehicle,
)

ISSUED = date(2026, 3, 1)


def _drawn(colour: str) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (80, 100), colour).save(kept, "JPEG")
    return kept.getvalue()


PICTURES = {sha256(one).hexdigest(): one for one in (_drawn("gray"), _drawn("navy"))}
CURRENT, PROGRESSED = PICTURES

GIRL = PosterChild(
    name="Talia Redcloud",
    nickname="Tally",
    missing_since=PartialDate(2024, 2, 12),
    missing_from="Tulsa, Oklahoma",
    born=PartialDate(2011, 5, 9),
    looks=Looks(
        sex="F",
        races=("I", "W"),
        hair="BRO",
        eyes="HAZ",
        height_cm=Span(157, 157),
        weight_kg=Span(49.9, 54.4),
        marks={"en": "Small scar over the left eyebrow.", "es": "Cicatriz en la ceja izquierda."},
    ),
    clothing={"en": "Gray sweatshirt and jeans.", "es": "Sudadera gris y pantalón."},
    photographs=(
        Photograph(CURRENT, taken=PartialDate(2023, 9), permitted=True),
        Photograph(PROGRESSED, PhotographKind.AGE_PROGRESSED, age=15, permitted=True),
    ),
)
BOY = PosterChild(
    name="Jonah Redcloud",
    missing_since=PartialDate(2024, 2, 12),
    missing_from="Tulsa, Oklahoma",
    born=PartialDate(2015),
    looks=Looks(sex="M"),
    photographs=(Photograph(CURRENT, permitted=True),),
)
FATHER = PosterCompanion(
    name="Marcus Whitlock",
    relation="father",
    age=41,
    looks=Looks("M", ("W",), "BRO", "BLU", Span(183, 183), Span(84, 88), {"en": "Anchor tattoo."}),
    photograph=Photograph(PROGRESSED, permitted=True),
)
CAR = PosterVehicle(
    {"en": "Blue 2014 Honda Civic", "es": "Honda Civic azul 2014"}, "LPK 2231", "OK"
)
FACTS = PosterFacts(
    case_number="PL-2026-004217",
    category=Category.ENDANGERED_RUNAWAY,
    children=(GIRL,),
    agency_name="Tulsa Police Department",
    agency_phone="1-918-555-0142",
    hotline="1-800-555-0199",
    url="https://porchlight.example/p/k7Qm2xVb/sighting/",
    issued_on=ISSUED,
    narrative={"en": "She may travel to Kansas City.", "es": "Puede viajar a Kansas City."},
    clearance=Clearance(in_ncic=True, agency_consulted=True, guardian_consulted=True),
)
