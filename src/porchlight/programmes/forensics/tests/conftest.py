"""A missing girl whose case is open."""

from datetime import timedelta

import pytest

from porchlight.core.dates import PartialDate
from porchlight.core.measures import Span
from porchlight.core.places import Kind, Place
from porchlight.house.accounts.queries import viewer_for
from porchlight.programmes.cases.actions import open_case
from porchlight.programmes.cases.rules.intake import CaseIntake, ChildIntake, LastContact, Mark
from porchlight.programmes.cases.rules.vocabulary import Category

PLACE = Place("Reno, NV", Kind.CITY, "Reno", "Washoe County", "32031", "NV", lat=39.5, lon=-119.8)
CHILD = ChildIntake(
    given_names="Mia",
    family_names="Delgado",
    born=PartialDate(2012, 5, 4),
    sex="F",
    races=("W",),
    hair="BRO",
    eyes="BRO",
    height_cm=Span(150, 155),
    marks=(Mark("Scar on the left thigh", "SC L THGH"),),
)


@pytest.fixture
def child(cast, now):
    """The girl, missing from Reno for a day."""
    told = CaseIntake(
        category=Category.ENDANGERED_RUNAWAY,
        circumstances="Did not come home from school.",
        children=(CHILD,),
        last_contact=LastContact(now - timedelta(days=1), now - timedelta(hours=23), PLACE),
    )
    case = open_case(told, by=viewer_for(cast.specialist), now=now)
    return case.children.get()
