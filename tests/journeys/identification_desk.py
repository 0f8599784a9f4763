"""
Run in a process of its own: fills a fresh database with a missing girl, her family and an
unidentified person found near her home, signs two people in, and prints their cookies as JSON.
"""

import json
import sys
from datetime import UTC, datetime, timedelta

from porchlight.config.cli import prepare

prepare()

from porchlight.core.dates import PartialDate  # noqa: E402
from porchlight.core.measures import Span  # noqa: E402
from porchlight.core.places import Kind, Place  # noqa: E402
from porchlight.core.viewer import house_viewer  # noqa: E402
from porchlight.demo.cast import enter  # noqa: E402
from porchlight.house.accounts.queries import viewer_for  # noqa: E402
from porchlight.programmes.cases.actions import open_case  # noqa: E402
from porchlight.programmes.cases.rules.intake import (  # noqa: E402
    CaseIntake,
    ChildIntake,
    LastContact,
    Mark,
)
from porchlight.programmes.cases.rules.vocabulary import Category  # noqa: E402
from porchlight.programmes.forensics import actions  # noqa: E402
from porchlight.programmes.forensics.actions import Whose  # noqa: E402
from porchlight.programmes.forensics.rules.dental import parse_ncic  # noqa: E402
from porchlight.programmes.matching.actions.pairings import search  # noqa: E402
from porchlight.programmes.matching.models import Pairing  # noqa: E402
from tests.journeys.hash_desk import cookie  # noqa: E402

PLACE = Place("Reno, NV", Kind.CITY, "Reno", "Washoe County", "32031", "NV", lat=39.5, lon=-119.8)
GIRL = ChildIntake(
    given_names="Mia",
    family_names="Delgado",
    born=PartialDate(2011, 5, 4),
    sex="F",
    races=("W",),
    ethnicity="H",
    hair="BRO",
    eyes="BRO",
    height_cm=Span(150, 155),
    clothing="Blue jacket with a hood, white sneakers",
    marks=(Mark("Scar on the left thigh", "SC L THGH"),),
)
FOUND = {
    "sex": "F",
    "age_min": 12.0,
    "age_max": 16.0,
    "hair": "BRO",
    "height_min": 150.0,
    "height_max": 160.0,
    "pmi_min": 20.0,
    "pmi_max": 60.0,
    "condition": "decomposed",
    "state": "NV",
    "city": "Sparks",
    "latitude": 39.6,
    "longitude": -119.7,
    "ancestry": ["W", "H"],
    "marks": ["Scar/mark: left thigh"],
    "clothing": "Blue hooded jacket; one white sneaker",
    "coroner_name": "Washoe County Regional Medical Examiner",
    "coroner_case": "26-0113",
    "custody_holder": "Washoe County Regional Medical Examiner",
    "custody_place": "Reno",
    "namus_number": "UP90113",
    "circumstances": "Found by hikers beside the river trail.",
}
STR = (
    "CSF1PO 10 12\nD1S1656 12 15.3\nD2S441 11 14\nD3S1358 15 17\nD5S818 11 12\nD8S1179 13 14\n"
    "D18S51 14 16\nD21S11 28 31.2\nFGA 21 24\nTH01 6 9.3\nvWA 17 18"
)


def main() -> None:
    """Let the cast do what the pages show."""
    now = datetime.now(UTC)
    cast = enter(now=now)
    by = {"by": viewer_for(cast.analyst), "now": now}
    gone = now - timedelta(days=200)
    told = CaseIntake(
        category=Category.ENDANGERED_RUNAWAY,
        circumstances="Did not come home from school.",
        children=(GIRL,),
        last_contact=LastContact(gone, gone + timedelta(hours=1), PLACE),
    )
    case = open_case(told, by=viewer_for(cast.specialist), now=now)
    girl = case.children.get()
    found_on = str((now - timedelta(days=90)).date())
    person = actions.record_person({**FOUND, "found_on": found_on}, **by)
    other = {"sex": "M", "age_min": 40.0, "age_max": 60.0, "found_on": "1995", "state": "TX"}
    actions.record_person({**other, "condition": "skeleton", "ncic_number": "U123456789"}, **by)
    for whose in (Whose(child_id=girl.id), Whose(person_id=person.id)):
        chart = parse_ncic("03MO 14O 19MOD 30MODC 01X 16X 17X 32X 08V 09V 24V 25V")
        actions.keep_chart(whose, chart, charted_on="2024", words="Dr. Hale", **by)
    kin = {
        name: actions.add_relative(girl.id, relation=relation, name=name, **by)
        for name, relation in (
            ("Rosa", "mother"),
            ("Inés", "mgm"),
            ("Teo", "brother"),
            ("Luis", "paternal_half"),
            ("Carmen", "maternal_aunt"),
        )
    }
    for whose in (Whose(relative_id=kin["Rosa"].id), Whose(person_id=person.id)):
        actions.keep_profile(whose, STR, laboratory="Lab 7, 26-118", **by)
    actions.note_sample(girl.id, kin["Teo"].id, state="kit", **by)
    search(by=house_viewer("desk"), now=now)
    pair = Pairing.objects.get(child=girl, person=person)
    said = {name: cookie(getattr(cast, name)) for name in ("analyst", "supervisor")}
    said |= {"pair": pair.id, "girl": girl.id, "person": person.id, "number": person.number}
    sys.stdout.write("TOLD " + json.dumps({**said, "case": case.number}) + "\n")


if __name__ == "__main__":
    main()
